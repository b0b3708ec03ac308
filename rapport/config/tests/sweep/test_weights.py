"""What pages weigh on the wire, from the server that people really get."""

from http.client import HTTPConnection
from urllib.parse import urlsplit

import pytest
from django.conf import settings

from rapport.config.tests.sweep.server import real_server
from rapport.portal.visiting import COOKIE as VISITOR

pytestmark = [pytest.mark.browser, pytest.mark.django_db]
FIRST_VISIT = 120 * 1024  # bytes; of colleagues without fonts, of customers on their own site with them
LATER_VISIT = 25 * 1024
THEIR_LATER_VISIT = 20 * 1024  # of customers
FIRST_PAGES = ("/", "/customers/", "/orders/", "/promises/", "/settings/")


@pytest.fixture(scope="package")
def address(world, tmp_path_factory, django_db_blocker):
    with django_db_blocker.unblock(), real_server(tmp_path_factory.mktemp("static")) as address:
        yield address


def weigh(context, url: str) -> dict[str, int]:
    """Bytes that came over the wire for each address, headers too; nothing for what the browser had already."""
    page = context.new_page()
    wire = context.new_cdp_session(page)
    wire.send("Network.enable")
    addresses, weights, kept = {}, {}, set()
    wire.on("Network.requestWillBeSent", lambda e: addresses.setdefault(e["requestId"], e["request"]["url"]))
    wire.on("Network.requestServedFromCache", lambda e: kept.add(e["requestId"]))
    wire.on("Network.loadingFinished", lambda e: weights.update({e["requestId"]: e["encodedDataLength"]}))
    answer = page.goto(url, wait_until="networkidle")
    assert answer.ok, f"{url}: {answer.status}"
    page.close()
    return {addresses[one]: weight for one, weight in weights.items() if one not in kept and one in addresses}


def without_fonts(weights: dict[str, int]) -> int:
    return sum(weight for url, weight in weights.items() if ".woff2" not in url)


@pytest.mark.parametrize("reader", [pytest.param("en", marks=pytest.mark.full), "ta"], indirect=True)
def test_a_first_visit_is_light_and_the_next_ones_lighter(chromium, address, world, reader):
    paths = [*FIRST_PAGES, f"/customers/{world.customers[reader.language].pk}/"]
    heavy = []
    for path in paths:
        context = chromium.new_context(service_workers="block")
        cookie = {"name": settings.SESSION_COOKIE_NAME, "value": reader.session, "url": address}
        context.add_cookies([cookie])
        first, again = weigh(context, address + path), weigh(context, address + path)
        context.close()
        if without_fonts(first) > FIRST_VISIT or without_fonts(again) > LATER_VISIT:
            heavy.append(f"{path}: {without_fonts(first)} bytes first, {without_fonts(again)} again: {again}")
    assert not heavy, "\n".join(heavy)


@pytest.mark.parametrize("reader", ["en"], indirect=True)
def test_the_modules_joined_in_one_file_do_what_they_did_apart(chromium, address, world, reader):
    with chromium.new_context(service_workers="block") as context:
        context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": reader.session, "url": address}])
        page, fetched, wrong = context.new_page(), [], []
        page.on("request", lambda asked: fetched.append(asked.url) if asked.resource_type == "script" else None)
        page.on("pageerror", lambda error: wrong.append(error))  # noqa: PLW0108 - playwright marks what it is given
        page.goto(f"{address}/customers/{world.customers['en'].pk}/", wait_until="networkidle")
        assert len(fetched) == 2, fetched  # htmx and the rest
        page.keyboard.press("n")
        page.wait_for_function("document.activeElement.closest('[data-composer]') !== null")
        page.keyboard.press("Control+k")
        page.get_by_role("combobox").fill("setti")
        page.get_by_role("option").first.wait_for()
        assert not wrong


@pytest.mark.parametrize(
    "reader", [pytest.param(one, marks=pytest.mark.full) for one in ("en", "ka", "ta")] + ["cs"], indirect=True
)
def test_customers_load_little_on_their_own_site(chromium, address, world, reader):
    order = world.customers["en"].orders.filter(files__isnull=False).first()
    heavy = []
    for path in ("/portal/", f"/portal/orders/{order.pk}/", "/portal/sign-in/"):
        context = chromium.new_context(locale=reader.language, service_workers="block")
        if "sign-in" not in path:
            context.add_cookies([{"name": VISITOR, "value": reader.visitor, "url": address}])
        first, again = weigh(context, address + path), weigh(context, address + path)
        context.close()
        if sum(first.values()) > FIRST_VISIT or sum(again.values()) > THEIR_LATER_VISIT:
            heavy.append(f"{path}: {sum(first.values())} bytes first, {sum(again.values())} again: {first}")
    assert not heavy, "\n".join(heavy)


@pytest.mark.parametrize("reader", ["ta"], indirect=True)  # the longest words, in three bytes a letter
def test_no_page_weighs_more_than_a_second_on_a_slow_line(address, places, reader):
    server = urlsplit(address)
    line = HTTPConnection(server.hostname, server.port)
    cookies = f"{settings.SESSION_COOKIE_NAME}={reader.session}; {VISITOR}={reader.visitor}"
    headers = {"Accept-Encoding": "gzip", "Cookie": cookies}
    heavy = []
    for place in places.pages:
        line.request("GET", place.path, headers={} if place.is_public else headers)
        answer = line.getresponse()
        weight = len(answer.read())
        assert answer.status < 500, f"{place.path}: {answer.status}"
        if not place.is_public and weight > (THEIR_LATER_VISIT if place.is_theirs else LATER_VISIT):
            heavy.append(f"{place.path}: {weight} bytes")
    assert not heavy, "\n".join(heavy)


def test_static_files_come_compressed_and_are_kept_for_ever(address):
    server = urlsplit(address)
    line = HTTPConnection(server.hostname, server.port)
    line.request("GET", "/accounts/login/", headers={"Accept-Encoding": "gzip"})
    page = line.getresponse()
    assert page.headers["Content-Encoding"] == "gzip"
    page.read()
    line.request("GET", "/sw.js")
    worker = line.getresponse()
    sheet = next(part for part in worker.read().decode().split('"') if part.endswith(".css"))
    assert worker.headers["Content-Type"].startswith("text/javascript")
    line.request("GET", sheet, headers={"Accept-Encoding": "gzip"})
    style = line.getresponse()
    assert style.headers["Content-Encoding"] == "gzip"
    assert "immutable" in style.headers["Cache-Control"]
    assert b"@import" not in style.read()
