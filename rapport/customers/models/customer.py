from zlib import crc32

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from rapport.core.addresses import address_of
from rapport.core.history import keep_history
from rapport.core.models import Record
from rapport.core.names import initials
from rapport.core.refusals import Refusal
from rapport.customers.expressions import WholeNames, Words
from rapport.customers.naming import spoken
from rapport.staff.sight import seen_by
from rapport.timeline.spoken import Spoken

TOLD_WHILE_RESTRICTED = ("customer.archived", "customer.restored", "customer.merged", "customer.unmerged")


class Erased(Refusal):
    code = "customer_erased"
    message = _("What was known of this customer is erased. Nothing about them can be written or changed any more.")


class NotToBeUsed(Refusal):
    code = "customer_restricted"
    message = _("What is known of this customer is not to be used for now. End the restriction first.")


class CustomerQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The customers that `user` may see: all of them, or those of their teams and those without one."""
        return self.filter(self.sight(user))

    def sight(self, user, path: str = "") -> Q:
        """What rows must be like whose customer `user` may see; `path` leads from them to the customer."""
        return seen_by(user, path)

    def hidden_from(self, user, keys) -> set:
        """Which of `keys` are of customers whom `user` may not see. One query, none where everybody sees everyone."""
        keys = {key for key in keys if key}
        if not keys or not self.sight(user):
            return set()
        return keys - set(self.visible_to(user).filter(pk__in=keys).values_list("pk", flat=True))

    def current(self):
        return self.filter(archived_at=None)

    def in_use(self):
        """Without those whose records are kept but not to be used, and those that are erased."""
        return self.filter(standing="")

    def people(self):
        return self.filter(kind=Customer.Kind.PERSON)

    def organisations(self):
        return self.filter(kind=Customer.Kind.ORGANISATION)


class LivingCustomers(models.Manager.from_queryset(CustomerQuerySet)):
    """Nobody finds a record by mistake that was merged into another: those take `Customer.every`."""

    def get_queryset(self):
        return super().get_queryset().filter(merged_into=None)


UNTOLD = ["search_key", "sound_key", "sort_key", "key_version", "created_at", "updated_at", "standing", "merged_into"]


@keep_history(exclude=UNTOLD)
class Customer(Record):
    """A person or an organisation that the business has, had or may come to have relations with."""

    READ_BOTH_WAYS = ("sort_key",)  # by `core.keyset`

    class Kind(models.TextChoices):
        PERSON = "person", _("Person")
        ORGANISATION = "organisation", _("Organisation")

    class Style(models.TextChoices):
        FORMAL = "formal", _("Formal")
        FIRST_NAME = "first_name", _("By first name")

    class Title(models.TextChoices):
        UNKNOWN = "unknown", _("Not known")
        FEMALE = "female", _("As a woman")
        MALE = "male", _("As a man")
        NONE = "none", _("Without a title")

    class Pronoun(models.TextChoices):
        """How they are spoken to where a language knows two ways; a first name alone permits nothing here."""

        POLITE = "polite", pgettext_lazy("pronoun", "Polite: vy, თქვენ, நீங்கள்")
        FAMILIAR = "familiar", pgettext_lazy("pronoun", "Familiar: ty, შენ, நீ")

    class Permission(models.TextChoices):
        """How a person came to be called by first name; nothing else is permission."""

        SAID = "said", _("They said so")
        WROTE = "wrote", _("They wrote it")
        FORM = "form", _("Chosen on a form")

    class Standing(models.TextChoices):
        """Whether what is known of them may be used; who decided so and when says `restriction` or `erasure`."""

        FREE = "", _("In use")
        RESTRICTED = "restricted", _("Not to be used")
        ERASED = "erased", _("Erased")

    kind = models.CharField(_("Kind"), max_length=12, choices=Kind, default=Kind.PERSON)
    name = models.CharField(_("Name"), max_length=300)  # as they write it; the only one that must be
    given_name = models.CharField(_("Given name"), max_length=150, blank=True)
    family_name = models.CharField(_("Family name"), max_length=150, blank=True)
    patronymic = models.CharField(_("Patronymic or middle name"), max_length=150, blank=True)
    titles_before = models.CharField(_("Titles before the name"), max_length=80, blank=True)
    titles_after = models.CharField(_("Titles after the name"), max_length=80, blank=True)
    nickname = models.CharField(_("Nickname"), max_length=150, blank=True)
    romanised_name = models.CharField(_("Name in Latin letters"), max_length=300, blank=True)
    pronunciation = models.CharField(_("How to say it"), max_length=200, blank=True)

    form_gender = models.CharField(pgettext_lazy("Mr, Ms", "Title"), max_length=8, choices=Title, default=Title.UNKNOWN)
    title_wish = models.CharField(_("Title they asked for"), max_length=20, blank=True)  # Mrs, Miss, Mx, selvi
    language = models.CharField(_("Language"), max_length=12, blank=True)  # BCP 47; empty: the business's
    time_zone = models.CharField(_("Time zone"), max_length=64, blank=True)  # IANA; empty: the business's
    address_style = models.CharField(_("Form of address"), max_length=12, choices=Style, default=Style.FORMAL)
    first_name_permission = models.CharField(_("First name permitted"), max_length=8, choices=Permission, blank=True)
    first_name_permission_at = models.DateTimeField(_("Permitted on"), null=True, blank=True)
    first_name_permission_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("Permission noted by"),
    )
    pronoun_level = models.CharField(
        _("Said to them"), max_length=8, choices=Pronoun, default=Pronoun.POLITE, db_default=Pronoun.POLITE
    )
    vocative_given = models.CharField(_("Given name when addressed"), max_length=150, blank=True)
    vocative_family = models.CharField(_("Family name when addressed"), max_length=150, blank=True)
    photo = models.ImageField(_("Photo"), upload_to="photos/%Y/%m/", blank=True)

    source = models.CharField(_("Source"), max_length=120, blank=True)
    how_met = models.TextField(_("How we met"), blank=True)
    account_manager = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="customers",
        verbose_name=_("Looked after by"),
    )
    team = models.ForeignKey(
        "staff.Team", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("Team")
    )
    location = models.ForeignKey(
        "staff.Location", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("Location")
    )
    preference_notes = models.TextField(_("Preferences in words"), blank=True)
    custom = models.JSONField(_("Own fields"), default=dict, blank=True)
    tags = models.ManyToManyField("customers.Tag", blank=True, related_name="customers", verbose_name=_("Tags"))

    # Derived by `customers.naming.refresh_keys` on every write of a name.
    search_key = models.TextField(default="", editable=False)
    sound_key = models.TextField(default="", editable=False)
    sort_key = models.TextField(default="", editable=False, db_collation="C")
    key_version = models.PositiveSmallIntegerField(default=0, editable=False)

    standing = models.CharField(max_length=12, choices=Standing, blank=True, default="", db_default="", editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)  # grows with every edit (lost updates)
    archived_at = models.DateTimeField(_("Archived"), null=True, blank=True)
    archived_because = models.CharField(_("Archived because"), max_length=200, blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    updated_at = models.DateTimeField(default=timezone.now, editable=False)

    merged_into = models.ForeignKey(  # always somebody who is not merged themselves; `Merge` says when and by whom
        "self", models.CASCADE, null=True, editable=False, related_name="merged", db_index=False
    )

    objects = LivingCustomers()
    every = CustomerQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="customer_has_a_name"),
            models.CheckConstraint(
                condition=~Q(address_style="first_name") | Q(first_name_permission_at__isnull=False),
                name="first_name_needs_permission",
            ),
        ]
        indexes = [
            models.Index(F("sort_key").asc(nulls_last=True), "id", name="customer_by_name"),
            models.Index(
                F("sort_key").asc(nulls_last=True),
                "id",
                name="customer_organisations",
                condition=Q(kind="organisation", merged_into=None, archived_at=None),
            ),
            models.Index(F("updated_at").desc(nulls_last=True), F("id").desc(), name="customer_by_change"),
            models.Index(F("created_at").desc(nulls_last=True), F("id").desc(), name="customer_by_age"),
            GinIndex(OpClass(WholeNames(F("search_key")), name="array_ops"), name="customer_whole_names"),
            GinIndex(OpClass(Words(F("search_key")), name="array_ops"), name="customer_words"),
            GinIndex(OpClass(Words(F("sound_key")), name="array_ops"), name="customer_sounds"),
            GinIndex(
                fields=["custom"], opclasses=["jsonb_path_ops"], name="customer_own_fields", condition=~Q(custom={})
            ),
            models.Index(
                F("sort_key").asc(nulls_last=True),
                "id",
                name="customer_archived_by_name",
                condition=Q(archived_at__isnull=False),
            ),
            models.Index(fields=["merged_into"], name="customer_merged", condition=Q(merged_into__isnull=False)),
        ]
        permissions = [("export_customer", "Can export customers"), ("merge_customer", "Can merge customers")]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return address_of("customers:customer", self.pk)

    @property
    def is_person(self) -> bool:
        return self.kind == self.Kind.PERSON

    @property
    def is_organisation(self) -> bool:
        return self.kind == self.Kind.ORGANISATION

    @property
    def is_archived(self) -> bool:
        return self.archived_at is not None

    @property
    def is_restricted(self) -> bool:
        return self.standing == self.Standing.RESTRICTED

    @property
    def is_erased(self) -> bool:
        return self.standing == self.Standing.ERASED

    def admit(self, kind: str) -> None:
        """Raise a `Refusal` when nothing of that kind of entry may happen to them any more (DOMAIN 15)."""
        if self.is_erased and not kind.startswith("privacy."):
            raise Erased
        if self.is_restricted and kind.startswith("customer.") and kind not in TOLD_WHILE_RESTRICTED:
            raise NotToBeUsed

    @property
    def initials(self) -> str:
        return initials(self.name)

    def records(self) -> list["Customer"]:
        """This record and those that became part of it, which are told, kept and erased with it. One query."""
        return [self, *Customer.every.filter(merged_into=self).order_by("pk")]

    def spoken_to(self, by) -> Spoken:
        """How `by` greets them, for the composer of the timeline."""
        return spoken(self, by=by)

    def circle(self, reader):
        """Those whose stories belong to this one's, for the timeline; None where there is nobody like that."""
        from rapport.customers.queries.circles import Circle

        return Circle(self, reader) if self.is_organisation else None

    @property
    def photo_url(self) -> str:
        """Where staff see the photo; the file itself lies outside the web root."""
        if not self.photo:
            return ""
        version = crc32(self.photo.name.encode())  # a new photo has a new address, so browsers may keep the old one
        return f"{reverse('customers:photo', args=[self.pk])}?v={version}"
