from collections import defaultdict

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import get_language, gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from rapport.core import formats
from rapport.core.history import keep_history
from rapport.core.models import Record
from rapport.promises import hours_text
from rapport.promises.business_time import MIDNIGHT, Hours, Week, week


@keep_history()
class OpeningWeek(Record):
    """The opening hours of a location from a day on, until a later week takes over."""

    location = models.ForeignKey("staff.Location", models.CASCADE, related_name="opening_weeks")
    valid_from = models.DateField(_("From"))

    class Meta:
        ordering = ["valid_from"]
        constraints = [models.UniqueConstraint(fields=["location", "valid_from"], name="one_week_per_location_and_day")]

    @property
    def days(self) -> Week:
        days = defaultdict(list)
        for hours in self.hours.all():
            days[hours.weekday].append(hours.value)
        return week(days)

    @property
    def in_words(self) -> str:
        """Each day with its hours; days that are closed are left out."""
        pairs = zip(formats.weekday_names(width="abbreviated"), self.days, strict=True)
        return " · ".join(f"{name} {hours_text.write(spans)}" for name, spans in pairs if spans)


@keep_history()
class OpeningHours(Record):
    """One span of a weekday; several per day make a lunch break. Closing at midnight ends the day."""

    week = models.ForeignKey(OpeningWeek, models.CASCADE, related_name="hours")
    weekday = models.PositiveSmallIntegerField()  # 0 is Monday
    opens = models.TimeField()
    closes = models.TimeField()

    class Meta:
        ordering = ["weekday", "opens"]
        constraints = [
            models.CheckConstraint(condition=Q(weekday__range=(0, 6)), name="a_week_has_seven_days"),
            models.CheckConstraint(
                condition=Q(closes=MIDNIGHT) | Q(closes__gt=F("opens")), name="hours_end_after_they_begin"
            ),
        ]

    @property
    def value(self) -> Hours:
        return Hours(self.opens, self.closes)


@keep_history()
class SpecialDay(Record):
    """A day that goes its own way: closed, open for half of it, or open although the week says otherwise.

    It stands above the week and the public holidays; without a location it holds everywhere.
    """

    location = models.ForeignKey(
        "staff.Location",
        models.CASCADE,
        null=True,
        blank=True,
        related_name="special_days",
        verbose_name=_("Location"),
    )
    on = models.DateField(_("Day"))
    opens = models.TimeField(_("Opens"), null=True, blank=True)  # both empty: closed
    closes = models.TimeField(_("Closes"), null=True, blank=True)
    note = models.CharField(_("Why"), max_length=120, blank=True)

    class Meta:
        ordering = ["on"]
        constraints = [
            models.UniqueConstraint(
                fields=["location", "on"], nulls_distinct=False, name="one_special_day_per_location"
            ),
            models.CheckConstraint(
                condition=Q(opens=None, closes=None)
                | Q(opens__isnull=False, closes=MIDNIGHT)
                | Q(opens__isnull=False, closes__gt=F("opens")),
                name="special_hours_end_after_they_begin",
            ),
        ]

    @property
    def hours(self) -> tuple[Hours, ...]:
        return (Hours(self.opens, self.closes),) if self.opens is not None else ()

    @property
    def in_words(self) -> str:
        return hours_text.write(self.hours)


@keep_history()
class HolidayYear(Record):
    """The public holidays of a country or part of it in one year: computed, until someone confirmed them.

    Dates by the moon may move by a day, and governments add days; so a person looks at them once a year.
    """

    country = models.CharField(max_length=2)  # ISO 3166-1 alpha-2
    subdivision = models.CharField(max_length=6, blank=True)
    year = models.PositiveSmallIntegerField()
    confirmed_at = models.DateTimeField(null=True)
    confirmed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["year", "country", "subdivision"]
        constraints = [
            models.UniqueConstraint(fields=["country", "subdivision", "year"], name="one_list_of_holidays_a_year"),
            models.CheckConstraint(
                condition=Q(confirmed_at=None, confirmed_by=None)
                | Q(confirmed_at__isnull=False, confirmed_by__isnull=False),
                name="holidays_confirmed_by_someone",
            ),
        ]

    @property
    def place(self) -> str:
        """The country in the reader's language, with its part: "India, TN"."""
        country = formats.locale_of().territories.get(self.country, self.country)
        return f"{country}, {self.subdivision}" if self.subdivision else country


@keep_history()
class Holiday(Record):
    """A day on which a country rests. Calendars read these rows and nothing else."""

    in_year = models.ForeignKey(HolidayYear, models.CASCADE, related_name="holidays")
    on = models.DateField(_("Day"))
    name = models.CharField(pgettext_lazy("of a thing", "Name"), max_length=200)  # in English
    local_names = models.JSONField(default=dict, blank=True)  # by language, where the source knows them

    class Meta:
        ordering = ["on"]
        constraints = [
            models.UniqueConstraint(fields=["in_year", "on"], name="a_holiday_once"),
        ]

    def __str__(self) -> str:
        """Its name in the reader's language: as that country says it, else by our own translation."""
        translated = self.local_names.get(get_language() or "en")
        return translated or "; ".join(gettext(part) for part in self.name.split("; "))
