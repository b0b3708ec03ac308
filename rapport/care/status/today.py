"""What Today shows of disruptions: news that were promised in public."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rapport.care.status.queries import awaiting_news
from rapport.core.addresses import address_of
from rapport.core.registry import Step, TodayItem, TodaySource, today

SOON = timedelta(hours=2)


def news(user, at: datetime) -> Iterator[TodayItem]:
    """Open disruptions whose next news are due; one query."""
    for incident in awaiting_news(at, SOON):
        yield TodayItem(
            key=f"incident:{incident.pk}",
            customer=None,
            what=_("%(title)s: news are promised in public.") % {"title": incident.title},
            icon="plug",
            kind="incidents",
            due_at=incident.next_news_at,
            tone="late" if incident.next_news_at < at else "risk",
            step=Step(_("Say what is new"), address_of("care:incident_update", incident.pk), icon="speakerphone"),
            more=(Step(_("Open it"), address_of("care:incident", incident.pk)),),
        )


today.add(TodaySource("incidents", gettext_lazy("Disruptions"), news, permission="care.change_incident", order=4))
