from django.urls import path

from rapport.care.complaints.views import public

urlpatterns = [
    path("understood/<str:token>/", public.UnderstandingPage.as_view(), name="complaint_understood"),
    path("fairness/<str:token>/", public.FairnessPage.as_view(), name="complaint_fairness"),
]
