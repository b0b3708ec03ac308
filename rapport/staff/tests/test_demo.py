from datetime import UTC, datetime

from rapport.staff.demo import fill
from rapport.staff.models import Business, Location, User


class Stage:
    now = datetime(2026, 6, 9, 9, tzinfo=UTC)
    password = "oak-bench-spindle"

    def __init__(self):
        self.people, self.locations = {}, {}


def test_the_demo_house_has_every_role_and_four_places(db):
    stage = Stage()
    fill(stage)

    assert {user.role for user in User.objects.all()} == {"owner", "manager", "agent", "reader"}
    assert all(user.check_password("oak-bench-spindle") for user in User.objects.all())
    assert Location.objects.main().name == "Bath"
    assert (Location.objects.count(), Business.objects.current().is_demo) == (4, True)
    assert stage.people["petra"].zone == "Europe/Prague"
