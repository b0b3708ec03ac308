"""Two records side by side: facts that differ, and rows of which each may or may not belong to the one they become."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from rapport.core import formats
from rapport.customers import words
from rapport.customers.actions.sections import SECTIONS, Section
from rapport.customers.merges import codes, facts
from rapport.customers.merges.leaving import usually_left
from rapport.customers.models import Affiliation, Customer

ASKED_APART = ("codes",)  # of one system a record has one code


@dataclass(frozen=True)
class Option:
    value: str
    words: str
    whose: str


@dataclass(frozen=True)
class Question:
    """A fact in which they differ, with what may become of it."""

    name: str
    label: str
    options: list[Option]
    chosen: str

    @property
    def is_contested(self) -> bool:
        """Whether both say something about it."""
        return all(option.words for option in self.options if option.whose)


@dataclass(frozen=True)
class Line:
    """A row of either; `name` is "customers.Email:<id>". Without a name both have it, and it stays."""

    words: str
    whose: str = ""
    name: str = ""
    is_kept: bool = True


@dataclass(frozen=True)
class Group:
    label: str
    lines: list[Line] = field(default_factory=list)


def questions(survivor: Customer, absorbed: Customer, called: Mapping[UUID, str]) -> list[Question]:
    """Two queries, for codes and what the business calls its own fields; and one for each person, team or location
    named.
    """
    labels, mine, theirs = words.own_labels(), called[survivor.pk], called[absorbed.pk]
    found = []
    for fact in facts.differing(survivor, absorbed):
        options = [
            Option(facts.SURVIVOR, facts.in_words(fact, fact.survivors), mine),
            Option(facts.ABSORBED, facts.in_words(fact, fact.absorbeds), theirs),
        ]
        if fact.may_be_both:
            options.append(Option(facts.BOTH, "", ""))
        found.append(Question(fact.name, words.label(fact.name, labels), options, fact.choice))
    for own, other in codes.rivals(survivor, absorbed):
        options = [Option(facts.SURVIVOR, own.code, mine), Option(facts.ABSORBED, other.code, theirs)]
        label = _("Code in %(system)s") % {"system": own.source}
        found.append(Question(f"{codes.PREFIX}{own.source}", label, options, facts.SURVIVOR))
    return found


def told_apart(survivor: Customer, absorbed: Customer) -> dict[UUID, str]:
    """What both are called here, by their keys. Two of the same name by what else differs, at last by when they came.

    No query for two names, at most four for one.
    """
    both = survivor, absorbed
    if str(survivor) != str(absorbed):
        return {customer.pk: str(customer) for customer in both}
    for detail in (_city, _code, _email, _added):
        said = {customer.pk: detail(customer) for customer in both}
        if said[survivor.pk] != said[absorbed.pk]:
            return {customer.pk: " · ".join(filter(None, (str(customer), said[customer.pk]))) for customer in both}
    stays = _("%(name)s · the record that stays") % {"name": survivor}
    return {survivor.pk: stays, absorbed.pk: str(absorbed)}


def _city(customer: Customer) -> str:
    return next((address.city for address in customer.addresses.all() if address.city), "")


def _code(customer: Customer) -> str:
    return ", ".join(str(code) for code in customer.codes.all())


def _email(customer: Customer) -> str:
    return next((email.address for email in customer.emails.all()), "")


def _added(customer: Customer) -> str:
    return _("added on %(day)s") % {"day": formats.day(timezone.localdate(customer.created_at))}


def groups(survivor: Customer, absorbed: Customer, user, called: Mapping[UUID, str]) -> list[Group]:
    """The rows of both, section by section; one query for each."""
    left = set(usually_left(survivor, absorbed))
    found = [_section(section, survivor, absorbed, left, called) for section in SECTIONS.values()]
    found += [_tags(survivor, absorbed, called), _parts(survivor, absorbed, user, called)]
    return [group for group in found if group.lines]


def left_of(survivor: Customer, absorbed: Customer, *, shown: Iterable[str], kept: Iterable[str]) -> list[str]:
    """Of the rows that were shown those without a mark, and what is usually left of those that were not."""
    shown = set(shown)
    return sorted(shown - set(kept)) + [name for name in usually_left(survivor, absorbed) if name not in shown]


def _section(
    section: Section, survivor: Customer, absorbed: Customer, left: set[str], called: Mapping[UUID, str]
) -> Group:
    if section.name in ASKED_APART:
        return Group("")
    rows = section.model._default_manager.filter(customer__in=[survivor.pk, absorbed.pk])
    if section.name == "preferences":
        rows = rows.select_related("topic")
    told = [(row, section.values(row)) for row in rows]
    lines = _lines(
        section.model._meta.label,
        [(row.pk, row.customer_id, words.row(section.name, values), _same(section, values)) for row, values in told],
        survivor,
        absorbed,
        left,
        called,
    )
    return Group(words.label(section.name), list(lines))


def _same(section: Section, values: dict[str, Any]) -> Any:
    """By what two rows are the same one here: two birthdays on different days are two."""
    if section.name == "dates":
        return values["kind"], values["label"], values["month"], values["day"]
    return section.identity(values)


def _tags(survivor: Customer, absorbed: Customer, called: Mapping[UUID, str]) -> Group:
    through = Customer.tags.through
    rows = through.objects.filter(customer__in=[survivor.pk, absorbed.pk]).select_related("tag").order_by("tag__name")
    told = [(row.pk, row.customer_id, row.tag.name, row.tag_id) for row in rows]
    return Group(words.label("tags"), list(_lines(through._meta.label, told, survivor, absorbed, set(), called)))


def _parts(survivor: Customer, absorbed: Customer, user, called: Mapping[UUID, str]) -> Group:
    mine, other = ("person", "organisation") if survivor.is_person else ("organisation", "person")
    rows = Affiliation.objects.visible_to(user).filter(**{f"{mine}__in": [survivor.pk, absorbed.pk]})
    told = []
    for row in rows.select_related("person", "organisation"):
        name = " · ".join(filter(None, [str(getattr(row, other)), row.title]))
        told.append((row.pk, getattr(row, f"{mine}_id"), name, (getattr(row, f"{other}_id"), row.title, row.since)))
    return Group(
        words.label("affiliations"), list(_lines(Affiliation._meta.label, told, survivor, absorbed, set(), called))
    )


def _lines(
    label: str,
    rows: list[tuple[Any, Any, str, Any]],
    survivor: Customer,
    absorbed: Customer,
    left: set[str],
    called: Mapping[UUID, str],
) -> Iterator[Line]:
    """Of (key, whose, words, what makes it the same as another); the survivor's first, what both have once."""
    of_survivor = {same for _key, whose, _words, same in rows if whose == survivor.pk}
    of_absorbed = {same for _key, whose, _words, same in rows if whose == absorbed.pk}
    for customer in (survivor, absorbed):
        for key, whose, said, same in rows:
            if whose != customer.pk:
                continue
            if same in of_survivor and same in of_absorbed:
                if customer is survivor:
                    yield Line(said)
                continue
            name = f"{label}:{key}"
            yield Line(said, called[customer.pk], name, name not in left)
