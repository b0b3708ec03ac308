from rapport.promises.models.hours import Holiday, HolidayYear, OpeningHours, OpeningWeek, SpecialDay
from rapport.promises.models.kind import Kind
from rapport.promises.models.promise import CheckIn, Promise, Reminder, Telling

__all__ = [
    "CheckIn",
    "Holiday",
    "HolidayYear",
    "Kind",
    "OpeningHours",
    "OpeningWeek",
    "Promise",
    "Reminder",
    "SpecialDay",
    "Telling",
]
