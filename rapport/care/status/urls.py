from django.urls import path

from rapport.care.status import public, views

urlpatterns = [
    path("status/", public.StatusPage.as_view(), name="status"),
    path("status/feed/", public.StatusFeed.as_view(), name="status_feed"),
    path("status/incidents/<uuid:pk>/", public.PublicIncidentPage.as_view(), name="public_incident"),
    path("incidents/", views.IncidentList.as_view(), name="incidents"),
    path("incidents/new/", views.NewIncidentPage.as_view(), name="new_incident"),
    path("incidents/<uuid:pk>/", views.IncidentPage.as_view(), name="incident"),
    path("incidents/<uuid:pk>/updates/new/", views.NewUpdatePage.as_view(), name="incident_update"),
    path("incidents/<uuid:pk>/end/", views.EndIncidentPage.as_view(), name="incident_end"),
    path("incidents/<uuid:pk>/return/", views.IncidentReturnPage.as_view(), name="incident_return"),
    path("incidents/<uuid:pk>/notice/", views.IncidentNoticePage.as_view(), name="incident_notice"),
    path("settings/services/", views.ServicesPage.as_view(), name="services"),
    path("settings/services/new/", views.NewServicePage.as_view(), name="new_service"),
    path("settings/services/<uuid:pk>/", views.ServicePage.as_view(), name="service"),
    path("settings/services/<uuid:pk>/retirement/", views.ServiceRetirementPage.as_view(), name="service_retirement"),
    path("settings/services/<uuid:pk>/return/", views.ServiceReturnPage.as_view(), name="service_return"),
]
