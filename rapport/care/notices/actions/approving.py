"""Whether a notice may go, and sending it on its way."""

from datetime import datetime
from typing import Any

from django.db import transaction

from rapport.care.models import Notice, NoticeText
from rapport.care.notices import checking
from rapport.care.notices.composing import languages_needed
from rapport.care.notices.locking import locked
from rapport.care.notices.refusals import AlreadyOut, NobodyChosen, NotReady, SecondPerson
from rapport.messaging.models import Channel
from rapport.messaging.outgoing.choosing import NoChannel

FEW = 20  # from so many on a second person approves (DOMAIN 8)
APPROVE = "care.approve_notice"
State = Notice.State


def needs_second_person(notice: Notice) -> bool:
    return notice.recipient_count >= FEW


def may_approve(notice: Notice, user: Any) -> bool:
    """Whoever wrote it, or asked for approval, is not the second person."""
    wrote = {notice.made_by_id, notice.asked_by_id, notice.owner_id}
    return user.has_perm(APPROVE) and user.pk not in wrote


def findings(notice: Notice, *, at: datetime) -> list[checking.Finding]:
    """What stands against sending it as it is. Two queries."""
    texts = {text.language: text for text in notice.texts.filter(about=NoticeText.About.NOTICE)}
    return checking.findings(notice, texts, set(languages_needed(notice)), at=at)


@transaction.atomic
def ask_for_approval(notice: Notice, *, at: datetime, by: Any) -> Notice:
    """A second person shall look at it. Raises `NotReady`, `NobodyChosen`, `AlreadyOut`."""
    notice = _ready(notice, at)
    notice.asked_at, notice.asked_by = at, by
    notice.save(update_fields=["asked_at", "asked_by"])
    return notice


@transaction.atomic
def approve(notice: Notice, *, at: datetime, by: Any) -> Notice:
    """Let it go: to few, whoever may write notices does; to many, a second person. Twice changes nothing.

    Raises `NotReady`, `NobodyChosen`, `SecondPerson`, `AlreadyOut`.
    """
    notice = locked(notice)
    if notice.state == State.APPROVED:
        return notice
    notice = _ready(notice, at)
    if needs_second_person(notice) and not (by and may_approve(notice, by)):
        raise SecondPerson
    notice.state, notice.approved_at, notice.approved_by, notice.sends_at = State.APPROVED, at, by, None
    notice.save(update_fields=["state", "approved_at", "approved_by", "sends_at"])
    return notice


@transaction.atomic
def send_out(notice: Notice, *, at: datetime, by: Any, by_itself: bool = False) -> Notice:
    """Have the worker tell everybody. To few it is approved by that. Twice changes nothing.

    Raises `NotReady`, `NobodyChosen`, `SecondPerson`, `AlreadyOut`, `NoChannel`.
    """
    from rapport.care.notices.tasks import send_notice

    notice = locked(notice)
    if notice.state in (State.SENDING, State.SENT):
        return notice
    notice = approve(notice, at=at, by=by)
    if not Channel.objects.in_use().exists():
        raise NoChannel
    notice.state, notice.is_automatic = State.SENDING, by_itself
    notice.owner = notice.owner or by
    notice.save(update_fields=["state", "is_automatic", "owner"])
    send_notice.defer(notice_id=str(notice.pk), about=NoticeText.About.NOTICE.value, turn=0)
    return notice


def _ready(notice: Notice, at: datetime) -> Notice:
    notice = locked(notice)
    if notice.state != State.DRAFT:
        raise AlreadyOut
    if not notice.recipient_count:
        raise NobodyChosen
    if any(found.blocks for found in findings(notice, at=at)):
        raise NotReady
    return notice
