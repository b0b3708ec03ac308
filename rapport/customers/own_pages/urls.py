from django.urls import path

from rapport.customers.own_pages import profile

app_name = "customers_portal"
urlpatterns = [
    path("you/", profile.ProfilePage.as_view(), name="profile"),
    path("you/name/", profile.AboutYouPage.as_view(), name="about_you"),
    path("you/<slug:section>/new/", profile.RowPage.as_view(), name="new_row"),
    path("you/<slug:section>/<uuid:key>/", profile.RowPage.as_view(), name="row"),
]
