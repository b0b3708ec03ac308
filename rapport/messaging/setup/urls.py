from django.urls import path

from rapport.messaging.setup import views

urlpatterns = [
    path("settings/channels/", views.ChannelsPage.as_view(), name="channels"),
    path("settings/channels/new/", views.NewChannelPage.as_view(), name="channel_new"),
    path("settings/channels/new/<slug:kind>/", views.AddChannelPage.as_view(), name="channel_add"),
    path("settings/channels/<uuid:pk>/", views.ChannelPage.as_view(), name="channel"),
    path("settings/channels/<uuid:pk>/undo/", views.ChannelUndo.as_view(), name="channel_undo"),
    path("settings/channels/<uuid:pk>/end/", views.ChannelEndPage.as_view(), name="channel_end"),
    path("settings/channels/<uuid:pk>/return/", views.ChannelReturnPage.as_view(), name="channel_return"),
]
