from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from rapport.core.names import clean
from rapport.core.refusals import Refusal
from rapport.customers.actions.basics import Edited
from rapport.customers.meanwhile import ChangedMeanwhile, merge
from rapport.customers.models import Affiliation, Customer
from rapport.timeline.actions import record

PART = ("title", "role", "is_key", "influence", "strength", "reports_to", "since", "until")


class AffiliationTwice(Refusal):
    code = "affiliation_twice"
    message = _("This person already has that part there since the same day. Change that line instead.")


class WrongKinds(Refusal):
    code = "affiliation_wrong_kinds"
    message = _("A person belongs to an organisation. Choose one of each.")


class ReportsElsewhere(Refusal):
    code = "affiliation_reports_elsewhere"
    message = _("One reports to somebody in the same organisation.")


class ReportsInCircle(Refusal):
    code = "affiliation_reports_in_circle"
    message = _("Then they would report to each other in a circle. Change first to whom the other one reports.")


@transaction.atomic
def affiliate(
    person: Customer,
    organisation: Customer,
    *,
    by,
    title: str = "",
    role: str = "",
    is_key: bool = False,
    influence: str = "",
    strength: str = "",
    reports_to: Affiliation | None = None,
    since: date | None = None,
    until: date | None = None,
    at: datetime | None = None,
) -> Affiliation:
    """Note what part `person` has in `organisation`. Told on both timelines.

    `influence` and `strength` are choices of `Affiliation`; who judged how close we are, and when, is kept beside it.
    """
    if not person.is_person or not organisation.is_organisation:
        raise WrongKinds
    affiliation = Affiliation(
        person=person,
        organisation=organisation,
        title=clean(title),
        role=clean(role),
        is_key=is_key,
        influence=influence,
        reports_to=reports_to,
        since=since,
        until=until,
    )
    if strength:
        _judge(affiliation, strength, by, at)
    check_chain(affiliation)
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
    **changes: str | bool | date | Affiliation | None,
) -> Edited:
    """Correct `affiliation` or end it: any of `PART`.

    `seen` is what the person had before them (`part_of`); what others changed since stays. Raises `ChangedMeanwhile`
    with the facts that both changed. Without a difference nothing is written.
    """
    if changes.get("reports_to"):  # two at once could close a circle of which each saw one half
        list(Customer.objects.select_for_update().filter(pk=affiliation.organisation_id))
    affiliation = (
        Affiliation.objects.select_for_update(of=("self",))
        .select_related("person", "organisation")
        .get(pk=affiliation.pk)
    )
    changes = {name: clean(value) if isinstance(value, str) else value for name, value in changes.items()}
    present, mine = part_of(affiliation), {name: _plain(value) for name, value in changes.items()}
    if "reports_to" in mine:
        mine["reports_to"] = mine["reports_to"] or ""
    theirs = {name: present[name] for name in mine}
    merged = merge({name: (seen or present).get(name, present[name]) for name in mine}, theirs, mine)
    if merged.conflicts:
        raise ChangedMeanwhile(merged.conflicts, affiliation.person.version, "affiliations")
    others = ("affiliations",) if merged.theirs else ()
    if not merged.taken:
        return Edited(affiliation.person, others)

    has_ended = bool(merged.taken.get("until")) and not affiliation.until
    for name in merged.taken:
        setattr(affiliation, name, changes[name])
    if "strength" in merged.taken:
        _judge(affiliation, affiliation.strength, by, at)
    check_chain(affiliation)
    _save(affiliation)
    tell(affiliation, "customer.left" if has_ended else "customer.affiliation_changed", by, at)
    return Edited(affiliation.person, others)


def part_of(affiliation: Affiliation) -> dict[str, Any]:
    """What a person would see of `affiliation`, as plain JSON values; what a form has to send back as seen."""
    return {name: _plain(getattr(affiliation, name)) for name in PART if name != "reports_to"} | {
        "reports_to": str(affiliation.reports_to_id or "")
    }


@transaction.atomic
def remove_affiliation(affiliation: Affiliation, *, by, at: datetime | None = None) -> None:
    """Take away an affiliation that never was; one that ended gets an `until` instead. Sent twice is harmless."""
    if Affiliation.objects.filter(pk=affiliation.pk).delete()[0]:
        tell(affiliation, "customer.affiliation_removed", by, at)


def check_chain(affiliation: Affiliation) -> None:
    """Raise a `Refusal` when those to whom they report, one above the other, come round to themselves or leave it."""
    if not affiliation.reports_to_id:
        return
    chain = dict(Affiliation.objects.filter(organisation=affiliation.organisation_id).values_list("pk", "reports_to"))
    above = affiliation.reports_to_id
    if above not in chain:
        raise ReportsElsewhere
    passed = {affiliation.pk}
    while above and above not in passed:
        passed.add(above)
        above = chain.get(above)
    if above == affiliation.pk:
        raise ReportsInCircle


def _judge(affiliation: Affiliation, strength: str, by, at: datetime | None) -> None:
    affiliation.strength = strength
    affiliation.strength_on = timezone.localdate(at) if strength else None
    affiliation.strength_by = by if strength else None


def _plain(value: Any) -> Any:
    if isinstance(value, Affiliation):
        return str(value.pk)
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
