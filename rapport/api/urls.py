from django.urls import path

from rapport.api import views
from rapport.api.mounting import mount
from rapport.api.webhooks import views as webhooks

app_name = "api"
api = mount()

urlpatterns = [
    path("settings/tokens/", views.Tokens.as_view(), name="tokens"),
    path("settings/tokens/<uuid:pk>/revocation/", views.Revocation.as_view(), name="revocation"),
    path("settings/webhooks/", webhooks.Webhooks.as_view(), name="webhooks"),
    path("settings/webhooks/new/", webhooks.NewWebhook.as_view(), name="webhook_new"),
    path("settings/webhooks/deliveries/<uuid:pk>/", webhooks.DeliveryPage.as_view(), name="delivery"),
    path("settings/webhooks/deliveries/<uuid:pk>/repetition/", webhooks.Repetition.as_view(), name="repetition"),
    path("settings/webhooks/<uuid:pk>/", webhooks.Webhook.as_view(), name="webhook"),
    path("settings/webhooks/<uuid:pk>/change/", webhooks.Change.as_view(), name="webhook_change"),
    path("settings/webhooks/<uuid:pk>/secret/", webhooks.Rotation.as_view(), name="webhook_secret"),
    path("settings/webhooks/<uuid:pk>/switch/", webhooks.Switching.as_view(), name="webhook_switch"),
    path("settings/webhooks/<uuid:pk>/test/", webhooks.Test.as_view(), name="webhook_test"),
    path("settings/webhooks/<uuid:pk>/repetition/", webhooks.RepetitionOfAll.as_view(), name="webhook_repetition"),
    path("settings/webhooks/<uuid:pk>/removal/", webhooks.Removal.as_view(), name="webhook_removal"),
    path("api/v1/openapi.json", views.description, name="description"),
    path("api/v1/docs", views.Docs.as_view(), name="docs"),
    path("api/v1/", api.urls),
]
