from django.utils.translation import gettext_lazy as _

from rapport.core.registry import Ability, Grant, abilities, grants

grants.add(Grant("today.reader", "reader", ("today.view_tick",)))
grants.add(Grant("today.agent", "agent", ("today.add_tick",)))

TODAY = _("Today")
abilities.add(Ability("today.view", _("See what the day asks for"), ("today.view_tick",), TODAY, 50))
abilities.add(Ability("today.tick", _("Tick things off and put them off"), ("today.add_tick",), TODAY, 51))
