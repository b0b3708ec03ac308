from django.urls import include, path

from rapport.portal import mounting
from rapport.portal.views import home, links, safety, sign_in

own = [
    path("", mounting.guarded(home.HomePage.as_view()), name="home"),
    path("sign-in/", sign_in.SignInPage.as_view(), name="sign_in"),
    path("sign-in/sent/", sign_in.SentPage.as_view(), name="sent"),
    path("in/<str:token>/", sign_in.ComeInPage.as_view(), name="come_in"),
    path("sign-out/", sign_in.SignOutPage.as_view(), name="sign_out"),
    path("language/", sign_in.LanguagePage.as_view(), name="language"),
    path("passkey/", safety.PasskeyPage.as_view(), name="passkey"),
    path("safety/", mounting.guarded(safety.SafetyPage.as_view()), name="safety"),
    path("safety/passkeys/<uuid:pk>/", mounting.guarded(safety.PasskeyRemoval.as_view()), name="passkey_removal"),
    path("safety/sessions/<uuid:pk>/", mounting.guarded(safety.SessionEnd.as_view()), name="session_end"),
    path("whose/", mounting.guarded(safety.WhosePage.as_view()), name="whose"),
    path("l/<str:token>/", links.PassPage.as_view(), name="pass"),
]

urlpatterns = [
    path("", include("rapport.portal.staff_urls")),
    path("portal/", include((own, "portal"))),
    *(path("portal/", include(section)) for section in mounting.sections()),
]
