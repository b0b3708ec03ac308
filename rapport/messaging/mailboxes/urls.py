from django.urls import path

from rapport.messaging.mailboxes import hooks, views

urlpatterns = [
    path("settings/channels/mailboxes/", views.MailboxesPage.as_view(), name="mailboxes"),
    path("settings/channels/<uuid:pk>/filling/", views.FillingPage.as_view(), name="channel_filling"),
    path("settings/channels/<uuid:pk>/folders/", views.FoldersPage.as_view(), name="channel_folders"),
    path("hooks/mail/<uuid:channel_id>/inbound/", hooks.InboundHook.as_view(), name="mail_inbound"),
    path("hooks/mail/<uuid:channel_id>/inbound/mime", hooks.InboundHook.as_view(), name="mail_inbound_whole"),
    path("hooks/mail/<uuid:channel_id>/tracking/", hooks.TrackingHook.as_view(), name="mail_tracking"),
]
