"""Writing Parquet, which analysts' programs read by column: each batch of rows becomes a group of its own."""

import os
from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

GROUP = 10_000  # rows that wait in memory


class ParquetWriter:
    """`types` says of each column "text", "texts", "number", "day", "moment" or "yes_no"; all text without it.

    Numbers have 20 digits, 6 of them behind the point, as the database keeps them. Moments are in UTC.
    """

    def __init__(self, path: Path, headings: Sequence[str], types: Sequence[str] = ()) -> None:
        import pyarrow
        import pyarrow.parquet

        os.close(os.open(path, os.O_WRONLY | os.O_CREAT, 0o600))
        kinds: dict[str, Any] = {
            "text": pyarrow.string(),
            "texts": pyarrow.list_(pyarrow.string()),
            "number": pyarrow.decimal128(26, 6),
            "day": pyarrow.date32(),
            "moment": pyarrow.timestamp("us", tz="UTC"),
            "yes_no": pyarrow.bool_(),
        }
        self._types = list(types) or ["text"] * len(headings)
        self._schema = pyarrow.schema(
            [(name, kinds[kind]) for name, kind in zip(_each_once(headings), self._types, strict=True)]
        )
        self._batch_of, self._array_of = pyarrow.RecordBatch.from_arrays, pyarrow.array
        self._file = pyarrow.parquet.ParquetWriter(str(path), self._schema, compression="zstd")
        self._rows: list[Sequence[object]] = []

    def row(self, cells: Sequence[object]) -> None:
        self._rows.append(cells)
        if len(self._rows) >= GROUP:
            self._flush()

    def close(self) -> None:
        self._flush()
        self._file.close()

    def _flush(self) -> None:
        if not self._rows:
            return
        columns = [
            self._array_of([_fitting(row[place], kind) for row in self._rows], type=self._schema.field(place).type)
            for place, kind in enumerate(self._types)
        ]
        self._file.write_batch(self._batch_of(columns, schema=self._schema))
        self._rows = []


def _fitting(cell: object, kind: str) -> Any:
    """What the column takes; empty where there is nothing."""
    if cell is None or cell == "":
        return None
    match kind, cell:
        case "text", list() | tuple():
            return "; ".join(map(str, cell))
        case "text", datetime() | date():
            return cell.isoformat()
        case "text", _:
            return str(cell)
        case "number", bool() | int() | float() | str():
            return Decimal(str(cell)).quantize(Decimal("0.000001"))
        case "number", Decimal():
            return cell.quantize(Decimal("0.000001"))
        case "day", datetime():
            return cell.date()
    return cell


def _each_once(headings: Sequence[str]) -> list[str]:
    """Two columns of one name would be one: the second gets a number."""
    found: list[str] = []
    for heading in headings:
        name, number = heading, 2
        while name in found:
            name, number = f"{heading} {number}", number + 1
        found.append(name)
    return found
