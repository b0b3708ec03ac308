from django.utils.translation import gettext_lazy as _

from rapport.core.registry import Ability, Grant, abilities, grants

grants.add(Grant("demo.owner", "owner", ("demo.delete_made",)))
abilities.add(
    Ability(
        "demo.remove", _("Remove the demo business"), ("demo.delete_made",), _("The business and its people"), order=69
    )
)
