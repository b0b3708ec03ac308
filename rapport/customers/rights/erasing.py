"""Forgetting somebody: their identity and every word goes, what the books need stays under a pseudonym."""

import secrets
from collections.abc import Collection, Iterable, Sequence
from contextlib import suppress
from datetime import date, datetime
from uuid import UUID

from django.db import connection, transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from rapport.core import audit, formats
from rapport.core.folding import search_key
from rapport.core.personal.erasing import erase_rows, files_of
from rapport.core.personal.guarded import opened
from rapport.core.personal.kinds import Doomed, record_kinds
from rapport.core.personal.people import Person
from rapport.core.refusals import Refusal
from rapport.customers import tasks
from rapport.customers.models import Customer, ErasedFile, Erasure, LegalHold, PersonalExport
from rapport.customers.naming import KEY_FIELDS, NAME_FIELDS, refresh_keys
from rapport.customers.rights import journal, mentions
from rapport.customers.rights.identity import person_of
from rapport.staff.models import Business
from rapport.timeline.actions import record, record_all

SIGNS = "ACDEFHJKLMNPQRTUVWXY34679"  # none is taken for another
LENGTH = 5
NAMED = ("name", *KEY_FIELDS)
NAME_ANEW = f"""
UPDATE customers_customer c SET {", ".join(f"{name} = s.{name}" for name in NAMED)},
  standing = 'erased', archived_at = %s, updated_at = %s, archived_because = %s, version = version + 1
FROM unnest(%s::uuid[], %s::text[], %s::text[], %s::text[], %s::text[], %s::smallint[]) AS s(id, {", ".join(NAMED)})
WHERE c.id = s.id
"""  # noqa: S608
FORGOTTEN_WORDS = """
DELETE FROM customers_nameword w WHERE w.word = ANY(%(words)s) AND NOT EXISTS (
  SELECT FROM customers_customer c WHERE w.word = ANY(string_to_array(c.search_key, ' ')))
"""


class UnderLegalHold(Refusal):
    code = "under_legal_hold"
    message = gettext_lazy("A legal hold stands on this customer. Lift it first, or wait for its day.")


@transaction.atomic
def erase(
    customer: Customer, *, by, at: datetime, ground: str = Erasure.Ground.ASKED, named_in: Collection[str] = ()
) -> Erasure:
    """Erase everything that tells who `customer` is. What was open ends. There is no way back; twice is harmless.

    Records that were merged into theirs go with it. `named_in` are keys of `mentions.find`: there the name is
    replaced, too. Files go after the commit, by a job that tries again. Raises `UnderLegalHold`.
    """
    customer = Customer.objects.select_for_update().get(pk=customer.pk)
    if customer.is_erased:
        return customer.erasure
    records = customer.records()
    refuse_held([record.pk for record in records], on=timezone.localdate(at))
    erasures = [
        _erase(record, _new_pseudonym(), by=by, at=at, ground=ground, named_in=named_in)
        for record in reversed(records)
        if not record.is_erased
    ]
    customer.refresh_from_db()
    return erasures[-1]


def _erase(customer: Customer, pseudonym: str, *, by, at: datetime, ground: str, named_in: Collection[str] | None):
    """`named_in` None: wherever they are surely named."""
    person = person_of(customer)
    found, files = _clean_beside(person)
    counts, more_files = forget({customer.pk: pseudonym}, at=at)
    with opened():
        named = mentions.replace_sure(person) if named_in is None else mentions.replace(person, named_in)
        mentions.replace_in_own(person)
    erasure = Erasure.objects.create(
        customer=customer,
        pseudonym=pseudonym,
        by=by,
        at=at,
        ground=ground,
        counts=counts | found,
        mentions=named,
        with_mentions=named_in is None or bool(named_in),
    )
    _finish(erasure, [*files, *more_files])
    customer.refresh_from_db()
    record(customer, "privacy.erased", by=by, at=at)
    audit.record("privacy.erased", by=by, about=[customer], ground=ground, rows=sum(counts.values()))
    return erasure


def _clean_beside(person: Person) -> tuple[dict[str, int], list[Doomed]]:
    """What is said of them outside the tables. First of all: afterwards nobody knows whom to look for."""
    counts, files = {}, []
    for kind in record_kinds:
        if kind.beside:
            found = kind.beside(person)
            counts[kind.name] = found.count
            files += found.files
    return counts, files


def forget(pseudonyms: dict[UUID, str], *, at: datetime) -> tuple[dict[str, int], list[Doomed]]:
    """Empty the tables of these customers, in a fixed number of statements, and name each anew.

    Answers how many rows of each kind, and the files that are left. The caller holds the locks.
    """
    ids = list(pseudonyms)
    words = _words_of(ids)
    files = files_of(ids) + [
        Doomed(f"exports/people/{key}.zip")
        for key in PersonalExport.objects.filter(customer__in=ids, gone_at=None).values_list("pk", flat=True)
    ]
    with opened():
        for kind in record_kinds:
            if kind.before:
                kind.before(ids, at)
        counts = {kind.name: erase_rows(kind, ids) for kind in record_kinds if kind.holds}
        _name_anew(pseudonyms, at)
    for kind in record_kinds:
        if kind.after:
            kind.after(ids)
    with connection.cursor() as cursor:
        cursor.execute(FORGOTTEN_WORDS, {"words": words})
    return counts, files


def _words_of(ids: Sequence[UUID]) -> list[str]:
    """Words of the names that they have and had."""
    keys = set(Customer.objects.filter(pk__in=ids).values_list("search_key", flat=True))
    for names in Customer.pgh_event_model.objects.filter(pgh_obj__in=ids).values_list(*NAME_FIELDS).distinct():
        keys |= set(map(search_key, names))
    return sorted({word for key in keys for word in key.replace("|", " ").split()})


def _name_anew(pseudonyms: dict[UUID, str], at: datetime) -> None:
    business = Business.objects.current()
    customers = [Customer(pk=key) for key in pseudonyms]
    with translation.override(business.language):
        for customer in customers:
            customer.name = _("Customer %(pseudonym)s") % {"pseudonym": pseudonyms[customer.pk]}
    for customer in customers:
        refresh_keys(customer, business.language)
    with connection.cursor() as cursor:
        names = [[getattr(customer, column) for customer in customers] for column in ("pk", *NAMED)]
        cursor.execute(NAME_ANEW, [at, at, _because(business), *names])


def _because(business: Business) -> str:
    with translation.override(business.language):
        return _("Erased")


def _finish(erasure: Erasure, files: Iterable[Doomed]) -> None:
    """Files, journal and a second look go by jobs of this very transaction; the journal is also tried at once."""
    _keep_files(erasure, files)
    tasks.finish_erasure.defer(erasure_id=str(erasure.pk))
    tasks.erase_once_more.configure(schedule_in={"minutes": tasks.STRAGGLERS_WITHIN}).defer(erasure_id=str(erasure.pk))

    def write_down() -> None:
        with suppress(OSError):  # the job tries again
            journal.write_down(erasure)

    transaction.on_commit(write_down)


def _keep_files(erasure: Erasure, files: Iterable[Doomed]) -> None:
    """Note them for the job; after the commit nobody knows any more whose they were."""
    ErasedFile.objects.bulk_create(
        ErasedFile(erasure=erasure, path=file.path, lines=file.lines, size=file.size) for file in files
    )


@transaction.atomic
def erase_once_more(erasure: Erasure) -> None:
    """For what somebody wrote in the very moment: an entry that was committed after the erasure had looked."""
    customer = Customer.every.select_for_update().get(pk=erasure.customer_id)
    _counts, files = forget({customer.pk: erasure.pseudonym}, at=customer.archived_at or erasure.at)
    _keep_files(erasure, files)


@transaction.atomic
def erase_lapsed(ids: Sequence[UUID], *, at: datetime) -> int:
    """The same for many at once, by a rule of retention. Who is under a hold, or has something open, is left."""
    customers = Customer.objects.in_use().filter(pk__in=ids).exclude(pk__in=held_at(timezone.localdate(at)))
    keys = list(customers.select_for_update(of=("self",)).order_by("pk").values_list("pk", flat=True))
    keys = _with_nothing_open(keys)
    keys += Customer.every.filter(merged_into__in=keys).exclude(standing="erased").values_list("pk", flat=True)
    pseudonyms = {key: _new_pseudonym() for key in keys}
    _counts, files = forget(pseudonyms, at=at)
    erasures = Erasure.objects.bulk_create(
        Erasure(customer_id=key, pseudonym=name, at=at, ground=Erasure.Ground.RETENTION)
        for key, name in pseudonyms.items()
    )
    if erasures:
        _keep_files(erasures[0], files)
        tasks.finish_erasure.configure().batch_defer(*({"erasure_id": str(erasure.pk)} for erasure in erasures))
        record_all("privacy.erased", [(Customer(pk=key), {}) for key in keys], at=at)
    return len(erasures)


def _with_nothing_open(keys: list[UUID]) -> list[UUID]:
    """Mostly nobody has; only then one asks for each."""
    warnings = [kind.warns for kind in record_kinds if kind.warns and kind.warns(keys)]
    return [key for key in keys if not any(warn([key]) for warn in warnings)]


def held_at(on: date) -> Iterable[UUID]:
    """Customers on whom a legal hold stands that day. It moves with a merge."""
    return LegalHold.objects.standing(on).values_list("customer_id", flat=True)


def refuse_held(ids: Sequence[UUID], *, on: date) -> None:
    hold = LegalHold.objects.filter(customer__in=ids, lifted_at=None).exclude(until__lt=on).first()
    if hold:
        raise UnderLegalHold(
            _("A legal hold stands on this customer (%(case)s: %(reason)s). Lift it first, or wait for its day.")
            % {"case": hold.case, "reason": hold.reason}
        )


def replay(lines: Iterable[journal.Line], *, at: datetime) -> str | None:
    """Erase again who was erased after the backup was made. Answers a sentence about it; None when it was nobody."""
    known = {line.customer: line for line in lines}
    done = 0
    with transaction.atomic():
        for customer in Customer.every.filter(pk__in=known).exclude(standing="erased").select_for_update():
            line = known[customer.pk]
            named_in = None if line.with_mentions else ()
            ground = Erasure.Ground.ASKED
            erasure = _erase(customer, line.pseudonym, by=None, at=line.at, ground=ground, named_in=named_in)
            Erasure.objects.filter(pk=erasure.pk).update(replayed_at=at)
            done += 1
    if not done:
        return None
    said = ngettext("%(count)s erasure was done again.", "%(count)s erasures were done again.", done)
    return said % {"count": formats.number(done)}


def _new_pseudonym() -> str:
    while True:
        name = "".join(secrets.choice(SIGNS) for _place in range(LENGTH))
        if not Erasure.objects.filter(pseudonym=name).exists():
            return name
