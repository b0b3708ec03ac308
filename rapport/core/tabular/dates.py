"""Whether 3/4/2026 is in April or in March: what the values of a file show, and what has to be asked."""

from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import islice

from django.utils.translation import gettext as _

from rapport.core import formats, moments
from rapport.core.tabular.columns import Columns, Field
from rapport.core.tabular.reading import Table

LOOKED_AT = 20_000  # rows; a system that writes the month first shows it long before
LONGEST = 40
MONTH_FIRST = {"US", "PH", "PR", "GU", "VI", "AS", "MP", "FM", "MH", "PW"}
ORDERS = ("dmy", "mdy")

shown_order = lru_cache(5_000)(moments.shown_order)


def usual_order(country: str) -> str:
    """How dates are written in `country`, where nothing else tells."""
    return "mdy" if country in MONTH_FIRST else "dmy"


@dataclass
class Shown:
    """What the cells of one column show, and the first that can be read in both ways."""

    orders: set[str] = field(default_factory=set)
    example: str = ""

    def see(self, cell: str) -> None:
        if not cell or len(cell) > LONGEST or not cell[0].isdigit() or not ("/" in cell or "-" in cell):
            return
        found = shown_order(cell)
        if found in ORDERS:
            self.orders.add(found)
        elif found and not self.example:
            self.example = cell


@dataclass(frozen=True)
class Verdict:
    """The order that the values show, else "" and, where they leave a doubt, an example of it."""

    order: str = ""
    example: str = ""


def shown_in(rows: Iterable[Sequence[str]], width: int, only: Iterable[int] | None = None) -> list[Shown]:
    """What the columns of `rows` show, or only some of them."""
    shown = [Shown() for _index in range(width)]
    looked_at = list(enumerate(shown)) if only is None else [(index, shown[index]) for index in only]
    for cells in rows:
        for index, column in looked_at:
            if index < len(cells):
                column.see(cells[index])
    return shown


def verdict(shown: Iterable[Shown]) -> Verdict:
    """A system writes all its dates in one way: one 14/3/2026 settles them, two that disagree settle nothing."""
    shown = list(shown)
    orders = set().union(*(column.orders for column in shown))
    if len(orders) == 1:
        return Verdict(orders.pop())
    return Verdict("", next((column.example for column in shown if column.example), ""))


def shown_by(kept: Iterable[dict], wanted: Iterable[int]) -> list[Shown]:
    """What some columns show, as it was kept with the file."""
    known = list(kept)
    return [Shown(set(known[i]["orders"]), known[i]["example"]) for i in wanted if i < len(known)]


def both_ways(example: str) -> list[tuple[str, str]]:
    """The days that `example` may be, in the words of the reader: [("dmy", "3 April 2026"), …]."""
    days = [(order, moments.read_month_day(example, order).value) for order in ORDERS]
    return [(order, formats.month_day(*found)) for order, found in days if found]


def date_columns(columns: Columns, fields: Iterable[Field]) -> list[int]:
    return [index for known in fields if known.is_date for index in columns.indexes(known.name)]


def order_of_file(
    open_anew: Callable[[], AbstractContextManager[Table]],
    columns: Columns,
    fields: Iterable[Field],
    *,
    given: str | None,
    country: str,
) -> tuple[str, str]:
    """How the dates of a file are read, and a remark where that was not certain."""
    if given:
        return given, ""
    wanted = date_columns(columns, fields)
    if not wanted:
        return usual_order(country), ""
    with open_anew() as table:
        rows = (cells for _line, cells in islice(table, LOOKED_AT))
        found = verdict(shown_in(rows, len(table.headings), wanted))
    order = found.order or usual_order(country)
    return order, remark(found.example, order) if found.example else ""


def remark(example: str, order: str) -> str:
    if order == "dmy":
        return _("Dates such as %(example)s were read with the day first. Say --dates mdy if the month is.") % {
            "example": example
        }
    return _("Dates such as %(example)s were read with the month first. Say --dates dmy if the day is.") % {
        "example": example
    }
