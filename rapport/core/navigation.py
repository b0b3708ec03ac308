from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from rapport.core import formats
from rapport.core.models import Backup
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


def _last_backup(user) -> str:
    last = Backup.objects.filter(state=Backup.State.DONE).first()
    return formats.ago(last.started_at, timezone.now()) if last else gettext("none yet")


settings_pages.add(
    SettingsPage(
        "backups",
        _("Backups"),
        _("Everything in one file, made by night, and how to bring it back"),
        "database",
        "backups:list",
        permission="core.view_backup",
        order=85,
        words=_("restore save copy archive safety"),
        now=_last_backup,
    )
)
