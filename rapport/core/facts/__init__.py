"""Facts about a customer that a segment can test and a list can show: what a slice registers in `fields.py`.

Nouns: Field, Operator, Test, Listing. A field knows nothing of conditions, groups or lists; it answers what the rows
must be like for one test, and what stands in a column.
"""

from rapport.core.facts.books import Book
from rapport.core.facts.fields import Field, FieldSource, Listing, Offer, Test, Type, field_sources, fields
from rapport.core.facts.operators import OPERATORS, Operator, Slot, Span

__all__ = [
    "OPERATORS",
    "Book",
    "Field",
    "FieldSource",
    "Listing",
    "Offer",
    "Operator",
    "Slot",
    "Span",
    "Test",
    "Type",
    "field_sources",
    "fields",
]
