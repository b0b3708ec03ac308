"""Whoever signed out everywhere on either record stays signed out: the later moment counts."""

from rapport.core.merging import Joining, Rows, rows_rules
from rapport.portal.models import Standing


def later(joining: Joining) -> None:
    rows = Standing.objects.filter(customer__in=[joining.survivor, joining.absorbed])
    since = {row.customer_id: row for row in rows}
    kept, other = since.get(joining.survivor), since.get(joining.absorbed)
    if kept and other and kept.links_since < other.links_since:
        joining.changed(kept, {"links_since": kept.links_since}, {"links_since": other.links_since})
        kept.links_since = other.links_since
        kept.save(update_fields=["links_since"])


rows_rules.add(Rows("portal.Standing", same=(), joined=later))
