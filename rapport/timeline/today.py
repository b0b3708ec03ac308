from datetime import datetime, timedelta

from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rapport.core.registry import Step, TodayItem, TodaySource, today
from rapport.timeline.queries import forgotten_drafts, unseen_mentions

HALF_WRITTEN_FOR = timedelta(days=2)  # then it is more likely forgotten than thought over


def mentions(user, at: datetime) -> list[TodayItem]:
    """Where colleagues named this person; gone once they have looked. One query."""
    return [
        TodayItem(
            key=f"mention:{mention.pk}",
            customer=mention.entry.customer,
            kind="mentions",
            icon="at",
            what=Truncator(mention.entry.body).words(30),
            about=_("%(colleague)s mentioned you") % {"colleague": mention.entry.who},
            step=Step(_("Read"), mention.entry.get_absolute_url(), icon="eye"),
            more=(Step(_("Seen"), reverse("timeline:seen", args=[mention.pk]), method="post", icon="check"),),
        )
        for mention in unseen_mentions(user)
    ]


def drafts(user, at: datetime) -> list[TodayItem]:
    """What this person began to write some days ago and has not written down. One query."""
    return [
        TodayItem(
            key=f"draft:{draft.pk}",
            customer=draft.customer,
            kind="drafts",
            icon=draft.about.icon,
            what=Truncator(draft.words).words(20) or str(draft.about.label),
            about=_("A draft you have not written down"),
            step=Step(_("Go on writing"), draft.get_absolute_url(), icon="pencil"),
            more=(
                Step(
                    _("Discard"),
                    reverse("timeline:draft_discarding", args=[draft.pk]),
                    method="post",
                    icon="trash",
                    done=_("Draft discarded."),
                ),
            ),
        )
        for draft in forgotten_drafts(user, before=at - HALF_WRITTEN_FOR)
    ]


today.add(TodaySource("mentions", gettext_lazy("Mentions"), mentions, permission="timeline.view_entry", order=40))
today.add(TodaySource("drafts", gettext_lazy("Drafts"), drafts, permission="timeline.add_entry", order=45))
