from django.urls import path

from rapport.care.complaints.views import dialogs, public, remedies, settings

ONE = "cases/<uuid:pk>/complaint"
REMEDY = "remedies/<uuid:pk>"
SETTINGS = "settings/complaints"
urlpatterns = [
    path(f"{ONE}/acknowledgement/", dialogs.Acknowledging.as_view(), name="complaint_acknowledging"),
    path(f"{ONE}/restatement/", dialogs.Restating.as_view(), name="complaint_restating"),
    path(f"{ONE}/restatement/answer/", dialogs.Understood.as_view(), name="complaint_answer_noted"),
    path(f"{ONE}/severity/", dialogs.Weighing.as_view(), name="complaint_weighing"),
    path(f"{ONE}/findings/", dialogs.Investigating.as_view(), name="complaint_investigating"),
    path(f"{ONE}/answer/", dialogs.Answering.as_view(), name="complaint_answering"),
    path(f"{ONE}/on-the-spot/", dialogs.OnTheSpot.as_view(), name="complaint_on_the_spot"),
    path(f"{ONE}/acceptance/", dialogs.Accepting.as_view(), name="complaint_accepting"),
    path(f"{ONE}/objection/", dialogs.Objecting.as_view(), name="complaint_objecting"),
    path(f"{ONE}/outside/", dialogs.Referring.as_view(), name="complaint_referring"),
    path(f"{ONE}/ending/", dialogs.EndingWithout.as_view(), name="complaint_ending"),
    path(f"{ONE}/reopening/", dialogs.ReopeningComplaint.as_view(), name="complaint_reopening"),
    path(f"{ONE}/withdrawal/", dialogs.WithdrawingComplaint.as_view(), name="complaint_withdrawing"),
    path(f"{ONE}/report/", dialogs.Reporting.as_view(), name="complaint_reporting"),
    path(f"{ONE}/manager/", dialogs.WantingAManager.as_view(), name="complaint_manager"),
    path(f"{ONE}/known/", dialogs.Knowing.as_view(), name="complaint_known"),
    path(f"{ONE}/remedies/new/", remedies.Proposing.as_view(), name="complaint_remedy_new"),
    path(f"{REMEDY}/approval/", remedies.Approving.as_view(), name="remedy_approval"),
    path(f"{REMEDY}/refusal/", remedies.Refusing.as_view(), name="remedy_refusal"),
    path(f"{REMEDY}/giving/", remedies.Giving.as_view(), name="remedy_giving"),
    path(f"{REMEDY}/taking-back/", remedies.TakingBack.as_view(), name="remedy_taking_back"),
    path(f"{SETTINGS}/outside/", settings.Bodies.as_view(), name="dispute_bodies"),
    path(f"{SETTINGS}/outside/new/", settings.NewBody.as_view(), name="dispute_body_new"),
    path(f"{SETTINGS}/outside/<uuid:pk>/", settings.OneBody.as_view(), name="dispute_body"),
    path(f"{SETTINGS}/outside/restoration/", settings.BodyRestoration.as_view(), name="dispute_body_restoration"),
    path(f"{SETTINGS}/key-accounts/", settings.WhoIsKey.as_view(), name="key_accounts"),
    path(
        f"{SETTINGS}/key-accounts/restoration/", settings.WhoIsKeyRestoration.as_view(), name="key_accounts_restoration"
    ),
    path(f"{SETTINGS}/limits/", settings.Limits.as_view(), name="remedy_limits"),
    path(f"{SETTINGS}/limits/restoration/", settings.LimitRestoration.as_view(), name="remedy_limit_restoration"),
    path(f"{SETTINGS}/limits/<str:role>/", settings.OneLimit.as_view(), name="remedy_limit"),
    path("understood/<str:token>/", public.UnderstandingPage.as_view(), name="complaint_understood"),
    path("fairness/<str:token>/", public.FairnessPage.as_view(), name="complaint_fairness"),
]
