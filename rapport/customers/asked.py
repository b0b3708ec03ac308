"""How customers use the fields and topics that the business defined; each answer takes one query."""

from django.db import connection
from django.db.models import Count

from rapport.customers.models import Customer, CustomField, PreferenceTopic

# What a stored value looks like under each type. Numbers and days are kept as text, yes and no as a boolean.
FITS = {
    "text": "jsonb_typeof(value) = 'string'",
    "choice": "jsonb_typeof(value) = 'string' AND length(value #>> '{}') <= 80",
    "link": "value #>> '{}' ~* '^https?://'",
    "number": "value #>> '{}' ~ '^-?[0-9]+([.][0-9]+)?$'",
    "date": "value #>> '{}' ~ '^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$'",
    "yes_no": "jsonb_typeof(value) = 'boolean'",
}

MISFITS = """
    SELECT RULES FROM (SELECT custom -> %(key)s AS value FROM customers_customer WHERE custom ? %(key)s) AS known
    WHERE value <> 'null'
"""


def customers_with_fields() -> dict[str, int]:
    """How many customers have a value in each own field, by its key. One query."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT key, count(*) FROM customers_customer, jsonb_each(custom) AS own (key, value)
            WHERE custom <> '{}' AND value <> 'null' GROUP BY key
            """
        )
        return dict(cursor.fetchall())


def values_of(field: CustomField) -> dict[str, int]:
    """How many customers have each value of a field, the commonest first; the first two hundred. One query."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT custom ->> %(key)s AS value, count(*) FROM customers_customer
            WHERE custom ? %(key)s AND custom -> %(key)s <> 'null'
            GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT 200
            """,
            {"key": field.key},
        )
        return dict(cursor.fetchall())


def by_kind(field: CustomField) -> dict[str, int]:
    """How many people and how many organisations have a value in a field. One query."""
    rows = Customer.objects.filter(custom__has_key=field.key).exclude(**{f"custom__{field.key}": None}).order_by()
    return dict(rows.values_list("kind").annotate(Count("pk")))


def fitting_types(field: CustomField) -> set[str]:
    """The types into which every known value of a field fits, its own among them. One query."""
    rules = ", ".join(f"count(*) FILTER (WHERE ({rule}) IS NOT TRUE)" for rule in FITS.values())
    with connection.cursor() as cursor:
        cursor.execute(MISFITS.replace("RULES", rules), {"key": field.key})
        misfits = cursor.fetchone()
    return {type for type, count in zip(FITS, misfits, strict=True) if not count} | {field.type}


def topics_with_use() -> list[PreferenceTopic]:
    """The topics, each with how many customers told a wish under it (`told_by`). One query."""
    return list(PreferenceTopic.objects.annotate(told_by=Count("preferences__customer", distinct=True)))


def wishes_under(topic: PreferenceTopic) -> dict[str, int]:
    """How many customers told each wish of a topic, the commonest first. One query."""
    rows = topic.preferences.order_by().values_list("value").annotate(count=Count("pk")).order_by("-count", "value")
    return dict(rows[:200])
