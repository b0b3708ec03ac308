"""What is done about a case while it is open. Each verb locks it, looks, writes and tells."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from rapport.care.cases import beginnings, clocks, finding, secrecy, words
from rapport.care.cases.changing import locked_open, step
from rapport.care.cases.telling import CouldNotBeTold, Said, tell
from rapport.care.complaints.refusals import ComplainedAbout
from rapport.care.models import Case, CaseKind, CaseStep, Complaint
from rapport.core.names import clean, clean_lines
from rapport.core.refusals import Refusal
from rapport.customers.models import Customer
from rapport.messaging.inbox import handing
from rapport.messaging.outgoing.choosing import NoChannel
from rapport.promises.actions import Told

WAIT_AT_MOST = timedelta(days=14)
State = Case.State


class NotTheirs(Refusal):
    code = "colleague_cannot_see"
    message = _("They don’t see this customer, so they could not help.")


class NobodyNamed(Refusal):
    code = "nobody_named"
    message = _("Choose a team or a colleague.")


class NothingSaid(Refusal):
    code = "nothing_said"
    message = _("Write what they are told.")


class TooLongAWait(Refusal):
    code = "wait_too_long"
    message = _("We wait for a customer for 14 days at most. Choose an earlier day.")


class DayHasPassed(Refusal):
    code = "day_has_passed"
    message = _("That day has passed. Choose a later one.")


class HasItsSteps(Refusal):
    code = "complaint_has_its_steps"
    message = _("A complaint stays a complaint. Its own steps settle it.")


@transaction.atomic
def understand(case: Case, *, by, at: datetime, note: str = "", seen: int | None = None) -> CaseStep | None:
    """We know what they want. Done already: nothing changes."""
    case = locked_open(case, seen=seen)
    if case.state != State.NEW:
        return None
    return step(case, "understood", at=at, by=by, state=State.UNDERSTOOD, note=clean_lines(note))


@transaction.atomic
def take(case: Case, *, by, at: datetime, seen: int | None = None) -> CaseStep | None:
    """It is in the hands of `by`, and in work. Taken already: nothing changes."""
    case = locked_open(case, seen=seen)
    _refuse_about(case, by)
    if case.owner_id == by.pk and case.state in (State.IN_WORK, State.WAITING):
        return None
    case.owner = by
    clocks.in_the_hands_of(case, by, by=by, at=at)
    state = case.state if case.state == State.WAITING else State.IN_WORK
    return step(case, "taken", at=at, by=by, state=state)


@transaction.atomic
def assign(case: Case, to, *, by, at: datetime, seen: int | None = None) -> CaseStep | None:
    """Among us: into the hands of `to`; None: of nobody in its team. The customer is told by `hand_over`."""
    case = locked_open(case, seen=seen)
    if (to and to.pk) == case.owner_id:
        return None
    if to is not None:
        refuse_blind(case, to)
    case.owner = to
    clocks.in_the_hands_of(case, to, by=by, at=at)
    return step(case, "assigned" if to else "released", at=at, by=by, to=str(to or ""))


@transaction.atomic
def hand_over(
    case: Case, *, by, at: datetime, team=None, person=None, reason: str = "", seen: int | None = None
) -> CaseStep | None:
    """To another team or colleague. Promises and story go along, and the customer is told who has it now.

    Who cannot be reached is not told, which the step says: somebody has to call them.
    """
    if team is None and person is None:
        raise NobodyNamed
    case = locked_open(case, seen=seen)
    if person is not None:
        refuse_blind(case, person)
    if (case.team_id, case.owner_id) == ((team or case.team) and (team or case.team).pk, person and person.pk):
        return None
    former = str(case.owner or case.team or "")
    case.team, case.owner = team or case.team, person
    clocks.in_the_hands_of(case, person or getattr(case.team, "lead", None), by=by, at=at)
    if case.conversation_id:
        handing.hand_over(case.conversation, by=by, at=at, team=team, person=person, reason=reason, tells=False)
    to = ", ".join(str(one) for one in (person, team) if one is not None)
    return step(
        case, "handed_over", at=at, by=by, note=clean_lines(reason), to=to, former=former, told=_tell_who(case, by)
    )


@transaction.atomic
def give_update(
    case: Case, text: str, *, by, at: datetime, next_update_on: date | None = None, how: str = "",
    seen: int | None = None,
) -> CaseStep:  # fmt: skip
    """Tell them how it stands, and by which day they hear again: as the kind of promise says, unless a day is given.

    `how` is a spoken channel where they were told already. Raises `CouldNotBeTold`.
    """
    case = locked_open(case, seen=seen)
    _refuse_past(case, next_update_on, at)
    said = tell(case, _words(text), by=by, how=how, key=f"news:{case.version}")
    verb = "answered" if case.answered_at is None else "updated"
    told = step(
        case, verb, at=at, by=by, channel=said.channel, body=said.body, state=_in_work(case), **_of_message(said)
    )
    clocks.heard(case, at=at, by=by, entry=told.entry, news_on=next_update_on)
    case.level = 0
    case.save()
    return told


def answer(case: Case, text: str, **more) -> CaseStep:
    """The first answer by a person. The same as every other news; it keeps the promise of an answer."""
    return give_update(case, text, **more)


@transaction.atomic
def wait_for_customer(
    case: Case, question: str, *, until: date, by, at: datetime, how: str = "", agreed: bool = False,
    seen: int | None = None,
) -> CaseStep:  # fmt: skip
    """Ask them something, or wait for a day they agreed to; the clock of the solution stands still meanwhile.

    It comes back by itself: when they write, and at the end of `until`. Raises `TooLongAWait` beyond 14 days.
    """
    case = locked_open(case, seen=seen)
    until_at = clocks.ends_on(case, until)
    if until_at <= at:
        raise DayHasPassed
    if until_at - at > WAIT_AT_MOST + timedelta(days=1):
        raise TooLongAWait
    said = tell(case, _words(question), by=by, how=how, key=f"question:{case.version}")
    pausing = clocks.pause(case, until=until_at, told=Told(said.channel, at, said.text), by=by, at=at)
    case.waits_until = until_at
    asked = step(
        case, "waiting", at=at, by=by, state=State.WAITING, channel=said.channel, body=said.body,
        until=until_at.isoformat(), agreed=agreed, **pausing, **_of_message(said),
    )  # fmt: skip
    clocks.heard(case, at=at, by=by, entry=asked.entry, news_on=clocks.news_after(case, until_at))
    case.level = 0
    case.save()
    return asked


@transaction.atomic
def came_back(case: Case, *, at: datetime, by=None, by_customer: bool = False, entry=None) -> CaseStep | None:
    """The waiting is over: they wrote, the day has come, or somebody goes on with it. Not waiting: nothing changes."""
    case = locked_open(case)
    if case.state != State.WAITING:
        return None
    asked = case.steps.filter(verb="waiting").order_by("-at", "-id").first()
    told = Told("message", at, str(_("The waiting is over.")), entry=entry)
    waited = clocks.go_on(case, asked.facts if asked else {}, told=told, by=by, at=at)
    case.paused_minutes += waited
    case.waits_until = None
    clocks.show(case)
    return step(case, "came_back", at=at, by=by, by_customer=by_customer, state=State.IN_WORK, waited_minutes=waited)


@transaction.atomic
def change(case: Case, *, by, at: datetime, seen: int | None = None, note: str = "", **values) -> CaseStep | None:
    """Another kind, priority, subject, product, order, tags, or whether it is confidential.

    What becomes a complaint begins as one, on the day it is. Raises `HasItsSteps` for what is one already.
    """
    case = locked_open(case, seen=seen)
    changed = {name: value for name, value in values.items() if getattr(case, name) != value}
    if not changed:
        return None
    if "kind" in changed and case.is_complaint:
        raise HasItsSteps
    former = case.subject
    was = {name: str(getattr(case, name)) for name in ("kind", "priority") if name in changed}
    for name, value in changed.items():
        setattr(case, name, clean(value) if name == "subject" else value)
    facts = {"what": sorted(changed), "was": was, "became": {name: str(changed[name]) for name in was}}
    told = step(case, "changed", at=at, by=by, note=clean_lines(note), **facts)
    if "subject" in changed:
        finding.index(case)
    if changed.get("is_confidential"):
        secrecy.take_out_of_the_story(case, former=former)
    if changed.get("kind") == CaseKind.COMPLAINT:
        beginnings.begin(case, at=at, by=by, by_customer=False)
    return told


@transaction.atomic
def heard_from_us(case: Case, *, by, at: datetime, entry) -> None:
    """A person of ours wrote to them in the conversation, as `entry` tells: that is news of their case."""
    case = locked_open(case)
    if clocks.heard(case, at=at, by=by, entry=entry):
        step(case, "answered", at=at, by=by, state=_in_work(case))
    case.level = 0
    case.save()


def _tell_who(case: Case, by) -> bool:
    """In a transaction of its own within ours: a house without channels can still hand over."""
    try:
        with transaction.atomic():
            tell(case, words.handed_over(case), by=by, key=f"handed:{case.version}", automatic=True)
    except (CouldNotBeTold, NoChannel):
        return False
    return True


def _words(text: str) -> str:
    text = clean_lines(text)
    if not text:
        raise NothingSaid
    return text


def _of_message(said: Said) -> dict:
    return {"message_id": str(said.message.pk)} if said.message else {}


def _in_work(case: Case) -> str:
    return State.IN_WORK if case.state in (State.NEW, State.UNDERSTOOD, State.REOPENED, State.WAITING) else case.state


def _refuse_about(case: Case, person) -> None:
    """Nobody handles a complaint about themselves."""
    if case.is_complaint and Complaint.objects.filter(pk=case.pk, about=person).exists():
        raise ComplainedAbout


def _refuse_past(case: Case, day: date | None, at: datetime) -> None:
    if day is not None and clocks.ends_on(case, day) <= at:
        raise DayHasPassed


def refuse_blind(case: Case, person) -> None:
    _refuse_about(case, person)
    sees = Customer.objects.visible_to(person).filter(pk=case.customer_id).exists()
    if not person.is_active or not person.has_perm("care.change_case") or not sees:
        raise NotTheirs
