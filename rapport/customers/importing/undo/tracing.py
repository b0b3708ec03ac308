"""What an import changes of customers who were here before: their rows as they stood before it and after it."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Model

from rapport.core.tabular.staging import Staging
from rapport.customers.models import (
    Address,
    Affiliation,
    Customer,
    Email,
    ExternalCode,
    Handle,
    ImportantDate,
    ImportedRow,
    Phone,
)

ROWS = {"table": "text", "row_id": "text", "customer_id": "uuid", "row": "jsonb"}
KNOWN = "SELECT DISTINCT customer_id FROM staged_subjects WHERE status IN ('changed', 'linked')"
DERIVED = ("search_key", "sound_key", "sort_key", "key_version", "version", "created_at", "updated_at")


@dataclass(frozen=True)
class Traced:
    """A table that an import writes; `customer` is the column that says about whom."""

    model: type[Model]
    customer: str = "customer_id"
    row: str = "to_jsonb(t)"

    @property
    def table(self) -> str:
        return self.model._meta.db_table

    @property
    def columns(self) -> list[str]:
        return [field.column for field in self.model._meta.concrete_fields if not field.primary_key]


# Own fields are told one by one, as people change them one by one.
CUSTOMER_ROW = f"(to_jsonb(t) - '{{custom,{','.join(DERIVED)}}}'::text[])" + (  # noqa: S608
    " || coalesce((SELECT jsonb_object_agg('custom.' || f.key, f.value) FROM jsonb_each(t.custom) f), '{}')"
)
# Customers last: what hangs off them is put back first.
TRACED = (
    *(Traced(model) for model in (Email, Phone, Address, Handle, ImportantDate)),
    Traced(Customer.tags.through),
    Traced(Affiliation, "person_id"),
    Traced(ExternalCode),
    Traced(ImportedRow),
    Traced(Customer, "id", CUSTOMER_ROW),
)


KEEP = """
INSERT INTO customers_importchange
  (id, import_id, customer_id, "table", row_id, before, after, outcome, reason, at)
SELECT uuidv7(), %s, coalesce(a.customer_id, b.customer_id), "table", row_id, b.row, a.row, '', '', now()
FROM {stage} b FULL JOIN {after} a USING ("table", row_id) WHERE a.row IS DISTINCT FROM b.row
ON CONFLICT (import_id, "table", row_id) DO UPDATE SET after = excluded.after
"""


def note(rows: Staging, whom: str) -> None:
    """Write into `rows` how everything stands of the customers whom the query `whom` selects."""
    for traced in TRACED:
        rows.execute(
            f"INSERT INTO {{stage}} SELECT '{traced.table}', t.id::text, t.{traced.customer}, {traced.row}"  # noqa: S608
            f" FROM {traced.table} t JOIN ({whom}) whom(id) ON whom.id = t.{traced.customer}"
        )


def keep(before: Staging, after: Staging, import_id: UUID) -> None:
    """Keep what differs. A row that one import changes twice is as it was before the first time."""
    before.execute(KEEP.format(after=after.table, stage="{stage}"), [import_id])
