"""More of what can be done to many customers: one fact for all of them, one note on each."""

import json
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db.models.expressions import RawSQL
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from rapport.core import formats
from rapport.customers import words
from rapport.customers.forms.facts_together import FactTogetherForm, NoteTogetherForm
from rapport.customers.models import Customer
from rapport.customers.together.deeds import DEEDS, UNMARKED, Deed, Facts, locked, tell
from rapport.timeline.actions import record_all

Value = Any


class SettingAFact(Deed):
    """Give all of them the same value, or take it from them. `wish`: `fact`, `value`, of an own field `for_kind`."""

    name, kind, label, icon = "fact", "customer.edited", _("Set a fact"), "edit"
    form = FactTogetherForm
    order = 25
    reasons = {
        "other_kind": _("This field is asked of people or of organisations only, and they are the other."),
        "not_permitted": _("They have not said that they may be called by their first name."),
    }

    def unfit(self, ids, wish):
        if wish.get("for_kind"):
            others = Customer.objects.filter(pk__in=ids).exclude(kind=wish["for_kind"])
            return dict.fromkeys(others.values_list("pk", flat=True), "other_kind")
        if (wish["fact"], wish["value"]) == ("address_style", Customer.Style.FIRST_NAME):
            without = Customer.objects.filter(pk__in=ids, first_name_permission="")
            return dict.fromkeys(without.values_list("pk", flat=True), "not_permitted")
        return {}

    def carry_out(self, ids, wish, *, by, at, mark):
        return self._give(wish["fact"], dict.fromkeys(ids, wish["value"]), by=by, at=at, mark=mark)

    def take_back(self, entries, *, by, at, done_at):
        told = {entry.customer_id: entry.facts["former"] for entry in entries if "former" in entry.facts}
        names = {name for former in told.values() for name in former}
        undone = 0
        for name in names:
            now = self._present(name, told)
            wanted = {pk: was[name][0] for pk, was in told.items() if pk in now and now[pk] == was[name][1]}
            undone += self._give(name, wanted, by=by, at=at)
        return undone

    def said(self, n):
        return ngettext("%(n)s customer is changed.", "%(n)s customers are changed.", n) % {"n": formats.number(n)}

    def _present(self, name: str, ids: Any) -> dict[UUID, Value]:
        """What is written of each now."""
        customers = Customer.objects.filter(pk__in=list(ids))
        if name.startswith(words.OWN):
            key = name.removeprefix(words.OWN)
            return {pk: custom.get(key) for pk, custom in customers.values_list("pk", "custom")}
        return dict(customers.values_list("pk", name))

    def _give(self, name: str, wanted: Mapping[UUID, Value], *, by, at, mark: Facts = UNMARKED) -> int:
        """A statement for each value, and one for the entries."""
        locked(wanted)
        now = self._present(name, wanted)
        changed = {pk: value for pk, value in wanted.items() if pk in now and now[pk] != value}
        for value in {json.dumps(value) for value in changed.values()}:
            keys = [pk for pk, other in changed.items() if json.dumps(other) == value]
            Customer.objects.filter(pk__in=keys).update(**_column(name, json.loads(value)))
        said: dict[tuple[str, str], dict] = {}
        told = {}
        for pk, value in changed.items():
            pair = (json.dumps(now[pk]), json.dumps(value))
            change = said.get(pair) or said.setdefault(pair, words.change(Customer, name, now[pk], value))
            told[pk] = {"changes": [change], "former": {name: [now[pk], value]}}
        return tell(self.kind, told, by=by, at=at, mark=mark)


def _column(name: str, value: Value) -> dict[str, Any]:
    if not name.startswith(words.OWN):
        return {name: value}
    key = name.removeprefix(words.OWN)
    if value is None:
        return {"custom": RawSQL("custom - %s", [key])}  # noqa: S611
    return {"custom": RawSQL("jsonb_set(custom, ARRAY[%s], %s::jsonb)", [key, json.dumps(value)])}  # noqa: S611


class Noting(Deed):
    """Write the same note on each timeline. `wish`: `text`."""

    name, kind, label, icon = "note", "note.written", _("Note something"), "note"
    form = NoteTogetherForm
    order = 28
    is_undoable = False  # what was written on a timeline stays

    def carry_out(self, ids, wish, *, by, at, mark):
        lines = [(Customer(pk=pk), dict(mark)) for pk in locked(ids)]
        return len(record_all(self.kind, lines, by=by, at=at, body=wish["text"]))

    def take_back(self, entries, *, by, at, done_at):
        return 0

    def said(self, n):
        return ngettext("Noted on %(n)s timeline.", "Noted on %(n)s timelines.", n) % {"n": formats.number(n)}


DEEDS.add(SettingAFact())
DEEDS.add(Noting())
