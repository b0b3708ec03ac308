"""Where a link can go: a verified e-mail address, or a verified number where the house writes text messages."""

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rapport.core import emails, phones
from rapport.core.emails import email_key
from rapport.core.refusals import Refusal
from rapport.customers.models import Customer, Email, Phone
from rapport.messaging.models import Channel, ChannelKind
from rapport.staff.models import Business


class NoWay(Refusal):
    code = "no_channel"
    message = gettext_lazy("There is no e-mail account yet by which links could be sent. Set one up under Settings.")


def is_number(address: str) -> bool:
    return "@" not in address


def can_text() -> bool:
    return _channel(ChannelKind.SMS) is not None


def read(typed: str) -> str:
    """The address as links go to it. What was typed without an @ is a number, if numbers are written to here.

    Raises `ValidationError`, for unknown ones no sooner than for known ones.
    """
    if not is_number(typed) or not can_text():
        return emails.parse(typed).display
    number = phones.parse(typed, Business.objects.current().country).e164
    if not number:
        raise ValidationError(_("Write an e-mail address, or a mobile number with its country code, such as +420 …"))
    return number


def key_of(address: str) -> str:
    """By which an address is found again, however it was typed."""
    return address if is_number(address) else email_key(address)


def candidates(key: str) -> list[Customer]:
    """Everybody whose verified address that is: partners share one, and so do a firm and its owner."""
    points = Phone.objects.filter(e164=key) if is_number(key) else Email.objects.filter(key=key)
    points = points.filter(verified_at__isnull=False)
    people = Customer.objects.filter(Q(pk__in=points.values("customer")), merged_into=None)
    return list(people.exclude(standing=Customer.Standing.ERASED).order_by("created_at", "pk"))


def channel_to(address: str) -> Channel:
    """By which a link goes there. Raises `NoWay`."""
    found = _channel(ChannelKind.SMS if is_number(address) else ChannelKind.EMAIL)
    if found is None:
        raise NoWay
    return found


def _channel(kind: str) -> Channel | None:
    return Channel.objects.in_use().of(kind).order_by("-is_default", "position", "name").first()
