"""Customers as a table that other programs, and Rapport itself, can read."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from django.db.models import Model, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from rapport.core import keyset
from rapport.core.tabular.results import Progress, silent
from rapport.core.tabular.writing import open_writer
from rapport.customers.models import (
    Address,
    Affiliation,
    Customer,
    CustomField,
    Email,
    Handle,
    ImportantDate,
    PersonalNote,
    Phone,
)

PAGE = 2_000
PLAIN = (
    *("kind", "name", "given_name", "family_name", "patronymic", "titles_before", "titles_after", "nickname"),
    *("romanised_name", "form_gender", "language", "time_zone", "source", "how_met"),
)
OF_SEVERAL = 3  # columns for the second and third of a kind; more are rare, and a table has an end
ADDRESS = ("street", "city", "area", "postal_code", "country")


def export_customers(
    path: Path, *, private: bool = False, customers: QuerySet | None = None, progress: Progress = silent
) -> int:
    """Write `customers`, else everybody who is not archived, to `path`, by name; answers how many.

    The format follows the ending, and the headings are those that an import recognises. Family and personal notes
    only when asked for (`private`).
    """
    own = list(CustomField.objects.filter(retired_at=None))
    customers = (Customer.objects.current() if customers is None else customers).in_use()
    total = customers.count() or 1
    written = 0
    with open_writer(path, _headings(own, private)) as writer:
        for page in _pages(customers):
            rows = _Rows(page, own, private)
            for customer in page:
                writer.row(rows.of(customer))
            written += len(page)
            progress(written / total, _("Writing"))
    return written


def _headings(own: Sequence[CustomField], private: bool) -> list[str]:
    return [
        "code",
        *PLAIN,
        *(f"e-mail {n}" for n in range(1, OF_SEVERAL + 1)),
        *(f"phone {n}" for n in range(1, OF_SEVERAL + 1)),
        "fax",
        "web page",
        *ADDRESS,
        "birthday",
        "company",
        "job_title",
        "account_manager",
        "tags",
        *(f"custom.{field.key}" for field in own),
        *(["personal_notes"] if private else []),
    ]


def _pages(customers: QuerySet) -> Iterator[list[Customer]]:
    """Everybody in order of name, by key, so that no page costs more than the one before."""
    everybody = customers.select_related("account_manager").prefetch_related("tags", "codes")
    after = None
    while True:
        page = keyset.page(everybody, order=("sort_key", "id"), after=after, size=PAGE)
        yield list(page.items)
        after = page.next
        if not after:
            return


class _Rows:
    """The cells of a page of customers, read with a fixed number of queries."""

    def __init__(self, page: Sequence[Customer], own: Sequence[CustomField], private: bool):
        ids = [customer.pk for customer in page]
        self._own, self._private = own, private
        self._emails = _by_customer(Email, ids)
        self._phones = _by_customer(Phone, ids)
        self._handles = _by_customer(Handle, ids)
        self._addresses = _by_customer(Address, ids)
        self._dates = _by_customer(ImportantDate, ids)
        self._notes = _by_customer(PersonalNote, ids) if private else {}
        self._work: dict[Any, Affiliation] = {}
        lasting = Affiliation.objects.filter(Q(until=None) | Q(until__gte=timezone.localdate()), person__in=ids)
        for affiliation in lasting.select_related("organisation"):
            self._work.setdefault(affiliation.person_id, affiliation)

    def of(self, customer: Customer) -> list[Any]:
        handles = self._handles.get(customer.pk, [])
        work = self._work.get(customer.pk)
        manager = customer.account_manager
        return [
            next((code.code for code in customer.codes.all()), ""),
            *(getattr(customer, field) for field in PLAIN),
            *_first(self._emails, customer, lambda email: email.address),
            *_first(self._phones, customer, lambda phone: phone.e164 or phone.raw),
            next((handle.handle for handle in handles if handle.network == Handle.Network.FAX), ""),
            next((handle.handle for handle in handles if handle.network == Handle.Network.WEB), ""),
            *self._address(customer),
            self._birthday(customer),
            work.organisation.name if work else "",
            work.title if work else "",
            manager.email if manager else "",
            "; ".join(tag.name for tag in customer.tags.all()),
            *(customer.custom.get(field.key) for field in self._own),
            *(["\n\n".join(note.text for note in self._notes.get(customer.pk, []))] if self._private else []),
        ]

    def _address(self, customer: Customer) -> list[str]:
        address = next(iter(self._addresses.get(customer.pk, [])), None)
        if address is None:
            return [""] * len(ADDRESS)
        return [address.lines, address.city, address.area, address.postal_code, address.country]

    def _birthday(self, customer: Customer) -> str:
        for date in self._dates.get(customer.pk, []):
            if date.kind == ImportantDate.Kind.BIRTHDAY:
                return f"{date.year or '-'}-{date.month:02}-{date.day:02}"
        return ""


def _by_customer(model: type[Model], ids: Sequence[Any]) -> dict[Any, list[Any]]:
    found: dict[Any, list[Any]] = {}
    for row in model._default_manager.filter(customer__in=ids):
        found.setdefault(row.customer_id, []).append(row)
    return found


def _first(rows: dict[Any, list[Any]], customer: Customer, text) -> list[str]:
    texts = [text(row) for row in rows.get(customer.pk, [])[:OF_SEVERAL]]
    return texts + [""] * (OF_SEVERAL - len(texts))
