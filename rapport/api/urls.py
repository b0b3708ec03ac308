from django.urls import path

from rapport.api import views
from rapport.api.mounting import mount

app_name = "api"
api = mount()

urlpatterns = [
    path("settings/tokens/", views.Tokens.as_view(), name="tokens"),
    path("settings/tokens/<uuid:pk>/revocation/", views.Revocation.as_view(), name="revocation"),
    path("api/v1/openapi.json", views.description, name="description"),
    path("api/v1/docs", views.Docs.as_view(), name="docs"),
    path("api/v1/", api.urls),
]
