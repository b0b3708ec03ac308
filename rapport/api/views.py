from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from rapport.api.forms import TokenForm
from rapport.api.reading import manual
from rapport.core.api import tokens
from rapport.core.models import Token
from rapport.core.views import Page, PublicPage, allow


class Tokens(Page):
    """The living tokens of the reader, of everybody for an owner; a new one is posted here and shown once."""

    permission = "core.add_token"

    def get(self, request: HttpRequest, form=None, status: int = 200, made: tuple | None = None) -> HttpResponse:
        context = {"tokens": _tokens(request), "form": form or TokenForm(), "made": made}
        return render(request, "api/tokens.html", context, status=status)

    def post(self, request: HttpRequest) -> HttpResponse:
        form = TokenForm(request.POST)
        if not form.is_valid():
            return self.get(request, form, status=422)
        made = tokens.make(request.user, by=request.user, at=timezone.now(), **form.cleaned_data)
        response = self.get(request, made=made)
        response["Cache-Control"] = "no-store"
        return response


class Revocation(Page):
    """The end of a token. What it did stays."""

    permission = "core.add_token"

    def get(self, request: HttpRequest, pk) -> HttpResponse:
        token = get_object_or_404(_tokens(request), pk=pk)
        return render(request, "api/revocation.html", {"token": token})

    def post(self, request: HttpRequest, pk) -> HttpResponse:
        token = get_object_or_404(_tokens(request), pk=pk)
        tokens.revoke(token, by=request.user, at=timezone.now())
        messages.success(request, _("“%(name)s” is let in no more.") % {"name": token.name})
        return redirect("api:tokens")


def _tokens(request: HttpRequest):
    rows = Token.objects.filter(revoked_at=None).select_related("user")
    return rows if request.user.has_perm("core.delete_token") else rows.filter(user=request.user)


@allow("public")
def description(request: HttpRequest) -> HttpResponse:
    """The OpenAPI description. It says what the API is like, nothing of what is in it."""
    return JsonResponse(_described())


class Docs(PublicPage):
    """The description as a page to read, for whoever writes the other program: they need not work here."""

    def get(self, request: HttpRequest) -> HttpResponse:
        shell = "base.html" if request.user.is_authenticated else "plain.html"
        return render(request, "api/docs.html", {"manual": manual(_described()), "shell": shell})


def _described() -> dict:
    from rapport.api.urls import api

    return api.get_openapi_schema(path_prefix="/api/v1/")
