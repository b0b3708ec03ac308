"""Contact points, days and tags of staged subjects, set-based.

A slot of the file that says something else than last time replaces what it said then, if that still stands; what people
here have written meanwhile stays beside it. A slot that has become empty takes away what it said.
"""

from collections.abc import Container
from dataclasses import dataclass

from django.db.models import Model

from rapport.core.tabular.staging import Staging
from rapport.customers.models import Address, Email, Handle, ImportantDate, Phone, Tag

COMMON = {"customer": "s.customer_id", "label": "p.label", "position": "p.position"}
ADDRESS_VALUE = "concat_ws(' ¦ ', t.lines, t.city, t.area, t.postal_code, t.country)"
DATE_VALUE = (
    "coalesce(to_char(t.year, 'FM0000'), '-') || '-' || to_char(t.month, 'FM00') || '-' || to_char(t.day, 'FM00')"
)


@dataclass(frozen=True)
class Section:
    """How points of one kind become rows of `model` (`t`): `stored` is the row's text as the facts have it."""

    kind: str
    slots: tuple[str, ...]
    model: type[Model]
    columns: dict[str, str]
    stored: str
    same: str  # the row says what the point `p` says
    common: tuple[str, ...] = ("label", "position")
    told: str = "FALSE"  # the row says that and more

    @property
    def table(self) -> str:
        return self.model._meta.db_table


SECTIONS = (
    Section("email", ("email",), Email, {"address": "p.value", "key": "p.a"}, "t.address", "t.key = p.a"),
    Section(
        "phone",
        ("phone",),
        Phone,
        {"raw": "p.value", "e164": "p.a", "extension": "p.b", "type": "p.c", "is_valid": "p.d::boolean"},
        "t.raw",
        "(t.raw = p.value OR (t.e164 <> '' AND t.e164 = p.a))",
    ),
    Section(
        "address",
        ("address",),
        Address,
        {
            "lines": "p.a",
            "city": "p.b",
            "area": "p.c",
            "postal_code": "p.d",
            "country": "p.e",
            "purpose": "p.f",
            "as_written": "p.g",
        },
        ADDRESS_VALUE,
        f"{ADDRESS_VALUE} = p.value",
        told="p.b <> '' AND concat(p.a, p.c, p.d) = '' AND lower(t.city) = lower(p.b)"
        " AND (p.h = '' OR t.country IN ('', p.e))",
    ),
    Section(
        "handle",
        ("web", "fax"),
        Handle,
        {"handle": "p.value", "network": "p.a"},
        "t.handle",
        "t.handle = p.value AND t.network = p.a",
    ),
    Section(
        "date",
        ("date",),
        ImportantDate,
        {"month": "p.a::integer", "day": "p.b::integer", "year": "p.c::integer", "kind": "p.d"},
        DATE_VALUE,
        f"{DATE_VALUE} = p.value AND t.kind = p.d",
        common=(),
    ),
)


def save_points(points: Staging, kinds: Container[str], *, has_known: bool) -> None:
    """Write how and when to reach the staged subjects: points of these `kinds`. `has_known`: some are not new."""
    for section in SECTIONS:
        if section.kind in kinds:
            _insert_for_new(points, section)
        if has_known:
            _replace(points, section)
            _insert_for_known(points, section)
            _remove(points, section)
    if has_known or "tag" in kinds:
        _save_tags(points)


def _insert_for_new(points: Staging, section: Section) -> None:
    points.insert(
        section.model,
        _values(section),
        "FROM {stage} p JOIN staged_subjects s USING (owner) WHERE s.status = 'new' AND p.kind = %s",
        [section.kind],
    )


def _insert_for_known(points: Staging, section: Section) -> None:
    points.insert(
        section.model,
        _values(section),
        "FROM {stage} p JOIN staged_subjects s USING (owner) WHERE s.status IN ('changed', 'linked') AND p.kind = %s"
        " AND s.old->>p.slot IS DISTINCT FROM p.value"
        f" AND NOT EXISTS (SELECT FROM {section.table} t WHERE t.customer_id = s.customer_id"
        f" AND ({section.same} OR {section.told}))",
        [section.kind],
    )


def _replace(points: Staging, section: Section) -> None:
    changes = [f"{column} = {value}" for column, value in section.columns.items()]
    if section.common:
        changes.append("verified_at = NULL")
    points.execute(
        f"UPDATE {section.table} t SET {', '.join(changes)}"  # noqa: S608
        " FROM {stage} p JOIN staged_subjects s USING (owner)"
        " WHERE s.status = 'changed' AND p.kind = %s AND t.customer_id = s.customer_id"
        f" AND s.old->>p.slot <> p.value AND {section.stored} = s.old->>p.slot"
        f" AND NOT EXISTS (SELECT FROM {section.table} t WHERE t.customer_id = s.customer_id AND {section.same})",
        [section.kind],
    )


def _remove(points: Staging, section: Section) -> None:
    points.execute(
        f"DELETE FROM {section.table} t USING staged_subjects s, jsonb_each_text(s.facts) f"  # noqa: S608
        " WHERE s.status = 'changed' AND f.value = '' AND split_part(f.key, ':', 1) = ANY(%s)"
        f" AND t.customer_id = s.customer_id AND {section.stored} = s.old->>f.key",
        [list(section.slots)],
    )


def _values(section: Section) -> dict[str, str]:
    return {"customer": COMMON["customer"]} | {name: COMMON[name] for name in section.common} | section.columns


def _save_tags(points: Staging) -> None:
    points.insert(
        Tag,
        {"name": "name"},
        "FROM (SELECT DISTINCT value AS name FROM {stage} WHERE kind = 'tag') names",
        suffix="ON CONFLICT DO NOTHING",
    )
    points.execute(
        "INSERT INTO customers_customer_tags (customer_id, tag_id)"
        " SELECT s.customer_id, t.id"
        " FROM {stage} p JOIN staged_subjects s USING (owner) JOIN customers_tag t ON t.name = p.value"
        " WHERE p.kind = 'tag' AND s.status IN ('new', 'changed', 'linked')"
        " AND NOT coalesce(s.old->'tags', '[]') ? p.value"
        " ON CONFLICT DO NOTHING"
    )
    points.execute(
        "DELETE FROM customers_customer_tags m USING staged_subjects s, customers_tag t"
        " WHERE s.status = 'changed' AND m.customer_id = s.customer_id AND t.id = m.tag_id"
        " AND s.facts ? 'tags' AND s.old->'tags' ? t.name AND NOT s.facts->'tags' ? t.name"
    )
