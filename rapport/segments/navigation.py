from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from rapport.core.prepared import prepared
from rapport.core.registry import NavItem, Shortcut, navigation
from rapport.segments.models import Segment

PINNED = 12


def pinned(user) -> list[Shortcut]:
    """What somebody keeps at hand."""
    return [Shortcut(segment.name, segment.get_absolute_url()) for segment in _pinned(user.pk)]


@prepared
def _pinned(user: UUID) -> QuerySet[Segment]:
    mine_or_shared = Q(owner=user) | Q(is_shared=True)
    found = Segment.objects.kept().filter(mine_or_shared, pins__user=user).order_by("pins__position", "name")
    return found.only("name")[:PINNED]


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
