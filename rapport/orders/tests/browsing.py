"""What a browser sends, and what a page asks of the database."""

from datetime import timedelta

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from rapport.staff.models import User


def in_days(days: int) -> str:
    return (timezone.localdate() + timedelta(days=days)).isoformat()


def rows(*lines: dict, total: int | None = None) -> dict:
    """What the browser sends for rows of items."""
    sent = {"form-TOTAL_FORMS": str(total or len(lines)), "form-INITIAL_FORMS": "0"}
    for number, line in enumerate(lines):
        sent |= {f"form-{number}-{name}": value for name, value in line.items()}
    return sent


def seller_id(name: str) -> str:
    return str(User.objects.get(name=name.capitalize()).pk)


def questions(client, path: str) -> int:
    with CaptureQueriesContext(
        connection,
    ) as captured:
        assert client.get(path).status_code == 200
    return len(captured)
