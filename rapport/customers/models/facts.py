from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from rapport.core.history import keep_history
from rapport.core.models import Record
from rapport.customers.models.customer import Customer


@keep_history()
class ImportantDate(Record):
    """A day to remember. The year may be unknown; nobody is asked for it without need."""

    class Kind(models.TextChoices):
        BIRTHDAY = "birthday", _("Birthday")
        NAME_DAY = "name_day", _("Name day")
        ANNIVERSARY = "anniversary", _("Anniversary")
        WEDDING = "wedding", _("Wedding anniversary")
        CUSTOMER_SINCE = "customer_since", _("Customer since")
        OTHER = "other", _("Other")

    customer = models.ForeignKey(Customer, models.CASCADE, related_name="dates")
    kind = models.CharField(_("Kind"), max_length=20, choices=Kind, default=Kind.BIRTHDAY)
    label = models.CharField(_("Own words"), max_length=80, blank=True)
    month = models.PositiveSmallIntegerField(_("Month"))
    day = models.PositiveSmallIntegerField(_("Day"))
    year = models.PositiveSmallIntegerField(_("Year"), null=True, blank=True)
    may_greet = models.BooleanField(_("They like to be congratulated"), default=True)
    position = models.PositiveSmallIntegerField(default=0, db_default=0)  # all 0: nobody arranged them

    class Meta:
        ordering = ["position", "month", "day", "id"]
        indexes = [models.Index(fields=["month", "day"], name="date_in_the_year")]
        constraints = [
            models.CheckConstraint(condition=Q(month__range=(1, 12)), name="date_month"),
            models.CheckConstraint(
                condition=Q(day__range=(1, 31))
                & (~Q(month=2) | Q(day__lte=29))
                & (~Q(month__in=[4, 6, 9, 11]) | Q(day__lte=30)),
                name="date_exists",
            ),
        ]


@keep_history()
class PersonalNote(Record):
    """Family and other personal matters, shown where the next conversation begins and never exported by default."""

    customer = models.ForeignKey(Customer, models.CASCADE, related_name="personal_notes")
    text = models.TextField(_("Note"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("Written by")
    )
    at = models.DateTimeField(_("Written"), default=timezone.now)
    position = models.PositiveSmallIntegerField(default=0, db_default=0)  # all 0: nobody arranged them

    class Meta:
        ordering = ["position", "-at"]


@keep_history()
class PreferenceTopic(Record):
    """What a business asks its customers' wishes about: products, contact times, channels, allergies …"""

    name = models.CharField(_("Topic"), max_length=80, unique=True)
    choices = ArrayField(
        models.CharField(max_length=80), verbose_name=_("Choices"), default=list, blank=True
    )  # empty: own words
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "name"]

    def __str__(self) -> str:
        return self.name


@keep_history()
class Preference(Record):
    customer = models.ForeignKey(Customer, models.CASCADE, related_name="preferences")
    topic = models.ForeignKey(PreferenceTopic, models.PROTECT, related_name="preferences", verbose_name=_("Topic"))
    value = models.CharField(_("Wish"), max_length=200)
    position = models.PositiveSmallIntegerField(default=0, db_default=0)  # all 0: nobody arranged them

    class Meta:
        ordering = ["position", "topic__position", "topic__name", "id"]
        constraints = [models.UniqueConstraint(fields=["customer", "topic", "value"], name="preference_said_once")]


class AffiliationQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Of customers whom `user` sees both: of somebody hidden neither the name nor that they are there.

        A part that stayed with a record when it was merged is told by the record that lives.
        """
        living = Q(person__merged_into=None, organisation__merged_into=None)
        return self.filter(living, Customer.objects.sight(user, "person"), Customer.objects.sight(user, "organisation"))


@keep_history()
class Affiliation(Record):
    """A person's part in an organisation. One person may have several, one after another or side by side."""

    class Influence(models.TextChoices):
        """What somebody's word counts for when the organisation decides about us."""

        UNKNOWN = "", _("Not known")
        DECIDES = "decides", _("Decides")
        ADVISES = "advises", _("Advises")
        USES = "uses", _("Uses what we make")
        BLOCKS = "blocks", _("Stands in the way")

    class Strength(models.TextChoices):
        """How close we are with somebody, as a person who knows them judges it."""

        UNKNOWN = "", _("Not known")
        NEW = "new", pgettext_lazy("how close we are", "Just met")
        DISTANT = "distant", pgettext_lazy("how close we are", "Distant")
        GOOD = "good", pgettext_lazy("how close we are", "Good")
        CLOSE = "close", pgettext_lazy("how close we are", "Close")

    person = models.ForeignKey(Customer, models.CASCADE, related_name="affiliations", verbose_name=_("Person"))
    organisation = models.ForeignKey(Customer, models.CASCADE, related_name="people", verbose_name=_("Organisation"))
    role = models.CharField(_("Role"), max_length=120, blank=True)  # what they decide or do for us
    title = models.CharField(pgettext_lazy("of a job", "Title"), max_length=120, blank=True)  # what their card says
    is_key = models.BooleanField(_("Key person"), default=False)
    influence = models.CharField(_("Influence"), max_length=8, choices=Influence, blank=True, default="", db_default="")
    strength = models.CharField(
        _("How close we are"), max_length=8, choices=Strength, blank=True, default="", db_default=""
    )
    strength_on = models.DateField(null=True, editable=False)  # when somebody judged so, and who
    strength_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+", db_index=False
    )
    reports_to = models.ForeignKey(  # somebody else's part in the same organisation; never round in a circle
        "self", models.SET_NULL, null=True, blank=True, related_name="reports", db_index=False,
        verbose_name=_("Reports to"),
    )  # fmt: skip
    since = models.DateField(_("Since"), null=True, blank=True)
    until = models.DateField(_("Until"), null=True, blank=True)
    # Where one stands among the people of the organisation, and where that stands among those of the person.
    person_position = models.PositiveSmallIntegerField(default=0, db_default=0)
    organisation_position = models.PositiveSmallIntegerField(default=0, db_default=0)

    objects = AffiliationQuerySet.as_manager()

    class Meta:
        ordering = [F("until").desc(nulls_first=True), "-is_key", "id"]
        indexes = [
            models.Index(fields=["reports_to"], name="who_reports_to", condition=Q(reports_to__isnull=False)),
        ]
        constraints = [
            models.CheckConstraint(condition=~Q(person=F("organisation")), name="nobody_is_their_own_employer"),
            models.CheckConstraint(condition=~Q(pk=F("reports_to")), name="nobody_reports_to_themselves"),
            models.CheckConstraint(
                condition=Q(until=None) | Q(since=None) | Q(until__gte=F("since")),
                name="affiliation_ends_after_start",
            ),
            models.UniqueConstraint(
                fields=["person", "organisation", "title", "since"],
                nulls_distinct=False,
                name="affiliation_once",
            ),
        ]

    def __str__(self) -> str:
        return str(self.person)

    def is_over(self, on) -> bool:
        return self.until is not None and self.until < on


@keep_history()
class CustomField(Record):
    """A field that an owner defined; its values live in `Customer.custom` under `key`."""

    class Type(models.TextChoices):
        TEXT = "text", _("Text")
        NUMBER = "number", pgettext_lazy("kind of value", "Number")
        DATE = "date", _("Date")
        CHOICE = "choice", _("Choice")
        YES_NO = "yes_no", _("Yes or no")
        LINK = "link", _("Link")

    key = models.SlugField(max_length=40, unique=True)
    label = models.CharField(_("Label"), max_length=80)
    type = models.CharField(_("Type"), max_length=8, choices=Type, default=Type.TEXT)
    choices = ArrayField(models.CharField(max_length=80), verbose_name=_("Choices"), default=list, blank=True)
    for_kind = models.CharField(
        pgettext_lazy("persons or organisations", "For"), max_length=12, choices=Customer.Kind, blank=True
    )  # empty: both
    position = models.PositiveSmallIntegerField(default=0)
    retired_at = models.DateTimeField(null=True, blank=True)  # no longer asked for; kept values stay readable

    class Meta:
        ordering = ["position", "label"]

    def __str__(self) -> str:
        return self.label
