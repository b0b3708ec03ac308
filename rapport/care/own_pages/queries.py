"""What a customer may know of a matter of theirs. Notes, severity, causes and steps among us are not asked for here."""

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import Exists, OuterRef, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from rapport.care.cases.telling import KEY
from rapport.care.complaints import outside
from rapport.care.complaints.stages import MOST_OBJECTIONS, REOPENED_WITHIN
from rapport.care.models import Case, Complaint, ComplaintStep, Fairness, Remedy, Restatement, Stage
from rapport.core import keyset
from rapport.messaging.models import Conversation, Message
from rapport.messaging.outgoing.sealed import DOTS
from rapport.messaging.own_pages.reading import seen_by_them, thread
from rapport.promises.models import Promise

State = Case.State
PER_PAGE = 20
ON_HOME = 3
RAIL = (Stage.RECEIVED, Stage.ACKNOWLEDGED, Stage.RESTATED, Stage.INVESTIGATING, Stage.RESPONDED, Stage.ACCEPTED)
TOLD = (Remedy.State.APPROVED, Remedy.State.GIVEN)
MOST_IN_CHAIN = 5
SEALED = re.compile(rf"\S*{DOTS}\S*")  # a link of which only the mail has the word


@dataclass(frozen=True)
class Owed:
    """What we owe them about it, until the very moment that staff see."""

    words: str
    due_at: datetime
    is_late: bool


@dataclass(frozen=True)
class Stop:
    """A step of a complaint. `state` is done, now or empty; `at` when it was done, `by` until when it is promised."""

    label: str
    state: str
    at: datetime | None = None
    by: datetime | None = None


@dataclass(frozen=True)
class TheirCase:
    case: Case
    thread: list[Message]
    owed: list[Owed]
    complaint: Complaint | None
    stops: list[Stop]
    restatement: Restatement | None  # the latest; its answer is empty while we wait for theirs
    remedies: list[Remedy]
    bodies: list[Any]  # who decides from outside
    fairness: Fairness | None
    now: datetime

    @property
    def asks_whether_understood(self) -> bool:
        return self.restatement is not None and not self.restatement.answer

    @property
    def may_accept(self) -> bool:
        if self.complaint:
            return self.complaint.stage == Stage.RESPONDED
        return self.case.state == State.RESOLVED

    @property
    def may_object(self) -> bool:
        if self.complaint and not self.complaint.is_closed:
            return self.complaint.stage == Stage.RESPONDED and self.complaint.round <= MOST_OBJECTIONS
        if self.complaint:
            return bool(self.case.closed_at) and self.now - self.case.closed_at <= REOPENED_WITHIN
        return not self.case.is_open

    @property
    def may_withdraw(self) -> bool:
        return self.case.is_open and not self.asks_whether_understood

    @property
    def may_rate(self) -> bool:
        return not self.case.is_open and self.case.rating is None

    @property
    def asks_how_fair(self) -> bool:
        return self.fairness is not None and self.fairness.asked_at is not None and not self.fairness.answered_at


def their_case(pk: UUID, customer: UUID, *, at: datetime) -> TheirCase | None:
    """The case if it is theirs. Of a complaint ten queries, of others six."""
    with_it = ("owner", "answer", "update", "resolution", "conversation", "customer", "order", "fairness", "complaint")
    case = Case.objects.filter(pk=pk, customer=customer).select_related(*with_it).first()
    if case is None:
        return None
    complaint = getattr(case, "complaint", None) if case.is_complaint else None
    steps = list(complaint.steps.select_related("promise").order_by("begun_at", "pk")) if complaint else []
    standing = _as_they_stand([case.answer, case.update, case.resolution, *(step.promise for step in steps)])
    answered = complaint is not None and complaint.stage not in (*RAIL[:4], Stage.ASSESSED)
    return TheirCase(
        case=case,
        thread=read_here(thread(case.conversation)) if case.conversation else [],
        owed=_owed(case, standing, at),
        complaint=complaint,
        stops=_stops(complaint, steps, standing) if complaint else [],
        restatement=case.restatements.order_by("-at").first() if complaint else None,
        remedies=list(case.remedies.filter(state__in=TOLD)) if answered else [],
        bodies=outside.bodies_for(case) if answered else [],
        fairness=getattr(case, "fairness", None),
        now=at,
    )


def read_here(said: list[Message]) -> list[Message]:
    """A link that only a mail opens leads to the page of its case here, where they can do the same."""
    for message in said:
        key = message.idempotency_key or ""
        if key.startswith(KEY) and DOTS in message.text:
            page = reverse("care_portal:case", args=[key.removeprefix(KEY).partition(":")[0]])
            message.text = SEALED.sub(settings.PORTAL_ADDRESS + page, message.text)
    return said


def _as_they_stand(promises: list[Promise | None]) -> dict[UUID, Promise]:
    """Each promise by its key as it stands today, after every renegotiation. One query for each time any was moved."""
    known = {promise.pk: promise for promise in promises if promise}
    moved = {key for key, promise in known.items() if promise.state == Promise.State.RENEGOTIATED}
    for _step in range(MOST_IN_CHAIN):
        if not moved:
            break
        later = {one.renegotiated_from_id: one for one in Promise.objects.filter(
            renegotiated_from__in=[known[key].pk for key in moved]
        )}  # fmt: skip
        known |= {key: later[known[key].pk] for key in moved if known[key].pk in later}
        moved = {key for key in moved if known[key].state == Promise.State.RENEGOTIATED}
    return known


def _owed(case: Case, standing: dict[UUID, Promise], at: datetime) -> list[Owed]:
    solved = _("Decided by") if case.is_complaint else _("Solved by")
    words = ((case.answer_id, _("You have an answer by")), (case.update_id, _("You hear from us by")))
    found = []
    for key, text in (*words, (case.resolution_id, solved)):
        promise = standing.get(key)
        if promise and promise.is_open:
            found.append(Owed(text, promise.due_at, promise.due_at < at))
    return found


def _stops(complaint: Complaint, steps: list[ComplaintStep], standing: dict[UUID, Promise]) -> list[Stop]:
    done = {step.stage: step.done_at for step in steps if step.done_at}
    waits = {step.stage: standing[step.promise_id].due_at for step in steps if step.promise_id and not step.done_at}
    closed = complaint.is_closed
    stops, is_now = [], True
    for stage in RAIL:
        at = complaint.case.closed_at if stage == Stage.ACCEPTED and closed else done.get(stage)
        if stage == Stage.RECEIVED:
            at = complaint.case.opened_at
        if stage == Stage.INVESTIGATING and not at and complaint.stage == Stage.RESPONDED:
            continue  # put right on the spot
        again = complaint.stage == Stage.ASSESSED and stage in (Stage.INVESTIGATING, Stage.RESPONDED)
        if at and not (again and stage in waits):
            stops.append(Stop(_label(stage), "done", at=at))
        else:
            stops.append(Stop(_label(stage), "now" if is_now and not closed else "", by=waits.get(stage)))
            is_now = False
    return stops


def _label(stage: Stage) -> str:
    names = {
        Stage.RECEIVED: _("You told us"),
        Stage.ACKNOWLEDGED: _("We have it"),
        Stage.RESTATED: _("Understood"),
        Stage.INVESTIGATING: _("Looked into"),
        Stage.RESPONDED: _("Answered"),
        Stage.ACCEPTED: _("Closed"),
    }
    return names[stage]


def their_cases(customer: UUID, *, after: str | None = None) -> keyset.KeysetPage:
    """A page of their matters, the latest first. One query. Raises `BadCursor`."""
    rows = Case.objects.filter(customer=customer).select_related("owner").defer("words_key", "found_by")
    return keyset.page(rows, order=("-opened_at",), after=after, size=PER_PAGE)


def open_cases(customer: UUID) -> list[Case]:
    """Those in which somebody still has to say something, what is due first; one more than fits on the first page."""
    theirs = Case.objects.filter(customer=customer).exclude(state=State.CLOSED).select_related("owner")
    return list(theirs.order_by("next_update_at", "-opened_at", "-id")[: ON_HOME + 1])


def their_conversations(customer: UUID, *, after: str = "") -> keyset.KeysetPage:
    """A page of what was said apart from cases, the latest first. One query. Raises `BadCursor`."""
    return keyset.page(conversations(customer), order=("-last_message_at",), after=after, size=PER_PAGE)


def conversations(customer: UUID) -> QuerySet[Conversation]:
    """Theirs that are no case, and in which a person spoke: no codes, no links, no automatic word alone."""
    spoken = seen_by_them(customer).filter(conversation=OuterRef("pk"), kind=Message.Kind.PLAIN)
    rows = Conversation.objects.standing().filter(Exists(spoken), customer=customer)
    cases = Case.objects.filter(conversation=OuterRef("pk"))
    return rows.exclude(Exists(cases)).exclude(state=Conversation.State.SPAM).order_by("-last_message_at", "-id")
