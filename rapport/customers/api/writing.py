"""What programs send about a customer, brought to the actions that people's pages use too."""

from contextlib import nullcontext
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib.auth import get_user_model
from django.db import transaction
from django.utils.translation import gettext as _

from rapport.core.addressee import base_language
from rapport.core.api.problems import Problem, bad_field
from rapport.customers import actions
from rapport.customers.actions.rows import snapshot
from rapport.customers.actions.sections import SECTIONS
from rapport.customers.api.schemas import CustomerFacts, CustomerIn
from rapport.customers.forms.own_fields import OwnFieldsForm
from rapport.customers.models import Customer, CustomField
from rapport.customers.naming import language_of
from rapport.staff.models import Team

ROWS = ("emails", "phones", "addresses", "handles", "dates")
APART = (*ROWS, "tags", "codes", "custom", "salutation", "first_name_permission")
RENAMED = {"preferred": "is_preferred", "verified": "is_verified", "number": "raw"}


def add(sent: CustomerIn, *, by, at: datetime) -> Customer:
    """Take a customer in, in one transaction.

    Raises `Problem` for what only the database can tell to be wrong, and what actions refuse.
    """
    facts = _facts(sent, sent.model_fields_set)
    if sent.first_name_permission:
        facts |= {
            "first_name_permission": sent.first_name_permission,
            "first_name_permission_at": at,
            "first_name_permission_by": by,
        }
    facts |= {name: _rows(sent, name) for name in ROWS if getattr(sent, name)}
    codes = [{"source": source, "code": code} for source, code in sent.codes.items() if code]
    own = _own_values(sent, sent.kind)
    with transaction.atomic() if sent.salutation else nullcontext():  # to add is a transaction by itself
        customer = actions.add(by=by, at=at, tags=sent.tags, codes=codes, custom=own, **facts)
        if sent.salutation:
            _greet_as(customer, sent.salutation, by=by, at=at)
    return customer


@transaction.atomic
def change(customer: Customer, sent: CustomerFacts, *, by, at: datetime) -> Customer:
    """Change what was sent and nothing else. `customer` is locked by the caller."""
    given = sent.model_fields_set
    if "first_name_permission" in given:
        if sent.first_name_permission:
            actions.permit_first_name(customer, by=by, how=sent.first_name_permission, at=at)
        else:
            actions.withdraw_first_name(customer, by=by, at=at)
    changes = _facts(sent, given)
    if "custom" in given:
        changes |= {f"custom.{key}": value for key, value in _own_values(sent, customer.kind).items()}
    if changes:
        version = Customer.objects.values_list("version", flat=True).get(pk=customer.pk)
        actions.edit(customer, by=by, version=version, changes=changes, at=at)
    for name in ROWS:
        if name in given:
            actions.replace_rows(customer, name, by=by, rows=_kept(customer, name, _rows(sent, name)), at=at)
    if "codes" in given:
        _set_codes(customer, sent.codes, by=by, at=at)
    if "salutation" in given:
        _greet_as(Customer.objects.get(pk=customer.pk), sent.salutation, by=by, at=at)
    if "tags" in given:
        actions.set_tags(customer, sent.tags, by=by, at=at)
    return customer


def _facts(sent: CustomerFacts, given: set[str]) -> dict[str, Any]:
    facts = {name: getattr(sent, name) for name in given if name not in APART}
    if "account_manager" in facts:
        facts["account_manager"] = _colleague(facts["account_manager"])
    if "team" in facts:
        facts["team"] = _team(facts["team"])
    return facts


def _colleague(said: str | None):
    if not said:
        return None
    people = get_user_model().objects.filter(is_active=True)
    try:
        person = people.filter(pk=UUID(said)).first()
    except ValueError:
        person = people.filter(email__iexact=said).first()
    if person is None:
        raise bad_field("account_manager", _("Nobody who works here has this id or e-mail address."), "not_found")
    return person


def _team(said: str | None) -> Team | None:
    if not said:
        return None
    try:
        team = Team.objects.filter(pk=UUID(said)).first()
    except ValueError:
        team = Team.objects.filter(name__iexact=said).first()
    if team is None:
        raise bad_field("team", _("There is no team with this id or name."), "not_found")
    return team


def _rows(sent: CustomerFacts, name: str) -> list[dict[str, Any]]:
    return [
        {RENAMED.get(key, key): value for key, value in row.model_dump(mode="json").items()}
        for row in getattr(sent, name)
    ]


def _kept(customer: Customer, name: str, rows: list[dict]) -> list[dict]:
    """A row that says the same as before stays that row, so that its history does."""
    section = SECTIONS[name]
    before = {section.identity(values): key for key, values in snapshot(customer, name).items()}
    for row in rows:
        if key := before.pop(section.identity(section.tidy(dict(row))), None):
            row["id"] = key
    return rows


def _set_codes(customer: Customer, codes: dict[str, str | None], *, by, at: datetime) -> None:
    present = {values["source"]: values | {"id": key} for key, values in snapshot(customer, "codes").items()}
    for source, code in codes.items():
        if code is None:
            present.pop(source, None)
        else:
            present[source] = present.get(source, {"source": source}) | {"code": code}
    actions.replace_rows(customer, "codes", by=by, rows=present.values(), at=at)


def _greet_as(customer: Customer, words: str, *, by, at: datetime) -> None:
    """Keep `words` as the greeting in the customer's own language; empty words take it away."""
    language = language_of(customer)
    others = [
        values | {"id": key}
        for key, values in snapshot(customer, "salutations").items()
        if values["occasion"] or base_language(values["language"]) != base_language(language)
    ]
    mine = [{"language": language, "text": words}] if words else []
    actions.replace_rows(customer, "salutations", by=by, rows=[*others, *mine], at=at)


def _own_values(sent: CustomerFacts, kind: str) -> dict[str, Any]:
    """The values of own fields, checked by the form that people fill in."""
    if not sent.custom:
        return {}
    fields = {own.key: own for own in CustomField.objects.filter(retired_at=None)}
    fields = {key: own for key, own in fields.items() if own.for_kind in ("", kind)}
    if unknown := sorted(sent.custom.keys() - fields.keys()):
        raise bad_field(f"custom.{unknown[0]}", _("There is no such field of your own."), "not_found")
    written = {key: _as_typed(value) for key, value in sent.custom.items()}
    form = OwnFieldsForm(written, own_fields=[(fields[key], None) for key in written])
    if not form.is_valid():
        raise Problem(
            422,
            "invalid",
            errors=[
                {"field": f"custom.{key}", "message": str(problems[0]), "code": "invalid"}
                for key, problems in form.errors.items()
            ],
        )
    return {name.removeprefix("custom."): value for name, value in form.facts().items()}


def _as_typed(value: Any) -> Any:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "" if value is None else value
