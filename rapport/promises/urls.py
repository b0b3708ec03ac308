from django.urls import path

from rapport.promises import views

app_name = "promises"

urlpatterns = [
    path("promises/", views.PromiseList.as_view(), name="list"),
    path("promises/while-closed/", views.WhileClosed.as_view(), name="while_closed"),
    path("promises/rates/", views.Rates.as_view(), name="rates"),
    path("promises/handover/", views.HandoverOfAll.as_view(), name="handover_of_all"),
    path("promises/handover/return/", views.HandingAllBack.as_view(), name="handing_all_back"),
    path("promises/<uuid:pk>/", views.PromisePage.as_view(), name="promise"),
    path("promises/<uuid:pk>/keeping/", views.Keeping.as_view(), name="keeping"),
    path("promises/<uuid:pk>/renegotiation/", views.Renegotiation.as_view(), name="renegotiation"),
    path("promises/<uuid:pk>/telling/", views.TellingLate.as_view(), name="telling"),
    path("promises/<uuid:pk>/breach/", views.Breach.as_view(), name="breach"),
    path("promises/<uuid:pk>/withdrawal/", views.Withdrawal.as_view(), name="withdrawal"),
    path("promises/<uuid:pk>/voiding/", views.Voiding.as_view(), name="voiding"),
    path("promises/<uuid:pk>/handover/", views.Handover.as_view(), name="handover"),
    path("promises/<uuid:pk>/handover/return/", views.HandingBack.as_view(), name="handing_back"),
    path("promises/<uuid:pk>/reopening/", views.Reopening.as_view(), name="reopening"),
    path("promises/<uuid:pk>/check-in/", views.CheckingIn.as_view(), name="check_in"),
    path("customers/<uuid:customer_id>/promises/", views.CustomerPromises.as_view(), name="of_customer"),
    path("customers/<uuid:customer_id>/promises/new/", views.NewPromise.as_view(), name="new"),
    path("settings/opening-hours/", views.HoursPage.as_view(), name="hours"),
    path("settings/opening-hours/special-days/", views.SpecialDays.as_view(), name="special_days"),
    path(
        "settings/opening-hours/special-days/<uuid:pk>/removal/",
        views.SpecialDayRemoval.as_view(),
        name="special_day_removal",
    ),
    path(
        "settings/opening-hours/special-days/restoration/",
        views.SpecialDayRestoration.as_view(),
        name="special_day_restoration",
    ),
    path("settings/opening-hours/restoration/", views.WeekRestoration.as_view(), name="week_restoration"),
    path("settings/opening-hours/weeks/<uuid:pk>/removal/", views.WeekRemoval.as_view(), name="week_removal"),
    path("settings/opening-hours/<uuid:pk>/", views.LocationHours.as_view(), name="location_hours"),
    path("settings/holidays/", views.HolidayYears.as_view(), name="holidays"),
    path("settings/holidays/restoration/", views.HolidayRestoration.as_view(), name="holiday_restoration"),
    path("settings/holidays/<uuid:pk>/doubt/", views.HolidayDoubt.as_view(), name="holiday_doubt"),
    path("settings/holidays/<uuid:pk>/", views.HolidayYearPage.as_view(), name="holiday_year"),
    path(
        "settings/holidays/<uuid:pk>/confirmation/",
        views.HolidayConfirmation.as_view(),
        name="holiday_confirmation",
    ),
    path("settings/holidays/days/<uuid:pk>/removal/", views.HolidayRemoval.as_view(), name="holiday_removal"),
    path("settings/promise-kinds/", views.Kinds.as_view(), name="kinds"),
    path("settings/promise-kinds/new/", views.NewKind.as_view(), name="new_kind"),
    path("settings/promise-kinds/restoration/undo/", views.KindRestoration.as_view(), name="kind_restoration"),
    path("settings/promise-kinds/<slug:key>/", views.KindPage.as_view(), name="kind"),
    path("settings/promise-kinds/<slug:key>/retirement/", views.Retirement.as_view(), name="retirement"),
    path("settings/promise-kinds/<slug:key>/return/", views.ReturnToUse.as_view(), name="return_to_use"),
]
