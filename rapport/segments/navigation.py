from django.utils.translation import gettext_lazy as _

from rapport.core.registry import NavItem, Shortcut, navigation
from rapport.segments.models import Segment

PINNED = 12


def pinned(user) -> list[Shortcut]:
    """What somebody keeps at hand."""
    found = Segment.objects.pinned_by(user).only("name")[:PINNED]
    return [Shortcut(segment.name, segment.get_absolute_url()) for segment in found]


navigation.add(
    NavItem(
        "segments",
        _("Segments"),
        "filter",
        "segments:list",
        permission="segments.view_segment",
        order=31,
        key="s",
        shortcuts=pinned,
    )
)
