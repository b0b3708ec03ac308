"""What a merge would do, before it is done: who survives, what moves."""

from django.db import connection

from rapport.core.merging import Rows
from rapport.customers.merges.links import links, moved_links
from rapport.customers.models import Customer


def default_survivor(one: Customer, other: Customer) -> tuple[Customer, Customer]:
    """The one with more history survives; of two alike the one who was there first. One query."""
    counts = _counts([one, other])
    first = min(
        (one, other), key=lambda customer: (-sum(counts[customer.pk].values()), customer.created_at, customer.pk)
    )
    return (one, other) if first is one else (other, one)


def consequences(absorbed: Customer) -> list[str]:
    """What would move, in words: "12 orders", "3 promises". One query."""
    counts = _counts([absorbed])[absorbed.pk]
    rules: dict[str, Rows] = {link.rule.name: link.rule for link in links()}
    told = sorted((rules[name] for name in counts), key=lambda rule: (rule.order, rule.name))
    return [str(rule.words(counts[rule.name])) for rule in told if rule.words and counts[rule.name]]


def _counts(customers: list[Customer]) -> dict:
    """How many rows lead to each, by the name of the model."""
    counts: dict = {customer.pk: {} for customer in customers}
    ids, parts, values = list(counts), [], []
    for link in moved_links():
        if link.rule.words:
            parts.append(
                f'SELECT %s, "{link.column}", count(*) FROM "{link.table}" '  # noqa: S608
                f'WHERE "{link.column}" = ANY(%s) GROUP BY 2'
            )
            values += [link.rule.name, ids]
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(parts), values)
        for name, key, count in cursor.fetchall():
            counts[key][name] = counts[key].get(name, 0) + count
    return counts
