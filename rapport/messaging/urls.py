from django.urls import include, path

app_name = "messaging"

urlpatterns = [
    path("", include("rapport.messaging.channels.urls")),
]
