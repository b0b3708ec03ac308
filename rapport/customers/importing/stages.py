"""The temporary tables of an import, and how cleaned rows become their rows."""

import json
from collections.abc import Container, Iterable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from typing import Any

from rapport.core.tabular.staging import NULL, Staging, as_copied, staging
from rapport.customers.importing.found_by import found_by
from rapport.customers.importing.subjects import CleanRow, Subject
from rapport.customers.importing.undo import tracing

# Columns of the customer's row that a file may fill, with what stands there when it doesn't.
TEXTS = (
    *("given_name", "family_name", "patronymic", "nickname", "titles_before", "titles_after", "title_wish"),
    "romanised_name",
    *("language", "time_zone", "source", "how_met"),
)
KEYS = ("search_key", "sound_key", "sort_key", "key_version")
ROWS = {
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
    "found_by": "text",
    "uid": "uuid",
}
# What matching finds out about some of them. Rows are wide: they are written once, when all is known.
FOUND = {"owner": "uuid", "customer_id": "uuid", "old": "jsonb", "row_id": "uuid"}
SUBJECTS = ROWS | {"status": "text", "customer_id": "uuid", "old": "jsonb", "row_id": "uuid"}
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
WAITING = {"line": "integer"}
FITTING = {"owner": "uuid", "line": "integer", "customer_id": "uuid"}
CLAIMED = {"customer_id": "uuid", "line": "integer"}
PRESENT = {"owner": "uuid", "key": "text", "value": "jsonb"}
NOT_TAKEN = {"line": "integer", "why": "text", "other": "integer"}


as_json = json.JSONEncoder(ensure_ascii=False).encode


@dataclass(frozen=True)
class Batch:
    """What COPY is to be told of some rows, and all else that is known of them: they are cleaned elsewhere."""

    lines: int
    rejected: list[tuple[int, list[str], str]]  # line, cells, reason
    progress: float  # how much of the file was read
    kinds: frozenset[str]  # of points
    has_affiliations: bool
    subjects: bytes
    points: bytes
    affiliations: bytes

    @classmethod
    def of(cls, rows: list[CleanRow], rejected: list[tuple[int, list[str], str]], progress: float) -> "Batch":
        return cls(
            lines=len(rows),
            rejected=rejected,
            progress=progress,
            kinds=frozenset(point.kind for row in rows for subject in row.subjects for point in subject.points),
            has_affiliations=any(row.affiliation for row in rows),
            subjects=as_copied(_subject(row, subject) for row in rows for subject in row.subjects),
            points=as_copied(_points(rows)),
            affiliations=as_copied(_affiliations(rows)),
        )


class Stages:
    """The temporary tables: those of a batch, those of rows that wait for the end of the file, and what was seen."""

    def __init__(self, stack: ExitStack, says: Container[str] = ()):
        self.says = says  # for which parts of an address the file has columns

        def made(name: str, columns: dict[str, str]) -> Staging:
            return stack.enter_context(staging(name, columns))

        self.rows, self.found, self.subjects = made("rows", ROWS), made("found", FOUND), made("subjects", SUBJECTS)
        self.points, self.affiliations = made("points", POINTS), made("affiliations", AFFILIATIONS)
        self.held = [made("held_rows", ROWS), made("held_points", POINTS), made("held_affiliations", AFFILIATIONS)]
        self.seen, self.claimed = made("seen", SEEN), made("claimed", CLAIMED)
        self.waiting, self.fitting = made("waiting", WAITING), made("fitting", FITTING)
        self.not_taken = made("not_taken", NOT_TAKEN)
        self.present = made("present", PRESENT)
        self.before, self.after = made("before", tracing.ROWS), made("after", tracing.ROWS)
        self._by_batch = (
            *(self.rows, self.found, self.subjects, self.points, self.affiliations),
            *(self.waiting, self.fitting, self.not_taken, self.present, self.before, self.after),
        )
        self.rows.execute("SET LOCAL default_statistics_target = 10")

    def fill(self, batch: Batch) -> None:
        """Put `batch` in place of the batch before it."""
        self._clear()
        self.rows.write(batch.subjects)
        self.points.write(batch.points)
        self.affiliations.write(batch.affiliations)
        self._analyse()

    def fill_with_held(self, after: int, count: int) -> int:
        """Put the next `count` lines behind `after` that wait in place of the last batch; answers the last of them."""
        rows, points, affiliations = self.held
        last = rows.one(
            "SELECT coalesce(max(line), 0) FROM"
            " (SELECT DISTINCT line FROM {stage} WHERE line > %s ORDER BY line LIMIT %s) few",
            [after, count],
        )
        self._clear()
        if last:
            some = "line > %s AND line <= %s"
            self.rows.execute(f"INSERT INTO {{stage}} SELECT * FROM {rows.table} WHERE {some}", [after, last])  # noqa: S608
            self.points.execute(
                f"INSERT INTO {{stage}} SELECT p.* FROM {points.table} p JOIN {self.rows.table} r USING (owner)"  # noqa: S608
            )
            self.affiliations.execute(
                f"INSERT INTO {{stage}} SELECT * FROM {affiliations.table} WHERE {some}",  # noqa: S608
                [after, last],
            )
            self._analyse()
        return last

    def hold(self) -> int:
        """Lay the lines in `waiting` aside; the employers in them may stand in others, too, and stay."""
        lines = f"line IN (SELECT line FROM {self.waiting.table})"  # noqa: S608
        rows, points, affiliations = self.held
        held = rows.execute(f"INSERT INTO {{stage}} SELECT * FROM {self.rows.table} WHERE {lines} AND NOT is_employer")  # noqa: S608
        if held:
            points.execute(
                f"INSERT INTO {{stage}} SELECT p.* FROM {self.points.table} p"  # noqa: S608
                f" JOIN {self.rows.table} r USING (owner) WHERE r.{lines} AND NOT r.is_employer"
            )
            affiliations.execute(f"INSERT INTO {{stage}} SELECT * FROM {self.affiliations.table} WHERE {lines}")  # noqa: S608
            self.leave_out(self.waiting)
        return held

    def leave_out(self, which: Staging) -> None:
        """Go on without the lines in `which`, but with the employers in them."""
        lines = f"line IN (SELECT line FROM {which.table})"  # noqa: S608
        self.affiliations.execute(f"DELETE FROM {{stage}} WHERE {lines}")  # noqa: S608
        self.rows.execute(f"DELETE FROM {{stage}} WHERE NOT is_employer AND {lines}")  # noqa: S608

    def _clear(self) -> None:
        self.rows.execute("TRUNCATE " + ", ".join(stage.table for stage in self._by_batch))

    def _analyse(self) -> None:
        self.rows.analyse("owner", "key", "mail_key", "code", "line")
        self.points.analyse("owner", "kind")
        self.affiliations.analyse()


def _subject(row: CleanRow, subject: Subject) -> tuple[str, ...]:
    columns = subject.columns
    affiliation = row.affiliation
    is_employer = affiliation is not None and not affiliation.is_key and subject.key == affiliation.organisation
    get = columns.get
    return (
        subject.owner.hex,
        str(subject.line),
        "t" if is_employer else "f",
        subject.kind,
        subject.name,
        subject.name_key,
        subject.key.hex,
        subject.mail_key.hex if subject.mail_key else NULL,
        subject.code,
        subject.notes,
        as_json(subject.facts),
        *[get(column, "") for column in TEXTS],
        get("form_gender", "unknown"),
        get("account_manager") or NULL,
        columns["search_key"],
        columns["sound_key"],
        columns["sort_key"],
        str(columns["key_version"]),
        found_by(subject),
        subject.uid or NULL,
    )


def _points(batch: Iterable[CleanRow]) -> Iterator[tuple[str, ...]]:
    for row in batch:
        for subject in row.subjects:
            owner = subject.owner.hex
            for point in subject.points:
                parts = (*map(_text, point.parts), *NO_PARTS[len(point.parts) :])
                yield (owner, point.kind, point.slot, point.value, point.label, str(point.position), *parts)


NO_PARTS = (NULL,) * len(PARTS)


def _text(part: Any) -> str:
    return part if type(part) is str else NULL if part is None else str(part)


def _affiliations(batch: Iterable[CleanRow]) -> Iterator[tuple[str, ...]]:
    for row in batch:
        if found := row.affiliation:
            yield (
                str(row.line),
                found.person.hex,
                found.organisation.hex,
                found.title,
                "t" if found.is_key else "f",
            )
