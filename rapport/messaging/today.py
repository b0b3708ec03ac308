"""What Today shows of conversations. What is owed stands among the promises already: here is what has no promise."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q, QuerySet, TextField
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from rapport.core.prepared import prepared
from rapport.core.registry import Step, TodayItem, TodaySource, today
from rapport.customers.models import Customer
from rapport.messaging.incoming.quarantine import answer_due_at, not_filed_of
from rapport.messaging.models import Call, Channel, Conversation, ConversationEvent, Follow, RawMail
from rapport.messaging.outgoing.looking import not_gone_out
from rapport.messaging.passes.keeping import is_open
from rapport.staff.sight import teams_in_sight

MOST = 20
A_WHILE = timedelta(days=7)
A_MOMENT = timedelta(minutes=5)  # what comes back by itself is nobody's trouble


def without_a_promise(user, at: datetime) -> Iterator[TodayItem]:
    """In my hands, and of nobody known: nobody is owed a promise yet, but somebody waits. One query."""
    for row in _without_a_promise(user.pk, sight=Customer.objects.sight(user, "customer")):
        yield TodayItem(
            key=f"conversation:{row.pk}",
            customer=None,
            what=_("%(who)s wrote, and nobody knows yet whose it is") % {"who": row.peer_name or row.peer},
            icon="inbox",
            kind="conversations",
            due_at=row.due_at,
            tone="late" if row.due_at < at else "",
            step=Step(_("Look at it"), row.get_absolute_url()),
        )


@prepared
def _without_a_promise(user: UUID, *, sight: Q) -> QuerySet[Conversation]:
    rows = Conversation.objects.filter(_or_nobodys(sight), assignee=user, state=Conversation.State.OPEN).standing()
    rows = rows.filter(promise=None, due_at__isnull=False).only("due_at", "peer", "peer_name")
    return rows.order_by("due_at", "id")[:MOST]


def followed(user, at: datetime) -> Iterator[TodayItem]:
    """What I follow, where a colleague named me in an inside note or something was said since I last looked.

    Those in my own hands I have anyway, unless I am named. One query.
    """
    for follow in _followed(user.pk, at - A_WHILE, sight=Customer.objects.sight(user, "conversation__customer")):
        conversation = follow.conversation
        said = (
            _("A colleague named you in “%(conversation)s”")
            if follow.is_named
            else _("New words in “%(conversation)s”, which you follow")
        )
        kind, turn = (
            ("mentioned", conversation.version) if follow.is_named else ("followed", conversation.message_count)
        )
        yield TodayItem(
            key=f"{kind}:{conversation.pk}:{turn}",
            customer=conversation.customer,
            what=said % {"conversation": conversation},
            icon="at" if follow.is_named else "bell",
            kind="conversations",
            step=Step(_("Read it"), conversation.get_absolute_url()),
            tickable=True,
        )


@prepared
def _followed(user: UUID, since: datetime, *, sight: Q) -> QuerySet[Follow]:
    named = (
        ConversationEvent.objects.filter(
            conversation=OuterRef("conversation"), kind="mentioned", at__gt=OuterRef("seen_at")
        )
        .alias(who=KeyTextTransform("user", "facts"))
        .filter(who=Cast(OuterRef("user"), TextField()))
    )
    is_new = Q(conversation__last_message_at__gt=F("seen_at"), conversation__last_message_at__gte=since)
    is_others = Q(conversation__assignee=None) | ~Q(conversation__assignee=user)
    rows = Follow.objects.filter(
        _or_nobodys(sight, "conversation__customer"), user=user, conversation__merged_into=None
    ).annotate(is_named=Exists(named))
    named_by = ("subject", "peer_name", "peer", "number", "version", "message_count", "customer")
    rows = rows.filter(Q(is_named=True) | (is_new & is_others))
    rows = rows.select_related("conversation__customer").only(*(f"conversation__{name}" for name in named_by))
    return rows.order_by("-is_named", "-conversation__last_message_at", "-id")[:MOST]


def unread_mail(user, at: datetime) -> Iterator[TodayItem]:
    """Mails that nobody could read wait for whoever settles them; one line for all. One query; two where there are."""
    count = _unread.count(teams=teams_in_sight(user))
    if count:
        oldest = _oldest_unread(teams=teams_in_sight(user))
        said = ngettext("%(count)s mail could not be read", "%(count)s mails could not be read", count)
        yield TodayItem(
            key="unread_mail",
            customer=None,
            what=said % {"count": count},
            icon="mail",
            kind="conversations",
            due_at=answer_due_at(oldest[0]) if oldest else None,
            tone="late",
            step=Step(_("Look at it"), reverse("messaging:quarantine")),
        )


@prepared
def _unread(*, teams: tuple | None) -> QuerySet[RawMail]:
    return not_filed_of(teams).filter(state=RawMail.State.QUARANTINED).values("pk")


@prepared
def _oldest_unread(*, teams: tuple | None) -> QuerySet[RawMail]:
    rows = not_filed_of(teams).filter(state=RawMail.State.QUARANTINED).defer("content")
    return rows.select_related("channel__location").order_by("received_at")[:1]


def missed_calls(user, at: datetime) -> Iterator[TodayItem]:
    """Missed, and nobody knows who it was: nobody is owed a promise yet. One query, one line for all."""
    count = _missed.count(at - A_WHILE)
    if count:
        said = ngettext(
            "%(count)s missed call of somebody unknown", "%(count)s missed calls of somebody unknown", count
        )
        yield TodayItem(
            key="missed_calls",
            customer=None,
            what=said % {"count": count},
            icon="phone",
            kind="conversations",
            step=Step(_("Call back"), reverse("messaging:calls_list")),
        )


@prepared
def _missed(since: datetime) -> QuerySet[Call]:
    rows = Call.objects.owed().filter(customer=None, ringing_at__gt=since).exclude(peer="")  # nobody's: all see them
    return rows.values("pk")[:MOST]


def broken_channels(user, at: datetime) -> Iterator[TodayItem]:
    """By which nothing comes or goes: whoever sets them up hears of it, and whether a sign-in is all it needs."""
    for row in _broken(at - A_MOMENT):
        has_to_sign_in = bool(row.settings.get("sign_in")) and not is_open(getattr(row, "mail_pass", None))
        said = (
            _("Nobody may open %(name)s any more: sign in again") if has_to_sign_in else _("%(name)s fails: %(error)s")
        )
        yield TodayItem(
            key=f"channel:{row.pk}",
            customer=None,
            what=said % {"name": row, "error": row.error},
            icon="key" if has_to_sign_in else "alert-circle",
            kind="conversations",
            tone="late",
            step=Step(_("Sign in again") if has_to_sign_in else _("Look at it"), row.get_absolute_url()),
        )


@prepared
def _broken(before: datetime) -> QuerySet[Channel]:
    rows = Channel.objects.in_use().filter(failing_since__lt=before).select_related("mail_pass")
    return rows.order_by("failing_since", "id")[:MOST]


def loops(user, at: datetime) -> Iterator[TodayItem]:
    """Machines answered each other; ours has stopped, and whoever runs the inbox hears of it. One query."""
    for row in _loops(at - A_WHILE, sight=Customer.objects.sight(user, "customer")):
        yield TodayItem(
            key=f"loop:{row.pk}",
            customer=row.customer,
            what=_("Machines answer each other in “%(conversation)s”; ours has stopped") % {"conversation": row},
            icon="alert-triangle",
            kind="conversations",
            tone="risk",
            step=Step(_("Look at it"), row.get_absolute_url()),
            tickable=True,
        )


@prepared
def _loops(since: datetime, *, sight: Q) -> QuerySet[Conversation]:
    rows = Conversation.objects.filter(_or_nobodys(sight), frozen_at__gt=since).standing()
    rows = rows.select_related("customer").only("frozen_at", "subject", "peer_name", "peer", "number", "customer")
    return rows.order_by("-frozen_at", "-id")[:MOST]


def _or_nobodys(sight: Q, customer: str = "customer") -> Q:
    """What is of a customer in sight, or of nobody known; an empty Q beside another is lost."""
    return Q(**{customer: None}) | sight if sight else sight


def conversations(user, at: datetime) -> Iterator[TodayItem]:
    yield from without_a_promise(user, at)
    yield from followed(user, at)


today.add(
    TodaySource(
        "conversations", gettext_lazy("Conversations"), conversations, permission="messaging.add_message", order=15
    )
)
today.add(
    TodaySource(
        "broken_channels", gettext_lazy("Channels that fail"), broken_channels,
        permission="messaging.change_channel", order=14,
    )
)  # fmt: skip
today.add(
    TodaySource(
        "unread_mail", gettext_lazy("Mail that could not be read"), unread_mail,
        permission="messaging.change_rawmail", order=16,
    )
)  # fmt: skip
today.add(
    TodaySource(
        "loops", gettext_lazy("Machines that answer each other"), loops,
        permission="messaging.change_rawmail", order=18,
    )
)  # fmt: skip
today.add(
    TodaySource(
        "missed_calls", gettext_lazy("Missed calls"), missed_calls, permission="messaging.change_call", order=17
    )
)
today.add(
    TodaySource(
        "not_gone_out", gettext_lazy("Messages that did not go out"), not_gone_out,
        permission="messaging.add_message", order=16,
    )
)  # fmt: skip
