from django.urls import path

from rapport.today import views

app_name = "today"
urlpatterns = [
    path("", views.TodayPage.as_view(), name="today"),
    path("today/panels/<slug:name>/", views.PanelPage.as_view(), name="panel"),
    path("today/ticks/", views.TickPage.as_view(), name="tick"),
    path("today/ticks/undo/", views.UntickPage.as_view(), name="untick"),
]
