from django.utils.translation import gettext_lazy as _

from rapport.core.registry import Ability, Grant, abilities, grants

grants.add(Grant("api.reader", "reader", ("core.add_token",)))
grants.add(Grant("api.owner", "owner", ("core.delete_token",)))
# An endpoint is told of every customer, so only roles that see every customer may have to do with it.
WEBHOOKS = ("api.view_endpoint", "api.add_endpoint", "api.change_endpoint", "api.delete_endpoint")
grants.add(Grant("api.manager", "manager", WEBHOOKS))

PROGRAMS = _("Programs")
abilities.add(Ability("api.own", _("Let programs in that act in one's own name"), ("core.add_token",), PROGRAMS, 90))
abilities.add(Ability("api.all", _("See and revoke everybody's tokens"), ("core.delete_token",), PROGRAMS, 91))
abilities.add(
    Ability(
        "api.webhooks", _("Choose which other programs are told of all that happens (webhooks)"), WEBHOOKS, PROGRAMS, 92
    )
)
