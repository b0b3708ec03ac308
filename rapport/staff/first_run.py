"""The first run: a few questions, one after the other, and where to go from there. Upper slices add theirs.

What was answered is kept in the visitor's session until the last question is; then all of it is written at once.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext_lazy as _

from rapport.core.registry import Registry
from rapport.staff.models import Business, Location, User
from rapport.staff.questions import BusinessQuestion, OwnerQuestion, PlaceQuestion, QuestionForm

SESSION_KEY = "first_run"


@dataclass(frozen=True)
class Question:
    """`save(answers, location, at)` gets what the form was answered with, once business and location are there."""

    name: str
    title: str
    form: type[QuestionForm]
    order: int
    save: Callable[[dict, Location, datetime], None] = lambda answers, location, at: None


@dataclass(frozen=True)
class Beginning:
    """A way to go on from the first run: a link, or a form that is posted. `is_there` tells whether it is open."""

    name: str
    label: str
    hint: str
    icon: str
    url: Callable[[], str]
    order: int
    is_posted: bool = False
    is_there: Callable[[], bool] = lambda: True


questions: Registry[Question] = Registry()
beginnings: Registry[Beginning] = Registry()

questions.add(Question("business", _("What is your business called?"), BusinessQuestion, order=10))
questions.add(Question("place", _("Where are you?"), PlaceQuestion, order=20))
OWNER = questions.add(Question("you", _("Who are you?"), OwnerQuestion, order=90))


def asked(*, of: User | None) -> list[Question]:
    """What is asked. Someone who works here already isn't asked who they are."""
    return [question for question in questions if of is None or question is not OWNER]


def forms(answers: Mapping[str, Mapping], asked: list[Question]) -> list[QuestionForm]:
    """Every question as it was answered so far."""
    return [question.form(answers.get(question.name, {}), answers=answers) for question in asked]


def is_due(user: User | None) -> bool:
    """Whether the questions are still to be answered: nobody works here, or an owner whose business has no name yet."""
    if user is None:
        return not User.objects.exists()
    return user.has_perm("staff.change_owner") and not Business.objects.current().set_up_at


# ---- who may answer where nobody works yet


def code() -> str:
    """The word in the set-up link. It follows from the secret of the house, so nothing has to be kept."""
    return salted_hmac("rapport.staff.first_run", "the first owner", algorithm="sha256").hexdigest()[:40]


def is_code(word: str) -> bool:
    return constant_time_compare(word, code())


def needs_code() -> bool:
    """Whoever comes first becomes the owner; where others can come, only with the link from the terminal."""
    return not settings.FIRST_RUN_OPEN
