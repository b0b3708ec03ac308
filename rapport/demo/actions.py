"""Fill the house with the demo business."""

from datetime import datetime

from django.db import connection, transaction
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from rapport.core.refusals import Refusal
from rapport.core.registry import demo_parts
from rapport.demo.stage import Stage, demo_password
from rapport.staff.models import User


class NotEmpty(Refusal):
    code = "demo_needs_an_empty_house"
    message = _("This house already has people in it. The demo business only moves into an empty one.")


def is_empty() -> bool:
    return not User.objects.exists()


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
