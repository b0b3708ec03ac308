from django.urls import path

from rapport.customers.own_pages import data

app_name = "customers_portal_data"
urlpatterns = [
    path("your-data/", data.DataPage.as_view(), name="data"),
    path("your-data/<uuid:pk>/", data.ExportFile.as_view(), name="file"),
]
