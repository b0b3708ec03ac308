from django.urls import include, path

app_name = "messaging"

urlpatterns = [
    path("", include("rapport.messaging.mailboxes.urls")),
    path("", include("rapport.messaging.passes.urls")),
    path("", include("rapport.messaging.calls.urls")),
    path("", include("rapport.messaging.setup.urls")),
    path("", include("rapport.messaging.incoming.urls")),
    path("", include("rapport.messaging.outgoing.urls")),
    path("", include("rapport.messaging.inbox.urls")),
    path("", include("rapport.messaging.channels.urls")),
    path("", include("rapport.messaging.chat.urls")),
    path("", include("rapport.messaging.reports.urls")),
]
