from django.utils.translation import gettext_lazy as _

from rapport.core.registry import Ability, Grant, abilities, grants

grants.add(Grant("core.manager", "manager", ("core.add_import",)))
abilities.add(
    Ability("core.import", _("Bring in customers and orders from files"), ("core.add_import",), _("Customers"), 14)
)
