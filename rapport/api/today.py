from collections.abc import Iterator
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from rapport.api.webhooks.models import Endpoint
from rapport.core.registry import Step, TodayItem, TodaySource, today


def given_up(user, at: datetime) -> Iterator[TodayItem]:
    """Webhooks that Rapport switched off by itself. One query."""
    for endpoint in Endpoint.objects.given_up():
        yield TodayItem(
            key=f"webhook:{endpoint.pk}:{endpoint.off_at:%Y%m%d%H%M}",  # put away, it comes again the next time
            customer=None,
            kind="webhooks",
            icon="plug",
            what=_("The webhook “%(name)s” was switched off") % {"name": endpoint.description},
            about=endpoint.get_off_because_display(),
            tone="risk",
            step=Step(_("Look"), endpoint.get_absolute_url(), icon="eye"),
            tickable=True,
        )


today.add(TodaySource("webhooks", _lazy("Webhooks"), given_up, permission="api.change_endpoint", order=90))
