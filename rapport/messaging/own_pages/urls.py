from django.urls import path

from rapport.messaging.own_pages import reaching

app_name = "messaging_portal"
urlpatterns = [
    path("reach/", reaching.ReachPage.as_view(), name="reach"),
    path("reach/agreements/<slug:purpose>/", reaching.AgreementPage.as_view(), name="agreement"),
    path("reach/codes/<uuid:key>/", reaching.ProofPage.as_view(), name="proof"),
    path("reach/<slug:section>/new/", reaching.NewPointPage.as_view(), name="new_point"),
    path("reach/<slug:section>/<uuid:key>/", reaching.PointPage.as_view(), name="point"),
]
