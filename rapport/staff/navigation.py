from django.utils.translation import gettext_lazy as _

from rapport.core.registry import NavItem, SettingsPage, navigation, settings_pages

navigation.add(
    NavItem("people", _("Colleagues"), "users-group", "staff:people", permission="staff.view_user", order=80, key="p")
)

settings_pages.add(
    SettingsPage(
        "business",
        _("Business"),
        _("Name, logo, languages, currency and time zone"),
        "building-store",
        "staff:business",
        permission="staff.change_business",
        order=10,
    )
)
settings_pages.add(
    SettingsPage(
        "locations",
        _("Locations"),
        _("Branches, with their opening hours and public holidays"),
        "map-pin",
        "staff:locations",
        permission="staff.view_location",
        order=20,
    )
)
settings_pages.add(
    SettingsPage(
        "people",
        _("Colleagues"),
        _("Who works here, and what they may do"),
        "users",
        "staff:people",
        permission="staff.view_user",
        order=30,
    )
)
settings_pages.add(
    SettingsPage(
        "teams",
        _("Teams"),
        _("Groups of colleagues who look after customers together"),
        "users-group",
        "staff:teams",
        permission="staff.view_team",
        order=40,
    )
)
