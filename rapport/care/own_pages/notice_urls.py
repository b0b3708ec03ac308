from django.urls import path

from rapport.care.own_pages import notices

app_name = "care_portal_notices"
urlpatterns = [
    path("notices/", notices.ListPage.as_view(), name="notices"),
    path("notices/<uuid:pk>/", notices.NoticePage.as_view(), name="notice"),
]
