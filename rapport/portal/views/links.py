"""Coming to one page by a signed link."""

from django.conf import settings
from django.shortcuts import redirect, render
from django.utils import timezone

from rapport.core import passes
from rapport.core.registry import portal_passes
from rapport.core.views import PortalPage
from rapport.portal.visiting import GUEST_COOKIE, MOST_PASSES, bearer

DAY = 60 * 60 * 24


class PassPage(PortalPage):
    """Leads on to the page; the token moves from the address into a cookie, so that no address tells it any more."""

    def get(self, request, token):
        signed = passes.read(token)
        visitor = bearer(signed, timezone.now()) if signed else None
        if signed is None or visitor is None:
            return render(request, "portal/link_over.html", status=404)
        response = redirect(portal_passes[signed.kind].place, signed.pk)
        held = [one for one in request.COOKIES.get(GUEST_COOKIE, "").split("~") if one and one != token]
        response.set_cookie(
            GUEST_COOKIE, "~".join([token, *held][:MOST_PASSES]), DAY, secure=settings.SECURE, httponly=True,
            samesite="Lax",
        )  # fmt: skip
        return response
