from django.urls import path

from rapport.portal.views import staff

app_name = "portal_staff"

urlpatterns = [
    path("settings/portal/", staff.SitePage.as_view(), name="site"),
    path("settings/portal/undo/", staff.SiteUndo.as_view(), name="site_undo"),
    path("settings/portal/preview/", staff.PreviewPage.as_view(), name="preview"),
    path("customers/<uuid:customer_id>/own-pages/link/", staff.InvitePage.as_view(), name="invite"),
    path("customers/<uuid:customer_id>/own-pages/look/", staff.LookPage.as_view(), name="look"),
    path("customers/<uuid:customer_id>/own-pages/people/", staff.PeoplePage.as_view(), name="people"),
]
