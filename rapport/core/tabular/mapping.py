"""Which column holds what: what was recognised, what a person chooses, what was chosen for such a file before."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from rapport.core.models import Import, ImportFile, SavedMapping
from rapport.core.registry import ImportKind, ImportPart
from rapport.core.tabular import dates
from rapport.core.tabular.columns import Columns, Field, fold, recognise, told_apart

LABELS = ("mobile", "home", "work", "postal", "billing", "delivery", "visit", "other")


@dataclass(frozen=True)
class Column:
    """A column as the mapping page shows it."""

    index: int
    heading: str
    examples: list[str]
    recognised: str  # the choice that the heading suggests, "" for none
    choice: str

    @property
    def is_chosen(self) -> bool:
        return self.choice != self.recognised


def label_word(label: str) -> str:
    words = {
        "mobile": pgettext("phone", "mobile"),
        "home": pgettext("phone or address", "home"),
        "work": pgettext("phone or address", "work"),
        "postal": pgettext("address", "postal"),
        "billing": pgettext("address", "billing"),
        "delivery": pgettext("address", "delivery"),
        "visit": pgettext("address", "for visits"),
        "other": pgettext("phone or address", "other"),
    }
    return words.get(label, label)


def labels_of(known: Field) -> tuple[str, ...]:
    """Which labels a person may choose for a column of `known`."""
    if known.joined:
        return ("home", "work", "billing", "delivery")
    if known.prefixes:
        return ("mobile", "home", "work") if known.name == "phone" else ("home", "work")
    return ()


def choices(part: ImportPart, used: Sequence[str]) -> list[tuple[str, list[tuple[str, str]]]]:
    """For a menu: groups of (choice, its words). `used` are choices that must be among them."""
    groups = []
    for heading, fields in part.groups():
        group: list[tuple[str, str]] = []
        for known in fields:
            group.append((known.name, str(known.label)))
            extra = [choice.partition(":")[2] for choice in used if choice.startswith(f"{known.name}:")]
            for label in dict.fromkeys((*labels_of(known), *extra)):
                words = {"field": str(known.label), "label": label_word(label)}
                group.append((f"{known.name}:{label}", _("%(field)s (%(label)s)") % words))
        groups.append((str(heading), group))
    return groups


def suggested(headings: Sequence[str], fields: Sequence[Field]) -> list[str]:
    """The choice that each heading suggests."""
    found = [""] * len(headings)
    columns = recognise(headings, fields)
    for known in fields:
        for match in columns.matches(known.name):
            found[match.index] = f"{known.name}:{match.label}" if match.label else known.name
    return found


def columns_of(file: ImportFile, part: ImportPart) -> list[Column]:
    suggestions = suggested(file.headings, part.fields)
    chosen = file.choices if len(file.choices) == len(file.headings) else suggestions
    allowed = {known.name for known in part.fields}
    return [
        Column(
            index,
            heading,
            list(dict.fromkeys(row[index] for row in file.sample if index < len(row) and row[index]))[:3],
            suggestions[index],
            chosen[index] if chosen[index].partition(":")[0] in allowed else "",
        )
        for index, heading in enumerate(told_apart(file.headings))
    ]


def overrides(file: ImportFile, part: ImportPart) -> dict[str | int, str]:
    """What `recognise` must be told so that the columns hold what was chosen.

    What is chosen as suggested is left to it, for it also sees which columns belong together. But where somebody
    chose a field that holds one thing, the suggestion for another column must be said, too, or it would be dropped.
    """
    columns = columns_of(file, part)
    by_hand = {column.choice.partition(":")[0] for column in columns if column.is_chosen}
    single = {known.name for known in part.fields if not known.many}
    return {
        column.index: column.choice
        for column in columns
        if column.is_chosen or (column.choice and column.choice.partition(":")[0] in by_hand & single)
    }


def resulting(file: ImportFile, part: ImportPart) -> Columns:
    return recognise(file.headings, part.fields, overrides(file, part))


def dates_shown(files: Iterable[tuple[ImportFile, ImportPart]], choices: Mapping[str, Sequence[str]]) -> dates.Verdict:
    """What the columns of these files that are said to hold dates show of the order of day and month."""
    shown: list[dates.Shown] = []
    for file, part in files:
        of_dates = {known.name for known in part.fields if known.is_date}
        wanted = [i for i, choice in enumerate(choices[file.part]) if choice.partition(":")[0] in of_dates]
        shown += dates.shown_by(file.dates, wanted)
    return dates.verdict(shown)


def order_of_dates(import_: Import, kind: ImportKind, files: Sequence[ImportFile]) -> str:
    """How the dates of an import are read: as the values show, as somebody said, as its country usually does."""
    parts = {part.name: part for part in kind.parts}
    shown = dates_shown([(file, parts[file.part]) for file in files], {file.part: file.choices for file in files})
    return shown.order or import_.dates or kind.usual_dates(import_.country)


def fingerprint(headings: Sequence[str]) -> str:
    """The same for files with the same columns in whatever order."""
    return hashlib.sha256("\n".join(sorted(map(fold, headings))).encode()).hexdigest()


def saved_for(kind: str, file: ImportFile) -> SavedMapping | None:
    return SavedMapping.objects.filter(kind=kind, part=file.part, fingerprint=fingerprint(file.headings)).first()


def apply(saved: SavedMapping, headings: Sequence[str], fields: Sequence[Field]) -> list[str]:
    """The saved choices in the order of `headings`; a field that is gone meanwhile is no choice any more."""
    allowed = {known.name for known in fields}
    left = [tuple(pair) for pair in saved.columns]
    found = []
    for heading in map(fold, headings):
        pair = next((pair for pair in left if pair[0] == heading), None)
        if pair:
            left.remove(pair)
        choice = pair[1] if pair else ""
        found.append(choice if choice.partition(":")[0] in allowed else "")
    return found
