"""Addresses whose names stand outside of any slice: allauth's, as far as we use them."""

from allauth.account import views as allauth
from django.urls import path, re_path

from rapport.staff import views


class SignIn(allauth.LoginView):
    """A wrong password is answered as every form that makes no sense."""

    def form_invalid(self, form):
        response = super().form_invalid(form)
        response.status_code = 422
        return response


urlpatterns = [
    path("language/", views.LanguagePage.as_view(), name="language"),
    path("theme/", views.ThemePage.as_view(), name="theme"),
    path("single-keys/", views.SingleKeysPage.as_view(), name="single_keys"),
    path("accounts/login/", SignIn.as_view(), name="account_login"),
    path("accounts/logout/", allauth.logout, name="account_logout"),
    path("accounts/inactive/", allauth.account_inactive, name="account_inactive"),
    path("accounts/signup/", allauth.signup, name="account_signup"),
    path("accounts/reauthenticate/", allauth.reauthenticate, name="account_reauthenticate"),
    path("accounts/password/change/", allauth.password_change, name="account_change_password"),
    path("accounts/password/set/", allauth.password_set, name="account_set_password"),
    path("accounts/password/reset/", allauth.password_reset, name="account_reset_password"),
    path("accounts/password/reset/done/", allauth.password_reset_done, name="account_reset_password_done"),
    re_path(
        r"^accounts/password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        allauth.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path(
        "accounts/password/reset/key/done/",
        allauth.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
]
