"""Fill the house with the demo business."""

from datetime import datetime

from django.db import connection, transaction
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from rapport.core.refusals import Refusal
from rapport.core.registry import demo_parts
from rapport.demo.stage import Stage, demo_password
from rapport.staff.models import Business, User

DOMAIN = "linden.example"  # where everybody of the demo business has their mail


class NotEmpty(Refusal):
    code = "demo_needs_an_empty_house"
    message = _("This house already has people in it. The demo business only moves into an empty one.")


def is_empty() -> bool:
    return not User.objects.exists()


def who_can_sign_in() -> list[User]:
    """The people of the demo business who still have its password. Others who came since have their own."""
    if not Business.objects.current().is_demo:
        return []
    people = User.objects.filter(is_active=True, email__endswith=f"@{DOMAIN}").prefetch_related("groups")
    return [user for user in people.order_by("joined_at", "id") if user.check_password(demo_password())]


@transaction.atomic
def fill(*, at: datetime) -> Stage:
    """Move the demo business in. All of it or nothing; raises `NotEmpty` in a house that is lived in."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('rapport.demo'))")
    if not is_empty():
        raise NotEmpty
    stage = Stage(now=at, password=demo_password())
    with translation.override("en"):
        for part in demo_parts:
            part.fill(stage)
    return stage
