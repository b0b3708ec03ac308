"""What customers see and change of themselves on their own pages. What they may ask of their data is linked there."""

from django.utils.translation import gettext_lazy as _

from rapport.core.registry import Section, portal_sections

portal_sections.add(
    Section(
        "about_you",
        _("About you"),
        "rapport.customers.own_pages.urls",
        place="customers_portal:profile",
        icon="user-circle",
        order=70,
    )
)
portal_sections.add(
    Section(
        "your_data",
        _("Your data"),
        "rapport.customers.own_pages.data_urls",
        icon="shield-lock",
        order=90,
    )
)
