"""Before someone is in: the link of an invitation, language and look."""

from django.conf import settings
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.debug import sensitive_post_parameters

from rapport.core.context import THEMES
from rapport.core.views import Page, PublicPage
from rapport.staff import actions
from rapport.staff.actions.joining import check_open
from rapport.staff.first_run import is_due
from rapport.staff.forms import JoinForm
from rapport.staff.models import Invitation
from rapport.staff.sign_in import let_in

ONE_YEAR = 60 * 60 * 24 * 365


@method_decorator(sensitive_post_parameters("password"), name="dispatch")
class JoinPage(PublicPage):
    """Where the link of an invitation leads. Good once, for seven days."""

    def get(self, request, token, form=None, status=200):
        invitation = get_object_or_404(Invitation.objects.with_token(token))
        try:
            check_open(invitation, at=timezone.now())
        except (actions.InvitationUsed, actions.InvitationExpired) as problem:
            return render(request, "staff/join_closed.html", {"problem": problem}, status=410)
        initial = {"name": invitation.name, "language": invitation.language}
        context = {"invitation": invitation, "form": form or JoinForm(initial=initial, email=invitation.email)}
        return render(request, "staff/join.html", context, status=status)

    def post(self, request, token):
        invitation = get_object_or_404(Invitation.objects.with_token(token))
        form = JoinForm(request.POST, email=invitation.email)
        if not form.is_valid():
            return self.get(request, token, form, status=422)
        try:
            user = actions.accept(token, at=timezone.now(), **form.cleaned_data)
        except (actions.InvitationUsed, actions.InvitationExpired):
            return self.get(request, token)
        let_in(request, user)
        return redirect("staff:first_run" if is_due(user) else "/")


class LanguagePage(PublicPage):
    """The language of this browser, and of whoever is signed in on it."""

    def get(self, request):
        return render(request, "staff/language.html")

    def post(self, request):
        response = redirect(_next(request))
        language = request.POST.get("language")
        if language in dict(settings.LANGUAGES):
            response.set_cookie(
                settings.LANGUAGE_COOKIE_NAME, language, ONE_YEAR, secure=settings.SECURE, httponly=True, samesite="Lax"
            )
            if request.user.is_authenticated:
                actions.edit_profile(request.user, language=language)
        return response


class ThemePage(PublicPage):
    def get(self, request):
        return redirect("/")

    def post(self, request):
        return with_theme(redirect(_next(request)), request.POST.get("theme", ""))


class SingleKeysPage(Page):
    """Whether single letters are shortcuts; the list of keys asks it on every page."""

    permission = "signed_in"

    def get(self, request):
        return redirect("staff:profile")

    def post(self, request):
        actions.edit_profile(request.user, single_keys=bool(request.POST.get("single_keys")))
        return redirect(_next(request))


def with_theme(response, theme: str):
    """`response` with the look of this browser: light, dark, or as the device has it."""
    if theme in THEMES:
        response.set_cookie("theme", theme, ONE_YEAR, secure=settings.SECURE, samesite="Lax")
    else:
        response.delete_cookie("theme", samesite="Lax")
    return response


def _next(request) -> str:
    there = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(there, {request.get_host()}, require_https=request.is_secure())
    return there if safe else "/"
