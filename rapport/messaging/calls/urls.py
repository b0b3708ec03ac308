from django.urls import path

from rapport.messaging.calls import views

ONE = "inbox/calls/<uuid:pk>"
urlpatterns = [
    path("inbox/calls/", views.CallsPage.as_view(), name="calls_list"),
    path("inbox/calls/figures/", views.FiguresPage.as_view(), name="call_figures"),
    path("inbox/calls/ringing/", views.RingingPart.as_view(), name="ringing"),
    path("inbox/calls/seat/", views.SeatPage.as_view(), name="seat"),
    path("inbox/calls/files/<uuid:pk>/", views.CallFileView.as_view(), name="call_file"),
    path(f"{ONE}/", views.CallPage.as_view(), name="call"),
    path(f"{ONE}/taking/", views.Taking.as_view(), name="call_taking"),
    path(f"{ONE}/customer/", views.Deciding.as_view(), name="call_customer"),
    path(f"{ONE}/calling/", views.CallingBack.as_view(), name="calling_back"),
    path(f"{ONE}/settling/", views.Settling.as_view(), name="call_settling"),
    path(f"{ONE}/owing/", views.OwingAgain.as_view(), name="call_owing"),
    path("customers/<uuid:customer_id>/calls/<uuid:pk>/", views.Dialling.as_view(), name="dialling"),
    path("settings/greeting/", views.GreetingPage.as_view(), name="house_greeting"),
]
