"""Requests and notices when two customers become one: they move. A notice that reached both stands once."""

from django.utils.translation import ngettext

from rapport.core import formats
from rapport.core.merging import Rows, rows_rules


def cases(count: int) -> str:
    return ngettext("%(count)s request", "%(count)s requests", count) % {"count": formats.number(count)}


def remedies(count: int) -> str:
    said = ngettext(
        "%(count)s thing given to put a matter right", "%(count)s things given to put a matter right", count
    )
    return said % {"count": formats.number(count)}


rows_rules.add(Rows("care.Case", words=cases, order=14))
rows_rules.add(Rows("care.Remedy", words=remedies, order=15))
rows_rules.add(Rows("care.NoticeRecipient", same=("notice", "order")))
