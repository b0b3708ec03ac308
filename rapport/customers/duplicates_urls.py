"""Addresses of the queue of duplicates; part of `customers.urls`."""

from django.urls import path

from rapport.customers.views import duplicates

urlpatterns = [
    path("duplicates/", duplicates.QueuePage.as_view(), name="duplicates"),
    path("duplicates/search/", duplicates.SearchPage.as_view(), name="duplicates_search"),
    path("duplicates/acceptance/", duplicates.ChoosingToMergePage.as_view(), name="duplicates_acceptance"),
    path("duplicates/acceptance/<uuid:pk>/", duplicates.AcceptedPage.as_view(), name="duplicates_accepted"),
    path("duplicates/decisions/<uuid:pk>/undo/", duplicates.AskedAgainPage.as_view(), name="not_duplicates_undo"),
    path("duplicates/<uuid:pk>/", duplicates.PairShownPage.as_view(), name="duplicate_pair"),
    path("duplicates/<uuid:pk>/not/", duplicates.NotDuplicatesPage.as_view(), name="not_duplicates"),
]
