"""Coming in by a link, looking after somebody else's matters, and going out again."""

import secrets
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from rapport.core.refusals import Refusal
from rapport.customers.models import Customer, Email
from rapport.portal.actions.ways import candidates, is_number
from rapport.portal.models import LOOK_LASTS, SESSION_LASTS, Access, Passkey, Session, SignInLink, Standing

FORGET_AFTER = timedelta(days=30)


class LinkOver(Refusal):
    code = "sign_in_link_over"
    message = _("This link was used already, or its time is over. Ask for a new one.")


@transaction.atomic
def come_in(link: SignInLink, *, as_key=None, browser: str = "", at: datetime) -> tuple[Session, str]:
    """Use `link` up and begin a session, as the one of its candidates that `as_key` names. Raises `LinkOver`."""
    link = SignInLink.objects.select_for_update().get(pk=link.pk)
    people = who(link)
    chosen = [person for person in people if person.pk == as_key] if as_key else people
    if not link.is_good(at) or len(chosen) != 1:
        raise LinkOver
    link.used_at = at
    link.save(update_fields=["used_at"])
    if link.is_look:
        return start_session(chosen[0], language=link.language, by=link.by, lasts=LOOK_LASTS, at=at)
    if link.by_id:
        _verify(chosen[0], link.address_key, at)
    return start_session(chosen[0], language=link.language, browser=browser, address_key=link.address_key, at=at)


def _verify(person: Customer, key: str, at: datetime) -> None:
    """A colleague said whose address it is, and now somebody read there what we sent."""
    Email.objects.filter(customer=person, key=key, verified_at=None).update(verified_at=at)


def who(link: SignInLink) -> list[Customer]:
    """As whom that link lets in: each with that verified address; one of a colleague, as the one it was sent to."""
    if link.by_id is None:
        return candidates(link.address_key)
    found = Customer.every.select_related("merged_into").get(pk=link.customer_id)
    living = found.merged_into or found
    is_theirs = link.is_look or _has(living, link.address_key)
    return [] if living.is_erased or not is_theirs else [living]


def _has(person: Customer, key: str) -> bool:
    return (person.phones.filter(e164=key) if is_number(key) else person.emails.filter(key=key)).exists()


def start_session(
    person: Customer,
    *,
    language: str,
    browser: str = "",
    address_key: str = "",
    passkey: Passkey | None = None,
    by=None,
    lasts: timedelta = SESSION_LASTS,
    at: datetime,
) -> tuple[Session, str]:
    """Answers the session and the token of its cookie, which is nowhere else.

    With `address_key` it holds as long as that is a verified address of theirs.
    """
    token = secrets.token_urlsafe(32)
    session = Session.objects.create(
        token_hash=Session.hash_of(token),
        person=person,
        language=language[:8],
        by=by,
        browser=browser[:120],
        address_key=address_key,
        passkey=passkey,
        made_at=at,
        seen_at=at,
        expires_at=at + lasts,
    )
    return session, token


def look_after(session: Session, access: Access | None) -> None:
    """From now on the pages show the matters of that organisation; without one, their own."""
    Session.objects.filter(pk=session.pk).update(access=access)


def sign_out(session: Session, *, at: datetime) -> None:
    Session.objects.filter(pk=session.pk, ended_at=None).update(ended_at=at)


@transaction.atomic
def sign_out_everywhere(person: Customer, *, at: datetime) -> int:
    """End every session of theirs, unused links to come in, and signed links to their pages; answers how many."""
    SignInLink.objects.filter(customer=person, used_at=None).update(expires_at=at)
    Standing.objects.update_or_create(customer=person, defaults={"links_since": at})
    return Session.objects.filter(person=person).living(at).update(ended_at=at)


def forget_old(at: datetime) -> None:
    Session.objects.filter(expires_at__lt=at - FORGET_AFTER).delete()
    Session.objects.filter(ended_at__lt=at - FORGET_AFTER).delete()
    SignInLink.objects.filter(expires_at__lt=at - FORGET_AFTER).delete()
