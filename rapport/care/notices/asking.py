"""One question, three days after customers heard that it is solved: how well did we deal with it? (DOMAIN 8)

It is asked once, of those who knew, and of nobody who was asked something lately, complains, or is in mourning
(DOMAIN 4.5). Until then nothing else asks them: the notice holds it back. What holds back offers stays.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Count, Q

from rapport.care.models import Notice, NoticeRecipient
from rapport.care.notices.composing import Composer, page_of, recipients
from rapport.care.notices.facts import Theirs, theirs
from rapport.care.notices.locking import facts_of
from rapport.care.notices.refusals import NotAsked, NotSolvedYet
from rapport.care.notices.sending import KEY, source_of
from rapport.core.names import clean_lines
from rapport.core.refusals import Refusal
from rapport.messaging.models import ContactHold, Message, Purpose
from rapport.messaging.outgoing import holds
from rapport.messaging.outgoing.actions import send
from rapport.messaging.outgoing.budgets import COUNTED
from rapport.timeline.actions import record

AFTER = timedelta(days=3)
TOO_LATE = timedelta(days=14)  # nobody is asked about what they have long forgotten
REST, MOST_A_YEAR = timedelta(days=30), 4  # between two questions, whatever about
BATCH, SHOWN = 20, 200
SOLVED = (Notice.State.RESOLVED, Notice.State.REVIEWED)
State = NoticeRecipient.State


def ask_all(at: datetime) -> int:
    """Ask whose days are over; answers how many customers were looked at. Safe to repeat, and to be killed."""
    count = 0
    while done := ask_some(at):
        count += done
    return count


def due(at: datetime):
    return NoticeRecipient.objects.filter(
        notice__state__in=SOLVED, notice__resolved_at__lte=at - AFTER, notice__resolved_at__gt=at - TOO_LATE,
        state__in=[State.TOLD, State.SPOKEN], solved_told_at__isnull=False, asked_at=None, rated_at=None,
    )  # fmt: skip


@transaction.atomic
def ask_some(at: datetime) -> int:
    """A few customers of one notice, each once however many orders of theirs it concerns."""
    first = due(at).order_by("notice_id").values_list("notice_id", flat=True).first()
    if first is None:
        return 0
    notice = Notice.objects.select_for_update(of=("self",)).select_related("owner", "contact").get(pk=first)
    waiting = due(at).filter(notice=notice).order_by("customer_id").values_list("customer_id", flat=True)
    keys = list(waiting.distinct()[:BATCH])
    spared = not_now(keys, notice, at)
    composer, rows = Composer(notice), recipients(notice, keys)
    own, once = theirs(rows), {row.customer_id: row for row in reversed(rows)}
    for key, row in once.items():
        question = None if key in spared else _ask(composer, row, own.get(key, Theirs()))
        NoticeRecipient.objects.filter(notice=notice, customer=key).update(asked_at=at, question=question)
    return len(keys)


def not_now(customers: Iterable[UUID], notice: Notice, at: datetime) -> set[UUID]:
    """Who is left in peace: held back by something else, or asked often enough. Two queries."""
    keys = list(customers)
    held = holds.standing(at).filter(customer__in=keys, purposes__contains=[Purpose.SURVEY])
    asked = Message.objects.filter(
        customer__in=keys, direction=Message.Direction.OUT, purpose=Purpose.SURVEY, state__in=COUNTED,
        at__gt=at - timedelta(days=365),
    )  # fmt: skip
    counts = (
        asked.order_by().values_list("customer").annotate(Count("pk"), lately=Count("pk", filter=Q(at__gt=at - REST)))
    )
    weary = {key for key, year, lately in counts if lately or year >= MOST_A_YEAR}
    return weary | set(held.exclude(source=source_of(notice)).values_list("customer_id", flat=True))


def _ask(composer: Composer, row: NoticeRecipient, own: Theirs) -> Message | None:
    """The question; None where it may not be sent, which nobody needs to read on their story."""
    notice, customer = composer.notice, row.customer
    if composer.language_of(customer) not in composer.texts:
        return None
    text = composer.question(customer, own, page=page_of(row))
    try:
        with transaction.atomic():
            ours = ContactHold.objects.filter(customer=customer, source=source_of(notice), lifted_at=None)
            ours.update(purposes=[Purpose.MARKETING])
            message = send(
                customer,
                text.text,
                by=notice.owner,
                conversation=row.message.conversation if row.message else None,
                subject=text.subject,
                language=text.language,
                purpose=Purpose.SURVEY,
                kind=Message.Kind.OURS_AUTOMATIC,
                idempotency_key=f"{KEY}{notice.pk}:{customer.pk}:question:0",
            )
            if message.state == Message.State.REFUSED:
                raise NotAsked
            return message
    except Refusal:
        return None


@transaction.atomic
def rate(recipient: NoticeRecipient, stars: int, *, at: datetime, words: str = "") -> NoticeRecipient:
    """The customer says how well we dealt with it, from 1 to 5. The last word counts. Raises `NotSolvedYet`."""
    row = (
        NoticeRecipient.objects.select_for_update(of=("self",))
        .select_related("notice", "customer")
        .get(pk=recipient.pk)
    )
    if row.notice.state not in SOLVED:
        raise NotSolvedYet
    said = {"rating": stars, "rating_words": clean_lines(words)}
    if {name: getattr(row, name) for name in said} == said:
        return row  # pressed twice
    rows = NoticeRecipient.objects.filter(notice=row.notice_id, customer=row.customer_id)
    rows.update(rated_at=at, **said)
    facts = facts_of(row.notice, stars=stars)
    record(row, "notice.rated", at=at, by_customer=True, body=said["rating_words"], **facts)
    return row


def ratings(notice: Notice, sight: Q) -> list[NoticeRecipient]:
    """What customers think of how it was dealt with, of each once, the worst first. One query."""
    rows = notice.recipients.filter(sight, rating__isnull=False).select_related("customer")
    once = {row.customer_id: row for row in rows.order_by("rating", "-rated_at")[:SHOWN]}
    return list(once.values())


def asked_of(notice: Notice) -> int:
    """How many customers were asked. One query."""
    rows = notice.recipients.filter(question__isnull=False)
    return rows.aggregate(n=Count("customer", distinct=True))["n"]
