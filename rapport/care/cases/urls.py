from django.urls import path

from rapport.care.cases import report, settings
from rapport.care.cases.views import case, dialogs, lists, opening, verbs

ONE = "cases/<uuid:pk>"
urlpatterns = [
    path("cases/", lists.CaseList.as_view(), name="cases"),
    path("cases/board/", lists.Board.as_view(), name="board"),
    path("cases/new/", opening.ChoosingWhom.as_view(), name="choosing_whom"),
    path("customers/<uuid:customer_id>/cases/new/", opening.Opening.as_view(), name="new"),
    path("cases/from-message/<uuid:message_id>/", opening.FromMessage.as_view(), name="from_message"),
    path("cases/report/", report.CaseReport.as_view(), name="report"),
    path("settings/request-ladders/", settings.Ladders.as_view(), name="ladders"),
    path("settings/request-ladders/return/", settings.LadderReturn.as_view(), name="ladder_return"),
    path("settings/request-ladders/<slug:kind>/", settings.Ladder.as_view(), name="ladder"),
    path("settings/request-routes/", settings.ROUTES["routes"].as_view(), name="routes"),
    path("settings/request-routes/new/", settings.ROUTES["routes_new"].as_view(), name="routes_new"),
    path("settings/request-routes/<uuid:pk>/", settings.ROUTES["routes_one"].as_view(), name="routes_one"),
    path(
        "settings/request-routes/<uuid:pk>/removal/", settings.ROUTES["routes_removal"].as_view(), name="routes_removal"
    ),
    path("settings/request-routes/<uuid:pk>/return/", settings.ROUTES["routes_return"].as_view(), name="routes_return"),
    path(f"{ONE}/", case.CasePage.as_view(), name="case"),
    path(f"{ONE}/understanding/", verbs.Understanding.as_view(), name="understanding"),
    path(f"{ONE}/taking/", verbs.Taking.as_view(), name="taking"),
    path(f"{ONE}/going-on/", verbs.GoingOn.as_view(), name="going_on"),
    path(f"{ONE}/closing/", verbs.Closing.as_view(), name="closing"),
    path(f"{ONE}/manager/", verbs.AskingForAManager.as_view(), name="manager"),
    path(f"{ONE}/turning-back/", verbs.TurningBack.as_view(), name="turning_back"),
    path(f"{ONE}/news/", dialogs.Telling.as_view(), name="news"),
    path(f"{ONE}/waiting/", dialogs.Waiting.as_view(), name="waiting"),
    path(f"{ONE}/solving/", dialogs.Solving.as_view(), name="solving"),
    path(f"{ONE}/assignment/", dialogs.Assignment.as_view(), name="assignment"),
    path(f"{ONE}/handover/", dialogs.Handover.as_view(), name="handover"),
    path(f"{ONE}/details/", dialogs.Details.as_view(), name="details"),
    path(f"{ONE}/reopening/", dialogs.Reopening.as_view(), name="reopening"),
    path(f"{ONE}/withdrawal/", dialogs.Withdrawal.as_view(), name="withdrawal"),
    path("cases/escalations/<uuid:pk>/seen/", verbs.Seeing.as_view(), name="seen"),
]
