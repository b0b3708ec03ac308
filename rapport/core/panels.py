"""On Today: that last night's backup is missing."""

from django.utils import timezone

from rapport.core.backup import keeping_up
from rapport.core.registry import Panel, panels


def missing_backup(request, subject) -> dict | None:
    """One query, and none where no backups are scheduled."""
    return {} if keeping_up.missed(timezone.now()) else None


panels.add(
    Panel(
        "backups",
        slot="today.top",
        template="core/backups/_missing.html",
        query=missing_backup,
        permission="core.view_backup",
        order=5,
    )
)
