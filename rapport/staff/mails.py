"""Mails to colleagues. Those to customers go through messaging."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation

from rapport.core import formats
from rapport.staff import browsers
from rapport.staff.models import Business, Device, Invitation, User

log = logging.getLogger(__name__)


def send_invitation(invitation: Invitation, link: str) -> bool:
    """Send the link of an invitation, in its language. False when the mail server did not take it.

    No job does this: the link would have to be kept until it is sent, and only a hash of it may be.
    """
    with translation.override(invitation.language):
        context = {"invitation": invitation, "link": link, "business": Business.objects.current()}
        subject = render_to_string("staff/mail/invitation_subject.txt", context).strip()
        text = render_to_string("staff/mail/invitation.txt", context)
    try:
        send_mail(subject, text, None, [invitation.email])
    except OSError as problem:  # smtplib's errors are among them
        log.warning("An invitation could not be sent: %s", type(problem).__name__)
        return False
    return True


def send_new_device(device: Device) -> None:
    """Tell somebody that they signed in from a browser that we had not seen before. Raises `OSError`."""
    with _as_read_by(device.user):
        when = formats.moment(device.first_at)
        _send(device.user, "new_device", when=when, browser=browsers.in_words(device.user_agent))


def send_change(user: User, what: str, *, by: User | None, at: datetime) -> None:
    """Tell somebody what has changed about their signing in; `by` is whoever did it for them. Raises `OSError`."""
    with _as_read_by(user):
        _send(user, "sign_in_change", what=what, by=by, when=formats.moment(at))


@contextmanager
def _as_read_by(user: User) -> Iterator[None]:
    with translation.override(user.language), timezone.override(ZoneInfo(user.zone)):
        yield


def _send(user: User, name: str, **context) -> None:
    context |= {"user": user, "business": Business.objects.current(), "link": _security()}
    subject = " ".join(render_to_string(f"staff/mail/{name}_subject.txt", context).split())
    send_mail(subject, render_to_string(f"staff/mail/{name}.txt", context), None, [user.email])


def _security() -> str:
    return settings.ADDRESS.rstrip("/") + reverse("mfa_index")
