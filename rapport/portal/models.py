"""What the portal keeps: how it looks, who may come in, and who is in. No table here holds a secret that opens it."""

from datetime import datetime, timedelta
from hashlib import sha256

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from rapport.core.history import keep_history
from rapport.core.models import Record
from rapport.customers.models import Customer, Email, Phone
from rapport.portal.callbacks.models import CallBack  # noqa: F401 – a table of this slice
from rapport.portal.colours import OWN_BRAND

LINK_LASTS = timedelta(minutes=15)
SESSION_LASTS = timedelta(days=14)  # since they were last here
LOOK_LASTS = timedelta(minutes=15)  # of a colleague at what a customer sees


@keep_history()
class Site(Record):
    """How the customers' site looks, and what is on it. A house has one or none; without one it is as it comes."""

    business = models.OneToOneField("staff.Business", models.CASCADE, related_name="portal_site")
    is_open = models.BooleanField(_("Customers can sign in"), default=True)
    brand = models.CharField(_("Colour"), max_length=7, default=OWN_BRAND)
    welcome = models.JSONField(default=dict, blank=True)  # {"en": "…"}: the words on the sign-in page
    closed_sections = ArrayField(models.CharField(max_length=40), default=list, blank=True)

    def __str__(self) -> str:
        return self.brand

    def words(self, language: str) -> str:
        """The words of welcome in that language, else in the business's first one."""
        return self.welcome.get(language) or self.welcome.get(self.business.language, "")


@keep_history()
class Access(Record):
    """Which matters of an organisation one of its people sees on the site. Without one they see none of them."""

    affiliation = models.OneToOneField("customers.Affiliation", models.CASCADE, related_name="portal_access")
    sections = ArrayField(models.CharField(max_length=40), default=list)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)


class Asking(Record):
    """That somebody asked for a link. Its digests count how often; the address itself goes once it was dealt with."""

    address = models.CharField(max_length=254, blank=True)
    address_digest = models.CharField(max_length=64)
    client_digest = models.CharField(max_length=64)
    language = models.CharField(max_length=8)
    on_to = models.CharField(max_length=200, blank=True)  # the page they wanted to see
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes = [
            models.Index(fields=["address_digest", "at"], name="asking_by_address"),
            models.Index(fields=["client_digest", "at"], name="asking_by_client"),
            models.Index(fields=["at"], name="asking_by_age"),
        ]


class SignInLink(Record):
    """A link that lets its reader in, once. Its token follows from its key and the secret of the house."""

    customer = models.ForeignKey(Customer, models.CASCADE, related_name="portal_links")
    address_key = models.CharField(max_length=254)  # `Email.key` or `Phone.e164` of where it went; some share one
    language = models.CharField(max_length=8)
    on_to = models.CharField(max_length=200, blank=True)
    made_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")  # a colleague's
    is_look = models.BooleanField(default=False)  # for that colleague, who looks at what the customer sees
    message = models.ForeignKey("messaging.Message", models.SET_NULL, null=True, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["customer", "-made_at"], name="sign_in_link_latest")]

    def is_good(self, at: datetime) -> bool:
        return self.used_at is None and at < self.expires_at


def verified(of: str) -> dict[str, Subquery]:
    """The verified address or number with `address_key`, of the customer in the field `of` or of whom they became.

    Not by EXISTS, for which PostgreSQL may read all addresses of all customers into a hash table.
    """
    theirs = {"customer": Coalesce(OuterRef(f"{of}__merged_into"), OuterRef(of)), "verified_at__isnull": False}
    mails = Email.objects.filter(key=OuterRef("address_key"), **theirs)
    numbers = Phone.objects.filter(e164=OuterRef("address_key"), **theirs)
    return {"mail": Subquery(mails.values("pk")[:1]), "number": Subquery(numbers.values("pk")[:1])}


IS_VERIFIED = Q(mail__isnull=False) | Q(number__isnull=False)


class SessionQuerySet(models.QuerySet):
    def living(self, at: datetime):
        """Neither over nor ended, and the address by which they came is still a verified one of theirs."""
        held = Q(address_key="") | IS_VERIFIED
        return self.alias(**verified("person")).filter(held, expires_at__gt=at, ended_at=None)


class Session(Record):
    """Somebody who is signed in. The cookie has a random token, of which only a hash is kept here."""

    token_hash = models.CharField(max_length=64, unique=True)
    person = models.ForeignKey(Customer, models.CASCADE, related_name="portal_sessions")
    access = models.ForeignKey(Access, models.SET_NULL, null=True, related_name="+")  # whose matters: empty, their own
    language = models.CharField(max_length=8)
    by = models.ForeignKey(  # a colleague who looks at what they see, and can change nothing
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", db_index=False
    )
    # By which they came, or made the passkey by which they came; empty: of a colleague who looks.
    address_key = models.CharField(max_length=254, blank=True, db_default="")
    passkey = models.ForeignKey("Passkey", models.SET_NULL, null=True, related_name="sessions", db_index=False)
    browser = models.CharField(max_length=120, blank=True)  # in words, for "where you are signed in"
    made_at = models.DateTimeField(default=timezone.now)
    seen_at = models.DateTimeField(default=timezone.now)  # to about an hour
    expires_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    objects = SessionQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["person"], name="portal_session_living", condition=Q(ended_at=None)),
            models.Index(fields=["expires_at"], name="portal_session_by_end"),
            models.Index(fields=["passkey"], name="portal_session_by_key", condition=Q(passkey__isnull=False)),
        ]
        permissions = [
            ("send_link", "Can send customers a link to their own pages"),
            ("see_as_customer", "Can see what customers see on their own pages"),
        ]

    @staticmethod
    def hash_of(token: str) -> str:
        """Tokens have 256 random bits, so a quick hash is enough."""
        return sha256(token.encode()).hexdigest()


class Standing(Record):
    """From when on links to pages of a customer hold: those made before they signed out everywhere do not."""

    customer = models.OneToOneField(Customer, models.CASCADE, related_name="portal_standing")
    links_since = models.DateTimeField()


class PasskeyQuerySet(models.QuerySet):
    def standing(self):
        """Those that let somebody in: the address by which each was made is still a verified one of theirs."""
        return self.alias(**verified("customer")).filter(IS_VERIFIED)


class Passkey(Record):
    """A device that lets a customer in without a mail. Public key only; the secret never leaves the device."""

    customer = models.ForeignKey(Customer, models.CASCADE, related_name="passkeys")
    address_key = models.CharField(max_length=254, blank=True, db_default="")  # by which whoever made it had come in
    name = models.CharField(_("Name"), max_length=60)
    credential_id = models.CharField(max_length=1400, unique=True)  # base64url
    credential = models.JSONField()  # as the browser registered it
    sign_count = models.BigIntegerField(default=0)
    made_at = models.DateTimeField(default=timezone.now)
    used_at = models.DateTimeField(null=True)

    objects = PasskeyQuerySet.as_manager()

    class Meta:
        ordering = ["made_at"]

    def __str__(self) -> str:
        return self.name
