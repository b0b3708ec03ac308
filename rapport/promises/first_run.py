"""The third question of a new house: when it is open. The country says what is usual, and when everyone rests."""

from datetime import datetime, time
from zoneinfo import ZoneInfo

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from rapport.core import formats, local_customs
from rapport.core.countries import country_name
from rapport.promises import actions, hours_text
from rapport.promises.business_time import Hours
from rapport.promises.public_holidays import Day, holidays_of
from rapport.promises.settings_forms import HoursField
from rapport.staff.first_run import Question, questions
from rapport.staff.models import Location
from rapport.staff.questions import QuestionForm

USUAL = Hours(time(9), time(18))
USUAL_IN = {
    "CZ": Hours(time(9), time(17)),
    "DE": Hours(time(9), time(18)),
    "GB": Hours(time(9), time(17, 30)),
    "GE": Hours(time(10), time(19)),
    "IN": Hours(time(10), time(19)),
    "US": Hours(time(9), time(17)),
}


class HoursQuestion(QuestionForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for weekday, name in enumerate(formats.weekday_names()):
            self.fields[f"day_{weekday}"] = HoursField(label=name)

    @property
    def intro(self) -> str:
        return _("Promises fall due within these hours. Empty means closed; 9:00–12:00, 13:00–17:30 has a break.")

    @classmethod
    def beginning(cls, request, answers):
        country = answers.get("place", {}).get("country", "")
        hours = hours_text.write([USUAL_IN.get(country, USUAL)])
        open_days = local_customs.working_days(country)
        return {f"day_{weekday}": hours if weekday in open_days else "" for weekday in range(7)}

    @property
    def follows(self) -> list[str]:
        country = self.answers.get("place", {}).get("country", "")
        today = timezone.localdate()
        days = list(holidays_of(country, "", today.year))
        if not days:
            said = _("Public holidays (%(country)s): not known to us. Add them under Settings.")
            return [said % {"country": country_name(country)}]
        said = ngettext(
            "Public holidays (%(country)s): closed on %(count)s day this year.",
            "Public holidays (%(country)s): closed on %(count)s days this year.",
            len(days),
        ) % {"count": len(days), "country": country_name(country)}
        return [said, *self._next_of(days, today)]

    @staticmethod
    def _next_of(days: list[Day], today) -> list[str]:
        coming = [day for day in days if day.on >= today][:1]
        return [
            _("Next: %(name)s, %(day)s.") % {"name": _(day.name), "day": formats.long_day(day.on)} for day in coming
        ]

    def clean(self):
        cleaned = super().clean()
        if not self.errors and not any(self.days(cleaned).values()):
            self.add_error(None, _("A week without a single open hour would leave every promise without a due time."))
        return cleaned

    @staticmethod
    def days(answers: dict) -> dict[int, list[Hours]]:
        return {weekday: answers.get(f"day_{weekday}", []) for weekday in range(7)}


def save(answers: dict, location: Location, at: datetime) -> None:
    today = at.astimezone(ZoneInfo(location.time_zone)).date()
    actions.set_week(location, today, HoursQuestion.days(answers))
    actions.seed_holidays(at)


questions.add(Question("hours", gettext_lazy("When are you open?"), HoursQuestion, order=30, save=save))
