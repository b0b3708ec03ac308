"""What segments cost: the live count while one is put together, and the first page of the list that it narrows."""

import time
from collections.abc import Iterator
from urllib.parse import quote

from bench.house import served
from bench.measuring import WARM_UP, Client, Line, timed
from bench.people import owner, signed_in

RUNS = 20
LINES = (
    'city is Brno and last purchase over 90 days ago and not tag "wholesale"',
    'e-mail contains "novak" and city is Praha and kind is person',
    'name contains "novak"',
    'name contains "jana nov" and has a phone and language is Czech',
    'not name contains "jana nov"',
    'phone contains "605123" and kind is person and not city is Praha',
    'not phone contains "605123"',
    "revenue over 5000 and city is Brno and tag is oak",
    "is owed something late and city is Praha and kind is person",
    "birthday within the next 30 days and language is English and has an e-mail address",
    "added within the last 30 days and has an e-mail address and not city is London",
    "last contact over 400 days ago and kind is organisation and number of orders at least 1",
    'source is "fair" and looked after by is me and number of orders at least 2',
    "tag is oak or tag is pine or city is Zlín",
    "code is C0012345",
    "kind is person and language is Czech",
)


def measure(port: int) -> list[Line]:
    with served(port):
        client = Client(port, signed_in())
        pages = [_page(client, line) for line in LINES]
    counts = [_count(line) for line in LINES]
    return [line for pair in zip(counts, pages, strict=True) for line in pair] + list(_at_worst(counts, pages))


def _page(client: Client, line: str) -> Line:
    path = f"/customers/?where={quote(line)}"
    for _ in range(WARM_UP):
        client.time(path)
    return timed("… the first page of their list", [client.time(path) for _ in range(RUNS)], aim="p95 ≤ 100")


def _count(line: str) -> Line:
    """As the builder counts after each change."""
    from rapport.core.facts import Book
    from rapport.customers.models import Customer
    from rapport.customers.queries.counting import count
    from rapport.segments.conditions import condition_of, tree_in
    from rapport.segments.queries import asked

    user = owner()
    customers = Customer.objects.visible_to(user).in_use()
    took = []
    for _ in range(WARM_UP + RUNS):
        start = time.perf_counter()
        found = count(asked(condition_of(tree_in(line, Book(user))), user=user).of(customers))
        took.append(time.perf_counter() - start)
    return timed(f"Segment “{line}”: {found}", took[WARM_UP:], aim="p95 ≤ 300")


def _at_worst(counts: list[Line], pages: list[Line]) -> Iterator[Line]:
    for what, lines in (("Segments: the slowest count", counts), ("Segments: the slowest first page", pages)):
        slowest = max(lines, key=lambda line: line.p95 or 0)
        yield Line(what, slowest.value, "ms", p95=slowest.p95, aim=slowest.aim)
