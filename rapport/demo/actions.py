"""Moving the demo business in, at once or as long work that one can watch, and out again."""

from collections.abc import Callable
from datetime import datetime
from uuid import NAMESPACE_DNS, uuid5

from django.db import connection, transaction
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _

from rapport.core.models import Work
from rapport.core.progress.actions import start
from rapport.core.refusals import Refusal
from rapport.core.registry import demo_parts
from rapport.customers.models import Customer
from rapport.demo.making import noted
from rapport.demo.models import Made
from rapport.demo.removing import Leaving, take_out
from rapport.demo.stage import Stage, demo_password, forget_password
from rapport.staff.models import Business, User
from rapport.staff.remembering import remembering

DOMAIN = "linden.example"  # where everybody of the demo business has their mail
ABOUT = uuid5(NAMESPACE_DNS, DOMAIN)  # what the work of moving in is about


class NotEmpty(Refusal):
    code = "demo_needs_an_empty_house"
    message = _("This house already has customers. The demo business only moves in where there are none.")


def is_empty() -> bool:
    return not User.objects.exists()


def lives_here() -> bool:
    return Made.objects.exists()


def has_room() -> bool:
    """Whether the demo business may move in: nobody has customers here yet, real or made up."""
    return not Customer.objects.exists() and not lives_here()


def who_can_sign_in() -> list[User]:
    """The people of the demo business who still have its password. Others who came since have their own."""
    if not Business.objects.current().is_demo:
        return []
    people = User.objects.filter(is_active=True, email__endswith=f"@{DOMAIN}").prefetch_related("groups")
    return [user for user in people.order_by("joined_at", "id") if user.check_password(demo_password())]


@transaction.atomic
def fill(*, at: datetime, watch: Callable[[float, str], None] = lambda fraction, doing: None) -> Stage:
    """Move the demo business in. All of it or nothing; raises `NotEmpty` where there are customers already.

    Where an owner lives already, nobody of the demo gets a password: they look at it as themselves.
    """
    _alone()
    if not has_room():
        raise NotEmpty
    stage = Stage(now=at, password=demo_password() if is_empty() else None)
    parts = list(demo_parts)
    for number, part in enumerate(parts):
        watch(number / len(parts), "")
        with noted(), translation.override("en"), remembering():
            part.fill(stage)
    return stage


@transaction.atomic
def ask_for(*, by: User) -> Work:
    """Let the demo business move in, in the background. Raises `NotEmpty`."""
    if not has_room():
        raise NotEmpty
    return start("demo", subject_id=ABOUT, total=len(list(demo_parts)), by=by)


def move_in(work: Work, watch: Callable[[float, str], None]) -> dict:
    """What `ask_for` asked for."""
    fill(at=timezone.now(), watch=watch)
    return {}


@transaction.atomic
def remove(*, heir: User, at: datetime) -> Leaving:
    """Take the demo business out, completely; what real rows had from its people is `heir`'s. Twice is safe."""
    _alone()
    gone = take_out(heir=heir, at=at)
    Work.objects.filter(kind="demo").delete()
    transaction.on_commit(forget_password)
    return gone


def _alone() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('rapport.demo'))")
