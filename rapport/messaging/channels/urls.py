from django.urls import path

from rapport.messaging.channels.hooks import HookPage

urlpatterns = [
    path("hooks/<uuid:channel_id>/", HookPage.as_view(), name="hook"),
]
