"""A new slice cannot be forgotten when two customers become one."""

from django.db.models import UniqueConstraint

from rapport.core.merging import rows_rules
from rapport.customers.merges.links import links


def uniques(model):
    """The sets of columns that may be there once only."""
    for field in model._meta.concrete_fields:
        if field.unique and not field.primary_key:
            yield {field.name}
    yield from map(set, model._meta.unique_together)
    for constraint in model._meta.constraints:
        if isinstance(constraint, UniqueConstraint):
            yield set(constraint.fields)


def test_where_two_customers_may_have_the_same_a_slice_says_which_row_stands():
    forgotten = set()
    for link in links():
        name = next(f.name for f in link.model._meta.concrete_fields if f.column == link.column)
        for columns in uniques(link.model):
            settled = [set(link.rule.same), {name, *link.rule.same}] if link.rule.same is not None else []
            settled += [{name, flag} for flag in link.rule.alone] + [{name}] * bool(link.rule.alone)
            if link.is_moved and name in columns and columns not in settled:
                forgotten.add(f"{link.model._meta.label}: {', '.join(sorted(columns))}")
    assert forgotten == set(), "say in the slice's merge.py which of two equal rows stands (docs/merging.md)"


def test_a_table_whose_key_is_the_customer_cannot_move():
    keyed = {link.model._meta.label for link in links() if link.is_moved and link.model._meta.pk.is_relation}
    assert keyed == set(), "say in the slice's merge.py how its sums are worked out again"


def test_rules_are_about_tables_that_lead_to_customers():
    assert {rule.name for rule in rows_rules} <= {link.model._meta.label for link in links()}
