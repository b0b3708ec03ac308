"""The pages that people look at most, one request at a time; the list also for eight who ask at once."""

from urllib.parse import quote

import psycopg

from bench import clients
from bench.house import served
from bench.measuring import RUNS, WARM_UP, Client, Line, median_ms, timed
from bench.people import signed_in

FIRST = "SELECT * FROM customers_customer WHERE archived_at IS NULL ORDER BY sort_key, id LIMIT 51"
AFTER = (
    "SELECT * FROM customers_customer WHERE archived_at IS NULL AND (sort_key, id) > (%s, %s)"
    " ORDER BY sort_key, id LIMIT 51"
)
SPREAD = (
    "SELECT id, sort_key FROM (SELECT id, sort_key, row_number() OVER (ORDER BY sort_key, id) AS n"
    " FROM customers_customer) w WHERE n %% %s = 0"
)
# As the index on digits has it.
DIGITS = "regexp_replace((CASE WHEN NOT e164 = '' THEN e164 ELSE raw END)::text, '\\D', '', 'g')"
SEARCHES = {  # what is typed, and how one would ask PostgreSQL for it by hand
    "a name: “jana novak”": ("jana novak", "search_key LIKE %s", "jana novak%"),
    "a name in Georgian: “გიორგი ბე”": ("გიორგი ბე", "search_key LIKE %s", "giorgi be%"),
    "digits of a phone: “605 123”": (
        "605 123",
        f"id IN (SELECT customer_id FROM customers_phone WHERE {DIGITS} LIKE %s LIMIT 51)",  # noqa: S608
        "%605123%",
    ),
    "a part of an e-mail: “svoboda1”": (
        "svoboda1",
        "id IN (SELECT customer_id FROM customers_email WHERE key LIKE %s LIMIT 51)",
        "%svoboda1%",
    ),
}


def measure(port: int, url: str) -> list[Line]:
    headers = signed_in()
    bare = psycopg.connect(url, autocommit=True, prepare_threshold=1)
    with served(port):
        client = Client(port, headers)
        lines = [
            _page(client, "Today", ["/"], aim="p95 ≤ 70"),
            *_lists(client, bare),
            *_customers(client, bare),
            _page(client, "Orders", ["/orders/"]),
            _page(client, "Promises", ["/promises/"]),
        ]
        took, seconds = clients.run(port, headers, _all_through_the_list(bare), clients=8, seconds=10)
        lines.append(Line("List page as HTML, 8 clients", round(len(took) / seconds, 1), "/s", aim="≥ 60"))
        lines.append(timed("… how long each waits", took))
    bare.close()
    return lines


def _page(client: Client, name: str, paths: list[str], **said) -> Line:
    for n in range(WARM_UP):
        client.time(paths[n % len(paths)])
    return timed(name, [client.time(paths[n % len(paths)]) for n in range(RUNS)], **said)


def _all_through_the_list(bare: psycopg.Connection, count: int = 100) -> list[str]:
    """The first page, which most people ask for, and as many others, of which no cache of ours has the rows."""
    from rapport.core.keyset import cursor
    from rapport.customers.models import Customer

    step = max(1, Customer.objects.count() // count)
    others = [Customer(pk=pk, sort_key=key) for pk, key in bare.execute(SPREAD, [step]).fetchall()]
    pages = [f"/customers/?after={cursor(row, ('sort_key', 'id'))}" for row in others]
    return [path for page in pages for path in ("/customers/", page)]


def _lists(client: Client, bare: psycopg.Connection) -> list[Line]:
    from rapport.core.keyset import cursor
    from rapport.customers.models import Customer

    count = Customer.objects.count()
    middle = Customer.objects.order_by("sort_key", "id")[count // 2]
    deep = f"/customers/?after={cursor(middle, ('sort_key', 'id'))}"
    psql = "the same rows by psycopg"
    lines = [
        _page(client, "Customers, first page", ["/customers/"], aim="p95 ≤ 50", bare_is=psql,
              bare=median_ms(lambda: bare.execute(FIRST).fetchall())),
        _page(client, "Customers, a page in the middle", [deep], aim="p95 ≤ 50", bare_is=psql,
              bare=median_ms(lambda: bare.execute(AFTER, [middle.sort_key, middle.pk]).fetchall())),
    ]  # fmt: skip
    for name, (typed, where, value) in SEARCHES.items():
        query = f"SELECT * FROM customers_customer WHERE {where} ORDER BY sort_key, id LIMIT 51"  # noqa: S608
        found = median_ms(lambda query=query, value=value: bare.execute(query, [value]).fetchall())
        lines.append(_page(client, f"Customers, search by {name}", [f"/customers/?q={quote(typed)}"],
                           aim="p95 ≤ 50", bare=found, bare_is=psql))  # fmt: skip
    return lines


def _customers(client: Client, bare: psycopg.Connection) -> list[Line]:
    """Forty of them, from those who came first and bought most to the newest; and the one with the longest story."""
    rows = [pk for (pk,) in bare.execute("SELECT customer_id FROM orders_purchasesummary ORDER BY order_count DESC, 1")]
    spread = [rows[n * (len(rows) - 1) // (RUNS - 1)] for n in range(RUNS)]
    addresses = [f"/customers/{pk}/" for pk in spread]
    longest = [f"/customers/{rows[0]}/"]
    for address in addresses:
        client.time(address)
    return [
        _page(client, "Customer", addresses, aim="p95 ≤ 70"),
        _page(client, "Customer with the longest story", longest, aim="p95 ≤ 70"),
    ]
