"""All addresses of the site with real things in their gaps, and which of them are pages."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice, product

from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from rapport.config.tests.test_permissions import PUBLIC_OF_OTHERS
from rapport.portal.visiting import COOKIE as VISITOR
from rapport.staff.testing import just_signed_in

GAP = re.compile(r"<(?:\w+:)?\w+>")
ENOUGH_TRIES = 12
ENOUGH_WITHOUT_A_PAGE = 3
FINE = (200, 204, 302, 304)
# Not for people, or nothing to look at: what a browser fetches beside a page, and allauth's doors that are closed here.
# The first run is seen in an empty house.
NO_PAGES = {
    "/health/live",
    "/health/ready",
    "/accounts/password/set/",
    "/profile/security/app/removal/",  # the owner has a passkey, so that the page on which an app is set up can be seen
    "/accounts/oidc/<slug:provider_id>/",  # to another site and back, where one is set
    "/accounts/oidc/<slug:provider_id>/back/",
    "/first-run/",
    "/first-run/next/",
    "/first-run/<slug:name>/",
}
NO_PAGES |= {  # the chat stands in a frame on another site; its own tests look at it there
    "/chat/<uuid:pk>.js",
    "/chat/<uuid:pk>/frame/",
    "/chat/<uuid:pk>/preview/",
    "/chat/<uuid:pk>/talk/",
    "/chat/<uuid:pk>/typing/",
    "/chat/<uuid:pk>/address/",
    "/chat/files/<str:token>/",
    "/chat/confirming/<str:token>/",
    "/live/ticket/",
}
NO_PAGES |= {
    "/settings/channels/<uuid:pk>/sign-in/",
    "/settings/channels/signed-in/",
}  # to a provider of mailboxes and back
NO_PAGES |= {  # what their own tests look at, since it needs something that few customers have
    "/portal/people/calls/<uuid:key>/",
    "/portal/people/calls/<uuid:key>/cancellation/",
    "/portal/reach/codes/<uuid:key>/",
    "/portal/your-data/<uuid:pk>/",
    "/portal/files/<uuid:key>/",
    "/portal/people/photo/<uuid:key>/",
}
NO_PAGES |= {  # answers to a press of the composer or to an undo; the tests of their slices read them
    "/customers/<uuid:pk>/changes/<str:reference>/",
    "/customers/<uuid:pk>/data/exports/<uuid:key>/",
    "/customers/<uuid:pk>/data/exports/<uuid:key>/release/",
    "/customers/<uuid:pk>/rows/<slug:section>/<uuid:key>/",
    "/drafts/<uuid:pk>/discarding/",
    "/drafts/<uuid:pk>/restoration/",
    "/drafts/files/<uuid:pk>/",
    "/drafts/files/<uuid:pk>/removal/",
    "/settings/custom-fields/<uuid:pk>/choice/",  # of no choice in particular there is no page
    "/inbox/messages/<uuid:pk>/pictures/<int:number>/",  # fetched from somebody else’s web server
    "/hooks/mail/<uuid:channel_id>/inbound/",  # an empty answer for a provider that asks whether there is anybody
    "/hooks/mail/<uuid:channel_id>/tracking/",
    "/hooks/<uuid:channel_id>/",  # for providers; whoever else comes finds nothing
    "/segments/offers/",  # of no fact in particular there is nothing to offer
}

Examples = dict[str, Callable[[], Iterable]]


@dataclass(frozen=True)
class Address:
    """One address of the site: "/customers/<uuid:pk>/edit/"."""

    route: str
    name: str
    is_public: bool
    is_theirs: bool = False  # of the customers' own site

    def filled(self, examples: Examples) -> Iterator[str]:
        """The address with every example in its gaps, the likeliest first."""
        pieces = GAP.split(self.route)
        starred = ["*".join(pieces[: number + 1]) + "*" for number in range(len(pieces) - 1)]
        missing = [gap for gap in starred if gap not in examples]
        if missing:
            raise LookupError(f"{self.route} has no example: add {missing} to world.py")
        for values in product(*(list(examples[gap]()) for gap in starred)):
            yield pieces[0] + "".join(str(value) + piece for value, piece in zip(values, pieces[1:], strict=True))


@dataclass(frozen=True)
class Place:
    """A page with its path filled in."""

    path: str
    is_public: bool = False
    status: int = 200
    is_theirs: bool = False


@dataclass
class Places:
    """All pages, and the addresses of which nobody said what to look at."""

    pages: list[Place] = field(default_factory=list)
    forgotten: list[str] = field(default_factory=list)


def places_for(user, examples: Examples, visitor: str = "") -> Places:
    """The pages that `user` may open, and those of the customers' own site that `visitor`, a secret of it, opens."""
    strangers, staff, theirs = Client(), just_signed_in(user), Client()
    theirs.cookies[VISITOR] = visitor
    places = Places()
    for address in every_address():
        if address.is_theirs and not visitor:
            continue
        client = theirs if address.is_theirs else strangers if address.is_public else staff
        try:
            path = look_up(address, client, examples)
        except LookupError as problem:
            places.forgotten.append(str(problem))
        else:
            places.pages += [Place(path, address.is_public, is_theirs=address.is_theirs)] if path else []
    return places


def every_address(patterns=None, before: str = "/") -> Iterator[Address]:
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        route = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from every_address(pattern.url_patterns, route)
        elif route.startswith("/api/v1/") and route != "/api/v1/docs":
            continue  # for programs
        elif isinstance(pattern, URLPattern) and not _is_regular_expression(route) and route not in NO_PAGES:
            permission = getattr(getattr(pattern.callback, "view_class", pattern.callback), "permission", None)
            public = permission == "public" or pattern.name in PUBLIC_OF_OTHERS
            yield Address(route, pattern.name or "", public, permission == "portal")


def _is_regular_expression(route: str) -> bool:
    return "^" in route or "(?P" in route


def look_up(address: Address, client: Client, examples: Examples) -> str:
    """The first example that shows a whole page; "" for what is fine otherwise: a part, a file, a way on.

    Raises `LookupError` when no example answers anything.
    """
    fine, statuses = 0, set()
    for path in islice(address.filled(examples), ENOUGH_TRIES):
        response = client.get(path)
        statuses.add(response.status_code)
        is_html = response.headers.get("Content-Type", "").startswith("text/html")
        if response.status_code == 200 and is_html and b"<html" in response.content[:500]:
            return path
        fine += response.status_code in FINE
        if fine == ENOUGH_WITHOUT_A_PAGE:
            break
    if not fine:
        raise LookupError(f"no example of {address.route} answers: {sorted(statuses)}. Add a better one to world.py")
    return ""
