"""How people come to work here: by invitation, from the command line, and the very first one."""

import secrets
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from rapport.core import audit
from rapport.core.names import clean
from rapport.core.refusals import Refusal
from rapport.staff.actions.roles import change_role, may_give, sync_roles
from rapport.staff.models import Business, Invitation, Location, User
from rapport.staff.remembering import forget

GOOD_FOR = timedelta(days=7)


class EmailTaken(Refusal):
    code = "email_taken"
    message = _("Someone with this e-mail address already works here.")


class InvitationUsed(Refusal):
    code = "invitation_used"
    message = _("This invitation has already been used or was withdrawn. Sign in, or ask for a new one.")


class InvitationExpired(Refusal):
    code = "invitation_expired"
    message = _("This invitation has expired. Ask the person who invited you for a new one.")


class InvitationReplaced(Refusal):
    code = "invitation_replaced"
    message = _("They were invited again meanwhile. The newer invitation counts.")


class AlreadySetUp(Refusal):
    code = "already_set_up"
    message = _("This house already has an owner. Sign in, or ask them for an invitation.")


@transaction.atomic
def create_user(
    email: str, *, role: str, password: str | None = None, name: str = "", by: User | None = None, **fields
) -> User:
    """Let someone in at once. Raises `EmailTaken` and `RoleAboveYourOwn`."""
    if User.objects.filter(email__iexact=email.strip()).exists():
        raise EmailTaken
    user = User.objects.create_user(email, password, name=clean(name), **fields)
    change_role(user, role, by=by)
    audit.record("person.added", by=by, about=[user], role=role)
    return user


@transaction.atomic
def invite(
    email: str, *, role: str, by: User | None, at: datetime, name: str = "", language: str = "en"
) -> tuple[Invitation, str]:
    """The invitation and the token of its link, which can't be learned again later.

    An earlier invitation to the same address ends. Raises `EmailTaken` and `RoleAboveYourOwn`.
    """
    may_give(role, by=by)
    email = email.strip().lower()
    if User.objects.filter(email__iexact=email).exists():
        raise EmailTaken
    Invitation.objects.waiting(at).filter(email=email).update(withdrawn_at=at)
    token = secrets.token_urlsafe(32)
    invitation = Invitation.objects.create(
        email=email,
        name=clean(name),
        role=role,
        language=language,
        token_hash=Invitation.hash_of(token),
        invited_by=by,
        invited_at=at,
        expires_at=at + GOOD_FOR,
    )
    audit.record("person.invited", by=by, about=[invitation], role=role)
    return invitation, token


@transaction.atomic
def withdraw(invitation: Invitation, *, at: datetime, by: User | None = None) -> None:
    """The link leads nowhere from now on. An accepted invitation stays accepted."""
    open_one = Invitation.objects.filter(pk=invitation.pk, accepted_at=None, withdrawn_at=None)
    if open_one.update(withdrawn_at=at):
        audit.record("person.invitation_withdrawn", by=by, about=[invitation])


@transaction.atomic
def reinstate_invitation(invitation: Invitation, *, at: datetime, by: User) -> None:
    """An invitation that was withdrawn by mistake: its link leads in again, as long as it would have anyway.

    Raises `InvitationExpired`, `InvitationReplaced` and `EmailTaken`. One that was not withdrawn stays as it is.
    """
    invitation = Invitation.objects.select_for_update().get(pk=invitation.pk)
    may_give(invitation.role, by=by)
    if invitation.withdrawn_at is None:
        return
    if at >= invitation.expires_at:
        raise InvitationExpired
    if Invitation.objects.waiting(at).filter(email=invitation.email).exists():
        raise InvitationReplaced
    if User.objects.filter(email__iexact=invitation.email).exists():
        raise EmailTaken
    invitation.withdrawn_at = None
    invitation.save(update_fields=["withdrawn_at"])
    audit.record("person.invited", by=by, about=[invitation], role=invitation.role)


@transaction.atomic
def accept(token: str, *, name: str, password: str, language: str, at: datetime) -> User:
    """Join with the link of an invitation. Raises `InvitationUsed`, `InvitationExpired` and `EmailTaken`."""
    invitation = Invitation.objects.select_for_update().get(token_hash=Invitation.hash_of(token))
    check_open(invitation, at=at)
    user = create_user(invitation.email, role=invitation.role, password=password, name=name, language=language)
    invitation.accepted_at = at
    invitation.save(update_fields=["accepted_at"])
    audit.record("person.joined", by=user, about=[user, invitation])
    return user


def check_open(invitation: Invitation, *, at: datetime) -> None:
    """Raises `InvitationUsed` or `InvitationExpired`."""
    if invitation.accepted_at or invitation.withdrawn_at:
        raise InvitationUsed
    if at >= invitation.expires_at:
        raise InvitationExpired


@transaction.atomic
def set_up(*, email: str, name: str, password: str, language: str, at: datetime, reads: str = "", **business) -> User:
    """The first run of a house: its owner, who `reads` that language, its business and its main location.

    Raises `AlreadySetUp`.
    """
    set_up_business(by=None, language=language, at=at, **business)
    sync_roles()
    return create_user(email, role="owner", password=password, name=name, language=reads or language)


@transaction.atomic
def set_up_business(
    *, by: User | None, business_name: str, country: str, language: str, time_zone: str, currency: str, at: datetime
) -> Location:
    """Say whose house this is; answers its main location. Raises `AlreadySetUp`.

    Two people who try at the same moment meet at the one row of the business; the second is refused.
    """
    business, _created = Business.objects.get_or_create(only=True)
    business = Business.objects.select_for_update().get(pk=business.pk)
    if business.set_up_at or (by is None and User.objects.exists()):
        raise AlreadySetUp
    business.name, business.country, business.language = clean(business_name), country, language
    business.languages, business.time_zone, business.currency = [language], time_zone, currency
    business.set_up_at = at
    business.save()
    forget("business")
    main = Location.objects.main()
    return main or Location.objects.create(name=business.name, country=country, time_zone=time_zone, is_main=True)


@transaction.atomic
def begin(answers: dict[str, dict], *, by: User | None, at: datetime, reads: str = "") -> User:
    """Write what the questions of the first run were answered with. Raises `AlreadySetUp`.

    Where nobody works yet (`by` None), the answers say who becomes the owner, who `reads` that language.
    """
    from rapport.staff.first_run import questions

    business = {"business_name": answers["business"]["business_name"]}
    business |= {name: answers["place"][name] for name in ("country", "language", "time_zone", "currency")}
    if by is None:
        owner = set_up(**answers["you"], **business, at=at, reads=reads)
    else:
        owner = by
        set_up_business(by=by, **business, at=at)
    location = Location.objects.get(is_main=True)
    for question in questions:
        question.save(answers.get(question.name, {}), location, at)
    return owner
