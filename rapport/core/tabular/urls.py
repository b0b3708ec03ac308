from django.urls import path

from rapport.core.tabular import views

app_name = "imports"

urlpatterns = [
    path("", views.ListPage.as_view(), name="list"),
    path("<slug:kind>/new/", views.BringPage.as_view(), name="bring"),
    path("<uuid:pk>/", views.ImportPage.as_view(), name="import"),
    path("<uuid:pk>/columns/", views.ColumnsPage.as_view(), name="columns"),
    path("<uuid:pk>/reading/<slug:part>/", views.ReadingPage.as_view(), name="reading"),
    path("<uuid:pk>/check/", views.CheckPage.as_view(), name="check"),
    path("<uuid:pk>/run/", views.RunPage.as_view(), name="run"),
    path("<uuid:pk>/rejects/<slug:part>/", views.RejectsPage.as_view(), name="rejects"),
    path("<uuid:pk>/undo/", views.UndoPage.as_view(), name="undo"),
    path("<uuid:pk>/removal/", views.RemovalPage.as_view(), name="removal"),
    path("mappings/<uuid:pk>/removal/", views.MappingRemovalPage.as_view(), name="mapping-removal"),
]
