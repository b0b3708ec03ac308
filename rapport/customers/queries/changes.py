"""What one change was, in words, for who is about to put it back."""

from dataclasses import dataclass

from rapport.customers import words
from rapport.customers.actions.changes import FACTS, TABLES, TAGS, Change, belonging, events_of
from rapport.customers.actions.putting_back import facts_changed
from rapport.customers.actions.sections import SECTIONS
from rapport.timeline.models import Entry


@dataclass(frozen=True)
class Told:
    """One line: what it is called, what it was and what it became."""

    label: str
    old: str
    new: str


def told(change: Change) -> list[Told]:
    """Every fact of `change`; nothing for rows that were only put in another order."""
    if change.what == FACTS:
        labels = words.own_labels()
        return [
            Told(words.label(name, labels), words.stored(name, old), words.stored(name, new))
            for name, (old, new) in facts_changed(change).items()
        ]
    if change.what == TAGS:
        entry = Entry.objects.filter(pk=change.entry, customer=change.customer, kind="customer.tagged").first()
        facts = entry.facts if entry else {}
        return [Told(words.label(TAGS), ", ".join(facts.get("removed", ())), ", ".join(facts.get("added", ())))]
    return _rows(change)


def _rows(change: Change) -> list[Told]:
    label = words.label(change.what)
    model = TABLES[change.what]
    rows = model._default_manager.filter(belonging(change.customer, model))
    present = {row.pk: row for row in rows}
    found = [Told(label, "", _in_words(change.what, present[key])) for key in change.added if key in present]
    for event in events_of(change.customer, change.what).filter(pgh_id__in=change.events).order_by("pgh_id"):
        old = _in_words(change.what, event)
        later = events_of(change.customer, change.what).filter(pgh_obj_id=event.pgh_obj_id, pgh_id__gt=event.pgh_id)
        became = None if event.pgh_label == "delete" else later.order_by("pgh_id").first()
        became = became or (present.get(event.pgh_obj_id) if event.pgh_label != "delete" else None)
        new = _in_words(change.what, became) if became else ""
        if old != new:
            found.append(Told(label, old, new))
    return found


def _in_words(what: str, row) -> str:
    if what in SECTIONS:
        return words.row(what, SECTIONS[what].values(row))
    return f"{row.person} – {row.organisation}"
