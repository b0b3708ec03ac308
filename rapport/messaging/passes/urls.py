from django.urls import path

from rapport.messaging.passes import views

urlpatterns = [
    path("settings/channels/signed-in/", views.SignedInPage.as_view(), name="channel_signed_in"),
    path("settings/channels/<uuid:pk>/sign-in/", views.SignInPage.as_view(), name="channel_sign_in"),
]
