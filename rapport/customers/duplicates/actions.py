"""What people decide about pairs, and having them looked for."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from rapport.core.models import Work
from rapport.core.progress import actions as long_work
from rapport.core.refusals import Refusal
from rapport.customers.duplicates import changed, finding
from rapport.customers.duplicates.comparison import evidence, profiles_of
from rapport.customers.merges import default_survivor, merge
from rapport.customers.models import Customer, DuplicateAcceptance, DuplicatePair, DuplicateSearch, NotDuplicates

SEARCH, ACCEPTANCE = "customers.duplicates", "customers.duplicates_merged"
OVERLAP = timedelta(minutes=10)  # whoever was being written while the last look began is looked at again
BEGINNING = datetime(1970, 1, 1, tzinfo=timezone.get_fixed_timezone(0))
KEPT = timedelta(days=90)


@transaction.atomic
def look_through(*, by=None, at: datetime) -> DuplicateSearch:
    """Have everybody looked through by the worker. Raises `AlreadyUnderWay`."""
    if Work.objects.under_way().filter(kind=SEARCH).exists():
        raise long_work.AlreadyUnderWay
    search = DuplicateSearch.objects.create(by=by, began_at=at)
    long_work.start(SEARCH, subject_id=search.pk, total=Customer.objects.current().count(), by=by)
    return search


@transaction.atomic
def look_again(search: DuplicateSearch, *, at: datetime, watch=finding.unwatched) -> DuplicateSearch:
    """Look through everybody now."""
    search.began_at = at
    finding.find_all(search, watch)
    search.ended_at = timezone.now()
    search.save()
    DuplicateSearch.objects.filter(began_at__lt=at - KEPT).delete()
    return search


def look_at_changed(*, at: datetime) -> DuplicateSearch | None:
    """Look at those who changed since the last look; at everybody, in a job, where they are too many.

    None when there was nobody to look at. Run every few minutes.
    """
    ended = DuplicateSearch.objects.exclude(ended_at=None).order_by("-began_at")
    last = ended.values_list("began_at", flat=True).first()
    since = last - OVERLAP if last else BEGINNING
    newest = Customer.objects.order_by("-updated_at").values_list("updated_at", flat=True).first()
    if newest is None or (last and newest < last):
        return None
    with transaction.atomic():
        search = DuplicateSearch(scope=DuplicateSearch.Scope.CHANGED, began_at=at)
        if changed.find_changed(search, since) is not None:
            search.ended_at = timezone.now()
            search.save()
            DuplicateSearch.objects.filter(scope=search.scope, began_at__lt=at).delete()
            return search
    if Work.objects.under_way().filter(kind=SEARCH).exists():
        return None
    return look_through(at=at)


@transaction.atomic
def tell_apart(first: Customer, second: Customer, *, by, at: datetime) -> NotDuplicates:
    """Note that these are two customers. They are not proposed again until what they are compared by changes.

    The note keeps the key of the pair, so that whoever was told of the pair finds what was said of it.
    """
    first, second = sorted((first, second), key=lambda customer: customer.pk)
    list(Customer.objects.select_for_update(of=("self",)).filter(pk__in=(first.pk, second.pk)).order_by("pk"))
    known = profiles_of((first.pk, second.pk))
    both, pair = {"first": first, "second": second}, DuplicatePair.objects.filter(first=first, second=second).first()
    now = {"first_keys": known[first.pk].digest, "second_keys": known[second.pk].digest, "by": by, "at": at}
    NotDuplicates.objects.filter(**both).delete()
    said = NotDuplicates.objects.create(**both, **now, **({"pk": pair.pk} if pair else {}))
    DuplicatePair.objects.filter(**both).delete()
    return said


@transaction.atomic
def ask_again(said: NotDuplicates, *, at: datetime) -> DuplicatePair | None:
    """Take back that two are two. They are proposed again, if anything speaks for it."""
    said = NotDuplicates.objects.select_for_update().filter(pk=said.pk).first()
    if said is None:
        return None
    first, second = said.first_id, said.second_id
    said.delete()
    return propose(first, second, at=at)


@transaction.atomic
def propose(one: UUID, other: UUID, *, at: datetime) -> DuplicatePair | None:
    """Have somebody decide about these two, if anything speaks for their being one."""
    first, second = sorted((one, other))
    found = evidence(first, second)
    if not found.is_proposed:
        return None
    facts = [[name, outcome, round(bits, 2)] for name, outcome, bits in found.facts]
    return DuplicatePair.objects.update_or_create(
        first_id=first,
        second_id=second,
        defaults={"weight": found.weight, "strength": found.strength, "evidence": facts, "found_at": at},
    )[0]


@transaction.atomic
def choose_to_merge(pairs, *, least: float, by, at: datetime) -> DuplicateAcceptance:
    """Fix which pairs are to be merged at once. Nothing happens to them yet."""
    keys = [str(pk) for pk in pairs.order_by("-weight", "-id").values_list("pk", flat=True)]
    return DuplicateAcceptance.objects.create(by=by, at=at, least=least, pairs=keys, count=len(keys))


@transaction.atomic
def merge_chosen(acceptance: DuplicateAcceptance, *, at: datetime, watch=finding.unwatched) -> DuplicateAcceptance:
    """Merge the pairs that were chosen, the strongest first. What is refused is noted with its reason."""
    acceptance = DuplicateAcceptance.objects.select_for_update().get(pk=acceptance.pk)
    if acceptance.done_at:
        return acceptance
    pairs = DuplicatePair.objects.in_bulk([UUID(key) for key in acceptance.pairs])
    for number, key in enumerate(acceptance.pairs):
        watch(number / max(1, acceptance.count))
        if pair := pairs.get(UUID(key)):  # else somebody has decided about it since
            _merge_pair(pair, acceptance, at)
    acceptance.done_at = at
    acceptance.save()
    return acceptance


def _merge_pair(pair: DuplicatePair, acceptance: DuplicateAcceptance, at: datetime) -> None:
    """The two, or whoever they have become part of by a pair before this one."""
    living = [one.merged_into_id or one.pk for one in Customer.every.filter(pk__in=(pair.first_id, pair.second_id))]
    seen = Customer.objects.visible_to(acceptance.by).filter(pk__in=living)
    if len(set(living)) < 2 or len(both := list(seen)) < 2:
        return
    try:
        with transaction.atomic():
            survivor, absorbed = default_survivor(*both)
            done = merge(survivor, absorbed, by=acceptance.by, at=at, score=round(pair.probability, 6))
    except Refusal as refusal:
        acceptance.refused.append([str(pair.first_id), str(pair.second_id), str(refusal.message)])
    else:
        acceptance.merges.append(str(done.pk))
