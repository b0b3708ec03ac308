"""The section of the site that the portal brings itself: people to reach, and calls at a chosen time."""

from django.utils.translation import pgettext_lazy

from rapport.core.registry import Section, portal_sections

portal_sections.add(
    Section(
        "people",
        pgettext_lazy("whom a customer can reach", "People"),
        "rapport.portal.callbacks.urls",
        place="portal_people:people",
        icon="phone",
        order=50,
    )
)
