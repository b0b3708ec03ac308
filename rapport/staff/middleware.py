"""Who is here, and what happens while nobody works here yet."""

from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from rapport.staff import actions
from rapport.staff.models import User

OPEN_BEFORE_SET_UP = ("/first-run/", "/join/", "/health/", "/language/", "/theme/", "/static/", "/mailbox/", "/api/")
OPEN_BEFORE_SET_UP += ("/manifest.webmanifest", "/sw.js", "/offline/")  # what a browser fetches by itself


def first_run(get_response):
    """While nobody works here, every page leads to the first run. Costs one small query, and only without sign-in."""

    def middleware(request):
        waiting = not request.user.is_authenticated and not request.path.startswith(OPEN_BEFORE_SET_UP)
        if waiting and not User.objects.exists():
            return redirect(reverse("staff:first_run"))
        return get_response(request)

    return middleware


def presence(get_response):
    """Note when colleagues were last here."""

    def middleware(request):
        if request.user.is_authenticated:
            actions.see(request.user, at=timezone.now())
        return get_response(request)

    return middleware
