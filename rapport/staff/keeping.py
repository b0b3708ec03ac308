"""What restoring must not bring back, and by whose clock backups are made."""

from zoneinfo import ZoneInfo

from rapport.core.backup import keeping_up
from rapport.core.registry import AfterRestore, Restored, after_restore
from rapport.staff.models import Business, User


def who_was_let_go() -> list[str]:
    return [str(pk) for pk in User.objects.filter(is_active=False).values_list("pk", flat=True)]


def let_go_again(restored: Restored) -> None:
    """Who was let go after the backup does not come in again by it."""
    User.objects.filter(pk__in=restored.kept or [], is_active=True).update(is_active=False)


keeping_up.zone_of_the_house = lambda: ZoneInfo(Business.objects.current().time_zone)
after_restore.add(AfterRestore("staff.let_go", let_go_again, keep=who_was_let_go, order=20))
