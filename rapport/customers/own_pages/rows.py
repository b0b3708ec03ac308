"""Rows that customers add, change and take away themselves, one at a time."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.forms import Field
from django.http import Http404
from django.utils.translation import gettext as _

from rapport.customers.actions.basics import Edited
from rapport.customers.actions.rows import replace_rows, snapshot
from rapport.customers.actions.sections import SECTIONS
from rapport.customers.models import Customer

NEW = "new"
UNSAID = {"note": "", "is_verified": False}  # what is noted among us beside a way to reach them


def present(customer: Customer, section: str, key: str) -> dict | None:
    """The row as it stands; None for a new one. Raises `Http404` for one that is not theirs, or gone."""
    if key == NEW:
        return None
    found = snapshot(customer, section).get(key)
    if found is None:
        raise Http404
    return found


def put(customer: Customer, section: str, key: str, said: Mapping[str, Any], *, at: datetime) -> Edited:
    """Make the row `key` say what they `said`; what they do not see of it stays as it is."""
    now = present(customer, section, key)
    values = {**(now or {}), **said} | ({"id": key} if now else {})
    seen = {key: now} if now else {}
    return replace_rows(customer, section, by=None, by_customer=True, rows=[values], seen=seen, at=at)


def take_away(customer: Customer, section: str, key: str, *, at: datetime) -> Edited:
    """Twice is harmless."""
    now = snapshot(customer, section).get(key)
    seen = {key: now} if now else {}
    return replace_rows(customer, section, by=None, by_customer=True, rows=[], seen=seen, at=at)


def check(form, customer: Customer, section: str, key: str) -> bool:
    """Whether the form says a row that is not there already. What is wrong stands in it then."""
    if not form.is_valid():
        return False
    kind, others = SECTIONS[section], snapshot(customer, section)
    values = kind.tidy(form.cleaned_data)
    if kind.is_empty(values):
        form.add_error(form.needs[0], Field.default_error_messages["required"])
    mine = kind.identity(values)
    if any(kind.identity(row) == mine for other, row in others.items() if other != key):
        form.add_error(form.needs[0], ValidationError(_("You told us this already."), code="twice"))
    return not form.errors
