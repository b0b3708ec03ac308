"""The shorter way of requests to the customers' site: no session of Django's, no signing in of colleagues.

It is a middleware that answers those requests itself, through a chain of its own. What stands before it in
`settings.MIDDLEWARE` (tracing, security headers, compression, static files) holds for both.
"""

from functools import cache

from django.conf import settings
from django.core.handlers.base import BaseHandler
from django.core.handlers.exception import convert_exception_to_response
from django.http import Http404, HttpResponsePermanentRedirect
from django.utils.module_loading import import_string

CHAIN = (
    "rapport.staff.remembering.for_one_request",
    "rapport.portal.visiting.visiting",
    "rapport.portal.handling.flashes",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "rapport.core.middleware.refusals",
)
PLACE = "/portal/"
# On a host of its own beside the portal: where our messages lead, and what its pages show.
ALSO_THERE = ("/status/", "/health/", "/understood/", "/fairness/", "/u/", "/business/logo/")


class Handler(BaseHandler):
    """Django's own, with another chain."""

    def load_middleware(self, is_async: bool = False) -> None:
        self._view_middleware, self._template_response_middleware, self._exception_middleware = [], [], []
        handler = convert_exception_to_response(self._get_response)
        for name in reversed(CHAIN):
            one = import_string(name)(handler)
            if hasattr(one, "process_view"):
                self._view_middleware.insert(0, one.process_view)
            if hasattr(one, "process_exception"):
                self._exception_middleware.append(one.process_exception)
            handler = convert_exception_to_response(one)
        self._middleware_chain = handler


@cache
def _handler() -> Handler:
    handler = Handler()
    handler.load_middleware()
    return handler


def portal(get_response):
    """Middleware: answers what belongs to the customers' site."""

    def middleware(request):
        if settings.PORTAL_HOST:
            return _by_host(request, get_response)
        return _answer(request) if request.path_info.startswith(PLACE) else get_response(request)

    return middleware


def _by_host(request, get_response):
    """The site has a host of its own: nothing of ours is there, and it is nowhere else."""
    is_portal, is_theirs = request.path_info.startswith(PLACE), request.get_host() == settings.PORTAL_HOST
    if is_theirs and request.path_info == "/":
        return HttpResponsePermanentRedirect(PLACE)
    if is_theirs and not is_portal and not request.path_info.startswith(ALSO_THERE):
        request.site_folder = "portal/"
        return _nowhere(request)
    if is_portal and not is_theirs:
        return HttpResponsePermanentRedirect(f"{settings.PORTAL_ADDRESS}{request.get_full_path()}")
    return _answer(request) if is_portal else get_response(request)


def _answer(request):
    request.site_folder = "portal/"
    return _handler()._middleware_chain(request)


@convert_exception_to_response
def _nowhere(request):
    raise Http404


def flashes(get_response):
    """What the next page says of what was just done: in a signed cookie, as there is no session."""
    from django.contrib.messages.storage.cookie import CookieStorage

    def middleware(request):
        request._messages = CookieStorage(request)
        response = get_response(request)
        request._messages.update(response)
        return response

    return middleware
