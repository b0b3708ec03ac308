"""Mails to colleagues. Those to customers go through messaging."""

import logging

from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.utils import translation

from rapport.staff.models import Business, Invitation

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
