"""The sections that slices bring, under one roof, each of their views behind the same door."""

from functools import wraps
from importlib import import_module
from uuid import UUID

from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import URLPattern, URLResolver, reverse
from django.utils import translation
from django.utils.http import urlencode

from rapport.core.registry import Section, portal_sections
from rapport.portal import limits, looks
from rapport.portal.visiting import guest


def sections() -> list[tuple[list, str]]:
    """The addresses of each section with their namespace, for `include`."""
    return [_guarded(import_module(section.urls), section) for section in fitting()]


def fitting() -> list[Section]:
    return [section for section in portal_sections if section.fits()]


def open_sections(visitor) -> list[Section]:
    """Those that the business shows, and that the visitor's role opens."""
    closed = looks.current().closed_sections
    return [section for section in fitting() if section.name not in closed and visitor.sees(section.name)]


def _guarded(module, section: Section) -> tuple[list, str]:
    return _each(module.urlpatterns, section), getattr(module, "app_name", section.name)


def _each(patterns: list, section: Section) -> list:
    found: list = []
    for one in patterns:
        if isinstance(one, URLResolver):
            inner = _each(one.url_patterns, section)
            found.append(URLResolver(one.pattern, inner, one.default_kwargs, one.app_name, one.namespace))
        else:
            callback = guarded(one.callback, section.name)
            found.append(URLPattern(one.pattern, callback, one.default_args, one.name))
    return found


def guarded(view, section: str = ""):
    """`view` behind the door: strangers are led to the sign-in, and a section that is not theirs is not there."""

    @wraps(view)
    def behind_the_door(request, *args, **kwargs):
        request.visitor = _by_link(request, kwargs) or request.visitor
        if request.visitor is None:
            return to_sign_in(request)
        if section and not may_open(request.visitor, section):
            raise Http404
        if only_looks(request) and request.method not in ("GET", "HEAD", "OPTIONS"):
            return render(request, "portal/only_looking.html", status=403)
        if request.method == "POST":
            limits.count(request)
        return view(request, *args, **kwargs)

    behind_the_door.permission = "portal"
    return behind_the_door


def only_looks(request) -> bool:
    """A colleague who sees what a customer sees."""
    return request.portal_session is not None and request.portal_session.by_id is not None


def may_open(visitor, section: str) -> bool:
    return visitor.sees(section) and section not in looks.current().closed_sections


def _by_link(request, kwargs):
    pk = kwargs.get("pk")
    visitor = guest(request, pk) if isinstance(pk, UUID) else None
    if visitor:
        translation.activate(request.COOKIES.get("portal-language") or visitor.language)
        request.LANGUAGE_CODE = translation.get_language()
    return visitor


def to_sign_in(request):
    """The same for what is there and what is not."""
    there = reverse("portal:sign_in")
    if request.method == "GET" and request.path != reverse("portal:home"):
        there += "?" + urlencode({"on_to": request.path})
    return redirect(there)
