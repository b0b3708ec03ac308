"""Telling one of them in person, and what they themselves choose."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from rapport.care.models import Notice, NoticeKind, NoticeRecipient, NoticeText
from rapport.care.notices import settling
from rapport.care.notices.actions.approving import findings, needs_second_person
from rapport.care.notices.locking import facts_of, tell_the_story
from rapport.care.notices.refusals import NotOutYet, NotReady
from rapport.care.notices.sending import Batch
from rapport.timeline import actions as timeline
from rapport.timeline.actions import record
from rapport.timeline.models import Channel, Entry

State = NoticeRecipient.State
CHOICES = {  # what somebody can choose on their own pages
    "wait": _("I wait for the new date"),
    "other_day": _("Another day would suit me better"),
    "part": _("Send ahead what is ready"),
    "substitute": _("I would take something else"),
    "cancel": _("I would rather cancel and get my money back"),
    "money_back": _("I want my money back"),
    "replacement": _("I want the same again, as soon as it is safe"),
    "agree": _("That is fine for me"),
    "leave": _("I would rather leave before it changes"),
    "other_person": _("I would rather have somebody else"),
}
OFFERED = {  # by kind: what there is to choose; and what more with an order that is still open
    NoticeKind.DELAY: (("wait",), ("other_day", "part", "substitute", "cancel")),
    NoticeKind.INCIDENT: (("wait",), ("other_day", "part", "substitute", "cancel")),
    NoticeKind.UNAVAILABLE: (("wait", "substitute"), ("other_day", "part", "cancel")),
    NoticeKind.RECALL: (("money_back", "replacement"), ()),
    NoticeKind.CHANGE: (("agree", "leave"), ()),
    NoticeKind.CONTACT: (("agree", "other_person"), ()),
}


def offered(recipient: NoticeRecipient) -> tuple[str, ...]:
    """What this customer can choose, by name. Nothing once it is solved, or the order has come."""
    notice, order = recipient.notice, recipient.order
    if notice.state not in (Notice.State.SENDING, Notice.State.SENT):
        return ()
    always, with_order = OFFERED[notice.kind]
    if order is None or not with_order:
        return always
    return always + with_order if order.is_open else ()


@transaction.atomic
def spoke(
    recipient: NoticeRecipient, *, at: datetime, by: Any, words: str, in_person: bool = False, in_writing: bool = False
) -> Entry:
    """They were told by phone or face to face. The recorded call moves what was promised. Twice is two calls.

    `in_writing` sends them the notice as well, so that they can read it again. Raises `NotReady` where something
    stands against its words.
    """
    recipient = _locked(recipient)
    notice = recipient.notice
    if notice.state == Notice.State.DROPPED:
        raise NotOutYet
    customer = recipient.customer
    if in_person:
        entry = timeline.meeting(customer, body=words, by=by, at=at)
    else:
        entry = timeline.call(customer, body=words, by=by, at=at)
    rows = list(notice.recipients.filter(customer=customer).select_related("order", "customer", "promise"))
    for row in rows:
        if row.state in (State.WAITING, State.HELD):
            row.state, row.told_at, row.reason = State.SPOKEN, at, ""
            row.save(update_fields=["state", "told_at", "reason"])
    notice.told_at = notice.told_at or at
    still = notice.recipients.filter(state=State.WAITING).exists()
    if notice.state in (Notice.State.DRAFT, Notice.State.APPROVED) and not still:
        notice.state, notice.approved_at, notice.approved_by, notice.sends_at = Notice.State.SENT, at, by, None
    notice.save(update_fields=["told_at", "state", "approved_at", "approved_by", "sends_at"])
    channel = Channel.IN_PERSON if in_person else Channel.PHONE
    tell_the_story(notice, "told", rows, at=at, by=by, channel=channel, about="spoken")
    settling.follow(notice, rows, entry)
    told = Batch(notice, NoticeText.About.NOTICE, 0, [customer.pk], at)
    told.follow_up([])
    if in_writing:
        if not can_be_written(notice, at):
            raise NotReady
        told.confirm()
    return entry


def can_be_written(notice: Notice, at: datetime) -> bool:
    """Whether its words may go to one whom somebody called: to few when they are complete, to many once approved."""
    if notice.state in (Notice.State.SENDING, Notice.State.SENT):
        return True
    is_draft = notice.state in (Notice.State.DRAFT, Notice.State.APPROVED)
    return is_draft and not needs_second_person(notice) and not any(one.blocks for one in findings(notice, at=at))


@transaction.atomic
def choose_option(
    recipient: NoticeRecipient, choice: str, *, at: datetime, words: str = "", by_customer: bool = True, by: Any = None
) -> NoticeRecipient:
    """What the customer chose; whoever looks after the notice sees it on Today. Chosen again, the last word counts.

    Raises `KeyError` for what is not among `CHOICES`.
    """
    CHOICES[choice]
    recipient = _locked(recipient)
    recipient.choice, recipient.choice_words, recipient.chosen_at = choice, words.strip(), at
    recipient.save(update_fields=["choice", "choice_words", "chosen_at"])
    facts = facts_of(recipient.notice, choice=choice)
    record(recipient, "notice.chosen", at=at, by=by, by_customer=by_customer, body=recipient.choice_words, **facts)
    return recipient


def _locked(recipient: NoticeRecipient) -> NoticeRecipient:
    NoticeRecipient.objects.select_for_update().values_list("pk").get(pk=recipient.pk)
    return NoticeRecipient.objects.select_related("notice__owner", "customer", "order").get(pk=recipient.pk)
