"""Rows of the files as values for the staging tables. What can't be read goes to the rejects with its reason."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, time
from decimal import Decimal
from functools import lru_cache, partial
from itertools import islice
from pathlib import Path

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from rapport.core.emails import email_key
from rapport.core.money import digits, is_currency
from rapport.core.tabular import values
from rapport.core.tabular.columns import Columns, Field, fold
from rapport.core.tabular.reading import Table
from rapport.core.tabular.rejects import Rejects
from rapport.core.tabular.sampling import Observer, Reading, unobserved
from rapport.customers.models import Email, ExternalCode
from rapport.orders.importing.columns import ORDER_FIELDS, STATES
from rapport.promises.business_time import Calendar
from rapport.promises.calendars import end_of

BATCH = 2000
NOON = time(12)  # of a day without a time: the same day for readers in nearly every zone
SIGNS = {"€": "EUR", "$": "USD", "£": "GBP", "KČ": "CZK", "₾": "GEL", "₹": "INR"}
ENDINGS = {fold(word): ending for ending, words in STATES.items() for word in words.split()}

ORDER_COLUMNS = {
    "line": "integer",
    "code": "text",
    "customer_id": "uuid",
    "placed_at": "timestamptz",
    "due_at": "timestamptz",
    "shipped_at": "timestamptz",
    "delivered_at": "timestamptz",
    "fallen_at": "timestamptz",  # cancelled or returned
    "outcome": "text",
    "freight": "numeric",
    "currency": "text",
    "digits": "integer",
    "tracking_url": "text",
    "note": "text",
}


class Unreadable(Exception):
    """A row that can't be taken; its text is the reason."""


class Rows:
    """The rows of one file, read in batches. A subclass says how a row becomes values."""

    fields: Sequence[Field] = ()

    def __init__(self, table: Table, columns: Columns, rejects: Rejects, *, currency: str, day_first: bool = True):
        self.table, self.columns, self.rejects, self.currency = table, columns, rejects, currency
        self._day = lru_cache(100_000)(partial(values.day, day_first=day_first))
        self._day_first = day_first
        self._observer, self._path = unobserved, Path()

    def observed_by(self, observer: Observer, path: Path) -> None:
        self._observer, self._path = observer, path

    def read(self, cells: Sequence[str]) -> tuple[Reading, list[str]]:
        """What the row says, in the words of the fields."""
        told = ((known, self.columns.first(known.name, cells)) for known in self.fields)
        return [(str(known.label), text) for known, text in told if text], []

    def batches(self) -> Iterator[list[tuple]]:
        rows = self.table.rows(self.rejects)
        while batch := list(islice(rows, BATCH)):
            yield list(self._taken(batch))

    def _taken(self, batch: Sequence[tuple[int, list[str]]]) -> Iterable[tuple]:
        for line, cells in batch:
            try:
                row = self.values(line, cells)
            except (Unreadable, ValueError) as problem:
                self.rejects.add(line, cells, str(problem))
            else:
                if row:
                    if self._observer is not unobserved:
                        self._observer.taken(self._path, line, cells, partial(self.read, cells))
                    yield row

    def values(self, line: int, cells: list[str]) -> tuple | None:
        raise NotImplementedError

    def text(self, field: str, cells: Sequence[str], longest: int) -> str:
        text = values.filled(self.columns.first(field, cells))
        if len(text) > longest:
            raise Unreadable(_("“%(text)s…” is too long.") % {"text": text[:40]})
        return text

    def amount(self, field: str, cells: Sequence[str]) -> Decimal | None:
        text = values.filled(self.columns.first(field, cells))
        if not text:
            return None
        amount = values.decimal(text.removesuffix("%").rstrip())
        if abs(amount) >= 10**11:
            raise Unreadable(_("“%(text)s” is too large.") % {"text": text})
        return amount

    def currency_of(self, cells: Sequence[str]) -> str:
        currency = self.text("currency", cells, 60).upper() or self.currency
        currency = SIGNS.get(currency, currency)
        if not is_currency(currency):
            raise Unreadable(_("“%(text)s” is no currency.") % {"text": currency})
        return currency


class OrderRows(Rows):
    """Orders. `taken` holds the line of each order that was, `refused` the numbers of those that were not."""

    fields = ORDER_FIELDS

    def __init__(self, *args, source: str, calendar: Calendar, **kwargs):
        super().__init__(*args, **kwargs)
        self.source, self.calendar = source, calendar
        self.taken: dict[str, int] = {}
        self.refused: set[str] = set()
        self._customers: dict[str, object] = {}
        self.row_per_item = False  # the same file holds the items, so a number may come again
        self._shipped_is_delivered = not self.columns.has("delivered")
        self._end_of = lru_cache(100_000)(lambda day: end_of(day, calendar))

    def _taken(self, batch):
        self._customers = self._look_up(batch)
        return super()._taken(batch)

    def _look_up(self, batch) -> dict[str, object]:
        """Customer ids by code and by e-mail, for this batch: two queries."""
        codes = {code for _line, cells in batch if (code := self.columns.first("customer", cells))}
        rows = ExternalCode.objects.filter(source=self.source, code__in=codes)
        found = dict(rows.values_list("code", Coalesce("customer__merged_into", "customer")))
        keys = {email_key(text) for _line, cells in batch if (text := self.columns.first("customer_email", cells))}
        writers: dict[str, set] = {}
        for key, customer_id in Email.objects.filter(key__in=keys, customer__merged_into=None).values_list(
            "key", "customer_id"
        ):
            writers.setdefault(f"@{key}", set()).add(customer_id)
        return found | {key: ids.pop() for key, ids in writers.items() if len(ids) == 1}

    def values(self, line, cells):
        code = self.text("number", cells, 60)
        if not code:
            raise Unreadable(_("The order has no number."))
        if code in self.taken or code in self.refused:
            if self.row_per_item:
                return None  # the first of its rows told about the order
            raise Unreadable(_("Order %(number)s is in the file twice.") % {"number": code})
        try:
            row = self._order(line, code, cells)
        except (Unreadable, ValueError):
            self.refused.add(code)
            raise
        self.taken[code] = line
        return row

    def _order(self, line: int, code: str, cells: list[str]) -> tuple:
        customer_id = self._customer(cells)
        placed_at = self._moment("placed", cells)
        if placed_at is None:
            raise Unreadable(_("The order has no date."))
        due_at, shipped_at, delivered_at = (
            self._due(cells),
            self._moment("shipped", cells),
            self._delivered(cells, placed_at),
        )
        if self._shipped_is_delivered:
            shipped_at = None
        ending, fallen_at = self._ending(cells, delivered_at or placed_at)
        if delivered_at and due_at and self._same_day_without_time(cells, delivered_at, due_at):
            delivered_at = min(delivered_at, due_at)
        outcome = ending or ("delivered" if delivered_at else "open")
        if outcome == "delivered" and delivered_at is None:
            delivered_at = shipped_at or placed_at
        currency = self.currency_of(cells)
        return (
            line,
            code,
            customer_id,
            placed_at,
            due_at,
            shipped_at,
            delivered_at,
            fallen_at,
            outcome,
            self.amount("freight", cells) or Decimal(0),
            currency,
            digits(currency),
            self._link(cells),
            self.columns.first("note", cells)[:10_000],
        )

    def _customer(self, cells: list[str]):
        code, email = self.columns.first("customer", cells), self.columns.first("customer_email", cells)
        if not code and not email:
            raise Unreadable(_("The order names no customer."))
        found = self._customers.get(code) or (email and self._customers.get(f"@{email_key(email)}"))
        if found:
            return found
        if code:
            raise Unreadable(_("No customer has the code “%(code)s”.") % {"code": code})
        raise Unreadable(_("No customer, or more than one, has the e-mail address “%(email)s”.") % {"email": email})

    def _moment(self, field: str, cells: list[str]) -> datetime | None:
        text = values.filled(self.columns.first(field, cells))
        if not text:
            return None
        if ":" in text:
            return values.moment(text, self._day_first, self.calendar.zone)
        return datetime.combine(self._day(text), NOON, tzinfo=self.calendar.zone)

    def _due(self, cells: list[str]) -> datetime | None:
        text = values.filled(self.columns.first("promised", cells))
        if not text or ":" in text:
            return values.moment(text, self._day_first, self.calendar.zone) if text else None
        return self._end_of(self._day(text))

    def _delivered(self, cells: list[str], placed_at: datetime) -> datetime | None:
        delivered_at = self._moment("shipped" if self._shipped_is_delivered else "delivered", cells)
        if delivered_at and self.calendar.local_date(delivered_at) < self.calendar.local_date(placed_at):
            raise Unreadable(_("It was delivered before it was ordered."))
        return max(delivered_at, placed_at) if delivered_at else None

    def _same_day_without_time(self, cells: list[str], delivered_at: datetime, due_at: datetime) -> bool:
        """A delivery of which only the day is known is in time all through the promised day."""
        text = self.columns.first("shipped" if self._shipped_is_delivered else "delivered", cells)
        local = self.calendar.local_date
        return ":" not in text and local(delivered_at) == local(due_at)

    def _ending(self, cells: list[str], known_at: datetime) -> tuple[str, datetime | None]:
        """What the state or the date of cancelling says; without a date it is the last one known."""
        cancelled_at = self._moment("cancelled", cells)
        ending = ENDINGS.get(fold(self.columns.first("status", cells)), "")
        if cancelled_at:
            return "cancelled", max(cancelled_at, known_at)
        return ending, known_at if ending in ("cancelled", "returned") else None

    def _link(self, cells: list[str]) -> str:
        text = values.filled(self.columns.first("tracking", cells))
        if text:
            try:
                URLValidator(schemes=["http", "https"])(text)
            except ValidationError:
                return ""
        return text[:500]
