"""What every page stands on: who may see it, and what is said when something is wrong."""

import sys
from collections.abc import Callable, Mapping
from functools import wraps

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ImproperlyConfigured, PermissionDenied
from django.db import connection
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.decorators import method_decorator
from django.views import View

from rapport.core.circumstances import current
from rapport.core.outages import SECONDS_TO_WAIT, is_outage
from rapport.core.registry import navigation

Permission = str | Mapping[str, str]


class Page(View):
    """A page for the people who work here.

    `permission` is what a role needs ("orders.view_order"), or one per method ({"get": …, "post": …}).
    `signed_in` in its place lets in everyone who is signed in.
    """

    permission: Permission = ""

    def __init_subclass__(cls, **kwargs):
        super().__init_subclass__(**kwargs)
        if not cls.permission:
            raise ImproperlyConfigured(f"{cls.__name__} declares no permission")

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        if request.user.is_authenticated:
            require(request, self.permission)


@method_decorator(login_not_required, name="dispatch")
class PublicPage(View):
    """A page that anyone may open."""

    permission = "public"


class PortalPage(View):
    """A page of the customers' own site. The portal lets in whom it concerns; `request.visitor` says who that is."""

    permission = "portal"


def require(request: HttpRequest, permission: Permission) -> None:
    if not isinstance(permission, str):
        method = request.method.lower()
        permission = permission["get" if method in ("head", "options") else method]
    if permission != "signed_in" and not request.user.has_perm(permission):
        raise PermissionDenied


def allow(permission: str) -> Callable:
    """Declare what a role needs for a function view; "public" lets anyone in, "signed_in" everyone who works here."""

    def decorate(view):
        @wraps(view)
        def guarded(request, *args, **kwargs):
            if permission != "public":
                require(request, permission)
            return view(request, *args, **kwargs)

        guarded.permission = permission
        return login_not_required(guarded) if permission == "public" else guarded

    return decorate


@allow("signed_in")
def first_place(request):
    """The root when no slice has a page there: on to the first place of the side bar that the reader may open."""
    for place in navigation.for_user(request.user):
        return redirect(place.url_name)
    raise Http404


@allow("public")
def live(request):
    return JsonResponse({"status": "live"})


@allow("public")
def ready(request):
    """Ready when the database answers and its tables are those of this release."""
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        return JsonResponse({"status": "migrating"}, status=503)
    return JsonResponse({"status": "ready"})


def bad_request(request, exception=None):
    return render(request, site_of(request) + "400.html", status=400)


def forbidden(request, exception=None):
    return render(request, site_of(request) + "403.html", status=403)


def not_found(request, exception=None):
    return render(request, site_of(request) + "404.html", status=404)


def csrf_failure(request, reason=""):
    return render(request, site_of(request) + "403_csrf.html", status=403)


def site_of(request) -> str:
    """The folder of templates in which the site that somebody is on says what went wrong."""
    return getattr(request, "site_folder", "")


def server_error(request):
    """Called while the exception is being handled. It must not need the database, which may be what is missing."""
    from django.template import loader

    if is_outage(sys.exc_info()[1]):
        page = loader.get_template("503.html").render({})
        return HttpResponse(page, status=503, headers={"Retry-After": str(SECONDS_TO_WAIT)})
    page = loader.get_template("500.html").render({"request_id": current().request_id})
    return HttpResponse(page, status=500)
