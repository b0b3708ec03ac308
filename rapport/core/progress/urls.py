from django.urls import path

from rapport.core.progress import views

app_name = "work"

urlpatterns = [
    path("<uuid:pk>/", views.JobPage.as_view(), name="job"),
    path("<uuid:pk>/stop/", views.StopPage.as_view(), name="stop"),
    path("<uuid:pk>/restart/", views.RestartPage.as_view(), name="restart"),
]
