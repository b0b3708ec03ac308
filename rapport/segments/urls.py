from django.urls import path

from rapport.segments.views import builder, keeping, lists, scanning

app_name = "segments"
urlpatterns = [
    path("segments/", lists.SegmentsPage.as_view(), name="list"),
    path("segments/new/", builder.NewPage.as_view(), name="new"),
    path("segments/new/list/", keeping.NewListPage.as_view(), name="new_list"),
    path("segments/completions/", builder.CompletionsPage.as_view(), name="completions"),
    path("segments/offers/", builder.OffersPage.as_view(), name="offers"),
    path("segments/<uuid:pk>/", builder.SegmentPage.as_view(), name="segment"),
    path("segments/<uuid:pk>/pin/", keeping.PinPage.as_view(), name="pin"),
    path("segments/<uuid:pk>/scan/", scanning.ScanPage.as_view(), name="scan"),
    path("segments/<uuid:pk>/removal/", keeping.RemovalPage.as_view(), name="removal"),
    path("segments/<uuid:pk>/restoration/", keeping.RestorationPage.as_view(), name="restoration"),
]
