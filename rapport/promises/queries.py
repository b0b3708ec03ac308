"""What pages need to know about promises; each answer takes a fixed number of queries."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Count, F, Q, QuerySet, Window

from rapport.core.names import clean
from rapport.core.prepared import prepared
from rapport.core.registry import BADGES_COUNT_TO
from rapport.customers.models import Customer
from rapport.promises.actions.settling import VOID_WITHIN
from rapport.promises.models import CheckIn, Promise, Reminder, Telling
from rapport.promises.models.promise import OFTEN_MOVED, OWED
from rapport.timeline.models import Entry

SHOWN_PER_CUSTOMER = 8
AT_MOST = 200
LEAST_WORD = 3  # letters by which a promise is looked for


@dataclass(frozen=True)
class PromiseBook:
    """What somebody still owes customers."""

    late: list[Promise]
    upcoming: list[Promise]


def promise_book(user, *, at: datetime, until: datetime | None = None) -> PromiseBook:
    """What `user` has in hand at the moment `at`: late first, then by due date. One query, imported history aside."""
    sight = Customer.objects.sight(user, "customer")
    found = _in_hand_until(user.pk, until, sight=sight) if until else _in_hand(user.pk, sight=sight)
    return PromiseBook(
        late=[promise for promise in found if promise.is_late(at)],
        upcoming=[promise for promise in found if not promise.is_late(at)],
    )


@prepared
def _in_hand(owner: UUID, *, sight: Q) -> QuerySet[Promise]:
    return _book(owner, sight).order_by("due_at", "id")[:AT_MOST]


@prepared
def _in_hand_until(owner: UUID, until: datetime, *, sight: Q) -> QuerySet[Promise]:
    return _book(owner, sight).filter(due_at__lte=until).order_by("due_at", "id")[:AT_MOST]


def _book(owner: UUID, sight: Q) -> QuerySet[Promise]:
    return Promise.objects.filter(sight).open().living().owned_by(owner).select_related("customer")


@dataclass(frozen=True)
class CustomerPromises:
    """What one customer is owed."""

    open: list[Promise]
    open_count: int
    late_count: int

    @property
    def next(self) -> Promise | None:
        return self.open[0] if self.open else None


def customer_promises(customer, *, at: datetime) -> CustomerPromises:
    """The open promises to `customer`, nearest first, old imported ones last. One query."""
    found = _owed(customer.pk, at)
    return CustomerPromises(found, found[0].open_count if found else 0, found[0].late_count if found else 0)


@prepared
def _owed(customer: UUID, at: datetime) -> QuerySet[Promise]:
    rows = Promise.objects.open().filter(customer=customer).select_related("made_by", "owner")
    rows = rows.annotate(
        open_count=Window(Count("pk")), late_count=Window(Count("pk", filter=Q(due_at__lt=at)))
    )  # of all, also of those that are not shown
    return rows.order_by("imported", "due_at", "id")[:SHOWN_PER_CUSTOMER]


def chain(promise: Promise) -> list[Promise]:
    """`promise` with all it was moved from and to, oldest first. One query."""
    return list(
        Promise.objects.raw(
            """
            WITH RECURSIVE earlier AS (
                SELECT id, renegotiated_from_id, 0 AS step FROM promises_promise WHERE id = %(id)s
                UNION ALL
                SELECT p.id, p.renegotiated_from_id, step - 1
                FROM promises_promise p JOIN earlier e ON p.id = e.renegotiated_from_id
            ), later AS (
                SELECT id, 0 AS step FROM promises_promise WHERE id = %(id)s
                UNION ALL
                SELECT p.id, step + 1 FROM promises_promise p JOIN later l ON p.renegotiated_from_id = l.id
            )
            SELECT p.* FROM promises_promise p
            JOIN (SELECT id, step FROM earlier UNION SELECT id, step FROM later) links USING (id)
            ORDER BY step
            """,
            {"id": promise.pk},
        )
    )


@dataclass(frozen=True)
class Story:
    """How a promise came about and went."""

    links: list[Promise]
    entries: list[Entry]
    tellings: list[Telling]
    check_ins: list[CheckIn]
    reminders: list[Reminder]


def story_of(promise: Promise) -> Story:
    """Everything that was recorded about `promise` and those it was moved from and to. Five queries."""
    links = chain(promise)
    ids = [link.pk for link in links]
    about = {"promise__in": ids}
    entries = Entry.objects.filter(subject_id__in=ids).select_related("by", "customer").order_by("at", "id")
    return Story(
        links=links,
        entries=list(entries),
        tellings=list(Telling.objects.filter(**about).select_related("by", "promise")),
        check_ins=list(CheckIn.objects.filter(**about).select_related("by")),
        reminders=list(Reminder.objects.filter(**about).select_related("owner")),
    )


def worded(user, text: str, *, limit: int) -> list[Promise]:
    """Promises in whose words every word of `text` occurs: those still owed first, then by due date. One query.

    The index of words knows Latin letters alone, as databases of the locale C do; in other scripts only what is still
    owed is looked through.
    """
    words = clean(text).split()
    if max(map(len, words), default=0) < LEAST_WORD:  # the index knows three letters and more
        return []
    rows = Promise.objects.visible_to(user).filter(*(Q(text__icontains=word) for word in words))
    if not any(len(word) >= LEAST_WORD and word.isascii() for word in words):
        rows = rows.open()
    rows = rows.annotate(is_owed=OWED).select_related("customer")
    return list(rows.order_by("-is_owed", "due_at", "id")[:limit])


def listed(user, *, show: str, kind: str = "", whose: str = "mine") -> QuerySet:
    """The promises of the list page: `show` is open, late, or a settled state; `whose` as in its choices."""
    rows = Promise.objects.visible_to(user).select_related("customer", "owner")
    if show == "open":
        rows = rows.open()
    elif show == "moved_often":
        rows = rows.open().filter(renegotiations__gt=OFTEN_MOVED)
    else:
        rows = rows.filter(state=show)
    if kind:
        rows = rows.filter(kind=kind)
    if whose == "mine":
        return rows.owned_by(user)
    match whose:
        case "nobody":
            return rows.orphaned()
        case "unseen":
            return rows.unseen()
    return rows


def order_of(show: str) -> str:
    """What is owed comes nearest first, what has ended latest first."""
    return "due_at" if show in ("open", "overdue", "moved_often") else "-due_at"


def can_be_voided(promise: Promise, tellings: list[Telling], *, by, at: datetime) -> bool:
    """Whether `void` would take it back: young, told to nobody, asked for by a second person."""
    return (
        promise.is_open
        and at - promise.made_at <= VOID_WITHIN
        and not tellings
        and not promise.renegotiated_from_id
        and promise.made_by != by
    )


def late_count(user, at: datetime) -> int:
    """How many living promises in `user`'s hands are late, as far as badges count."""
    return _late_of.count(user.pk, at, sight=Customer.objects.sight(user, "customer"))


@prepared
def _late_of(owner: UUID, at: datetime, *, sight: Q) -> QuerySet[Promise]:
    return Promise.objects.filter(sight).late(at).living().owned_by(owner).order_by().values("pk")[:BADGES_COUNT_TO]


def is_asked(promise: Promise, answers: list[CheckIn], at: datetime) -> bool:
    """Whether the owner should say if it is still on track: halfway has passed and nobody has said."""
    return bool(
        promise.is_open
        and promise.ask_at
        and promise.ask_at <= at < promise.due_at
        and not any(answer.promise_id == promise.pk for answer in answers)
    )


def owners(user) -> list[dict]:
    """Who has how many promises in hand, nobody and former colleagues included. One query."""
    rows = Promise.objects.visible_to(user).open().living().order_by().values(name=F("owner__name"), pk=F("owner"))
    return list(rows.annotate(count=Count("pk")).order_by("owner__is_active", "name"))


def window(days: int, at: datetime) -> tuple[datetime, datetime]:
    """The `days` before `at`."""
    return at - timedelta(days=days), at


HANDED_OVER = "promise.handed_over"


def latest_handover(promise: Promise) -> Entry | None:
    """The entry that tells how `promise` came into the hands it is in."""
    return Entry.objects.filter(subject_id=promise.pk, kind=HANDED_OVER).order_by("-id").first()


def latest_transaction(user) -> int:
    """The number under which the newest handovers by `user` were committed, all at once."""
    handed = Entry.objects.filter(kind=HANDED_OVER, by=user).order_by("-id")
    return handed.values_list("transaction", flat=True)[0]


def handovers(user, transaction: int) -> QuerySet:
    """What `user` handed over at once."""
    return Entry.objects.filter(transaction=transaction, kind=HANDED_OVER, by=user)
