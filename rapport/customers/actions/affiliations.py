from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from rapport.core.names import clean
from rapport.core.refusals import Refusal
from rapport.customers.models import Affiliation, Customer
from rapport.timeline.actions import record


class AffiliationTwice(Refusal):
    code = "affiliation_twice"
    message = _("This person already has that part there since the same day. Change that line instead.")


class WrongKinds(Refusal):
    code = "affiliation_wrong_kinds"
    message = _("A person belongs to an organisation. Choose one of each.")


@transaction.atomic
def affiliate(
    person: Customer,
    organisation: Customer,
    *,
    by,
    title: str = "",
    role: str = "",
    is_key: bool = False,
    since: date | None = None,
    until: date | None = None,
    at: datetime | None = None,
) -> Affiliation:
    """Note what part `person` has in `organisation`. Told on both timelines."""
    if not person.is_person or not organisation.is_organisation:
        raise WrongKinds
    affiliation = Affiliation(
        person=person,
        organisation=organisation,
        title=clean(title),
        role=clean(role),
        is_key=is_key,
        since=since,
        until=until,
    )
    _save(affiliation)
    _tell(affiliation, "customer.affiliated", by, at)
    return affiliation


@transaction.atomic
def change_affiliation(
    affiliation: Affiliation, *, by, at: datetime | None = None, **changes: str | bool | date | None
) -> Affiliation:
    """Correct `affiliation` or end it: title, role, is_key, since, until."""
    affiliation = (
        Affiliation.objects.select_for_update(of=("self",))
        .select_related("person", "organisation")
        .get(pk=affiliation.pk)
    )
    had_ended = affiliation.until
    for name, value in changes.items():
        setattr(affiliation, name, clean(value) if isinstance(value, str) else value)
    _save(affiliation)
    ended = affiliation.until and not had_ended
    _tell(affiliation, "customer.left" if ended else "customer.affiliation_changed", by, at)
    return affiliation


@transaction.atomic
def remove_affiliation(affiliation: Affiliation, *, by, at: datetime | None = None) -> None:
    """Take away an affiliation that never was; one that ended gets an `until` instead."""
    _tell(affiliation, "customer.affiliation_removed", by, at)
    affiliation.delete()


def _save(affiliation: Affiliation) -> None:
    try:
        with transaction.atomic():
            affiliation.save()
    except IntegrityError as problem:
        if "affiliation_once" in str(problem):
            raise AffiliationTwice from problem
        raise


def _tell(affiliation: Affiliation, kind: str, by, at: datetime | None) -> None:
    """The same line on both timelines, in order of their keys, so that two writers never wait for each other."""
    facts = {
        "person": affiliation.person.name,
        "person_id": str(affiliation.person_id),
        "organisation": affiliation.organisation.name,
        "organisation_id": str(affiliation.organisation_id),
        "title": affiliation.title,
        "role": affiliation.role,
        "until": affiliation.until.isoformat() if affiliation.until else "",
    }
    for customer in sorted((affiliation.person, affiliation.organisation), key=lambda c: c.pk):
        record(customer, kind, by=by, at=at, **facts)
