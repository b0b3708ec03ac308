"""What a rule, or a ready answer, would change, said before it is saved."""

from datetime import timedelta

from django.db.models import Count, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rapport.core.consequences import Consequence
from rapport.messaging.models import AssignmentRule, Conversation

MONTH = timedelta(days=30)
MOST = 10_000


def of_rule(rule: AssignmentRule, said: dict) -> list[Consequence]:
    """To whom it gives what comes from now on, and how many such there were in the last 30 days."""
    found = [Consequence(_to_whom(said), "user-share")]
    n = came(said)
    words = ngettext(
        "In the last 30 days %(n)s conversation like that came.",
        "In the last 30 days %(n)s conversations like that came.",
        n,
    )
    found.append(Consequence(words % {"n": n}, "history"))
    earlier = (
        AssignmentRule.objects.filter(is_active=True, position__lt=said["position"] or 0).exclude(pk=rule.pk).count()
    )
    if earlier:
        words = ngettext("%(n)s rule is asked before it.", "%(n)s rules are asked before it.", earlier)
        found.append(Consequence(words % {"n": earlier}, "list"))
    if not said.get("is_active"):
        found.append(Consequence(_("It is not in use: nothing goes by it."), "player-pause", "risk"))
    found.append(Consequence(_("What has come already stays where it is."), "info-circle"))
    return found


def came(said: dict) -> int:
    """Conversations of the last 30 days with that channel, language and words in their subject."""
    rows = Conversation.objects.filter(begun_at__gt=timezone.now() - MONTH)
    if said.get("channel"):
        rows = rows.filter(channel=said["channel"])
    if said.get("language"):
        rows = rows.filter(language=said["language"])
    words = [word.strip() for word in (said.get("words") or "").split(",") if word.strip()]
    if words:
        wanted = Q()
        for word in words:
            wanted |= Q(subject__icontains=word) | Q(last_line__icontains=word)
        rows = rows.filter(wanted)
    return rows.order_by()[:MOST].aggregate(n=Count("pk"))["n"]


def _to_whom(said: dict) -> str:
    way, names = said.get("way"), {"team": said.get("team"), "person": said.get("person")}
    if way == AssignmentRule.Way.TURN:
        return _("New ones go to the people of %(team)s in turn, those who see the customer.") % names
    if way == AssignmentRule.Way.PERSON:
        return _("New ones go to %(person)s.") % names
    if way == AssignmentRule.Way.MANAGER:
        return _("New ones go to whoever looks after the customer; without such a one the next rule is asked.")
    return _("New ones stand in the list of %(team)s, for whoever takes them.") % names
