"""Delays that call for a notice: drafted by themselves, kept true to the facts, and by rule sent by themselves."""

from datetime import datetime, timedelta

from django.db import transaction

from rapport.care.models import Certainty, Notice, NoticeKind, NoticeRule, NoticeText
from rapport.care.notices import sending
from rapport.care.notices.actions.approving import findings, send_out
from rapport.care.notices.actions.drafting import draft, rewrite
from rapport.care.notices.locking import locked
from rapport.care.notices.measures import calls_first
from rapport.care.notices.whom import OneOrder
from rapport.core.refusals import Refusal
from rapport.orders.actions.dates import tell_by
from rapport.orders.models import Delay, Order
from rapport.promises.calendars import calendar_of
from rapport.timeline.models import Entry

State = Notice.State
OPEN_DRAFTS = (State.DRAFT, State.APPROVED)
BATCH = 20


def rule() -> NoticeRule:
    return NoticeRule.objects.first() or NoticeRule()


def of_a_delay(entry: Entry) -> Notice | None:
    """A colleague noted that an order will be late: what its customer shall read waits on Today."""
    order = _order(entry.facts.get("order_id"))
    delay = order and order.delays.filter(told_at=None).first()
    if delay is None:
        return None
    standing = Notice.objects.filter(slip=order.promise).exclude(state=State.DROPPED).first()
    if standing:
        return _follow_the_facts(standing, delay, entry.at)
    return _draft(order, at=entry.at, by=delay.noted_by, delay=delay)


def of_a_day_that_passed(entry: Entry) -> Notice | None:
    """A promised day passed, and nobody said why."""
    order = Order.objects.select_related("promise", "seller", "location").filter(
        promise=entry.facts.get("promise_id"), promise__kind="delivery", outcome="open", imported=False
    ).first()  # fmt: skip
    if order is None or not order.promise.is_open or order.promise.tellings.filter(about="late").exists():
        return None
    delay = order.delays.filter(told_at=None).first()
    return _draft(order, at=entry.at, by=None, delay=delay)


def drop_what_is_told(promise_id: str | None) -> None:
    """They know of the slip of this promise, or it is none any more."""
    with transaction.atomic():
        Notice.objects.filter(slip=promise_id, state__in=OPEN_DRAFTS).update(state=State.DROPPED, sends_at=None)


def drop_of_order(order_id: str | None) -> None:
    """It came, was cancelled, or comes in time after all: there is nothing to tell."""
    waiting = Notice.objects.filter(order=order_id, slip__isnull=False, state__in=OPEN_DRAFTS)
    waiting.update(state=State.DROPPED, sends_at=None)


def send_what_is_due(at: datetime) -> int:
    """Send the drafts whose time to be looked at is over; answers how many went."""
    sent = 0
    for key in Notice.objects.filter(sends_at__lte=at).order_by("sends_at").values_list("pk", flat=True)[:BATCH]:
        sent += _send_by_itself(key, at)
    return sent


@transaction.atomic
def _send_by_itself(key, at: datetime) -> bool:
    notice = locked(Notice(pk=key))
    if notice.sends_at is None or notice.sends_at > at:
        return False
    if may_go_by_itself(notice, at):
        try:
            with transaction.atomic():
                send_out(notice, at=at, by=None, by_itself=True)
            return True
        except Refusal:
            pass  # somebody has to look at it; it stays on Today
    Notice.objects.filter(pk=key).update(sends_at=None)
    return False


def may_go_by_itself(notice: Notice, at: datetime) -> bool:
    """A draft of one slip of one customer, complete, with nothing named against its words, to nobody in mourning."""
    if notice.state != State.DRAFT or notice.slip is None or not notice.slip.is_open or notice.recipient_count != 1:
        return False
    allowed = rule()
    if not allowed.goes_out or (notice.certainty == Certainty.UNKNOWN and not allowed.when_passed):
        return False
    customers = list(notice.recipients.values_list("customer_id", flat=True))
    return not sending.in_person(customers, at) and not findings(notice, at=at)


@transaction.atomic
def _draft(order: Order, *, at: datetime, by, delay: Delay | None) -> Notice | None:
    promise, owner = order.promise, _owner(order, by)
    known_at = delay.known_at if delay else max(promise.due_at, promise.made_at)
    calendar = calendar_of(order.location)
    expected = delay.expected_on if delay else None
    notice = draft(
        NoticeKind.DELAY,
        at=at,
        by=by,
        owner=owner,
        whom=OneOrder(order),
        order=order,
        slip=promise,
        known_at=known_at,
        tell_by=delay.tell_by if delay else tell_by(known_at, None, calendar),
        certainty=Certainty.CONFIRMED if delay else Certainty.UNKNOWN,
        cause=delay.cause if delay else "",
        new_on=expected,
        next_news_at=None if expected else _next_news(at, calendar),
    )
    _time_it(notice, at)
    return notice


def _follow_the_facts(notice: Notice, delay: Delay, at: datetime) -> Notice:
    """While nobody wrote in a draft, it says what is known by now."""
    with transaction.atomic():
        notice = locked(notice)
        if notice.state != State.DRAFT or notice.edited_at:
            return notice
        notice.affected["cause"] = delay.cause
        notice.certainty, notice.new_on, notice.tell_by = Certainty.CONFIRMED, delay.expected_on, delay.tell_by
        calendar = calendar_of(notice.order.location if notice.order else None)
        notice.next_news_at = None if delay.expected_on else _next_news(at, calendar)
        notice.save()
        rewrite(notice, set(notice.texts.filter(about=NoticeText.About.NOTICE).values_list("language", flat=True)))
        _time_it(notice, at)
    return notice


def _time_it(notice: Notice, at: datetime) -> None:
    """By rule it goes out by itself, after a while in which somebody can look at it; at the latest when it is due.

    Less than a day before the promised moment somebody calls first: it goes by itself when nobody has, and it is due.
    """
    if may_go_by_itself(notice, at):
        waits_until = notice.tell_by if calls_first(notice, at) else at + timedelta(minutes=rule().wait_minutes)
        notice.sends_at = max(at, min(waits_until, notice.tell_by)) if notice.tell_by > at else at
        notice.save(update_fields=["sends_at"])


def _next_news(at: datetime, calendar) -> datetime:
    """The end of the next business day."""
    return calendar.close_of(calendar.next_open_day(calendar.local_date(at)))


def _owner(order: Order, by):
    for person in (order.promise.owner, order.seller, by):
        if person and person.is_active:
            return person
    return None


def _order(key: str | None) -> Order | None:
    found = Order.objects.select_related("promise", "seller", "location").filter(pk=key, imported=False).first()
    return found if found and found.is_open and found.promise and found.promise.is_open else None
