from collections.abc import Mapping
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from rapport.core.names import clean
from rapport.core.refusals import Refusal
from rapport.customers.models import Customer, Tie
from rapport.timeline.actions import record

SAID = ("kind", "word", "word_back", "lives_together")


class OnlyPeople(Refusal):
    code = "tie_between_people"
    message = _("Only two different people are tied like that. A person's part in an organisation is noted elsewhere.")


class TiedAlready(Refusal):
    code = "tied_already"
    message = _("It is noted already what these two are to each other. Change that instead.")


@transaction.atomic
def tie(
    customer: Customer,
    other: Customer,
    *,
    by,
    kind: str,
    word: str = "",
    word_back: str = "",
    lives_together: bool = False,
    at: datetime | None = None,
) -> Tie:
    """Note what `other` is to `customer`: a `kind` of `Tie`, or closer by in own words. Told in both stories.

    `word` says what `other` is to `customer`, `word_back` the other way round. Raises `TiedAlready`.
    """
    if customer.pk == other.pk or not (customer.is_person and other.is_person):
        raise OnlyPeople
    made = Tie(one=customer, other=other, kind=kind, word=clean(word), word_back=clean(word_back))
    made.lives_together = lives_together
    if customer.pk > other.pk:
        made.one, made.other = other, customer
        made.kind, made.word, made.word_back = Tie.backwards(kind), made.word_back, made.word
    _save(made)
    tell(made, "customer.tied", by, at)
    return made


@transaction.atomic
def change_tie(tie: Tie, customer: Customer, *, by, at: datetime | None = None, **said: str | bool) -> bool:
    """Correct a tie as `customer`, one of the two, tells it: `kind`, `word`, `word_back`, `lives_together`.

    What another changed meanwhile and this one did not say stays. False when nothing was different.
    """
    tie = Tie.objects.select_for_update(of=("self",)).select_related("one", "other").get(pk=tie.pk)
    wanted = _from_side(tie, customer, said)
    changed = [name for name, value in wanted.items() if getattr(tie, name) != value]
    for name in changed:
        setattr(tie, name, wanted[name])
    if changed:
        _save(tie)
        tell(tie, "customer.tie_changed", by, at)
    return bool(changed)


@transaction.atomic
def untie(tie: Tie, *, by, at: datetime | None = None) -> None:
    """Take a tie away. Sent twice is harmless."""
    if Tie.objects.filter(pk=tie.pk).delete()[0]:
        tell(tie, "customer.untied", by, at)


def tell(tie: Tie, kind: str, by, at: datetime | None) -> None:
    """Record the same line in both stories, in order of their keys, so that two writers never wait for each other."""
    facts = {
        "one": tie.one.name,
        "one_id": str(tie.one_id),
        "other": tie.other.name,
        "other_id": str(tie.other_id),
        "tie": tie.kind,
        "word": tie.word,
    }
    for customer in (tie.one, tie.other):
        record(customer, kind, by=by, at=at, **facts)


def _from_side(tie: Tie, customer: Customer, said: Mapping[str, str | bool]) -> dict[str, str | bool]:
    """What `customer` says, as the row has it."""
    wanted = {name: clean(value) if isinstance(value, str) else value for name, value in said.items() if name in SAID}
    if customer.pk == tie.one_id:
        return wanted
    turned = {"word": "word_back", "word_back": "word"}
    wanted = {turned.get(name, name): value for name, value in wanted.items()}
    return wanted | ({"kind": Tie.backwards(str(wanted["kind"]))} if "kind" in wanted else {})


def _save(tie: Tie) -> None:
    try:
        with transaction.atomic():
            tie.save()
    except IntegrityError as problem:
        if "tied_once" in str(problem):
            raise TiedAlready from problem
        raise
