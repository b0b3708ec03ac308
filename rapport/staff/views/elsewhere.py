from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView, OAuth2LoginView
from django.conf import settings
from django.http import Http404
from django.shortcuts import render
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from requests import RequestException

from rapport.core.views import PublicPage
from rapport.staff.elsewhere import SignatureAdapter, log


@method_decorator(never_cache, name="dispatch")
class Elsewhere(PublicPage):
    """One half of the way to the other site and back."""

    view: type

    def get(self, request, provider_id):
        if not settings.OIDC or provider_id != settings.OIDC["id"]:
            raise Http404
        try:
            return self.view.adapter_view(SignatureAdapter(request, provider_id))(request)
        except ImmediateHttpResponse as answer:
            return answer.response
        except (RequestException, OAuth2Error, KeyError, ValueError) as problem:
            log.warning("Signing in elsewhere failed: %s", type(problem).__name__)
            return render(request, "socialaccount/authentication_error.html", status=502)


class ElsewherePage(Elsewhere):
    """Where the button on the sign-in page leads: on to the other site."""

    view = OAuth2LoginView

    def get(self, request, provider_id):
        request.GET = request.GET.copy()
        for word in ("process", "scope", "auth_params", "action"):  # nothing but signing in is asked of the other site
            request.GET.pop(word, None)
        return super().get(request, provider_id)


class BackFromElsewherePage(Elsewhere):
    view = OAuth2CallbackView


class CancelledElsewherePage(PublicPage):
    def get(self, request):
        return render(request, "socialaccount/login_cancelled.html")
