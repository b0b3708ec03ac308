from django.utils.translation import gettext_lazy as _

from rapport.core.registry import NavItem, SettingsPage, navigation, settings_pages
from rapport.staff import deeds, standing  # noqa: F401 – deeds add their kinds to the audit

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
        section="business",
        now=standing.business,
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
        section="business",
        words=_("branches shops offices addresses"),
        now=standing.locations,
    )
)
settings_pages.add(
    SettingsPage(
        "people",
        _("Colleagues"),
        _("Who works here: invite them, change their role, let them go"),
        "users",
        "staff:people",
        permission="staff.view_user",
        order=30,
        section="people",
        words=_("staff employees users invite"),
        now=standing.people,
    )
)
settings_pages.add(
    SettingsPage(
        "roles",
        _("Who may do what"),
        _("Owners, managers, agents and readers, in plain words"),
        "lock",
        "staff:roles",
        permission="staff.view_user",
        order=35,
        section="people",
        words=_("roles permissions rights access"),
        now=standing.roles,
    )
)
settings_pages.add(
    SettingsPage(
        "audit",
        _("Audit"),
        _("Who signed in, took something out or changed what others may"),
        "history",
        "staff:audit",
        permission="core.view_deed",
        order=45,
        section="people",
        words=_("log trail security sign-ins exports"),
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
        section="people",
        now=standing.teams,
    )
)
settings_pages.add(
    SettingsPage(
        "second_step",
        _("Second step at sign-in"),
        _("Which roles need an app or a passkey besides their password"),
        "shield-lock",
        "staff:second_step_roles",
        permission="staff.require_second_step",
        order=37,
        section="people",
        words=_("two-factor authentication 2FA MFA TOTP passkey security"),
        now=standing.second_step_roles,
    )
)
