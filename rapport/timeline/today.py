from datetime import datetime

from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rapport.core.registry import Step, TodayItem, TodaySource, today
from rapport.timeline.queries import unseen_mentions

MOST = 50


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
        for mention in unseen_mentions(user)[:MOST]
    ]


today.add(TodaySource("mentions", gettext_lazy("Mentions"), mentions, permission="timeline.view_entry", order=40))
