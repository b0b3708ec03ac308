from django.urls import path

from rapport.care.own_pages import requests

app_name = "care_portal"
ONE = "requests/<uuid:pk>/"

urlpatterns = [
    path("requests/", requests.ListPage.as_view(), name="cases"),
    path("requests/new/", requests.NewPage.as_view(), name="new"),
    path(ONE, requests.CasePage.as_view(), name="case"),
    path(f"{ONE}understanding/", requests.UnderstandingPage.as_view(), name="understanding"),
    path(f"{ONE}acceptance/", requests.AcceptancePage.as_view(), name="acceptance"),
    path(f"{ONE}objection/", requests.ObjectionPage.as_view(), name="objection"),
    path(f"{ONE}withdrawal/", requests.WithdrawalPage.as_view(), name="withdrawal"),
    path(f"{ONE}manager/", requests.ManagerPage.as_view(), name="manager"),
    path(f"{ONE}rating/", requests.RatingPage.as_view(), name="rating"),
    path(f"{ONE}fairness/", requests.FairnessPage.as_view(), name="fairness"),
    path("conversations/<uuid:pk>/", requests.ConversationPage.as_view(), name="conversation"),
    path("files/<uuid:key>/", requests.FileView.as_view(), name="file"),
]
