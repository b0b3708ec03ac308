"""What can be done to many customers at once.

A deed works on one batch of keys at a time, with a fixed number of statements. What was before stands in the facts of
the entries it records, so taking it back reads them and leaves alone whoever was changed since.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django import forms
from django.db.models import F
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from rapport.core import formats
from rapport.core.registry import Registry
from rapport.customers.actions.customers import check_team
from rapport.customers.actions.labels import named_tags
from rapport.customers.forms.together import ArchiveTogetherForm, HandOverTogetherForm, TagTogetherForm
from rapport.customers.models import Choice, Customer, Tag
from rapport.staff.models import Team, User
from rapport.timeline.actions import record_all
from rapport.timeline.models import Entry

Keys = Sequence[UUID]
Facts = Mapping[str, Any]
UNMARKED: Facts = {}
MARK = "choice"  # in the facts of an entry: with which choice it came
BATCH = 2_000


class Deed:
    """One thing that can be done to many. `kind` is the entry it records for each; `wish` is what its form said."""

    name: str
    kind: str
    label: Any
    icon: str
    form: type[forms.Form]  # what is asked before; its `wish()` is kept as JSON
    permission = "customers.change_customer"
    order = 50
    needs_current = False  # makes no sense for those who are in the archive
    is_undoable = True
    reasons: Mapping[str, Any] = {}  # why it cannot be done to somebody, by the codes of `unfit`

    def unfit(self, ids: Keys, wish: Mapping[str, Any]) -> Mapping[UUID, str]:
        """Those to whom it cannot be done, each with one of `reasons`. They are left out and listed."""
        return {}

    def carry_out(self, ids: Keys, wish: Mapping[str, Any], *, by, at: datetime, mark: Facts) -> int:
        """Do it to those of `ids` whom it changes; answers how many. `mark` goes into the facts of each entry."""
        raise NotImplementedError

    def take_back(self, entries: Iterable[Entry], *, by, at: datetime, done_at: datetime) -> int:
        """Undo what these entries tell, unless it went on since; answers for how many."""
        raise NotImplementedError

    def put_back(self, choice: Choice, *, by, at: datetime, watch: Callable[[int], None]) -> int:
        """Take back what was done to everybody of `choice`; answers for how many."""
        told = Entry.every.filter(transaction=choice.transaction, kind=self.kind, **{f"facts__{MARK}": str(choice.pk)})
        undone = seen = 0
        for ids in batches(told):
            entries = Entry.every.filter(pk__in=ids)
            undone += self.take_back(entries, by=by, at=at, done_at=choice.done_at)
            seen += len(ids)
            watch(seen)
        return undone

    def said(self, n: int) -> str:
        raise NotImplementedError


class Tagging(Deed):
    """Give tags, take tags away. `wish`: `add` and `remove`, names."""

    name, kind, label, icon = "tags", "customer.tagged", _("Tag"), "tag"
    form = TagTogetherForm
    order = 10

    def carry_out(self, ids, wish, *, by, at, mark):
        add = {tag.name: tag.pk for tag in named_tags(wish.get("add", ()))}
        remove = dict(Tag.objects.filter(name__in=wish.get("remove", ())).values_list("name", "pk"))
        return self._change(dict.fromkeys(ids, (add, remove)), by=by, at=at, mark=mark)

    def take_back(self, entries, *, by, at, done_at):
        told = {entry.customer_id: entry.facts for entry in entries}
        names = {name for facts in told.values() for name in (*facts["added"], *facts["removed"])}
        keys = {tag.name: tag.pk for tag in named_tags(names)}

        def known(wanted: list[str]) -> dict[str, UUID]:
            return {name: keys[name] for name in wanted}

        changes = {pk: (known(facts["removed"]), known(facts["added"])) for pk, facts in told.items()}
        return self._change(changes, by=by, at=at)

    def said(self, n):
        return ngettext("The tags of %(n)s customer are changed.", "The tags of %(n)s customers are changed.", n) % {
            "n": formats.number(n)
        }

    def _change(self, changes: Mapping[UUID, tuple[dict, dict]], *, by, at, mark: Facts = UNMARKED) -> int:
        """Give each the first tags and take the second away, where that makes a difference."""
        through = Customer.tags.through
        having = set(through.objects.filter(customer__in=locked(changes)).values_list("customer_id", "tag_id"))
        given, taken, told = [], [], {}
        for pk, (add, remove) in changes.items():
            added = {name: tag for name, tag in add.items() if (pk, tag) not in having}
            removed = {name: tag for name, tag in remove.items() if (pk, tag) in having and name not in add}
            if added or removed:
                given += [through(customer_id=pk, tag_id=tag) for tag in added.values()]
                taken += [(pk, tag) for tag in removed.values()]
                told[pk] = {"added": sorted(added), "removed": sorted(removed)}
        through.objects.bulk_create(given, ignore_conflicts=True)
        for tag in {tag for _pk, tag in taken}:
            through.objects.filter(tag=tag, customer__in=[pk for pk, other in taken if other == tag]).delete()
        return tell(self.kind, told, by=by, at=at, mark=mark)


class HandingOver(Deed):
    """Say who looks after them, and which team. `wish`: `account_manager`, `team`; a key, or None for nobody."""

    name, kind, label, icon = "handing-over", "customer.edited", _("Hand over"), "user-share"
    form = HandOverTogetherForm
    order = 20
    MODELS = {"account_manager": User, "team": Team}

    def carry_out(self, ids, wish, *, by, at, mark):
        wanted = {field: UUID(to) if to else None for field, to in wish.items()}
        check_team(wanted.get("team"), by)
        return self._give(dict.fromkeys(ids, wanted), by=by, at=at, mark=mark)

    def take_back(self, entries, *, by, at, done_at):
        told = {entry.customer_id: entry.facts["former"] for entry in entries if "former" in entry.facts}
        present = _columns(told)
        changes: dict[UUID, dict[str, UUID | None]] = {}
        for pk, former in told.items():
            for field, (was, became) in former.items():
                if pk in present and _text(present[pk][field]) == became:
                    changes.setdefault(pk, {})[field] = UUID(was) if was else None
        return self._give(changes, by=by, at=at)

    def said(self, n):
        return ngettext("%(n)s customer is handed over.", "%(n)s customers are handed over.", n) % {
            "n": formats.number(n)
        }

    def _give(self, changes: Mapping[UUID, Mapping[str, UUID | None]], *, by, at, mark: Facts = UNMARKED) -> int:
        """Whoever is no longer there (a team that was removed since) gets nobody."""
        locked(changes)
        present, names = _columns(changes), self._names(changes)
        pairs, rows = {}, {}
        for pk, wanted in changes.items():
            differing = {}
            for field, to in wanted.items():
                if pk in present and present[pk][field] != to and (to is None or to in names[field]):
                    differing[field] = to
                    rows.setdefault((field, to), []).append(pk)
            if differing:
                pairs[pk] = {field: (present[pk][field], to) for field, to in differing.items()}
        for (field, to), keys in rows.items():
            Customer.objects.filter(pk__in=keys).update(**{f"{field}_id": to})
        former = {pk: {field: was for field, (was, _to) in of.items()} for pk, of in pairs.items()}
        names = self._names(former, names)
        told = {pk: _handed(of, names) for pk, of in pairs.items()}
        return tell(self.kind, told, by=by, at=at, mark=mark)

    def _names(self, changes, known: dict | None = None) -> dict[str, dict[UUID, str]]:
        """What those are called who stand in `changes`, by field. A query for each field."""
        names = {field: dict((known or {}).get(field, {})) for field in self.MODELS}
        for field, model in self.MODELS.items():
            keys = {pairs[field] for pairs in changes.values() if pairs.get(field)} - names[field].keys()
            if keys:
                names[field] |= {row.pk: str(row) for row in model.objects.filter(pk__in=keys)}
        return names


class Archiving(Deed):
    """Put them into the archive. `wish`: `reason`."""

    name, kind, label, icon = "archiving", "customer.archived", _("Archive"), "archive"
    form = ArchiveTogetherForm
    order = 30
    needs_current = True

    def carry_out(self, ids, wish, *, by, at, mark):
        reason = wish.get("reason", "")
        current = list(Customer.objects.filter(pk__in=locked(ids), archived_at=None).values_list("pk", flat=True))
        columns = {"archived_at": at, "archived_because": reason}
        return tell(self.kind, dict.fromkeys(current, {"reason": reason}), by=by, at=at, mark=mark, columns=columns)

    def take_back(self, entries, *, by, at, done_at):
        ids = locked([entry.customer_id for entry in entries])
        still = list(Customer.objects.filter(pk__in=ids, archived_at=done_at).values_list("pk", flat=True))
        columns = {"archived_at": None, "archived_because": ""}
        return tell("customer.restored", dict.fromkeys(still, {}), by=by, at=at, columns=columns)

    def said(self, n):
        return ngettext("%(n)s customer is in the archive now.", "%(n)s customers are in the archive now.", n) % {
            "n": formats.number(n)
        }


DEEDS: Registry[Deed] = Registry()
for _deed in (Tagging(), HandingOver(), Archiving()):
    DEEDS.add(_deed)


def batches(rows) -> Iterator[list[UUID]]:
    """Their keys, in order and without a row twice, though what is done may change which rows there are."""
    last = UUID(int=0)
    while ids := list(rows.filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)[:BATCH]):
        yield ids
        last = ids[-1]


def locked(ids: Iterable[UUID]) -> Keys:
    return list(
        Customer.objects.filter(pk__in=list(ids)).order_by("pk").select_for_update().values_list("pk", flat=True)
    )


def _columns(ids: Iterable[UUID]) -> dict[UUID, dict[str, UUID | None]]:
    rows = Customer.objects.filter(pk__in=list(ids)).values_list("pk", "account_manager_id", "team_id")
    return {pk: {"account_manager": manager, "team": team} for pk, manager, team in rows}


def tell(
    kind: str, told: Mapping[UUID, Facts], *, by, at: datetime, mark: Facts = UNMARKED, columns: Facts = UNMARKED
) -> int:
    """Note on each row that it changed, and tell it on each timeline."""
    Customer.objects.filter(pk__in=told).update(version=F("version") + 1, updated_at=at, **columns)
    lines = [(Customer(pk=pk), {**facts, **mark}) for pk, facts in told.items()]
    return len(record_all(kind, lines, by=by, at=at))


def _handed(pairs: Mapping[str, tuple], names: Mapping[str, Mapping[UUID, str]]) -> dict[str, Any]:
    changes = [
        {"field": field, "old": names[field].get(was, ""), "new": names[field].get(to, "")}
        for field, (was, to) in pairs.items()
    ]
    return {"changes": changes, "former": {field: [_text(was), _text(to)] for field, (was, to) in pairs.items()}}


def _text(key: UUID | None) -> str | None:
    return str(key) if key else None
