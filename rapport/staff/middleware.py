"""Who is here, and what happens while nobody works here yet."""

from django.conf import settings
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django_htmx.http import HttpResponseClientRedirect

from rapport.staff import actions, sessions
from rapport.staff import second_step as steps
from rapport.staff.listening import DEVICE
from rapport.staff.models import User

OPEN_BEFORE_SET_UP = ("/first-run/", "/join/", "/health/", "/language/", "/theme/", "/static/", "/mailbox/", "/api/")
OPEN_BEFORE_SET_UP += ("/manifest.webmanifest", "/sw.js", "/offline/")  # what a browser fetches by itself
OPEN_WITHOUT_SECOND_STEP = ("/profile/security/", "/accounts/", "/live/", *OPEN_BEFORE_SET_UP)
TWO_YEARS = 60 * 60 * 24 * 730


def first_run(get_response):
    """While nobody works here, every page leads to the first run. Costs one small query, and only without sign-in."""

    def middleware(request):
        waiting = not request.user.is_authenticated and not request.path.startswith(OPEN_BEFORE_SET_UP)
        if waiting and not User.objects.exists():
            return redirect(reverse("staff:first_run"))
        return get_response(request)

    return middleware


def presence(get_response):
    """Note when colleagues were last here, and know their browser again."""

    def middleware(request):
        if request.user.is_authenticated:
            now = timezone.now()
            actions.see(request.user, at=now)
            sessions.keep_noted(request, at=now)
        response = get_response(request)
        if token := getattr(request, "device_token", None):
            response.set_cookie(DEVICE, token, TWO_YEARS, secure=settings.SECURE, httponly=True, samesite="Lax")
        return response

    return middleware


def second_step(get_response):
    """Whoever needs a second step and has none sets one up before anything else."""

    def middleware(request):
        is_open = request.path.startswith(OPEN_WITHOUT_SECOND_STEP)
        if request.user.is_authenticated and not is_open and steps.is_missing(request.user):
            there = reverse("mfa_index")
            return HttpResponseClientRedirect(there) if request.htmx else redirect(there)
        return get_response(request)

    return middleware
