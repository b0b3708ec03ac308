from django.urls import path

from rapport.portal.callbacks import views

app_name = "portal_people"
urlpatterns = [
    path("people/", views.PeoplePage.as_view(), name="people"),
    path("people/call/", views.BookingPage.as_view(), name="call"),
    path("people/calls/<uuid:key>/", views.MovingPage.as_view(), name="moving"),
    path("people/calls/<uuid:key>/cancellation/", views.CancellationPage.as_view(), name="cancellation"),
    path("people/photo/<uuid:key>/", views.PhotoView.as_view(), name="photo"),
]
