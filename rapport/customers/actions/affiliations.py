from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from rapport.core.names import clean
from rapport.core.refusals import Refusal
from rapport.customers.actions.basics import Edited
from rapport.customers.merging import ChangedMeanwhile, merge
from rapport.customers.models import Affiliation, Customer
from rapport.timeline.actions import record

PART = ("title", "role", "is_key", "since", "until")


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
    tell(affiliation, "customer.affiliated", by, at)
    return affiliation


@transaction.atomic
def change_affiliation(
    affiliation: Affiliation,
    *,
    by,
    seen: Mapping[str, Any] | None = None,
    at: datetime | None = None,
    **changes: str | bool | date | None,
) -> Edited:
    """Correct `affiliation` or end it: title, role, is_key, since, until.

    `seen` is what the person had before them (`part_of`); what others changed since stays. Raises `ChangedMeanwhile`
    with the facts that both changed. Without a difference nothing is written.
    """
    affiliation = (
        Affiliation.objects.select_for_update(of=("self",))
        .select_related("person", "organisation")
        .get(pk=affiliation.pk)
    )
    changes = {name: clean(value) if isinstance(value, str) else value for name, value in changes.items()}
    present, mine = part_of(affiliation), {name: _plain(value) for name, value in changes.items()}
    theirs = {name: present[name] for name in mine}
    merged = merge({name: (seen or present)[name] for name in mine}, theirs, mine)
    if merged.conflicts:
        raise ChangedMeanwhile(merged.conflicts, affiliation.person.version, "affiliations")
    others = ("affiliations",) if merged.theirs else ()
    if not merged.taken:
        return Edited(affiliation.person, others)

    has_ended = bool(merged.taken.get("until")) and not affiliation.until
    for name in merged.taken:
        setattr(affiliation, name, changes[name])
    _save(affiliation)
    tell(affiliation, "customer.left" if has_ended else "customer.affiliation_changed", by, at)
    return Edited(affiliation.person, others)


def part_of(affiliation: Affiliation) -> dict[str, Any]:
    """What a person would see of `affiliation`, as plain JSON values; what a form has to send back as seen."""
    return {name: _plain(getattr(affiliation, name)) for name in PART}


@transaction.atomic
def remove_affiliation(affiliation: Affiliation, *, by, at: datetime | None = None) -> None:
    """Take away an affiliation that never was; one that ended gets an `until` instead. Sent twice is harmless."""
    if Affiliation.objects.filter(pk=affiliation.pk).delete()[0]:
        tell(affiliation, "customer.affiliation_removed", by, at)


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def _save(affiliation: Affiliation) -> None:
    try:
        with transaction.atomic():
            affiliation.save()
    except IntegrityError as problem:
        if "affiliation_once" in str(problem):
            raise AffiliationTwice from problem
        raise


def tell(affiliation: Affiliation, kind: str, by, at: datetime | None) -> None:
    """Record the same line on both timelines, in order of their keys, so that two writers never wait for each other."""
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
