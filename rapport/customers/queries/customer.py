from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone
from django.utils.functional import cached_property

from rapport.core import days, folding, formats
from rapport.core.fetching import fetch_rows, remember_rows
from rapport.core.prepared import prepared
from rapport.customers import actions, naming, words
from rapport.customers.forms_of_address import Spoken, forms_of_address
from rapport.customers.models import (
    Affiliation,
    Arrangement,
    Customer,
    CustomField,
    Follow,
    ImportantDate,
    LegalHold,
    Preference,
    Tag,
)
from rapport.customers.queries.circles import with_last_contact
from rapport.staff.models import Business
from rapport.timeline.models import Entry

SINCE = 5  # of what changed since a person looked, the rest is in the story below
PEOPLE = 50  # of an organisation, the rest is on the page of all of them
NAME = ("given_name", "patronymic", "family_name", "titles_before", "titles_after")
ADDRESS = ("form_gender", "title_wish", "address_style", "pronoun_level", "vocative_given", "vocative_family")
SPOKEN = ("nickname", "romanised_name", "pronunciation", "language", "time_zone")
ABOUT = ("team", "location", "source", "how_met", "kind")
PARTS = ("emails", "phones", "addresses", "handles", "dates", "salutations", "codes", "personal_notes")
IN_THE_HEAD = ("name", "account_manager", "tags")  # shown and changed in the header, where they stand


@dataclass(frozen=True)
class Fact:
    """One fact as the page shows it. `own` is the field that the business defined, if it is one of those."""

    name: str
    label: str
    value: str
    own: CustomField | None = None


@dataclass(frozen=True)
class CustomerPage:
    """Everything of our own on the page of one customer, seen by one person at one moment."""

    customer: Customer
    at: datetime
    business: Business
    is_followed: bool
    looked_at: datetime | None
    reader: Any = None
    since: list[Entry] = field(default_factory=list)
    own_fields: list[tuple[CustomField, Any]] = field(default_factory=list)

    @cached_property
    def details(self) -> list[Fact]:
        """What belongs to the name and to how one speaks with them: all of it, known or not."""
        names = (*NAME, *SPOKEN, *ADDRESS, *ABOUT) if self.customer.is_person else (*SPOKEN, *ABOUT)
        return [self._detail(name) for name in names]

    @cached_property
    def own(self) -> list[Fact]:
        return [Fact(words.OWN + own.key, own.label, words.own_value(own, held), own) for own, held in self.own_fields]

    @property
    def preference_notes(self) -> Fact:
        return self._detail("preference_notes")

    def fact(self, name: str) -> Fact | None:
        """The fact of that name where it is a line of its own on the page; those of the header come with it."""
        if name in IN_THE_HEAD:
            return None
        return next((fact for fact in self.own if fact.name == name), None) or self._detail(name)

    def _detail(self, name: str) -> Fact:
        return Fact(name, words.label(name), words.shown(self.customer, name))

    @cached_property
    def greeting(self) -> str:
        return naming.form_of_address(self.customer, business=self.business)

    @cached_property
    def forms_of_address(self) -> list[Spoken]:
        return forms_of_address(self.customer, self.business)

    @cached_property
    def language(self) -> str:
        return naming.language_of(self.customer, self.business)

    @cached_property
    def local_time(self) -> datetime:
        return self.at.astimezone(naming.zone_of(self.customer, self.business))

    @property
    def local_clock(self) -> str:
        return formats.clock(self.local_time, self.local_time.tzinfo)

    @property
    def zone_name(self) -> str:
        """The city by which their time zone is named, or the country's usual letters."""
        return str(self.local_time.tzinfo).rpartition("/")[2].replace("_", " ")

    @property
    def name_language(self) -> str:
        """The language in which the name is written: theirs, unless it stands in Latin letters."""
        return self.customer.language if folding.romanise(self.customer.name) else ""

    @cached_property
    def is_elsewhere(self) -> bool:
        """Whether their clock shows something else than ours."""
        ours = naming.zone_of(Customer(), self.business)
        return self.local_time.utcoffset() != self.at.astimezone(ours).utcoffset()

    @cached_property
    def dates(self) -> list[tuple[ImportantDate, date, int]]:
        """Each date with the day it comes next and how many days off that is; as arranged, else the next one first."""
        today = self.local_time.date()
        coming = [(d, days.next_occurrence(d.month, d.day, today)) for d in self.customer.dates.all()]
        coming.sort(key=lambda pair: (pair[0].position, pair[1]))
        return [(d, day, (day - today).days) for d, day in coming]

    @cached_property
    def city(self) -> str:
        return next((a.city for a in self.customer.addresses.all() if a.city), "")

    @cached_property
    def _parts(self) -> list[Affiliation]:
        sight = Customer.objects.sight(self.reader, "person") & Customer.objects.sight(self.reader, "organisation")
        return _parts(self.customer.pk, is_person=self.customer.is_person, sight=sight)

    @property
    def people(self) -> list[Affiliation]:
        """Who belongs here, or where this person belongs: as arranged, else present ones first."""
        return self._parts[:PEOPLE]

    @property
    def are_more_people(self) -> bool:
        return len(self._parts) > PEOPLE


def customer_page(pk: UUID, user, *, at: datetime) -> CustomerPage | None:
    """The page of the customer `pk`, with a note that `user` looks at it now; None if they see nobody of that key."""
    page = customer_facts(pk, user, at=at)
    if page is None:
        return None
    looked_at = actions.look(page.customer, user=user, at=at)
    return replace(page, looked_at=looked_at, since=changed_since(page.customer, looked_at, user))


def customer_facts(pk: UUID, user, *, at: datetime) -> CustomerPage | None:
    """What is known of the customer `pk`, without what happened meanwhile; None if `user` sees nobody of that key."""
    found = _customer(pk, user.pk, timezone.localdate(at), sight=Customer.objects.sight(user))
    if not found:
        return None
    customer = found[0]
    fetch_rows(customer, PARTS)
    remember_rows(customer, "tags", _tags(pk))
    remember_rows(customer, "preferences", _preferences(pk))
    return CustomerPage(
        customer=customer,
        at=at,
        business=Business.objects.current(),
        is_followed=customer.is_followed,
        looked_at=None,
        reader=user,
        own_fields=own_fields(customer),
    )


@prepared
def _customer(pk: UUID, user: UUID, today: date, *, sight: Q) -> QuerySet[Customer]:
    following = Follow.objects.filter(customer=OuterRef("pk"), user=user, is_following=True)
    customers = Customer.objects.filter(sight, pk=pk)
    return customers.select_related("account_manager", "team", "location", "first_name_permission_by").annotate(
        is_followed=Exists(following),
        is_held=Exists(LegalHold.objects.standing(today).filter(customer=OuterRef("pk"))),
        panel_wishes=Subquery(Arrangement.objects.filter(user=user).values("wishes")[:1]),
    )


@prepared
def _tags(customer: UUID) -> QuerySet[Tag]:
    return Tag.objects.filter(customers=customer)


@prepared
def _preferences(customer: UUID) -> QuerySet[Preference]:
    return Preference.objects.filter(customer=customer).select_related("topic")


@prepared
def _parts(customer: UUID, *, is_person: bool, sight: Q) -> QuerySet[Affiliation]:
    side, place = ("person", "organisation_position") if is_person else ("organisation", "person_position")
    rows = Affiliation.objects.filter(sight, **{side: customer}).order_by(place, *Affiliation._meta.ordering)
    rows = rows.select_related("person", "organisation", "strength_by", "reports_to__person")
    return with_last_contact(rows)[: PEOPLE + 1]


def last_change(customer: Customer, name: str) -> Entry | None:
    """Who changed a fact or a section last, as the timeline tells it."""
    edits = Entry.objects.filter(customer=customer, kind="customer.edited", facts__changes__contains=[{"field": name}])
    return edits.select_related("by").order_by("-id").first()


def last_affiliation_change(customer: Customer) -> Entry | None:
    """Who changed last where this person belongs, or who belongs to this organisation."""
    kinds = ("customer.affiliated", "customer.left", "customer.affiliation_changed", "customer.affiliation_removed")
    return Entry.objects.filter(customer=customer, kind__in=kinds).select_related("by").order_by("-id").first()


def changed_since(customer: Customer, looked_at: datetime | None, user) -> list[Entry]:
    """What others did about `customer` since then, latest first; nothing for a first look."""
    if looked_at is None:
        return []
    return _since(customer.pk, looked_at, user.pk, sight=Customer.objects.sight(user))


@prepared
def _since(customer: UUID, looked_at: datetime, user: UUID, *, sight: Q) -> QuerySet[Entry]:
    new = Entry.objects.within(sight).filter(customer=customer, recorded_at__gt=looked_at).exclude(by=user)
    return new.select_related("by").order_by("-at", "-id")[: SINCE + 1]


def own_fields(customer: Customer) -> list[tuple[CustomField, Any]]:
    """The fields that the business defined for customers like this one, with their values; retired ones while known."""
    found = []
    for own in _fields(customer.kind):
        value = customer.custom.get(own.key)
        if value is not None or not own.retired_at:
            found.append((own, value))
    return found


@prepared
def _fields(kind: str) -> QuerySet[CustomField]:
    return CustomField.objects.filter(Q(for_kind="") | Q(for_kind=kind))


def dates_in_the_next_days(sight: Q, *, today: date, count: int = 7) -> list[tuple[ImportantDate, date]]:
    """Days to remember from `today` on, soonest first, of the customers in `sight`. One query, whatever the year."""
    until = [today + timedelta(days=n) for n in range(count)]
    found = _on_days(days=tuple((day.month, day.day) for day in until), sight=sight)
    coming = [(d, days.next_occurrence(d.month, d.day, today)) for d in found]
    coming = [(d, day) for d, day in coming if day < today + timedelta(days=count)]
    return sorted(coming, key=lambda pair: (pair[1], pair[0].customer.sort_key))


@prepared
def _on_days(*, days: tuple[tuple[int, int], ...], sight: Q) -> QuerySet[ImportantDate]:
    wanted = Q(pk__in=[])
    for month, day in days:
        wanted |= Q(month=month, day=day)
        if (month, day) == (3, 1):
            wanted |= Q(month=2, day=29)  # which common years don't have
    customers = Customer.objects.filter(sight)
    found = ImportantDate.objects.filter(wanted, customer__in=customers, customer__archived_at=None, may_greet=True)
    return found.select_related("customer")[:200]
