"""What one change was, in words, for who is about to put it back."""

from dataclasses import dataclass

from rapport.customers import words
from rapport.customers.actions.changes import FACTS, TABLES, TAGS, Change, Part, belonging, events_of
from rapport.customers.actions.putting_back import facts_changed
from rapport.customers.actions.sections import SECTIONS
from rapport.customers.models import Customer
from rapport.timeline.models import Entry


@dataclass(frozen=True)
class Told:
    """One line: what it is called, what it was and what it became."""

    label: str
    old: str
    new: str


def told(change: Change) -> list[Told]:
    """Every fact of `change`; nothing for rows that were only put in another order."""
    found = []
    for part in change.parts:
        say = _facts if part.what == FACTS else _tags if part.what == TAGS else _rows
        found += say(change.customer, part)
    return found


def _facts(customer: Customer, part: Part) -> list[Told]:
    labels = words.own_labels()
    return [
        Told(words.label(name, labels), words.stored(name, old), words.stored(name, new))
        for name, (old, new) in facts_changed(customer, part).items()
    ]


def _tags(customer: Customer, part: Part) -> list[Told]:
    entries = Entry.objects.filter(pk__in=part.added, customer=customer, kind="customer.tagged")
    return [
        Told(words.label(TAGS), *(", ".join(e.facts.get(verb, ())) for verb in ("removed", "added"))) for e in entries
    ]


def _rows(customer: Customer, part: Part) -> list[Told]:
    label = words.label(part.what)
    model = TABLES[part.what]
    rows = model._default_manager.filter(belonging(customer, model))
    present = {row.pk: row for row in rows}
    found = [Told(label, "", _in_words(part.what, present[key])) for key in part.added if key in present]
    for event in events_of(customer, part.what).filter(pgh_id__in=part.events).order_by("pgh_id"):
        old = _in_words(part.what, event)
        later = events_of(customer, part.what).filter(pgh_obj_id=event.pgh_obj_id, pgh_id__gt=event.pgh_id)
        became = None if event.pgh_label == "delete" else later.order_by("pgh_id").first()
        became = became or (present.get(event.pgh_obj_id) if event.pgh_label != "delete" else None)
        new = _in_words(part.what, became) if became else ""
        if old != new:
            found.append(Told(label, old, new))
    return found


def _in_words(what: str, row) -> str:
    if what in SECTIONS:
        return words.row(what, SECTIONS[what].values(row))
    return words.pair(row)
