from django.urls import include, path

from rapport.portal import mounting
from rapport.portal.views import home, links, sign_in

own = [
    path("", mounting.guarded(home.HomePage.as_view()), name="home"),
    path("sign-in/", sign_in.SignInPage.as_view(), name="sign_in"),
    path("sign-in/sent/", sign_in.SentPage.as_view(), name="sent"),
    path("in/<str:token>/", sign_in.ComeInPage.as_view(), name="come_in"),
    path("sign-out/", sign_in.SignOutPage.as_view(), name="sign_out"),
    path("language/", sign_in.LanguagePage.as_view(), name="language"),
    path("l/<str:token>/", links.PassPage.as_view(), name="pass"),
]

urlpatterns = [
    path("portal/", include((own, "portal"))),
    *(path("portal/", include(section)) for section in mounting.sections()),
]
