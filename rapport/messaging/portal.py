"""How customers are reached, as they say it themselves on their own pages."""

from django.utils.translation import gettext_lazy as _

from rapport.core.registry import Section, portal_sections

portal_sections.add(
    Section(
        "reach",
        _("How we reach you"),
        "rapport.messaging.own_pages.urls",
        place="messaging_portal:reach",
        icon="at",
        order=80,
    )
)
