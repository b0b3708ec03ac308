from django.urls import include, path

from rapport.core import installing, live, mailbox, views
from rapport.core.palette.views import SearchPage
from rapport.core.streams.views import ticket

urlpatterns = [
    path("search/", SearchPage.as_view(), name="search"),
    path("manifest.webmanifest", installing.manifest, name="manifest"),
    path("sw.js", installing.service_worker, name="service-worker"),
    path("offline/", installing.offline, name="offline"),
    path("health/live", views.live),
    path("health/ready", views.ready),
    path("live/", live.badges, name="live"),
    path("live/ticket/", ticket, name="ticket"),
    path("mailbox/", mailbox.mailbox, name="mailbox"),
    path("mailbox/<uuid:id>/", mailbox.mail, name="mailbox-mail"),
    path("jobs/", include("rapport.core.progress.urls")),
    path("settings/backups/", include("rapport.core.backup.urls")),
    path("settings/import/", include("rapport.core.tabular.urls")),
]
