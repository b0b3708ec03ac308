from django.urls import path

from rapport.core.backup import views

app_name = "backups"

urlpatterns = [
    path("", views.ListPage.as_view(), name="list"),
    path("<uuid:pk>/file/", views.FilePage.as_view(), name="file"),
]
