"""The temporary tables of an import, and how cleaned rows become their rows."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from rapport.core.tabular.staging import Staging, as_copied
from rapport.customers.importing.subjects import CleanRow, Subject

# Columns of the customer's row that a file may fill, with what stands there when it doesn't.
TEXTS = (
    *("given_name", "family_name", "patronymic", "nickname", "titles_before", "titles_after", "title_wish"),
    "romanised_name",
    *("language", "time_zone", "source", "how_met"),
)
KEYS = ("search_key", "sound_key", "sort_key", "key_version")
SUBJECTS = {
    "owner": "uuid",
    "line": "integer",
    "is_employer": "boolean",
    "kind": "text",
    "name": "text",
    "name_key": "text",
    "key": "uuid",
    "mail_key": "uuid",
    "code": "text",
    "notes": "text",
    "facts": "jsonb",
    **dict.fromkeys(TEXTS, "text"),
    "form_gender": "text",
    "account_manager": "uuid",
    "search_key": "text",
    "sound_key": "text",
    "sort_key": 'text COLLATE "C"',
    "key_version": "integer",
    # What matching finds out:
    "status": "text DEFAULT ''",
    "customer_id": "uuid",
    "old": "jsonb",
    "row_id": "uuid",
}
FILLED = [column for column in SUBJECTS if column not in ("status", "customer_id", "old", "row_id")]
PARTS = "abcdefgh"
POINTS = {
    "owner": "uuid",
    "kind": "text",
    "slot": "text",
    "value": "text",
    "label": "text",
    "position": "integer",
    **dict.fromkeys(PARTS, "text"),
}
AFFILIATIONS = {"line": "integer", "person": "uuid", "organisation": "uuid", "title": "text", "is_key": "boolean"}
SEEN = {"key": "uuid"}


as_json = json.JSONEncoder(ensure_ascii=False).encode


@dataclass(frozen=True)
class Batch:
    """Rows, and what COPY is to be told of them: written beside the database, which else would wait for it."""

    rows: list[CleanRow]
    subjects: bytes
    points: bytes
    affiliations: bytes

    @classmethod
    def of(cls, rows: list[CleanRow]) -> "Batch":
        return cls(
            rows,
            subjects=as_copied(_subject(row, subject) for row in rows for subject in row.subjects),
            points=as_copied(_points(rows)),
            affiliations=as_copied(_affiliations(rows)),
        )


def fill(batch: Batch, subjects: Staging, points: Staging, affiliations: Staging) -> None:
    """Put `batch` into the temporary tables, in place of the batch before it."""
    for stage in (subjects, points, affiliations):
        stage.clear()
    subjects.write(batch.subjects, FILLED)
    points.write(batch.points)
    affiliations.write(batch.affiliations)
    subjects.analyse("key", "mail_key", "code", "line")
    points.analyse("owner", "kind")
    affiliations.analyse()


def _subject(row: CleanRow, subject: Subject) -> tuple[Any, ...]:
    columns = subject.columns
    is_employer = (
        row.affiliation is not None and not row.affiliation.is_key and subject.key == row.affiliation.organisation
    )
    return (
        subject.owner,
        subject.line,
        is_employer,
        subject.kind,
        subject.name,
        subject.name_key,
        subject.key,
        subject.mail_key,
        subject.code,
        subject.notes,
        as_json(subject.facts),
        *(columns.get(column, "") for column in TEXTS),
        columns.get("form_gender", "unknown"),
        columns.get("account_manager") or None,
        *(columns[column] for column in KEYS),
    )


def _points(batch: Iterable[CleanRow]) -> Iterator[tuple[Any, ...]]:
    for row in batch:
        for subject in row.subjects:
            for point in subject.points:
                parts = (*map(_text, point.parts), *[None] * (len(PARTS) - len(point.parts)))
                yield (subject.owner, point.kind, point.slot, point.value, point.label, point.position, *parts)


def _text(part: Any) -> str | None:
    return part if part is None or type(part) is str else str(part)


def _affiliations(batch: Iterable[CleanRow]) -> Iterator[tuple[Any, ...]]:
    for row in batch:
        if found := row.affiliation:
            yield (row.line, found.person, found.organisation, found.title, found.is_key)
