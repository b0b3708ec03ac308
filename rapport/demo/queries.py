from rapport.core.models import Work
from rapport.customers.models import Customer
from rapport.demo.actions import lives_here
from rapport.demo.models import Made
from rapport.staff.models import User


def latest_work() -> Work | None:
    """The last time that the demo was asked to move in."""
    return Work.objects.filter(kind="demo").order_by("-asked_at").first()


def made_up_customers() -> int:
    """How many of the customers the demo brought; one query."""
    return Made.objects.filter(table=Customer._meta.db_table).count()


def is_of_the_demo(user: User) -> bool:
    return lives_here() and Made.objects.filter(table=User._meta.db_table, row=str(user.pk)).exists()


def real_owner() -> User | None:
    """Who owns this house besides the people of the demo: the one who has been here longest."""
    made = Made.objects.filter(table=User._meta.db_table).values_list("row", flat=True)
    owners = User.objects.filter(is_active=True, groups__name="owner").exclude(pk__in=list(made))
    return owners.order_by("joined_at").first()
