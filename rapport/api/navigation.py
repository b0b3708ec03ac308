from django.utils.translation import gettext_lazy as _

from rapport.core.registry import SettingsPage, settings_pages

settings_pages.add(
    SettingsPage(
        "tokens",
        label=_("Programs"),
        hint=_("Tokens by which your other programs reach customers, promises and orders"),
        icon="key",
        url_name="api:tokens",
        permission="core.add_token",
        order=80,
    )
)
