"""Addresses whose names stand outside of any slice: allauth's, as far as we use them."""

from allauth.account import views as allauth
from django.urls import path, re_path

from rapport.staff import views
from rapport.staff.views import elsewhere, second_step

urlpatterns = [
    path("language/", views.LanguagePage.as_view(), name="language"),
    path("theme/", views.ThemePage.as_view(), name="theme"),
    path("single-keys/", views.SingleKeysPage.as_view(), name="single_keys"),
    path("accounts/login/", second_step.SignIn.as_view(), name="account_login"),
    path("accounts/login/passkey/", second_step.PasskeySignIn.as_view(), name="mfa_login_webauthn"),
    path("accounts/login/second-step/", second_step.SecondStepPage.as_view(), name="mfa_authenticate"),
    path("accounts/oidc/<slug:provider_id>/", elsewhere.ElsewherePage.as_view(), name="openid_connect_login"),
    path(
        "accounts/oidc/<slug:provider_id>/back/",
        elsewhere.BackFromElsewherePage.as_view(),
        name="openid_connect_callback",
    ),
    path("accounts/cancelled/", elsewhere.CancelledElsewherePage.as_view(), name="socialaccount_login_cancelled"),
    path("accounts/logout/", allauth.logout, name="account_logout"),
    path("accounts/inactive/", allauth.account_inactive, name="account_inactive"),
    path("accounts/signup/", allauth.signup, name="account_signup"),
    path("accounts/reauthenticate/", second_step.PasswordAgainPage.as_view(), name="account_reauthenticate"),
    path("accounts/reauthenticate/code/", second_step.CodeAgainPage.as_view(), name="mfa_reauthenticate"),
    path(
        "accounts/reauthenticate/passkey/",
        second_step.PasskeyAgainPage.as_view(),
        name="mfa_reauthenticate_webauthn",
    ),
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
    path("profile/security/", views.SecurityPage.as_view(), name="mfa_index"),
    path("profile/security/app/", second_step.AppPage.as_view(), name="mfa_activate_totp"),
    path("profile/security/app/removal/", second_step.AppRemovalPage.as_view(), name="mfa_deactivate_totp"),
    path("profile/security/passkeys/new/", second_step.NewPasskeyPage.as_view(), name="mfa_add_webauthn"),
    path("profile/security/passkeys/<int:pk>/", second_step.PasskeyNamePage.as_view(), name="mfa_edit_webauthn"),
    path(
        "profile/security/passkeys/<int:pk>/removal/",
        second_step.PasskeyRemovalPage.as_view(),
        name="mfa_remove_webauthn",
    ),
    path("profile/security/codes/", second_step.CodesPage.as_view(), name="mfa_view_recovery_codes"),
    path("profile/security/codes/new/", second_step.NewCodesPage.as_view(), name="mfa_generate_recovery_codes"),
]
