"""The second step of signing in: who has one, who must have one, and how its secrets are kept."""

import secrets
from base64 import b32encode
from dataclasses import dataclass

import segno
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.db.models import Count as CountOf
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rapport.staff import sealing
from rapport.staff.models import Business, User

STEPS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)  # recovery codes only stand in for one of these


class Adapter(DefaultMFAAdapter):
    """Seals what allauth keeps, draws the QR code, calls the house by its name, and says our words."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": gettext_lazy("That does not fit, or was used before. Try again."),
        "cannot_generate_recovery_codes": gettext_lazy("Set up an app or a passkey first."),
    }

    def encrypt(self, text: str) -> str:
        return sealing.seal(text)

    def decrypt(self, encrypted_text: str) -> str:
        """Where the secret key is another one now, the secret is lost: one that nobody knows, and that no code fits."""
        return sealing.unseal(encrypted_text) or b32encode(secrets.token_bytes(20)).decode()

    def get_totp_issuer(self) -> str:
        return Business.objects.current().name

    def build_totp_svg(self, url: str) -> str:
        return segno.make(url, error="m", micro=False).svg_inline(scale=5, border=3, light="#fff", dark="#000")

    def generate_authenticator_name(self, user, type: Authenticator.Type) -> str:
        count = Authenticator.objects.filter(user=user, type=type).count()
        return _("Passkey %(number)s") % {"number": count + 1} if count else _("My passkey")

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        host = context.request.get_host().partition(":")[0]
        return {"id": host, "name": Business.objects.current().name}


@dataclass(frozen=True)
class Steps:
    """What somebody has set up for signing in."""

    app: Authenticator | None
    passkeys: list[Authenticator]
    codes: Authenticator | None

    @property
    def any(self) -> bool:
        return bool(self.count)

    @property
    def count(self) -> int:
        return len(self.passkeys) + bool(self.app)

    @property
    def codes_left(self) -> int:
        return len(self.codes.wrap().get_unused_codes()) if self.codes else 0


def of(user: User) -> Steps:
    """One query."""
    found = list(Authenticator.objects.filter(user=user).order_by("created_at"))
    by_type = {one.type: one for one in found}
    passkeys = [one for one in found if one.type == Authenticator.Type.WEBAUTHN]
    return Steps(by_type.get(Authenticator.Type.TOTP), passkeys, by_type.get(Authenticator.Type.RECOVERY_CODES))


def is_required_of(user: User) -> bool:
    """Whether their role asks for a second step. Costs a query only where any role does."""
    roles = Business.objects.current().second_step_roles
    return bool(roles) and user.role in roles


def is_missing(user: User) -> bool:
    """Whether `user` has to set one up before anything else. One query where any role asks for it, else none."""
    roles = Business.objects.current().second_step_roles
    return bool(roles) and without(roles).filter(pk=user.pk).exists()


def without(roles: list[str]) -> QuerySet[User]:
    """Colleagues in these roles who sign in with one step only."""
    steps = Authenticator.objects.filter(user=OuterRef("pk"), type__in=STEPS)
    return User.objects.working_here().filter(~Exists(steps), groups__name__in=roles)


@dataclass(frozen=True)
class Count:
    """How many colleagues a role has, and how many of them a second step."""

    all: int
    have: int


def counts() -> dict[str, Count]:
    """For every role that somebody has. One query."""
    steps = Authenticator.objects.filter(user=OuterRef("pk"), type__in=STEPS)
    rows = User.objects.filter(is_active=True, groups__name__in=settings.ROLES).order_by().annotate(has=Exists(steps))
    found = rows.values("groups__name").annotate(all=CountOf("pk"), have=CountOf("pk", filter=Q(has=True)))
    return {row["groups__name"]: Count(row["all"], row["have"]) for row in found}


def role_labels(roles: list[str]) -> list[str]:
    """The roles in words, highest first."""
    return [str(label) for name, label in settings.ROLES.items() if name in roles]
