from django.utils.translation import gettext_lazy as _

from rapport.core.registry import Ability, Grant, abilities, grants

grants.add(Grant("core.manager", "manager", ("core.add_import",)))
abilities.add(
    Ability("core.import", _("Bring in customers and orders from files"), ("core.add_import",), _("Customers"), 14)
)

HOUSE = _("The house itself")
grants.add(Grant("core.owner", "owner", ("core.view_backup", "core.add_backup", "core.download_backup")))
abilities.add(
    Ability("core.backups", _("See the backups and make one"), ("core.view_backup", "core.add_backup"), HOUSE, 90)
)
abilities.add(
    Ability("core.backup_out", _("Take out a backup, with everything in it"), ("core.download_backup",), HOUSE, 91)
)
