"""Promises when two customers become one: they move as they are, what is owed with its due time."""

from django.utils.translation import ngettext

from rapport.core import formats
from rapport.core.merging import Rows, rows_rules


def promises(count: int) -> str:
    return ngettext("%(count)s promise", "%(count)s promises", count) % {"count": formats.number(count)}


rows_rules.add(Rows("promises.Promise", words=promises, order=20))
