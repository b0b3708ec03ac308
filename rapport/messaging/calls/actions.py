"""What a person does about a call: answers it, says whose it is, calls back by a press."""

from datetime import datetime
from uuid import uuid4

from django.db import transaction
from django.db.models import Exists
from django.utils.translation import gettext_lazy as _

from rapport.core.refusals import Refusal
from rapport.customers import actions as customers
from rapport.customers.models import Customer, Phone
from rapport.messaging.calls.phone import line_of
from rapport.messaging.calls.settling import settle
from rapport.messaging.channels.adapters import Refused, TryLater, Unclear
from rapport.messaging.models import Call, Channel, ChannelKind, Seat
from rapport.staff.models import User


class AlreadyKnown(Refusal):
    code = "caller_known"
    message = _("A colleague has said meanwhile who it was.")


class NoLine(Refusal):
    code = "no_line"
    message = _("No line of yours calls by itself. Dial the number on your telephone.")


class LineRefused(Refusal):
    code = "line_refused"
    message = _("The line did not take it. Dial the number on your telephone.")


@transaction.atomic
def take(call: Call, *, by: User) -> Call:
    """`by` speaks to them; who took it first has it."""
    call = _locked(call)
    if call.by_id is None:
        call.by = by
        call.save(update_fields=["by"])
    return call


@transaction.atomic
def decide(call: Call, customer: Customer, *, by: User) -> Call:
    """Somebody knows who it was. What follows from a call with a known customer follows now.

    Raises `AlreadyKnown`: somebody else may have been promised a call, or told that we spoke, by then.
    """
    call = _locked(call)
    if call.customer_id == customer.pk:
        return call
    if call.customer_id:
        raise AlreadyKnown
    call.customer, call.settled_at, call.entry, call.promise = customer, None, None, None
    call.save(update_fields=["customer", "settled_at", "entry", "promise"])
    return settle(call)


@transaction.atomic
def add_caller(call: Call, name: str, *, by: User, at: datetime) -> Customer:
    """Somebody new, with the number they call from. Raises `AlreadyKnown`."""
    if _locked(call).customer_id:
        raise AlreadyKnown
    customer = customers.add(
        name, by=by, at=at, source=str(call.channel)[:120], location=call.channel.location,
        language=call.channel.language, **({"phones": [call.peer]} if call.peer else {}),
    )  # fmt: skip
    decide(call, customer, by=by)
    return customer


def dialling(user: User) -> Channel | None:
    """The line that calls for `user`, who sits at one of its telephones. One query."""
    sits = Exists(Seat.objects.filter(user=user).exclude(extension=""))
    channels = Channel.objects.in_use().of(ChannelKind.PHONE).filter(sits)
    channels = channels.order_by("-is_default", "position", "name")
    return next((one for one in channels if (line := line_of(one)) and line.can_call(one)), None)


def dial(phone: Phone, *, by: User, at: datetime) -> Call:
    """Let the line ring at `by`, and then at the customer. Raises `NoLine` or `LineRefused`."""
    return _dial(phone.e164, phone.customer, by=by, at=at)


def call_back(call: Call, *, by: User, at: datetime) -> Call:
    """The same, to the number that called. When they answer, what was missed is called back."""
    return _dial(call.peer if call.peer.startswith("+") else "", call.customer, by=by, at=at)


def _dial(number: str, customer: Customer | None, *, by: User, at: datetime) -> Call:
    channel = dialling(by)
    if channel is None or not number:
        raise NoLine
    key = str(uuid4())
    try:
        told = line_of(channel).call(channel, by.seat.extension, number, key)
    except (Refused, TryLater, Unclear) as problem:
        raise LineRefused from problem
    made = {"customer": customer, "direction": Call.Direction.OUT, "peer": number, "by": by, "ringing_at": at}
    call, is_new = Call.objects.get_or_create(channel=channel, provider_id=told[:200], defaults=made)
    if not is_new:  # the line was quicker than its answer
        Call.objects.filter(pk=call.pk).update(**{name: value for name, value in made.items() if name != "ringing_at"})
    return call


def _locked(call: Call) -> Call:
    return Call.objects.select_for_update(of=("self",)).select_related("channel", "customer", "by").get(pk=call.pk)
