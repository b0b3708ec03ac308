from django.utils.translation import gettext_lazy as _

from rapport.core.registry import Ability, Grant, abilities, grants

grants.add(Grant("api.reader", "reader", ("core.add_token",)))
grants.add(Grant("api.owner", "owner", ("core.delete_token",)))

PROGRAMS = _("Programs")
abilities.add(Ability("api.own", _("Let programs in that act in one's own name"), ("core.add_token",), PROGRAMS, 90))
abilities.add(Ability("api.all", _("See and revoke everybody's tokens"), ("core.delete_token",), PROGRAMS, 91))
