"""Language and zone of the reader, and the one place where a Refusal becomes an answer."""

from zoneinfo import ZoneInfo

from django.conf import settings
from django.middleware.gzip import GZipMiddleware
from django.shortcuts import render
from django.utils import timezone, translation
from django.utils.cache import patch_vary_headers

from rapport.core.circumstances import current
from rapport.core.keyset import BadCursor
from rapport.core.refusals import Refusal
from rapport.core.views import site_of

NEVER = (
    *("accelerometer", "browsing-topics", "camera", "display-capture", "geolocation", "gyroscope", "hid"),
    *("magnetometer", "microphone", "midi", "payment", "serial", "usb"),
)
PERMISSIONS_POLICY = ", ".join(f"{name}=()" for name in NEVER)
SANDBOX = "default-src 'none'; frame-ancestors 'none'; sandbox"
COMPRESSIBLE = ("application/json", "application/manifest+json", "application/problem+json", "image/svg+xml")


def language(get_response):
    """Before anyone is known: the language chosen by cookie, else what the browser asks for."""

    def middleware(request):
        translation.activate(translation.get_language_from_request(request))
        request.LANGUAGE_CODE = translation.get_language()
        response = get_response(request)
        response.headers.setdefault("Content-Language", translation.get_language())
        return response

    return middleware


def reader(get_response):
    """Once someone is signed in: their own language and time zone."""

    def middleware(request):
        user = request.user
        if user.is_authenticated:
            current().user_id = user.pk
            if user.language in dict(settings.LANGUAGES):
                translation.activate(user.language)
                request.LANGUAGE_CODE = user.language
            timezone.activate(ZoneInfo(user.zone))
        try:
            return never_kept(get_response(request), user)
        finally:
            timezone.deactivate()

    return middleware


def never_kept(response, user):
    """What someone saw while signed in is gone from the browser when they are not; a part is never shown as a page."""
    if user.is_authenticated and not response.has_header("Cache-Control"):
        response.headers["Cache-Control"] = "no-store, private"
        patch_vary_headers(response, ["HX-Request"])
    return response


def is_material(response) -> bool:
    """Of what pages are made: it is no page itself, so what pages may do, a kilobyte of words, is no matter to it."""
    return response.headers.get("Content-Type", "").startswith(("text/css", "text/javascript", "font/"))


def modest(get_response):
    """What a page may ask of the browser: next to nothing. What is downloaded may do nothing at all."""

    def middleware(request):
        response = get_response(request)
        response.headers.setdefault("X-Content-Type-Options", "nosniff")
        if request.path.startswith(settings.STATIC_URL) and is_material(response):
            response._csp_exempt = True
            return response
        response.headers.setdefault("Permissions-Policy", PERMISSIONS_POLICY)
        if response.headers.get("Content-Disposition", "").startswith("attachment"):
            response.headers.setdefault("Content-Security-Policy", SANDBOX)
        return response

    return middleware


class Compression(GZipMiddleware):
    """Compresses what is text. Tokens in pages are masked anew for each answer, and their length varies (BREACH)."""

    def process_response(self, request, response):
        kind = response.headers.get("Content-Type", "").partition(";")[0]
        if kind.startswith("text/") or kind in COMPRESSIBLE:
            return super().process_response(request, response)
        return response


class Refusals:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_exception(self, request, exception):
        if isinstance(exception, Refusal):
            return render(request, site_of(request) + "409.html", {"refusal": exception}, status=exception.status)
        if isinstance(exception, BadCursor):
            return render(request, site_of(request) + "400.html", status=400)
        return None


refusals = Refusals
