"""Passkeys of customers: a device of theirs instead of a mail. WebAuthn level 2 through the `fido2` library.

What the device has to sign is kept in a signed cookie between the two requests, since there is no session yet.
"""

import json
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core import signing
from django.db import transaction
from django.utils.translation import gettext_lazy as _
from fido2.server import Fido2Server
from fido2.utils import websafe_decode, websafe_encode
from fido2.webauthn import (
    AttestedCredentialData,
    AuthenticationResponse,
    PublicKeyCredentialRpEntity,
    PublicKeyCredentialUserEntity,
    RegistrationResponse,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from rapport.core.refusals import Refusal
from rapport.customers.models import Customer
from rapport.portal.actions.coming import start_session
from rapport.portal.models import Passkey, Session
from rapport.staff.models import Business
from rapport.timeline.actions import record

STATE = "portal-passkey"
SALT = "rapport.portal.passkey"
STATE_LASTS = 300  # seconds
MOST = 10


class NotKnown(Refusal):
    code = "passkey_not_known"
    message = _("That did not work. Ask for a link by e-mail instead.")


class TooMany(Refusal):
    code = "too_many_passkeys"
    message = _("You have as many passkeys as we keep. Remove one first.")


def ask_to_make(request, customer: Customer) -> tuple[dict, str]:
    """What the browser has to know to make one, and the state to be kept until it answers."""
    user = PublicKeyCredentialUserEntity(id=customer.pk.bytes, name=customer.name, display_name=customer.name)
    options, state = _server(request).register_begin(
        user=user,
        credentials=[_data(one) for one in customer.passkeys.all()],
        resident_key_requirement=ResidentKeyRequirement.REQUIRED,
        user_verification=UserVerificationRequirement.REQUIRED,
    )
    return _plain(options), signing.dumps(state, salt=SALT)


def ask_to_sign(request) -> tuple[dict, str]:
    options, state = _server(request).authenticate_begin(user_verification=UserVerificationRequirement.REQUIRED)
    return _plain(options), signing.dumps(state, salt=SALT)


@transaction.atomic
def make(request, customer: Customer, answer: str, *, name: str, at: datetime) -> Passkey:
    """Keep the passkey that a device of `customer` made. Raises `NotKnown` and `TooMany`.

    It lets them in as long as the address by which they are signed in now is a verified one of theirs.
    """
    customer = Customer.objects.select_for_update().get(pk=customer.pk)
    if customer.passkeys.count() >= MOST:
        raise TooMany
    said = _read(answer)
    try:
        registration = RegistrationResponse.from_dict(said)
        data = _server(request).register_complete(_state(request), registration)
    except (ValueError, TypeError, KeyError) as problem:
        raise NotKnown from problem
    credential = data.credential_data
    if credential is None or Passkey.objects.filter(credential_id=websafe_encode(credential.credential_id)).exists():
        raise NotKnown
    passkey = Passkey.objects.create(
        customer=customer,
        name=name,
        credential_id=websafe_encode(credential.credential_id),
        credential={"data": websafe_encode(bytes(credential))},
        address_key=request.portal_session.address_key,
        sign_count=data.counter,
        made_at=at,
    )
    record(customer, "portal.passkey_made", by_customer=True, at=at)
    return passkey


@transaction.atomic
def come_in(request, answer: str, *, language: str, browser: str, at: datetime) -> tuple[Session, str]:
    """Begin a session for whoever's device signed. Raises `NotKnown`, whatever was wrong."""
    said = _read(answer)
    known = Passkey.objects.standing().filter(credential_id=str(said.get("id", "")))
    passkey = known.select_for_update(of=("self",)).select_related("customer__merged_into").first()
    if passkey is None:
        raise NotKnown
    try:
        response = AuthenticationResponse.from_dict(said)
        _server(request).authenticate_complete(_state(request), [_data(passkey)], response)
        counter = response.response.authenticator_data.counter
        handle = response.response.user_handle
    except Exception as problem:  # fido2 tells wrong signatures by errors of the cryptography beneath it
        raise NotKnown from problem
    person = passkey.customer.merged_into or passkey.customer
    is_copied = bool(passkey.sign_count) and counter <= passkey.sign_count
    if person.is_erased or is_copied or (handle and not is_of(bytes(handle), person)):
        raise NotKnown
    passkey.sign_count, passkey.used_at = counter, at
    passkey.save(update_fields=["sign_count", "used_at"])
    by_it = {"passkey": passkey, "address_key": passkey.address_key}
    return start_session(person, language=language, browser=browser, at=at, **by_it)


def is_of(handle: bytes, person: Customer) -> bool:
    """Whether the device was registered for `person`, or for a record that was merged into theirs."""
    if len(handle) != len(person.pk.bytes):
        return False
    key = UUID(bytes=handle)
    return key == person.pk or Customer.every.filter(pk=key, merged_into=person).exists()


@transaction.atomic
def remove(passkey: Passkey, *, at: datetime, but: Session | None = None) -> None:
    """It lets nobody in any more, and ends where somebody came in by it, `but` for the session of whoever says so."""
    Session.objects.filter(passkey=passkey, ended_at=None).exclude(pk=but and but.pk).update(ended_at=at)
    passkey.delete()
    record(passkey.customer, "portal.passkey_removed", by_customer=True, at=at)


def has_any(customer: Customer) -> bool:
    return customer.passkeys.standing().exists()


def move(customer: Customer, gone: str, to: str) -> None:
    """They took away an address themselves: what they made by it, and came in by, stands on another one now."""
    customer.passkeys.filter(address_key=gone).update(address_key=to)
    Session.objects.filter(person=customer, passkey__isnull=False, address_key=gone).update(address_key=to)


def keep_state(response, state: str):
    response.set_cookie(
        STATE, state, STATE_LASTS, secure=settings.SECURE, httponly=True, samesite="Strict", path="/portal/"
    )
    return response


def _state(request) -> dict:
    try:
        return signing.loads(request.COOKIES.get(STATE, ""), salt=SALT, max_age=STATE_LASTS)
    except signing.BadSignature as problem:
        raise NotKnown from problem


def _server(request) -> Fido2Server:
    """For the host that the request came to, and no other."""
    here = f"{'https' if request.is_secure() else 'http'}://{request.get_host()}"
    name = request.get_host().partition(":")[0]
    entity = PublicKeyCredentialRpEntity(name=Business.objects.current().name, id=name)
    return Fido2Server(entity, verify_origin=lambda origin: origin == here)


def _data(passkey: Passkey) -> AttestedCredentialData:
    return AttestedCredentialData(websafe_decode(passkey.credential["data"]))


def _read(answer: str) -> dict[str, Any]:
    try:
        said = json.loads(answer)
    except ValueError as problem:
        raise NotKnown from problem
    if not isinstance(said, dict):
        raise NotKnown
    return said


def _plain(options: Any) -> dict:
    """As JSON says it: every buffer as text."""
    return json.loads(json.dumps(dict(options), default=_text))


def _text(value: Any) -> Any:
    return websafe_encode(bytes(value)) if isinstance(value, bytes | bytearray | memoryview) else dict(value)
