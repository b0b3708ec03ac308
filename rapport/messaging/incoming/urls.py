from django.urls import path

from rapport.messaging.incoming import views

urlpatterns = [
    path("inbox/quarantine/", views.Quarantine.as_view(), name="quarantine"),
    path("inbox/quarantine/reading/", views.ReadingAll.as_view(), name="reading_all"),
    path("inbox/messages/<uuid:pk>/as-it-came/", views.AsItCame.as_view(), name="as_it_came"),
    path("inbox/quarantine/<uuid:pk>/", views.MailPage.as_view(), name="raw"),
    path("inbox/quarantine/<uuid:pk>/bytes/", views.MailBytes.as_view(), name="raw_bytes"),
    path("inbox/quarantine/<uuid:pk>/reading/", views.Reading.as_view(), name="raw_reading"),
    path("inbox/quarantine/<uuid:pk>/settling/", views.Settling.as_view(), name="raw_settling"),
]
