from datetime import datetime
from hashlib import sha256
from uuid import UUID

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, Permission, PermissionsMixin
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from rapport.core import formats
from rapport.core.countries import country_name
from rapport.core.history import keep_history
from rapport.core.ids import uuid7
from rapport.core.models import Record
from rapport.core.names import initials
from rapport.core.prepared import prepared
from rapport.staff.remembering import remembered


class BusinessQuerySet(models.QuerySet):
    def current(self) -> "Business":
        """The one business of this house; unsaved defaults before it has been set up. One query per request."""
        return remembered("business", lambda: next(iter(_businesses()), None) or Business())


@keep_history()
class Business(Record):
    """The business itself. A house has one."""

    class CzechTitles(models.TextChoices):
        """In Czech a title and a surname are not said together."""

        TITLE_ONLY = "title_only", _("by their title: „Vážený pane inženýre“")
        SURNAME = "surname", _("by their surname: „Vážený pane Nováku“")

    only = models.BooleanField(default=True, editable=False, unique=True)
    name = models.CharField(pgettext_lazy("of a thing", "Name"), max_length=120, default="Rapport")
    logo = models.ImageField(_("Logo"), upload_to="business/", blank=True)
    country = models.CharField(_("Country"), max_length=2, default="GB")  # ISO 3166-1 alpha-2
    language = models.CharField(_("First language"), max_length=8, default="en")  # for customers whose own is not known
    # in which it serves customers
    languages = ArrayField(models.CharField(max_length=8), default=list, verbose_name=_("Languages"))
    currency = models.CharField(_("Currency"), max_length=3, default="EUR")  # ISO 4217
    time_zone = models.CharField(_("Time zone"), max_length=64, default="UTC")  # IANA
    email = models.EmailField(_("E-mail"), blank=True)
    phone = models.CharField(_("Phone"), max_length=40, blank=True)
    web = models.URLField(_("Web page"), blank=True)
    czech_titles = models.CharField(
        _("In Czech, who has a title is greeted"),
        max_length=10,
        choices=CzechTitles,
        default=CzechTitles.TITLE_ONLY,
        db_default="title_only",
    )
    # agents and readers see only customers of their teams, and those without one
    sees_by_team = models.BooleanField(_("See by team"), default=False, db_default=False)
    is_demo = models.BooleanField(default=False)
    set_up_at = models.DateTimeField(null=True)
    # whoever has one of these roles signs in with a second step
    second_step_roles = ArrayField(models.CharField(max_length=20), default=list, blank=True)

    objects = BusinessQuerySet.as_manager()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(only=True), name="one_business")]
        permissions = [
            ("change_visibility", "Can say who sees which customers"),
            ("see_every_customer", "Sees every customer, whatever their team"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def logo_url(self) -> str:
        return f"{reverse('staff:logo')}?{self.logo.name[-12:-4]}" if self.logo else ""  # a new one is fetched anew


class LocationQuerySet(models.QuerySet):
    def open(self):
        return self.filter(closed_for_good_on=None)

    def main(self) -> "Location | None":
        return self.filter(is_main=True).first()


@keep_history()
class Location(Record):
    """A branch: a shop, an office, a workshop. Its hours and holidays live with `promises`."""

    name = models.CharField(pgettext_lazy("of a thing", "Name"), max_length=120, unique=True)
    time_zone = models.CharField(_("Time zone"), max_length=64, default="UTC")
    country = models.CharField(_("Country"), max_length=2, default="GB")  # whose public holidays it keeps
    subdivision = models.CharField(_("State or region"), max_length=6, blank=True)  # ISO 3166-2 after the dash: "TN"
    address = models.TextField(_("Address"), blank=True)
    phone = models.CharField(_("Phone"), max_length=40, blank=True)
    is_main = models.BooleanField(_("Main location"), default=False)
    closed_for_good_on = models.DateField(null=True, blank=True)

    objects = LocationQuerySet.as_manager()

    class Meta:
        ordering = ["-is_main", "name"]
        constraints = [models.UniqueConstraint(fields=["is_main"], condition=Q(is_main=True), name="one_main_location")]

    def __str__(self) -> str:
        return self.name

    @property
    def country_name(self) -> str:
        return country_name(self.country)


@keep_history()
class Team(Record):
    name = models.CharField(pgettext_lazy("of a thing", "Name"), max_length=120, unique=True)
    lead = models.ForeignKey(  # hears of what gets late in the team
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="leads",
        verbose_name=_("Who leads it"),
    )

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class UserManager(BaseUserManager):
    def get(self, *args, **kwargs) -> "User":
        """Each request begins with who makes it: that question, and no other, is prepared."""
        if args or kwargs.keys() != {"pk"} or type(self) is not UserManager:
            return super().get(*args, **kwargs)
        found = _users(self.model._meta.pk.to_python(kwargs["pk"]))
        if not found:
            raise self.model.DoesNotExist
        return found[0]

    def create_user(self, email: str, password: str | None = None, **fields) -> "User":
        user = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.save()
        return user

    def get_by_natural_key(self, email: str) -> "User":
        return self.get(email__iexact=email)

    def working_here(self):
        return self.filter(is_active=True).order_by("name")


@keep_history(exclude=["password", "last_login", "last_seen_at", "sign_outs"])
class User(AbstractBaseUser, PermissionsMixin):
    """Someone who works here and signs in by e-mail."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    email = models.EmailField(_("E-mail"), max_length=254)
    name = models.CharField(_("Name"), max_length=120)
    language = models.CharField(_("Language"), max_length=8, choices=settings.LANGUAGES, default="en")
    time_zone = models.CharField(_("Time zone"), max_length=64, blank=True)  # IANA; empty: the business's
    location = models.ForeignKey(
        Location, models.SET_NULL, null=True, blank=True, related_name="people", verbose_name=_("Location")
    )
    teams = models.ManyToManyField(Team, blank=True, related_name="people", verbose_name=_("Teams"))
    title = models.CharField(_("What they do here"), max_length=120, blank=True)
    phone = models.CharField(_("Direct phone"), max_length=40, blank=True)  # customers whom they look after see it
    photo = models.ImageField(_("Photo"), upload_to="people/", blank=True)  # and their face
    single_keys = models.BooleanField(_("Shortcuts of a single key"), default=True)  # WCAG 2.1.4
    is_active = models.BooleanField(default=True)
    joined_at = models.DateTimeField(default=timezone.now)
    last_seen_at = models.DateTimeField(null=True, blank=True)  # to about five minutes
    sign_outs = models.PositiveIntegerField(default=0)  # one more ends every session of theirs

    _user_perm_cache = frozenset()  # rights come with the role alone; Django needs not ask for others on every request

    @cached_property
    def _group_perm_cache(self) -> set[str]:
        """The rights of their roles, where Django looks for them."""
        return {f"{app}.{codename}" for app, codename in _rights(self.pk)}

    objects = UserManager()
    USERNAME_FIELD = EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        constraints = [models.UniqueConstraint(Lower("email"), name="user_email_unique")]
        permissions = [
            ("change_owner", "Can make and unmake owners"),
            ("require_second_step", "Can say which roles sign in with a second step"),
        ]

    def __str__(self) -> str:
        return self.name or self.email

    def get_absolute_url(self) -> str:
        return reverse("staff:person", args=[self.pk])

    def get_full_name(self) -> str:
        return str(self)

    def get_short_name(self) -> str:
        return str(self).split(" ")[0]

    def get_session_auth_hash(self) -> str:
        """A session is good while this stays the same: new password or `sign_outs`, and it is over."""
        return f"{super().get_session_auth_hash()}.{self.sign_outs}"

    def get_session_auth_fallback_hash(self):
        for earlier in super().get_session_auth_fallback_hash():
            yield f"{earlier}.{self.sign_outs}"

    @property
    def initials(self) -> str:
        return initials(str(self))

    @property
    def zone(self) -> str:
        return self.time_zone or Business.objects.current().time_zone

    @property
    def role(self) -> str:
        """owner, manager, agent or reader; the highest where several were given; empty for none."""
        held = {group.name for group in self.groups.all()}
        return next((role for role in settings.ROLES if role in held), "")

    @property
    def role_label(self) -> str:
        return str(settings.ROLES.get(self.role, "–"))


@prepared
def _users(pk: UUID) -> models.QuerySet[User]:
    return User.objects.filter(pk=pk)


@prepared
def _rights(user: UUID) -> models.QuerySet:
    found = Permission.objects.filter(group__user=user).order_by()
    return found.values_list("content_type__app_label", "codename")


@prepared
def _businesses() -> models.QuerySet[Business]:
    return Business.objects.order_by("pk")[:1]


class InvitationQuerySet(models.QuerySet):
    def with_token(self, token: str):
        return self.filter(token_hash=Invitation.hash_of(token))

    def waiting(self, at: datetime):
        return self.filter(accepted_at=None, withdrawn_at=None, expires_at__gt=at)


class Invitation(Record):
    """A link by which someone joins. Only a hash of its token is kept."""

    email = models.EmailField(_("E-mail"), max_length=254)
    name = models.CharField(_("Name"), max_length=120, blank=True)
    role = models.CharField(_("Role"), max_length=20, choices=settings.ROLES)
    language = models.CharField(_("Language"), max_length=8, choices=settings.LANGUAGES, default="en")  # of the mail
    token_hash = models.CharField(max_length=64, unique=True)
    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    invited_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["-invited_at"], name="invitation_latest")]

    def __str__(self) -> str:
        return self.name or self.email

    @staticmethod
    def hash_of(token: str) -> str:
        """Tokens have 256 random bits, so a quick hash is enough."""
        return sha256(token.encode()).hexdigest()

    def is_waiting(self, at: datetime) -> bool:
        return not self.accepted_at and not self.withdrawn_at and at < self.expires_at

    @property
    def until(self) -> str:
        return formats.moment(self.expires_at)


class Device(Record):
    """A browser in which somebody signed in. It carries a random cookie, of which only a hash is kept."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="devices")
    token_hash = models.CharField(max_length=64)
    user_agent = models.CharField(max_length=200)
    first_at = models.DateTimeField()
    last_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "token_hash"], name="device_once_for_each")]
