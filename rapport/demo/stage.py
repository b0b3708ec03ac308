"""What the slices' demo parts share while they fill the house."""

import secrets
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings

SEED = 1847


@dataclass
class Stage:
    """The demo business while it is being set up. Parts read what lower slices left here and add their own."""

    now: datetime  # everything is dated relative to this moment
    password: str | None  # None: they live in somebody's own house, and nobody signs in as one of them
    random: Random = field(default_factory=lambda: Random(SEED))  # noqa: S311 - believable, not secret
    business: Any = None
    people: dict[str, Any] = field(default_factory=dict)  # who works here, by short key: "maya"
    locations: dict[str, Any] = field(default_factory=dict)
    customers: dict[str, Any] = field(default_factory=dict)  # by short key: "tamar"
    orders: dict[str, Any] = field(default_factory=dict)

    @property
    def today(self) -> date:
        return self.now.astimezone(ZoneInfo(self.business.time_zone)).date()

    def at(self, days: int, hour: int = 10, minute: int = 0) -> datetime:
        """The moment `days` from today (negative: ago) at that time of the business's clock."""
        day = self.today + timedelta(days=days)
        return datetime.combine(day, time(hour, minute), tzinfo=ZoneInfo(self.business.time_zone))


def demo_password() -> str:
    """The password of all demo sign-ins: made once per home and kept there, readable to its owner only."""
    kept = settings.HOME / "demo_password"
    if kept.is_file():
        return kept.read_text().strip()
    password = "-".join(secrets.choice(WORDS) for _ in range(3))
    kept.touch(mode=0o600)
    kept.write_text(password + "\n")
    return password


def forget_password() -> None:
    (settings.HOME / "demo_password").unlink(missing_ok=True)


WORDS = """
    alder apple ash beech birch bench bowl cedar chair cherry chest clock cradle dowel drawer elm fir frame grain hazel
    hinge joint ladle larch ledge linden linen maple mirror mortise oak peg pear pine plane plank plum poplar rowan
    saddle shelf spindle spoon spruce stool table tenon toy trunk veneer walnut wedge willow yew
""".split()
