from django.urls import path

from rapport.care.causes.views import actions, eight, settings, whys
from rapport.care.reports import views as reports

urlpatterns = [
    path("cases/<uuid:pk>/whys/new/", whys.NewWhy.as_view(), name="new_why"),
    path("cases/<uuid:pk>/cause/", whys.CauseOfCase.as_view(), name="cause_of_case"),
    path("cases/<uuid:pk>/actions/new/", actions.NewActionOfCase.as_view(), name="new_action_of_case"),
    path("cases/<uuid:pk>/8d/", eight.EightPage.as_view(), name="eight_d"),
    path("cases/<uuid:pk>/8d/reopening/", eight.EightReopening.as_view(), name="eight_d_reopening"),
    path("whys/<uuid:pk>/", whys.WhyPage.as_view(), name="why"),
    path("whys/<uuid:pk>/removal/", whys.Removal.as_view(), name="why_removal"),
    path("whys/<uuid:pk>/cause/", whys.Root.as_view(), name="root"),
    path("whys/<uuid:pk>/doubt/", whys.Doubt.as_view(), name="root_doubt"),
    path("actions/", actions.ActionsPage.as_view(), name="actions"),
    path("actions/new/", actions.NewAction.as_view(), name="new_action"),
    path("actions/<uuid:pk>/", actions.ActionPage.as_view(), name="action"),
    path("actions/<uuid:pk>/completion/", actions.Completion.as_view(), name="action_completion"),
    path("actions/<uuid:pk>/not-done/", actions.NotDone.as_view(), name="action_not_done"),
    path("actions/<uuid:pk>/postponement/", actions.Postponement.as_view(), name="action_postponement"),
    path("actions/<uuid:pk>/handover/", actions.Handover.as_view(), name="action_handover"),
    path("actions/<uuid:pk>/drop/", actions.Drop.as_view(), name="action_drop"),
    path("actions/<uuid:pk>/return/", actions.Return.as_view(), name="action_return"),
    path("actions/<uuid:pk>/check/", actions.Check.as_view(), name="action_check"),
    path("settings/causes/", settings.CausesPage.as_view(), name="causes"),
    path("settings/causes/new/", settings.NewCausePage.as_view(), name="new_cause"),
    path("settings/causes/restoration/", settings.CauseRestoration.as_view(), name="cause_restoration"),
    path("settings/causes/order/", settings.CauseOrderRestoration.as_view(), name="cause_order_restoration"),
    path("settings/causes/<uuid:pk>/", settings.CausePage.as_view(), name="cause"),
    path("settings/causes/<uuid:pk>/place/", settings.CausePlace.as_view(), name="cause_place"),
    path("settings/causes/<uuid:pk>/retirement/", settings.CauseRetirement.as_view(), name="cause_retirement"),
    path("settings/causes/<uuid:pk>/return/", settings.CauseReturn.as_view(), name="cause_return"),
    path("complaints/report/", reports.ReportPage.as_view(), name="complaint_report"),
    path("complaints/report/table/", reports.Export.as_view(), name="complaint_table"),
    path("complaints/report/table/<uuid:pk>/", reports.TablePage.as_view(), name="complaint_table_of"),
    path("complaints/report/table/<uuid:pk>/file/", reports.TableFile.as_view(), name="complaint_table_file"),
    path("complaints/report/other/", reports.OthersPage.as_view(), name="other_causes"),
]
