"""A customer whom somebody may not see is there for them nowhere: whichever address, list, search or program."""

import json
import re
from collections.abc import Iterator
from itertools import product

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils import timezone

from rapport.config.tests.hidden import NAME, NOT_OF_CUSTOMERS, PARTS, WORDS, Divided, values_of
from rapport.core.api import tokens
from rapport.core.ids import uuid7
from rapport.timeline.models import Entry

GAP = re.compile(r"<(?:\w+:)?\w+>")
LISTS = ("", "show=all&whose=everyone&followed=1")
ASKED = ("zyx", "999 123")
SEARCHED_NEVER = (
    *("/portal/", "/status/", "/chat/", "/settings/", "/accounts/"),
    *("/first-run/", "/health/", "/profile/", "/people/"),
)
LEAVES = "/accounts/logout/"
MOST = 3  # examples of one address
CLOSED_TO_ALL = (404, 403, 405)  # 403, 405 and the API's 422: said before anything is looked for


@pytest.fixture
def divided(cast, business, settings, tmp_path) -> Divided:
    settings.MEDIA_ROOT = tmp_path
    return Divided(cast)


def routes(patterns=None, before: str = "/") -> Iterator[tuple[str, URLPattern]]:
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        route = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from routes(pattern.url_patterns, route)
        elif "^" not in route and "(?P" not in route:
            yield route, pattern


def gaps_of(route: str) -> list[str]:
    pieces = GAP.split(route)
    return ["*".join(pieces[: number + 1]) + "*" for number in range(len(pieces) - 1)]


def is_of_a_customer(route: str) -> bool:
    return bool(gaps_of(route)) and not route.startswith(NOT_OF_CUSTOMERS)


ROUTES = list(routes())
OF_CUSTOMERS = [route for route, _pattern in ROUTES if is_of_a_customer(route)]
WITHOUT_GAPS = [(route, getattr(pattern.callback, "is_api", False)) for route, pattern in ROUTES if not gaps_of(route)]
PAGES = [route for route, is_api in WITHOUT_GAPS if not is_api and route != LEAVES]
API_LISTS = [route for route, is_api in WITHOUT_GAPS if is_api]


def filled(route: str, known) -> list[str]:
    pieces = GAP.split(route)
    values = [list(values_of(gap, known)) or [uuid7()] for gap in gaps_of(route)]
    return [
        pieces[0] + "".join(f"{value}{piece}" for value, piece in zip(chosen, pieces[1:], strict=True))
        for chosen in product(*values)
    ]


def body_of(response) -> str:
    content = b"".join(response.streaming_content) if response.streaming else response.content
    headers = " ".join(str(response.headers.get(name, "")) for name in ("Location", "Content-Disposition"))
    return headers + content.decode("utf-8", "replace")


def told(response, divided: Divided, asked: str = "") -> list[str]:
    """What of the hidden customer stands in an answer, but for what was asked with."""
    body = body_of(response)
    found = [word for word in (*WORDS, *divided.keys) if word.lower() in body.lower()]
    return [word for word in found if asked.lower() not in word.lower()] if asked else found


class Visitor:
    """Somebody in their browser, and with a program of theirs."""

    def __init__(self, user) -> None:
        self.browser = self.program = Client(raise_request_exception=False)
        self.browser.force_login(user)
        _token, secret = tokens.make(user, name="walker", at=timezone.now())
        self.headers = {"Authorization": f"Bearer {secret}"}

    def call(self, method: str, path: str, sent: dict | None = None):
        if path.startswith("/api/v1/") and not path.startswith("/api/v1/docs"):
            body = json.dumps(sent or {})
            return self.program.generic(method, path, body, content_type="application/json", headers=self.headers)
        return getattr(self.browser, method.lower())(path, sent or {})


def test_every_address_about_a_customer_is_known_to_this_test():
    """A new route with a gap says here whose it is: `Divided.gaps`, `PARTS`, or `NOT_OF_CUSTOMERS`."""
    known = {*PARTS, *_names_of_gaps()}
    missing = {gap for route in OF_CUSTOMERS for gap in gaps_of(route)} - known
    assert not missing
    assert len(OF_CUSTOMERS) > 70


def _names_of_gaps() -> set[str]:
    return set(Divided.gaps(Divided.__new__(Divided)))


def test_no_address_of_a_hidden_customer_answers(divided):
    known, ann, answering = divided.gaps(), Visitor(divided.ann), []
    for route in OF_CUSTOMERS:
        for path in filled(route, known)[:MOST]:
            for method in ("GET", "POST", "PATCH") if path.startswith("/api/") else ("GET", "POST"):
                response = ann.call(method, path)
                is_closed = response.status_code in CLOSED_TO_ALL or (method, response.status_code) == ("POST", 422)
                if not is_closed or [word for word in told(response, divided) if word not in path]:
                    answering.append((method, route, response.status_code))
    assert not answering


def test_the_same_addresses_answer_who_may_see_the_customer(divided):
    """Otherwise the walk above would prove nothing: its examples have to be real ones."""
    known, olga, shut = divided.gaps(), Visitor(divided.olga), []
    for route in OF_CUSTOMERS:
        if set(gaps_of(route)) & ANNS_OWN or route.endswith(("/data/certificate/", "/own-pages/people/")):
            continue
        if all(olga.call("GET", path).status_code == 404 for path in filled(route, known)):
            shut.append(route)
    assert not shut


ANNS_OWN = {  # and rows, changes and answers of the API that there are none of, and pictures that lie elsewhere
    *("/drafts/*", "/drafts/files/*", "/mentions/*", "/inbox/draft-files/*", "/cases/escalations/*"),
    *("/customers/*/rows/*/*", "/customers/*/changes/*", "/api/v1/*"),
    *("/customers/*/data/exports/*", "/customers/*/data/hold/*", "/inbox/messages/*/pictures/*"),
}


@pytest.mark.full
def test_no_list_and_no_search_tells_of_them(divided):
    ann, telling = Visitor(divided.ann), []
    for route in [*PAGES, *API_LISTS]:
        searches = () if route.startswith(SEARCHED_NEVER) else ASKED
        for query, asked in [*((query, "") for query in LISTS), *((f"q={a}&search={a}", a) for a in searches)]:
            if found := told(ann.call("GET", f"{route}?{query}"), divided, asked):
                telling.append((route, query, found))
    assert not telling


def test_who_may_see_them_finds_them(divided):
    """So that the silence above means something."""
    bob = Visitor(divided.bob)
    for route in ("customers/", "orders/", "promises/", "contracts/", "trials/", "search/"):
        assert told(bob.call("GET", f"/{route}?show=all&whose=everyone&q=zyx"), divided, "zyx"), route
    for route in ("customers", "orders", "promises"):
        assert told(bob.call("GET", f"/api/v1/{route}?search=zyx"), divided, "zyx"), route


def test_the_firehose_leaves_out_their_entries_and_those_that_name_them(divided):
    """Asked of the entries themselves: the API tells of them once they are committed."""
    seen, all_of_them = Entry.every.visible_to(divided.ann), Entry.every.visible_to(divided.olga)
    assert not seen.filter(customer=divided.hidden).exists()
    assert not [entry for entry in seen if NAME in entry.sentence or NAME in str(entry.facts)]
    assert [entry for entry in all_of_them.filter(customer=divided.neighbour) if NAME in entry.sentence]
    assert seen.filter(customer=divided.neighbour, kind="customer.affiliated").count() == 1


def test_pages_of_others_do_not_name_them(divided):
    """The organisation where they belong, and who belongs there too."""
    ann, known, telling = Visitor(divided.ann), divided.gaps(), []
    for shown in (divided.neighbour, divided.own):
        theirs = ("/customers/*", "/api/v1/customers/*", "/customers/merging/*")
        own = {gap: lambda shown=shown: [shown.pk] for gap in theirs}
        for route in OF_CUSTOMERS:
            if route.startswith(("/customers/", "/api/v1/customers/")):
                for path in filled(route, known | own):
                    if found := told(ann.call("GET", path), divided):
                        telling.append((path, found))
    assert not telling
    neighbours = f"/customers/{divided.neighbour.pk}/"
    assert "Orla Own" in body_of(ann.call("GET", neighbours))
    assert NAME in body_of(Visitor(divided.olga).call("GET", neighbours))


def test_what_is_sent_cannot_name_them_either(divided):
    """A hidden customer as the value of a field is as unknown as one that never was."""
    ann, hidden, nobody = Visitor(divided.ann), str(divided.hidden.pk), str(uuid7())
    page = f"/customers/{divided.own.pk}/affiliations/"
    for key in (hidden, nobody):
        assert ann.call("POST", page, {"other": key, "title": "Cook"}).status_code == 404
    item = {"name": "Chair", "quantity": "1", "unit_price": {"amount": "1.00", "currency": "EUR"}}
    for path, sent in (
        ("/api/v1/promises", {"text": "A sample", "due_on": "2030-01-01"}),
        ("/api/v1/orders", {"items": [item]}),
    ):
        answers = [ann.call("POST", path, sent | {"customer": key}) for key in (hidden, nobody)]
        assert [answer.status_code for answer in answers] == [422, 422]
        assert answers[0].content == answers[1].content


def test_a_code_of_theirs_is_taken_and_nothing_more_is_said(divided):
    ann, row = Visitor(divided.ann), {"name": "Zed", "codes": {"shop": "HID-9911"}}
    together = ann.call("POST", "/api/v1/customers/batch", {"items": [row]})
    assert together.json()["results"][0]["status"] == "rejected"
    alone = ann.call("POST", "/api/v1/customers", row)
    assert alone.status_code == 409
    assert not told(together, divided, "HID-9911") + told(alone, divided, "HID-9911")
