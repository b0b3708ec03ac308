"""Telling one of them in person, and what they themselves choose."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from rapport.care.models import Notice, NoticeRecipient
from rapport.care.notices import settling
from rapport.care.notices.locking import facts_of, tell_the_story
from rapport.care.notices.refusals import NotOutYet
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
}


@transaction.atomic
def spoke(recipient: NoticeRecipient, *, at: datetime, by: Any, words: str, in_person: bool = False) -> Entry:
    """They were told by phone or face to face. The recorded call moves what was promised. Twice is two calls."""
    recipient = _locked(recipient)
    notice = recipient.notice
    if notice.state == Notice.State.DROPPED:
        raise NotOutYet
    customer = recipient.customer
    if in_person:
        entry = timeline.meeting(customer, body=words, by=by, at=at)
    else:
        entry = timeline.call(customer, body=words, by=by, at=at)
    rows = list(notice.recipients.filter(customer=customer).select_related("order"))
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
    for row in rows:
        if row.order_id:
            settling.follow_one(notice, row, entry)
    return entry


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
