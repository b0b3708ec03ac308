from django.utils.translation import gettext_lazy as _

from rapport.core.registry import NavItem, SettingsPage, navigation, settings_pages

navigation.add(
    NavItem(
        "customers",
        _("Customers"),
        "users",
        "customers:list",
        permission="customers.view_customer",
        order=30,
        key="c",
        short_label=_("People"),
        on_phone=True,
    )
)
settings_pages.add(
    SettingsPage(
        "custom-fields",
        _("Own fields"),
        _("Facts about customers that only your business asks for."),
        "list-check",
        "customers:custom-fields",
        permission="customers.change_customfield",
        order=40,
    )
)
settings_pages.add(
    SettingsPage(
        "preference-topics",
        _("Topics of preferences"),
        _("What you ask customers' wishes about: products, times, channels, allergies."),
        "adjustments-heart",
        "customers:topics",
        permission="customers.change_customfield",
        order=41,
    )
)
