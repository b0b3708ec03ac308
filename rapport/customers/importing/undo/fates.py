"""What would become of the customers whom an import brought, if it were undone."""

from collections.abc import Iterator

from rapport.core.links import links_to
from rapport.core.models import Import
from rapport.core.tabular.staging import Staging
from rapport.customers.models import (
    Affiliation,
    Customer,
    DuplicatePair,
    Follow,
    ImportChange,
    NotDuplicates,
    SearchText,
)
from rapport.timeline.models import Entry

REMOVED, EDITED, USED = "removed", "edited", "used"
NEW = {"id": "uuid", "fate": "text"}
# What the import itself wrote, and what the house adds up or notes by itself: nobody meant anything by it. The tables
# of a new slice are none of these, so that whoever has a row there stays.
WRITTEN = ("Email", "Phone", "Address", "Handle", "ImportantDate", "ExternalCode", "ImportedRow")
COMPARED = (DuplicatePair, NotDuplicates)  # of two records, of which one is nothing without the other
BY_ITSELF = {Follow, SearchText, ImportChange, Customer.tags.through, *COMPARED}
ADDED_UP = {"orders.PurchaseSummary", "timeline.LastContact"}


def settle(new: Staging, import_: Import) -> None:
    """Write into `new` whom the import created, and what would become of each."""
    hangs = " OR ".join(hanging())
    new.execute(
        "INSERT INTO {stage} SELECT c.id, CASE"  # noqa: S608
        f" WHEN {hangs} THEN '{USED}' WHEN {EDITED_SINCE} THEN '{EDITED}' ELSE '{REMOVED}' END"
        " FROM customers_customer c WHERE c.created_at = %(at)s AND EXISTS"
        " (SELECT FROM customers_importedrow r WHERE r.customer_id = c.id AND r.source = %(source)s)",
        {"at": import_.taken_in_at, "source": import_.source},
    )
    new.analyse()
    new.execute(KEPT_BY_A_PART, [import_.pk])


EDITED_SINCE = """
(c.version > 1 OR c.updated_at <> c.created_at OR c.archived_at IS NOT NULL OR EXISTS (
  SELECT FROM timeline_entry e WHERE e.customer_id = c.id
  AND NOT (e.kind = 'customer.imported' AND e.recorded_at = c.created_at)))
"""
# An organisation in which somebody works who stays, stays as well; unless it was the import that said so.
KEPT_BY_A_PART = """
UPDATE {stage} n SET fate = 'edited' FROM customers_affiliation a
WHERE n.fate = 'removed' AND a.organisation_id = n.id
AND NOT EXISTS (SELECT FROM {stage} o WHERE o.id = a.person_id AND o.fate = 'removed')
AND NOT EXISTS (
  SELECT FROM customers_importchange c
  WHERE c.import_id = %s AND c."table" = 'customers_affiliation' AND c.row_id = a.id::text
  AND c.before IS NULL AND c.after = to_jsonb(a))
"""


def hanging() -> Iterator[str]:
    """SQL about the customer `c`, for each way in which something can belong to one."""
    for table, column in _links():
        yield f"EXISTS (SELECT FROM {table} h WHERE h.{column} = c.id)"


def _links() -> Iterator[tuple[str, str]]:
    for link in links_to(Customer):
        model = link.related_model
        is_written = model._meta.app_label == "customers" and model.__name__ in WRITTEN
        if is_written or model in BY_ITSELF | {Affiliation, Entry} or model._meta.label in ADDED_UP:
            continue
        if link.many_to_many or hasattr(model, "pgh_tracked_model"):
            continue
        yield model._meta.db_table, link.field.column
