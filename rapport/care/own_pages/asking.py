"""What customers do about a matter of theirs: ask, write, answer what we ask, say whether it is solved."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from rapport.care.cases import actions as cases
from rapport.care.cases.changing import locked
from rapport.care.complaints import actions as complaints
from rapport.care.models import Case, Complaint, Restatement
from rapport.messaging.models import Message
from rapport.messaging.own_pages.writing import write


@transaction.atomic
def ask(
    customer: Any,
    *,
    kind: str,
    subject: str,
    text: str,
    at: datetime,
    by: Any = None,
    order=None,
    product=None,
    wanted: str = "",
    files: Sequence[Any] = (),
    once: UUID | None = None,
) -> Case:
    """A new matter in their own words. The same form sent twice is one.

    `by` is the person who writes for an organisation; `wanted` is what would put a complaint right. Raises what
    `messaging.own_pages.writing.write` raises.
    """
    words = f"{text}\n\n{_('What would put it right:')} {wanted}" if wanted else text
    message = write(customer, words, at=at, by=by, subject=subject, files=files, once=once)
    case = cases.from_message(
        message, at=at, kind=kind, by_customer=True, subject=subject, order=order, product=product
    )
    if wanted and case.is_complaint:
        Complaint.objects.filter(case=case, remedy_wanted="").update(remedy_wanted=wanted)
    return case


@transaction.atomic
def say(
    case: Case, text: str, *, at: datetime, by: Any = None, files: Sequence[Any] = (), once: UUID | None = None
) -> Message:
    """Words of theirs in the conversation of `case`, which begins with them if there is none."""
    case = locked(case)
    message = write(
        case.customer, text, at=at, by=by, conversation=case.conversation, subject=case.subject, files=files, once=once
    )
    if case.conversation_id is None:
        case.conversation = message.conversation
        case.save(update_fields=["conversation"])
    return message


def understood(restatement: Restatement, *, at: datetime) -> None:
    complaints.answer_restatement(restatement, Restatement.Answer.CONFIRMED, at=at, by_customer=True)


def put_right(restatement: Restatement, correction: str, *, at: datetime) -> None:
    complaints.answer_restatement(
        restatement, Restatement.Answer.CORRECTED, correction=correction, at=at, by_customer=True
    )


def accept(case: Case, *, at: datetime) -> None:
    """It is solved. Twice changes nothing."""
    if case.is_complaint:
        complaints.accept(case, at=at, by_customer=True)
    else:
        cases.confirm(case, at=at, by_customer=True)


def object_to(case: Case, words: str, *, at: datetime) -> None:
    """It is not solved: of a complaint that was answered somebody else decides anew, what was closed is reopened."""
    if not case.is_complaint:
        cases.reopen(case, at=at, by_customer=True, reason=words)
    elif case.state == Case.State.CLOSED:
        complaints.reopen(case, words, at=at, by_customer=True)
    else:
        complaints.object_to(case, words, at=at, by_customer=True)


def withdraw(case: Case, *, at: datetime, words: str = "") -> None:
    verbs = complaints if case.is_complaint else cases
    verbs.withdraw(case, at=at, by_customer=True, words=words)


def ask_for_manager(case: Case, *, at: datetime) -> None:
    """Somebody above sees it; a complaint is in their hands from then on."""
    if case.is_complaint:
        complaints.ask_for_manager(case, at=at, by_customer=True)
    else:
        cases.ask_for_a_manager(case, at=at, by_customer=True)
