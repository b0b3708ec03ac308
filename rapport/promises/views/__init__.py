from rapport.promises.views.ending import Breach, Keeping, Voiding, Withdrawal
from rapport.promises.views.holidays import (
    HolidayConfirmation,
    HolidayDoubt,
    HolidayRemoval,
    HolidayRestoration,
    HolidayYearPage,
    HolidayYears,
)
from rapport.promises.views.hours import (
    HoursPage,
    LocationHours,
    SpecialDayRemoval,
    SpecialDayRestoration,
    SpecialDays,
    WeekRemoval,
    WeekRestoration,
    WhileClosed,
)
from rapport.promises.views.kinds import KindPage, KindRestoration, Kinds, NewKind, Retirement, ReturnToUse
from rapport.promises.views.lists import CustomerPromises, PromiseList
from rapport.promises.views.making import NewPromise
from rapport.promises.views.minding import CheckingIn, Handover, HandoverOfAll, Renegotiation, TellingLate
from rapport.promises.views.promise import PromisePage
from rapport.promises.views.rates import Rates
from rapport.promises.views.reopening import HandingAllBack, HandingBack, Reopening

__all__ = [
    "Breach",
    "CheckingIn",
    "CustomerPromises",
    "HandingAllBack",
    "HandingBack",
    "Handover",
    "HandoverOfAll",
    "HolidayConfirmation",
    "HolidayRemoval",
    "HolidayYearPage",
    "HolidayYears",
    "HoursPage",
    "Keeping",
    "KindPage",
    "Kinds",
    "LocationHours",
    "NewKind",
    "NewPromise",
    "PromiseList",
    "PromisePage",
    "Rates",
    "Renegotiation",
    "Reopening",
    "Retirement",
    "ReturnToUse",
    "SpecialDayRemoval",
    "SpecialDays",
    "TellingLate",
    "Voiding",
    "Withdrawal",
    "HolidayDoubt",
    "HolidayRestoration",
    "SpecialDayRestoration",
    "WeekRemoval",
    "WeekRestoration",
    "WhileClosed",
    "KindRestoration",
]
