from django.utils.translation import gettext_lazy as _

from rapport.core.registry import SettingsPage, settings_pages

settings_pages.add(
    SettingsPage(
        "imports",
        _("Import"),
        _("Bring customers and orders from other systems’ files"),
        "file-import",
        "imports:list",
        permission="core.add_import",
        order=15,
        section="customers",
    )
)
