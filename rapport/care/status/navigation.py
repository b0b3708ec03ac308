"""Where disruptions and services are found."""

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from rapport.care.models import Incident, Service
from rapport.core.prepared import prepared
from rapport.core.registry import (
    BADGES_COUNT_TO,
    NavItem,
    PaletteWord,
    SettingsPage,
    navigation,
    palette_words,
    settings_pages,
)


def open_count(user) -> int | None:
    return _open.count() or None


@prepared
def _open() -> QuerySet[Incident]:
    return Incident.objects.filter(ended_at=None).order_by().values("pk")[:BADGES_COUNT_TO]


def services_in_words(user) -> str:
    count = Service.objects.filter(retired_at=None).count()
    return ngettext("%(count)s service", "%(count)s services", count) % {"count": count}


navigation.add(
    NavItem(
        "incidents",
        label=_("Disruptions"),
        icon="plug",
        url_name="care:incidents",
        permission="care.view_incident",
        order=48,
        key="d",
        badge=open_count,
        tone="risk",
    )
)
settings_pages.add(
    SettingsPage(
        "services",
        _("Services"),
        _("What you always offer, and customers see on the public page whether it works"),
        "plug",
        "care:services",
        permission="care.change_service",
        order=36,
        section="promises",
        words=_("status page uptime availability shop telephone branch"),
        now=services_in_words,
    )
)
palette_words.add(
    PaletteWord(
        "incidents.new",
        _("Say that something does not work"),
        "plug",
        "care:new_incident",
        permission="care.add_incident",
        order=40,
        also=_("incident, outage, disruption, status"),
    )
)
