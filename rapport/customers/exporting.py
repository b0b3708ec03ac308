"""Customers as a table that other programs, and Rapport itself, can read."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.db.models import Model, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from rapport.core import keyset
from rapport.core.facts import Book
from rapport.core.facts.plain import column_type, labels_of, plain
from rapport.core.tabular.results import Progress, silent
from rapport.core.tabular.writing import open_writer, private, whole_file
from rapport.core.vcard import write as write_card
from rapport.customers.cards import card_of
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

    The format follows the ending, and the headings are those that an import recognises; ".vcf" are cards. Family and
    personal notes only when asked for (`private`).
    """
    if path.suffix.lower() == ".vcf":
        return export_cards(path, customers=customers, progress=progress)
    own = list(CustomField.objects.filter(retired_at=None))
    customers = (Customer.objects.current() if customers is None else customers).in_use()
    total = customers.count() or 1
    written = 0
    with open_writer(path, _headings(own, private)) as writer:
        everybody = customers.select_related("account_manager").prefetch_related("tags", "codes")
        for page in keyset.pages(everybody, order=("sort_key", "id"), size=PAGE):
            rows = _Rows(page, own, private)
            for customer in page:
                writer.row(rows.of(customer))
            written += len(page)
            progress(written / total, _("Writing"))
    return written


def export_columns(path: Path, names: Sequence[str], *, user, customers: QuerySet, progress: Progress = silent) -> int:
    """Write `customers` with the columns `names`, facts that `user` may ask for; answers how many."""
    book = Book(user)
    fields = [field for name in names if (field := book.find(name)) and field.listing and field.pick]
    labels = {field.name: labels_of(field) for field in fields}
    customers = customers.in_use()
    total = customers.count() or 1
    written = 0
    headings = [_("Name"), *(str(field.label) for field in fields), "rapport id"]
    types = ["text", *(column_type(field) for field in fields), "text"]
    with open_writer(path, headings, types) as writer:
        for page in keyset.pages(customers.only("name", "sort_key"), order=("sort_key", "id"), size=PAGE):
            found = book.columns(names, [customer.pk for customer in page])
            for customer in page:
                values = found[customer.pk]
                cells = [plain(field, values.get(field.name), labels[field.name]) for field in fields]
                writer.row([customer.name, *cells, str(customer.pk)])
            written += len(page)
            progress(written / total, _("Writing"))
    return written


def export_cards(path: Path, *, customers: QuerySet | None = None, progress: Progress = silent) -> int:
    """Write `customers` as vCards, which address books take; answers how many."""
    customers = (Customer.objects.current() if customers is None else customers).in_use()
    total = customers.count() or 1
    written = 0
    everybody = customers.prefetch_related("emails", "phones", "addresses", "handles")
    with whole_file(path) as unfinished, open(unfinished, "w", encoding="utf-8", newline="", opener=private) as file:
        for page in keyset.pages(everybody, order=("sort_key", "id"), size=PAGE):
            work = _work_of([customer.pk for customer in page])
            for customer in page:
                file.write(write_card(card_of(customer, work=work.get(customer.pk))))
            written += len(page)
            progress(written / total, _("Writing"))
    return written


def _work_of(ids: Sequence[Any]) -> dict[Any, Affiliation]:
    """For whom they work now, those first who come first."""
    found: dict[Any, Affiliation] = {}
    lasting = Affiliation.objects.filter(Q(until=None) | Q(until__gte=timezone.localdate()), person__in=ids)
    for affiliation in lasting.select_related("organisation"):
        found.setdefault(affiliation.person_id, affiliation)
    return found


def _headings(own: Sequence[CustomField], private: bool) -> list[str]:
    return [
        "rapport id",
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
        self._work = _work_of(ids)

    def of(self, customer: Customer) -> list[Any]:
        handles = self._handles.get(customer.pk, [])
        work = self._work.get(customer.pk)
        manager = customer.account_manager
        return [
            str(customer.pk),
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
