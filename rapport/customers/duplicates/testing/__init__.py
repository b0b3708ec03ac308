"""Customers of whom one knows who is who: sets with labels, by which the finder is judged (`bin/bench duplicates`)."""

from rapport.customers.duplicates.testing.people import Known
from rapport.customers.duplicates.testing.settling import judge, pairs_of, settle
from rapport.customers.duplicates.testing.towns import SETS, labelled

__all__ = ["SETS", "Known", "judge", "labelled", "pairs_of", "settle"]
