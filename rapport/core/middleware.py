"""Language and zone of the reader, and the one place where a Refusal becomes an answer."""

from zoneinfo import ZoneInfo

from django.conf import settings
from django.shortcuts import render
from django.utils import timezone, translation

from rapport.core.keyset import BadCursor
from rapport.core.refusals import Refusal


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
            if user.language in dict(settings.LANGUAGES):
                translation.activate(user.language)
                request.LANGUAGE_CODE = user.language
            timezone.activate(ZoneInfo(user.zone))
        try:
            return get_response(request)
        finally:
            timezone.deactivate()

    return middleware


class Refusals:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_exception(self, request, exception):
        if isinstance(exception, Refusal):
            return render(request, "409.html", {"refusal": exception}, status=409)
        if isinstance(exception, BadCursor):
            return render(request, "400.html", status=400)
        return None


refusals = Refusals
