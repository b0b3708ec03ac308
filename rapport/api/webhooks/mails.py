"""Mails to colleagues about endpoints."""

from django.conf import settings
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.utils import translation

from rapport.api.webhooks.models import Endpoint
from rapport.staff.models import User


def tell_of_giving_up(endpoint_id: str) -> None:
    """Tell who made an endpoint that Rapport switched it off, or the owners when that one has left.

    Nobody, once it is on again.
    """
    endpoint = Endpoint.objects.select_related("made_by").filter(pk=endpoint_id).first()
    if endpoint is None or not endpoint.is_given_up:
        return
    owners = User.objects.filter(is_active=True, groups__name="owner").order_by("pk")
    for person in [endpoint.made_by] if endpoint.made_by.is_active else owners:
        with translation.override(person.language or settings.LANGUAGE_CODE):
            context = {"endpoint": endpoint, "link": settings.ADDRESS + endpoint.get_absolute_url()}
            subject = render_to_string("api/mail/given_up_subject.txt", context).strip()
            text = render_to_string("api/mail/given_up.txt", context)
        send_mail(subject, text, None, [person.email])
