from django.utils.translation import gettext_lazy as _

from rapport.core.registry import SettingsPage, settings_pages

settings_pages.add(
    SettingsPage(
        "demo",
        _("Demo business"),
        _("A made-up business to look around in; one click removes it"),
        "eye",
        "demo:demo",
        permission="demo.delete_made",
        order=95,
    )
)
