"""What the portal brings itself: people to reach, calls at a chosen time; and passkeys, which stand on addresses."""

from django.utils.translation import pgettext_lazy

from rapport.core.registry import Section, portal_sections
from rapport.messaging.own_pages.points import WayIn, ways_in
from rapport.portal import passkeys

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
ways_in.add(WayIn("passkeys", has_any=passkeys.has_any, move=passkeys.move))
