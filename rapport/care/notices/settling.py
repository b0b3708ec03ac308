"""What became of the messages of notices: told, held back; and what follows for what was promised.

A message counts as told when the other side took it, at that moment, however long after somebody looks.
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import F, Min, Q

from rapport.care.models import Notice, NoticeKind, NoticeRecipient, NoticeText
from rapport.care.notices import owing
from rapport.care.notices.facts import theirs
from rapport.care.notices.locking import tell_the_story
from rapport.care.notices.sending import by_other_ways
from rapport.care.notices.wording import fill, spoken, words
from rapport.core.refusals import Refusal
from rapport.messaging.models import Message
from rapport.orders import actions as orders
from rapport.orders.models import Order
from rapport.promises.calendars import calendar_of, end_of
from rapport.promises.models import Promise
from rapport.promises.tellings import Told
from rapport.staff.models import Business
from rapport.timeline.models import Entry

BATCH = 50
LOOK_BACK = timedelta(days=14)  # so long a mail may come back
FOLLOWED = (NoticeKind.DELAY, NoticeKind.UNAVAILABLE, NoticeKind.INCIDENT)  # by what was promised of an order
State = NoticeRecipient.State
OUT = [*Message.GOT_OUT]
NOT_OUT = [Message.State.REFUSED, Message.State.FAILED, Message.State.BOUNCED, Message.State.CANCELLED]


def settle(at: datetime) -> int:
    """Look after all notices that are out; answers how many recipients went on. Safe to repeat, and for two at once."""
    count = 0
    while done := _settle_some(at):
        count += done
    while done := _settle_news(at):
        count += done
    return count + _hold_back(at)


@transaction.atomic
def _settle_some(at: datetime) -> int:
    """Those whose first message was taken by the other side; also one that came back and was sent once more."""
    rows = NoticeRecipient.objects.filter(
        Q(state=State.WAITING) | Q(state=State.HELD), message__state__in=OUT, message__entry__isnull=False
    )
    found = _locked(rows)
    for notice, those in _by_notice(found).items():
        for row in those:
            row.state, row.reason, row.told_at = State.TOLD, "", row.message.sent_at
        _tell(notice, those, "notice", [row.told_at for row in those])
        _mark_told(notice)
        _follow(notice, [(row, row.message.entry) for row in those])
    return len(found)


@transaction.atomic
def _settle_news(at: datetime) -> int:
    """Those whom an update, or the word that it is solved, has reached."""
    rows = NoticeRecipient.objects.filter(
        Q(news_told_at=None) | Q(news_told_at__lt=F("latest__sent_at")),
        state__in=[State.TOLD, State.SPOKEN], latest__state__in=OUT, latest__entry__isnull=False,
    )  # fmt: skip
    found = _locked(rows)
    for notice, those in _by_notice(found).items():
        for row in those:
            row.news_told_at = row.latest.sent_at
        solved = [row for row in those if row.solved_told_at]
        _tell(notice, solved, "solved", [row.news_told_at for row in solved])
        _tell(notice, [row for row in those if not row.solved_told_at], "update", [row.news_told_at for row in those])
        _follow(notice, [(row, row.latest.entry) for row in those if not row.solved_told_at])
    return len(found)


@transaction.atomic
def _hold_back(at: datetime) -> int:
    """Those whose message did not reach them, each with the reason; somebody has to call."""
    rows = NoticeRecipient.objects.filter(
        state__in=[State.WAITING, State.TOLD], message__state__in=NOT_OUT, message__at__gt=at - LOOK_BACK
    )
    with_it = rows.select_for_update(of=("self",), skip_locked=True).select_related("message", "notice")
    found = [row for row in with_it[: BATCH * 20] if not _got_by_another_way(row)]
    for row in found:
        row.state, row.reason = State.HELD, (row.message.reason or row.message.state)[:40]
    NoticeRecipient.objects.bulk_update(found, ["state", "reason"])
    return len(found)


def _got_by_another_way(row: NoticeRecipient) -> bool:
    """A recall goes by every channel: what came through, or still may, stands in for what did not."""
    if row.notice.kind != NoticeKind.RECALL:
        return False
    others = [one for one in by_other_ways(row) if one.state not in NOT_OUT]
    out = next((one for one in others if one.state in OUT), None)
    if out:
        NoticeRecipient.objects.filter(pk=row.pk).update(message=out)
    return bool(others)


def _locked(rows) -> list[NoticeRecipient]:
    keys = list(
        rows.order_by("id").select_for_update(of=("self",), skip_locked=True).values_list("pk", flat=True)[:BATCH]
    )
    together = (
        "notice__owner",
        "customer",
        "order__promise",
        "message__entry",
        "message__channel",
        "latest__entry",
        "promise",
    )
    return list(NoticeRecipient.objects.filter(pk__in=keys).select_related(*together).order_by("id"))


def _by_notice(rows: Iterable[NoticeRecipient]) -> dict[Notice, list[NoticeRecipient]]:
    found = defaultdict(list)
    for row in rows:
        found[row.notice].append(row)
    return found


def _tell(notice: Notice, rows: list[NoticeRecipient], about: str, moments: list[datetime]) -> None:
    """Keep what became of them, and say it on each one's story."""
    NoticeRecipient.objects.bulk_update(rows, ["state", "reason", "told_at", "news_told_at"])
    if rows:
        tell_the_story(notice, "told", rows, at=max(moments), by=_by(notice), about=about)


def _mark_told(notice: Notice) -> None:
    """From the first who knows on, customers are told."""
    first = notice.recipients.aggregate(first=Min("told_at"))["first"]
    Notice.objects.filter(pk=notice.pk).update(told_at=first)


def _by(notice: Notice):
    return None if notice.is_automatic else notice.owner


def _follow(notice: Notice, told: Iterable[tuple[NoticeRecipient, Entry]]) -> None:
    """What was promised moves with the new date, by the entry that shows they know; each order by itself."""
    owed: dict = {}  # by customer: of several orders that are called back there is one word
    for row, entry in told:
        if owing.is_owed(notice, row):
            _owe(notice, row, entry, owed)
        else:
            follow_one(notice, row, entry)


def _owe(notice: Notice, row: NoticeRecipient, entry: Entry, owed: dict) -> None:
    if row.customer_id not in owed:
        if row.order_id and row.promise is None:  # told of another of their orders before
            others = notice.recipients.filter(customer=row.customer_id, promise__isnull=False)
            row.promise = next((other.promise for other in others.select_related("promise")[:1]), None)
        try:
            with transaction.atomic():
                owed[row.customer_id] = owing.owe(notice, row, entry)
        except Refusal:  # the day has passed meanwhile: they know of it, and nothing is owed by it
            owed[row.customer_id] = None
    NoticeRecipient.objects.filter(pk=row.pk).update(promise=owed[row.customer_id])


def follow(notice: Notice, rows: Iterable[NoticeRecipient], entry: Entry) -> None:
    """All `rows` know the new date by `entry`."""
    _follow(notice, [(row, entry) for row in rows])


def follow_one(notice: Notice, row: NoticeRecipient, entry: Entry) -> Promise | None:
    """Let the order of `row` follow the date of which its customer was told by `entry`."""
    if row.order_id is None or notice.kind not in FOLLOWED:
        return None
    order = Order.objects.select_related("promise", "location").get(pk=row.order_id)
    promise = order.promise
    if not order.is_open or promise is None or not promise.is_open:
        return None
    day = notice.latest_on or notice.new_on
    if day and promise.due_at == end_of(day, calendar_of(order.location)):
        new = promise
    else:
        told = Told(
            channel=entry.channel or "message", at=entry.at, words=entry.body, entry=entry,
            known_at=min(notice.known_at, entry.at),
        )  # fmt: skip
        try:
            with transaction.atomic():
                new = orders.tell_delay(
                    order, at=entry.at, by=notice.owner, told=told, cause=cause_of(notice, row), due_on=day
                )
        except Refusal:  # finished, settled or past meanwhile: they were told, and nothing is owed by this date
            return None
    NoticeRecipient.objects.filter(pk=row.pk).update(promise=new)
    drop_drafts(order, promise, but=notice)
    return new


def drop_drafts(order: Order, slip: Promise, *, but: Notice | None = None) -> None:
    """What others still meant to tell of this slip is told."""
    waiting = Notice.objects.filter(state__in=[Notice.State.DRAFT, Notice.State.APPROVED], slip=slip)
    waiting.exclude(pk=but.pk if but else None).update(state=Notice.State.DROPPED, sends_at=None)


def cause_of(notice: Notice, row: NoticeRecipient) -> str:
    """Why, in the house's language and in words that customers may read: the title of a notice is among us."""
    house = Business.objects.current()
    language = spoken("", house)
    if cause := notice.affected.get("cause"):
        return words(language)["causes"].get(cause, cause)
    written = {text.language: text.happened for text in notice.texts.filter(about=NoticeText.About.NOTICE)}
    said = written.get(language) or next(iter(written.values()), "") or str(notice.get_kind_display())
    own = theirs([row])[row.customer_id]
    return fill(said, own.said(language, ZoneInfo(house.time_zone)))
