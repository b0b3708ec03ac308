"""The customers' own site: where an order stands, as many people look at theirs at once; in, and the first page."""

import psycopg

from bench import clients
from bench.house import served
from bench.measuring import RUNS, WARM_UP, Client, Line, timed

PEOPLE = 400
SPREAD = (
    "SELECT id, customer_id FROM (SELECT id, customer_id, row_number() OVER (ORDER BY placed_at DESC, id) AS n,"
    " count(*) OVER () AS c FROM orders_order WHERE outcome = 'open') w WHERE n %% greatest(1, c / %s) = 0 LIMIT %s"
)


def measure(port: int, url: str) -> list[Line]:
    with psycopg.connect(url, autocommit=True) as bare:
        rows = bare.execute(SPREAD, [PEOPLE, PEOPLE]).fetchall()
    cookies = [f"Cookie: {cookie}\r\n" for cookie in _signed_in([customer for _order, customer in rows])]
    orders = [f"/portal/orders/{order}/" for order, _customer in rows]
    with served(port):
        client = Client(port, {})
        lines = [
            _page(client, "Portal: where an order stands", orders, cookies, aim="p95 ≤ 50"),
            _page(client, "Portal: the first page", ["/portal/"] * len(cookies), cookies),
            _page(client, "Portal: the sign-in", ["/portal/sign-in/"], [""]),
        ]
        took, seconds = clients.run(port, {}, orders, clients=8, seconds=10, more=cookies)
        lines.append(
            Line("Portal: where an order stands, 8 clients", round(len(took) / seconds, 1), "/s", aim="≥ 120 (250)")
        )
        lines.append(timed("… how long each waits", took, aim="p95 ≤ 50"))
    return lines


def _page(client: Client, name: str, paths: list[str], cookies: list[str], **said) -> Line:
    """Each time somebody else."""
    runs = WARM_UP + RUNS
    turns = [(paths[n * len(paths) // runs], cookies[n * len(cookies) // runs]) for n in range(runs)]
    for path, cookie in turns[:WARM_UP]:
        client.time(path, more=cookie)
    return timed(name, [client.time(path, more=cookie) for path, cookie in turns[WARM_UP:]], **said)


def _signed_in(people: list) -> list[str]:
    from django.utils import timezone

    from rapport.customers.models import Customer
    from rapport.portal import actions
    from rapport.portal.visiting import COOKIE

    known, now = Customer.objects.in_bulk(people), timezone.now()
    return [f"{COOKIE}={actions.start_session(known[pk], language='en', at=now)[1]}" for pk in people]
