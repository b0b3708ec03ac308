"""What follows from a call that is over: a line in their story, and a promise to call back whom we missed."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _

from rapport.messaging.models import Call, Channel
from rapport.promises import actions as promises
from rapport.promises.models import Promise
from rapport.staff.models import Business, User
from rapport.timeline.actions import record
from rapport.timeline.models import Channel as EntryChannel
from rapport.timeline.models import Entry

LONGEST_RINGING = timedelta(minutes=10)  # then the line has forgotten to tell us the end
LONGEST_CALL = timedelta(hours=6)
KIND = "callback"
WRITTEN = "reply"  # what every channel promises until somebody says otherwise


@transaction.atomic
def settle(call: Call) -> Call:
    """Do what follows, once: again only when something else was told since."""
    call = Call.objects.select_for_update(of=("self",)).get(pk=call.pk)
    if call.settled_at or not call.ended_at:
        return call
    kind = _entry_kind(call)
    if kind and call.customer and (call.entry is None or call.entry.kind != kind):
        call.entry = _tell(call, kind)
    if call.is_owed:
        call.promise = _promise_of(call)
    call.settled_at = timezone.now()
    call.save()
    if call.answered_at:
        if call.promise:  # made because their answer was told us late
            _keep(call.promise, call.answered_at, call.entry, call.by)
        returned(call.customer, call.peer, at=call.answered_at, entry=call.entry, by=call.by)
        call.refresh_from_db()
    return call


@transaction.atomic
def returned(customer, peer: str = "", *, at: datetime, entry: Entry | None = None, by: User | None = None) -> int:
    """We spoke to them at `at`: whatever we missed before is called back."""
    whose = Q(customer=customer) if customer else Q(pk__in=[])
    if peer:
        whose |= Q(customer=None, peer=peer)
    missed = list(Call.objects.select_for_update(of=("self",)).filter(whose, ringing_at__lte=at).owed())
    for promise in Promise.objects.filter(pk__in={call.promise_id for call in missed} - {None}):
        _keep(promise, at, entry, by)
    return _note_returned(missed, at, by)


@transaction.atomic
def no_call_needed(call: Call, *, by: User, at: datetime) -> Call:
    """Nobody need call back: it was settled otherwise, or was nothing."""
    call = Call.objects.select_for_update(of=("self",)).get(pk=call.pk)
    if not call.is_owed:
        return call
    latest = call.promise and call.promise.latest()
    others = Call.objects.owed().filter(promise=call.promise).exclude(pk=call.pk) if call.promise_id else ()
    if latest and latest.is_open and not (others and others.exists()):
        told = promises.Told(channel="phone", words=_said(_("No call back is needed.")), at=at)
        promises.withdraw(latest, at=at, by=by, told=told)
    _note_returned([call], at, by)
    call.refresh_from_db()
    return call


@transaction.atomic
def needed_after_all(call: Call) -> Call:
    """Undo of `no_call_needed`: they are owed a call since they rang."""
    call = Call.objects.select_for_update(of=("self",)).get(pk=call.pk)
    if call.is_missed and call.returned_at:
        call.returned_at = call.returned_by = None
        call.promise = _promise_of(call)
        call.save(update_fields=["returned_at", "returned_by", "promise"])
    return call


def kind_of_call_back(channel: Channel) -> str:
    """As what a call back by this line is promised."""
    return KIND if channel.promise_kind == WRITTEN else channel.promise_kind


def by_promise(promise_id, *, at: datetime, by: User | None) -> int:
    """The promise was settled on its own page: so is the call."""
    promise = Promise.objects.filter(pk=promise_id).first()
    earlier = set()
    while promise:
        earlier.add(promise.pk)
        promise = promise.renegotiated_from
    return _note_returned(list(Call.objects.owed().filter(promise__in=earlier)), at, by)


def find_forgotten(at: datetime) -> int:
    """Calls whose end nobody told us, and those whose job was lost."""
    ringing = Call.objects.filter(state=Call.State.RINGING, ringing_at__lt=at - LONGEST_RINGING)
    speaking = Call.objects.filter(state=Call.State.ANSWERED, answered_at__lt=at - LONGEST_CALL)
    ringing.update(state=Call.State.MISSED, ended_at=at)
    speaking.update(state=Call.State.ENDED, ended_at=at)
    found = list(Call.objects.filter(settled_at=None, ended_at__lt=at - timedelta(minutes=1))[:200])
    for call in found:
        settle(call)
    return len(found)


def _entry_kind(call: Call) -> str:
    if call.state == Call.State.ABANDONED:
        return ""
    if call.answered_at:
        return "call.answered"
    if call.direction == Call.Direction.OUT:
        return "call.unanswered"
    return "call.voicemail" if call.state == Call.State.VOICEMAIL else "call.missed"


def _tell(call: Call, kind: str) -> Entry:
    facts = {
        "direction": call.direction, "call_id": str(call.pk), "seconds_waited": call.seconds_waited,
        "minutes": call.minutes_spoken, "transfers": call.transfers or None,
    }  # fmt: skip
    found = {name: value for name, value in facts.items() if value is not None}
    place = call.channel.location
    at = call.answered_at or call.ringing_at
    return record(call.customer, kind, by=call.by, at=at, channel=EntryChannel.PHONE, location=place, **found)


def _promise_of(call: Call) -> Promise | None:
    """One call back for all that they missed us; of whom nobody knows yet, none."""
    if call.customer is None:
        return None
    theirs = Call.objects.owed().filter(customer=call.customer).exclude(promise=None).exclude(pk=call.pk)
    candidates = [call.promise, *(other.promise for other in theirs.select_related("promise")[:5])]
    for promise in filter(None, candidates):
        if promise.latest().is_open:
            return promise
    return promises.promise(
        call.customer, _said(_("Call them back")), at=call.ringing_at, kind=kind_of_call_back(call.channel),
        owner=call.customer.account_manager, location=call.channel.location or call.customer.location,
        source=call.entry,
    )  # fmt: skip


def _keep(promise: Promise, at: datetime, entry: Entry | None, by: User | None) -> None:
    latest = promise.latest()
    if latest.is_open:
        proof = {"evidence_entry": entry} if entry else {"evidence": _said(_("Called back."))}
        promises.keep(latest, at=max(at, timezone.now()), done_at=max(at, latest.made_at), by=by, **proof)


def _note_returned(calls: list[Call], at: datetime, by: User | None) -> int:
    return Call.objects.filter(pk__in=[call.pk for call in calls]).update(returned_at=at, returned_by=by)


def _said(text: object) -> str:
    with translation.override(Business.objects.current().language):
        return str(text)
