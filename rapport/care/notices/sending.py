"""Telling everybody whom a notice concerns: in batches, each in one transaction with the word that it was done.

A worker that is killed leaves its batch as if it had never begun; whoever goes on takes those who are left. Nobody is
written to twice: the message and the mark that it was written commit together, under a key of the notice and customer.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from rapport.care.models import Notice, NoticeKind, NoticeRecipient, NoticeText
from rapport.care.notices import owing
from rapport.care.notices.composing import Composer, Written, page_of, recipients
from rapport.care.notices.facts import Theirs, theirs
from rapport.core import passes
from rapport.core.refusals import Refusal
from rapport.messaging.models import Channel, ChannelKind, ConversationLink, Message, Preference
from rapport.messaging.outgoing import holds, sealed
from rapport.messaging.outgoing.actions import send
from rapport.messaging.outgoing.choosing import others_for
from rapport.messaging.outgoing.holds import standing
from rapport.promises.calendars import calendar_of, end_of

BATCH = 20  # customers
CALL_THEM = ("mourning", "dissolved")  # contact holds of those to whom nothing goes by itself
NOT_NOW = ("marketing", "survey")  # what the affected get none of, until a week after it is solved
KEY = "notice:"
TOLD_ALREADY, IN_PERSON = "told_already", "in_person"
State, About = NoticeRecipient.State, NoticeText.About


def work_off(notice_id: str | UUID, about: str, turn: int) -> None:
    """Tell all who wait for this text of the notice. Safe to repeat, and to be killed.

    One goes on behind those who were told just now, so that nobody is looked at twice; and begins anew at the end.
    """
    after = None
    while (told := tell_some(notice_id, about, turn, at=timezone.now(), after=after)) or after:
        after = told[-1] if told else None


@transaction.atomic
def tell_some(
    notice_id: str | UUID, about: str, turn: int, *, at: datetime, after: UUID | None = None
) -> Sequence[UUID]:
    """Tell the next few, behind the customer `after`; answers who they were, nobody when none is left."""
    with connection.cursor() as cursor:  # two workers must not take the same ones
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"care.notice {notice_id}"])
    notice = Notice.objects.select_related("owner", "contact").get(pk=notice_id)
    waiting = pending(notice, about, turn).order_by("customer_id").values_list("customer_id", flat=True).distinct()
    keys = list((waiting.filter(customer_id__gt=after) if after else waiting)[:BATCH])
    if keys:
        Batch(notice, about, turn, keys, at).tell()
    elif after is None:
        finish(notice, about)
    return keys


def pending(notice: Notice, about: str, turn: int) -> QuerySet[NoticeRecipient]:
    """Who is still to be told. News goes to those who were told, or are about to be."""
    rows = NoticeRecipient.objects.filter(notice=notice)
    if about == About.NOTICE:
        return rows.filter(state=State.WAITING, message=None)
    told = rows.filter(Q(state__in=[State.TOLD, State.SPOKEN]) | Q(state=State.WAITING, message__isnull=False))
    return told.filter(solved_told_at=None) if about == About.SOLVED else told.filter(update_turn__lt=turn)


def finish(notice: Notice, about: str) -> None:
    """Everybody's message is written. What becomes of each is looked after by `settling`."""
    from rapport.care.notices.tasks import settle_soon

    if about == About.NOTICE and notice.state == Notice.State.SENDING:
        Notice.objects.filter(pk=notice.pk).update(state=Notice.State.SENT)
    settle_soon()


class Batch:
    """A few customers of one notice."""

    def __init__(self, notice: Notice, about: str, turn: int, keys: list[UUID], at: datetime):
        self.notice, self.about, self.turn, self.at = notice, about, turn, at
        self.composer = Composer(notice, about=about, turn=turn)
        self.rows: dict[UUID, list[NoticeRecipient]] = {}
        for row in recipients(notice, keys):
            self.rows.setdefault(row.customer_id, []).append(row)
        self.theirs = theirs(row for rows in self.rows.values() for row in rows)
        self.in_person = in_person(keys, at)
        self.also: list[Message] = []  # by further channels, of what must be heard

    def tell(self) -> None:
        written = []
        for rows in self.rows.values():
            reason = self._against(rows)
            message = None if reason else self._send(rows[0])
            if isinstance(message, str):
                reason, message = message, None
            for row in rows:
                self._note(row, message, reason)
            if message:
                written.append(message)
        fields = ["state", "reason", "message", "latest", "update_turn", "solved_told_at"]
        NoticeRecipient.objects.bulk_update([row for rows in self.rows.values() for row in rows], fields)
        if self.about == About.NOTICE:
            self.follow_up(written + self.also)
        elif self.about == About.SOLVED:
            owing.keep(self.notice, [row for rows in self.rows.values() for row in rows], self.at)

    def confirm(self) -> None:
        """Write to those who were told by phone what they heard there: how they were told stays as it is."""
        written = []
        for rows in self.rows.values():
            message = self._send(rows[0])
            if isinstance(message, Message):
                NoticeRecipient.objects.filter(pk__in=[row.pk for row in rows]).update(message=message)
                written.append(message)
        self._link(written)

    def follow_up(self, messages: list[Message]) -> None:
        """They were told by `messages`, or by phone: nothing else comes to them meanwhile."""
        self._hold_back_the_rest()
        self._link(messages)

    def _against(self, rows: list[NoticeRecipient]) -> str:
        """Why this one is not written to by us now."""
        if self.about != About.NOTICE:
            return ""
        if rows[0].customer_id in self.in_person and not self._is_by_hand_to_one():
            return IN_PERSON
        return TOLD_ALREADY if self._know_it(rows) else ""

    def _is_by_hand_to_one(self) -> bool:
        return self.notice.recipient_count == 1 and not self.notice.is_automatic

    def _know_it(self, rows: list[NoticeRecipient]) -> bool:
        """Every order of theirs has this very date by now: somebody told them meanwhile."""
        day = self.notice.latest_on or self.notice.new_on
        if self.notice.kind != NoticeKind.DELAY or day is None or not any(row.order for row in rows):
            return False
        orders = [row.order for row in rows if row.order and row.order.promise]
        return bool(orders) and all(
            order.promise.renegotiations > 0 and order.promise.due_at == end_of(day, calendar_of(order.location))
            for order in orders
        )

    def _send(self, row: NoticeRecipient) -> Message | str:
        """The message, or why there is none."""
        customer, own = row.customer, self.theirs.get(row.customer_id, Theirs())
        if self.composer.language_of(customer) not in self.composer.texts:
            return "no_words"
        text = self.composer.write(customer, own, page=page_of(row))
        try:
            with transaction.atomic():
                message = self._out(customer, text, conversation=row.message.conversation if row.message else None)
        except Refusal as refusal:
            return refusal.code
        if self.notice.kind == NoticeKind.RECALL:
            self._by_all_ways(customer, own, message.channel, row)
        return message

    def _out(self, customer, text: Written, *, way: str = "", **more) -> Message:
        return send(
            customer,
            text.text,
            by=self.notice.owner,
            subject=text.subject,
            language=text.language,
            kind=Message.Kind.OURS_AUTOMATIC if self.notice.is_automatic else Message.Kind.PLAIN,
            idempotency_key=key_of(self.notice, customer.pk, self.about, self.turn, way),
            at_any_hour=self.notice.kind == NoticeKind.RECALL,
            **more,
        )

    def _by_all_ways(self, customer, own: Theirs, taken: Channel, row: NoticeRecipient) -> None:
        """What is dangerous is said wherever they can be reached (DOMAIN 8), on small screens in few words."""
        wish = Preference.objects.filter(customer=customer).first()
        for channel in others_for(customer, taken, wish):
            is_long = channel.kind == ChannelKind.EMAIL or self.about != About.NOTICE
            compose = self.composer.write if is_long else self.composer.short
            try:
                with transaction.atomic():
                    text = compose(customer, own, page=page_of(row))
                    self.also.append(self._out(customer, text, way=f":{channel.kind}", channel=channel))
            except Refusal:
                continue

    def _note(self, row: NoticeRecipient, message: Message | None, reason: str) -> None:
        if self.about == About.NOTICE:
            row.message = message
            if reason:
                row.state, row.reason = State.HELD, reason[:40]
        else:
            row.latest = message or row.latest
        if self.about == About.UPDATE:
            row.update_turn = self.turn
        if self.about == About.SOLVED:
            row.solved_told_at = self.at

    def _hold_back_the_rest(self) -> None:
        source = source_of(self.notice)
        holds.hold_all(list(self.rows), purposes=NOT_NOW, because="incident", source=source, at=self.at)

    def _link(self, messages: list[Message]) -> None:
        """The conversation says what it is about, so that whoever reads the answer finds the notice."""
        links = [
            ConversationLink(
                conversation_id=message.conversation_id, subject_type="care.notice", subject_id=self.notice.pk,
                label=self.notice.title[:120], at=self.at,
            )
            for message in messages
        ]  # fmt: skip
        ConversationLink.objects.bulk_create(links, ignore_conflicts=True)


def key_of(notice: Notice, customer: UUID, about: str, turn: int, way: str = "") -> str:
    """Under which a message goes once; `way` names a further channel."""
    return f"{KEY}{notice.pk}:{customer}:{about}:{turn}{way}"


def by_other_ways(row: NoticeRecipient) -> list[Message]:
    """What went to them beside the first message, by further channels. One query."""
    keys = [key_of(row.notice, row.customer_id, About.NOTICE, 0, f":{kind}") for kind in ChannelKind.values]
    return list(Message.objects.filter(idempotency_key__in=keys))


def in_person(customers: list[UUID], at: datetime) -> set[UUID]:
    """Those of `customers` who hear such a thing from a person: the bereaved, and what is dissolved. One query."""
    rows = standing(at).filter(customer__in=customers, because__in=CALL_THEM)
    return set(rows.values_list("customer_id", flat=True))


def opens(key: str) -> str:
    """What opens the page of the message with that key, for whom it is written."""
    notice, customer = key.split(":")[:2]
    row = NoticeRecipient.objects.filter(notice=notice, customer=customer).order_by("id").first()
    return passes.token("notice", row.pk, row.customer_id, at=timezone.now()) if row else ""


sealed.sources[KEY] = opens


def source_of(notice: Notice) -> str:
    return f"care.notice:{notice.pk}"


QUIET_AFTER = timedelta(days=7)
