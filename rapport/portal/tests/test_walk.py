"""Somebody walks through every address of the customers' site with what is not theirs, and finds nothing.

Every table is asked for its keys, so a section that a slice adds tomorrow is walked, too.
"""

from datetime import timedelta
from typing import NamedTuple

import pytest
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import models
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils import timezone

from rapport.core import passes
from rapport.customers.models import Address, Email
from rapport.customers.testing import a_customer, an_organisation
from rapport.messaging.own_pages.writing import write
from rapport.orders.actions.files import keep_files
from rapport.orders.testing import a_product, an_order
from rapport.portal import limits, tokens
from rapport.portal.models import Session, SignInLink
from rapport.portal.visiting import COOKIE
from rapport.promises import actions as promises
from rapport.timeline import actions as timeline

SECRET = "Zweigespraech"  # stands in everything that is Dan's, or among us
FOR_ALL = {"orders.product"}  # what everybody may look at
OPEN_TO_ALL = {
    "portal:sign_in",
    "portal:sent",
    "portal:language",
    "portal:passkey",
    "portal:sign_out",
    "portal:come_in",
}
OPEN_TO_ALL |= {"portal:pass"}


class Route(NamedTuple):
    address: str  # with its gaps
    name: str
    app: str  # of which slice its view is


def routes(patterns=None, before: str = "/", names: tuple = ()) -> list[Route]:
    """Each address of the customers' site; what stands in its gaps is for the walk to say."""
    found = []
    for one in get_resolver().url_patterns if patterns is None else patterns:
        address = before + str(one.pattern)
        if isinstance(one, URLResolver):
            found += routes(one.url_patterns, address, (*names, one.namespace or ""))
        elif isinstance(one, URLPattern) and address.startswith("/portal/"):
            view = getattr(one.callback, "view_class", one.callback)
            app = view.__module__.split(".")[1]
            found.append(Route(address, ":".join(filter(None, (*names, one.name or ""))), app))
    return found


def filled(route: str, key) -> str:
    while "<" in route:
        before, _, rest = route.partition("<")
        gap, _, after = rest.partition(">")
        value = {"uuid": key, "int": 1}.get(gap.partition(":")[0], key)
        route = f"{before}{value}{after}"
    return route


@pytest.fixture
def houseful(business, ann):
    """Dan, with something of everything, and what is said among us about Cora."""
    now, dan = timezone.now(), a_customer(f"Dan {SECRET}", given_name=SECRET)
    Email.objects.create(customer=dan, address=f"{SECRET}@home.example", key=f"{SECRET}@home.example", verified_at=now)
    order = an_order(customer=dan, at=now, by=ann, promised_on=now.date() + timedelta(9), note=SECRET)
    for mine in (True, False):
        upload = SimpleUploadedFile(f"{SECRET}.pdf", b"%PDF-1.7")
        keep_files(order, [upload], at=now, by=ann, kind="invoice", is_for_customer=mine)
    write(dan, SECRET, at=now, subject=SECRET, files=[SimpleUploadedFile(f"{SECRET}.txt", SECRET.encode())])
    promises.promise(dan, SECRET, at=now, by=ann, due_on=now.date() + timedelta(1))
    timeline.note(dan, SECRET, by=ann)
    a_product()
    if apps.is_installed("rapport.care"):
        from rapport.care.cases import actions as cases
        from rapport.care.models import Notice, NoticeRecipient

        said = {"subject": SECRET, "words": SECRET, "channel": "portal", "at": now}
        cases.open_case(dan, kind="question", **said)
        cases.open_case(dan, kind="complaint", **said)
        notice = Notice.objects.create(kind="delay", title=SECRET, known_at=now, tell_by=now, owner=ann)
        NoticeRecipient.objects.create(notice=notice, customer=dan, order=order, state="told", told_at=now)
    return dan


def keys() -> dict[str, list]:
    """A few keys of each table, by the slice that it belongs to; of what everybody may look at none."""
    found: dict[str, list] = {}
    for model in apps.get_models():
        if isinstance(model._meta.pk, models.UUIDField) and model._meta.label_lower not in FOR_ALL:
            some = model._base_manager.order_by("pk").values_list("pk", flat=True)[:2]
            found.setdefault(model._meta.app_label, []).extend(some)
    return found


def is_nothing(response, key) -> bool:
    """Not there; or off to a page that says nothing of what was asked for."""
    if response.status_code in (404, 405):
        return True
    return response.status_code == 302 and str(key) not in response.headers["Location"].partition("?")[0]


def walk(visitor, foreign: dict[str, list], reach) -> None:
    walked = [route for route in routes() if "<uuid:" in route.address]
    assert len(walked) > 15 and len(foreign["orders"]) > 3
    for route in walked:
        for key in reach(route, foreign):
            for method in ("get", "post"):
                response = getattr(visitor, method)(filled(route.address, key))
                assert is_nothing(response, key), (method, route.name, response.status_code)
                assert SECRET.encode() not in getattr(response, "content", b""), route.name


@pytest.fixture
def tireless(monkeypatch):
    """Whoever walks sends in more forms than anybody may."""
    monkeypatch.setattr(limits, "FORMS", ())


def test_nobody_reaches_what_is_not_theirs(houseful, portal_visitor, tireless):
    """By the addresses of a slice, what that slice keeps."""
    foreign = keys()  # before Cora is there: nothing of it is hers
    walk(portal_visitor(a_customer("Cora")), foreign, lambda route, foreign: foreign.get(route.app, []))


def examples_of(dan) -> dict[str, str]:
    """An address that is there for Dan, for each with more than one gap: one key in all gaps finds nothing anyway."""
    order = dan.orders.get()
    address = Address.objects.create(customer=dan, lines=SECRET, country="GE")
    return {
        "customers_portal:row": f"/portal/you/addresses/{address.pk}/",
        "messaging_portal:point": f"/portal/reach/emails/{dan.emails.get().pk}/",
        "orders_portal:file": f"/portal/orders/{order.pk}/files/{order.files.get(is_for_customer=True).pk}/",
    }


def test_what_is_there_for_its_owner_is_not_there_for_anybody_else(houseful, portal_visitor, tireless):
    """The owner proves that the others' 404 says "not yours", not "no such address"."""
    examples, dan, cora = examples_of(houseful), portal_visitor(houseful), portal_visitor(a_customer("Cora"))
    had = [list(rows.values()) for rows in (houseful.addresses.all(), houseful.emails.all())]
    for route, name, _app in routes():
        if route.count("<") < 2:
            continue
        assert name in examples, f"Give {name} ({route}) an address of Dan's in examples_of."
        assert dan.get(examples[name]).status_code in (200, 302, 405), name
        for form in ({}, {"remove": "1"}, {"code": "1"}):
            assert is_nothing(cora.post(examples[name], form), examples[name]), (name, form)
        response = cora.get(examples[name])
        assert is_nothing(response, examples[name]) and SECRET.encode() not in getattr(response, "content", b""), name
        assert dan.get(examples[name]).status_code in (200, 302, 405), f"{name}: Cora took it away"
    assert had == [list(rows.values()) for rows in (houseful.addresses.all(), houseful.emails.all())]


@pytest.mark.full
def test_nobody_reaches_anything_by_any_address(houseful, portal_visitor, tireless):
    foreign = keys()
    everything = [key for some in foreign.values() for key in some]
    walk(portal_visitor(a_customer("Cora")), foreign, lambda route, foreign: everything)


def test_no_page_of_somebody_names_anybody_else(houseful, portal_visitor):
    visitor = portal_visitor(a_customer("Cora"))
    for route, name, _app in routes():
        if "<" not in route:
            page = visitor.get(route)
            assert page.status_code in (200, 302), name
            assert SECRET not in page.content.decode(), name


def test_strangers_are_led_to_the_sign_in_by_every_address(client, houseful):
    order, nowhere = houseful.orders.get().pk, "018f0000-0000-7000-8000-000000000000"
    for route, name, _app in routes():
        if name in OPEN_TO_ALL:
            continue
        for method in ("get", "post"):
            answers = [getattr(client, method)(filled(route, key)) for key in (order, nowhere)]
            for response in answers:
                assert (response.status_code, response.headers["Location"][:16]) == (302, "/portal/sign-in/"), name
            assert answers[0].content == answers[1].content


def good_pass(dan, **said) -> str:
    return passes.token("order", dan.orders.get().pk, dan.pk, **{"at": timezone.now()} | said)


def spoiled(token: str) -> list[str]:
    """Each in which one character is another, or which is longer or shorter."""
    other = [token[:n] + ("A" if token[n] != "A" else "B") + token[n + 1 :] for n in range(len(token))]
    return [*other, token[:-1], token + "A", token + "=", token.swapcase(), "", "A" * 200, "ქართული"]


def test_tampered_and_expired_tokens_open_nothing(client, houseful):
    link = SignInLink.objects.create(
        customer=houseful, language="en", expires_at=timezone.now() + timedelta(minutes=15)
    )
    old = good_pass(houseful, at=timezone.now() - timedelta(days=31))
    wrong = [f"/portal/l/{token}/" for token in [*spoiled(good_pass(houseful)), old] if token]
    wrong += [f"/portal/in/{token}/" for token in spoiled(tokens.token_of(link.pk)) if token]
    for address in wrong:
        assert client.get(address).status_code == 404, address
        assert client.post(address).status_code in (404, 405), address
    assert not client.cookies.get(COOKIE) and not Session.objects.exists()


def test_a_link_says_whose_it_is_and_holds_for_nobody_else(client, houseful):
    order, cora = houseful.orders.get(), a_customer("Cora")
    assert client.get(f"/portal/l/{good_pass(houseful)}/").status_code == 302
    assert client.get(f"/portal/l/{passes.token('order', order.pk, cora.pk, at=timezone.now())}/").status_code == 404
    assert (
        client.get(f"/portal/l/{passes.token('files', order.pk, houseful.pk, at=timezone.now())}/").status_code == 404
    )


def test_signing_out_everywhere_ends_links_too(client, portal_visitor, houseful):
    token = good_pass(houseful, at=timezone.now() - timedelta(minutes=1))
    client.get(f"/portal/l/{token}/")
    page = f"/portal/orders/{houseful.orders.get().pk}/"
    assert client.get(page).status_code == 200

    portal_visitor(houseful).post("/portal/sign-out/", {"where": "everywhere"})
    assert client.get(page).status_code == 302
    assert client.get(f"/portal/l/{token}/").status_code == 404


def test_a_spoiled_cookie_is_nobody(houseful):
    for cookie in ("", "x", "~~~", "A" * 5000, f"{good_pass(houseful)}~x"):
        client = Client()
        client.cookies[COOKIE] = client.cookies["portal-pages"] = cookie
        assert client.get("/portal/orders/").status_code == 302


def test_an_erased_customer_is_signed_out(portal_visitor, cast, houseful):
    from rapport.customers.rights import erasing

    visitor, dan = portal_visitor(houseful), houseful
    erasing.erase(dan, by=cast["olga"], at=timezone.now())
    assert visitor.get("/portal/").status_code == 302


def test_an_organisations_person_sees_no_section_that_was_not_opened(portal_visitor):
    hotel = an_organisation()
    visitor = portal_visitor(a_customer("Cora"), of=hotel, sections=["orders"])
    own = {"portal:home", "portal:safety", "portal:whose", "portal:sign_out", "portal:sign_in", "portal:sent"}
    for route, name, _app in routes():
        if "<" in route or name in own | OPEN_TO_ALL:
            continue
        expected = 200 if name == "orders_portal:orders" else 404
        assert visitor.get(route).status_code == expected, name
