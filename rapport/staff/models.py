from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone

from rapport.core.history import keep_history
from rapport.core.ids import uuid7
from rapport.core.models import Record
from rapport.core.names import initials


class BusinessQuerySet(models.QuerySet):
    def current(self) -> "Business":
        """The one business of this house; unsaved defaults before it has been set up."""
        return self.first() or Business()


@keep_history()
class Business(Record):
    """The business itself. A house has one."""

    only = models.BooleanField(default=True, editable=False, unique=True)
    name = models.CharField(max_length=120, default="Rapport")
    logo = models.ImageField(upload_to="business/", blank=True)
    country = models.CharField(max_length=2, default="GB")  # ISO 3166-1 alpha-2
    language = models.CharField(max_length=8, default="en")  # for customers whose own is not known
    languages = ArrayField(models.CharField(max_length=8), default=list)  # in which it serves customers
    currency = models.CharField(max_length=3, default="EUR")  # ISO 4217
    time_zone = models.CharField(max_length=64, default="UTC")  # IANA
    email = models.EmailField(blank=True)
    phone = models.CharField(max_length=40, blank=True)
    web = models.URLField(blank=True)
    is_demo = models.BooleanField(default=False)
    set_up_at = models.DateTimeField(null=True)

    objects = BusinessQuerySet.as_manager()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(only=True), name="one_business")]

    def __str__(self) -> str:
        return self.name


@keep_history()
class Location(Record):
    """A branch: a shop, an office, a workshop. Its hours and holidays live with `promises`."""

    name = models.CharField(max_length=120, unique=True)
    time_zone = models.CharField(max_length=64, default="UTC")
    country = models.CharField(max_length=2, default="GB")  # whose public holidays it keeps
    subdivision = models.CharField(max_length=6, blank=True)  # ISO 3166-2 without the country, such as "TN"
    address = models.TextField(blank=True)
    phone = models.CharField(max_length=40, blank=True)
    is_main = models.BooleanField(default=False)
    closed_for_good_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["-is_main", "name"]
        constraints = [models.UniqueConstraint(fields=["is_main"], condition=Q(is_main=True), name="one_main_location")]

    def __str__(self) -> str:
        return self.name


@keep_history()
class Team(Record):
    name = models.CharField(max_length=120, unique=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class UserManager(BaseUserManager):
    def create_user(self, email: str, password: str | None = None, **fields) -> "User":
        user = self.model(email=self.normalize_email(email), **fields)
        user.set_password(password)
        user.save()
        return user

    def get_by_natural_key(self, email: str) -> "User":
        return self.get(email__iexact=email)

    def working_here(self):
        return self.filter(is_active=True).order_by("name")


@keep_history(exclude=["password", "last_login"])
class User(AbstractBaseUser, PermissionsMixin):
    """Someone who works here and signs in by e-mail."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    email = models.EmailField(max_length=254)
    name = models.CharField(max_length=120)
    language = models.CharField(max_length=8, choices=settings.LANGUAGES, default="en")
    time_zone = models.CharField(max_length=64, blank=True)  # IANA; empty: the business's
    location = models.ForeignKey(Location, models.SET_NULL, null=True, blank=True, related_name="people")
    teams = models.ManyToManyField(Team, blank=True, related_name="people")
    title = models.CharField(max_length=120, blank=True)  # what they do here
    single_keys = models.BooleanField(default=True)  # single-letter shortcuts (WCAG 2.1.4)
    is_active = models.BooleanField(default=True)
    joined_at = models.DateTimeField(default=timezone.now)

    objects = UserManager()
    USERNAME_FIELD = EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        constraints = [models.UniqueConstraint(Lower("email"), name="user_email_unique")]

    def __str__(self) -> str:
        return self.name or self.email

    def get_full_name(self) -> str:
        return str(self)

    def get_short_name(self) -> str:
        return str(self).split(" ")[0]

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


class Invitation(Record):
    """A link by which someone joins. Only a hash of its token is kept."""

    email = models.EmailField(max_length=254)
    name = models.CharField(max_length=120, blank=True)
    role = models.CharField(max_length=20, choices=settings.ROLES)
    token_hash = models.CharField(max_length=64, unique=True)
    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    invited_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["-invited_at"], name="invitation_latest")]
