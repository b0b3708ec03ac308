from django.utils.translation import gettext_lazy as _

from rapport.core.registry import Ability, Grant, abilities, grants

OWN = ("segments.view_segment", "segments.add_segment", "segments.change_segment", "segments.delete_segment")
grants.add(Grant("segments.reader", "reader", OWN))
grants.add(Grant("segments.agent", "agent", ("segments.share_segment",)))
grants.add(Grant("segments.manager", "manager", ("segments.manage_segment",)))

SEGMENTS = _("Segments")
for _order, (_name, _label, _permissions) in enumerate(
    (
        ("view", _("See segments, save their own and keep them"), OWN),
        ("share", _("Share segments with everybody"), ("segments.share_segment",)),
        ("manage", _("Change and delete shared segments of others"), ("segments.manage_segment",)),
    )
):
    abilities.add(Ability(f"segments.{_name}", _label, _permissions, SEGMENTS, 30 + _order))
