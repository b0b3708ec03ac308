"""The rows of the list of customers, written by Python: fifty of them have two thousand small parts."""

from collections.abc import Iterable
from datetime import datetime

from django import template
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rapport.core.escaping import conditional_escape as escape
from rapport.core.escaping import mark_safe
from rapport.core.facts import Type
from rapport.core.templatetags.times import ago
from rapport.core.templatetags.ui import avatar, badge, person
from rapport.customers.models import Customer
from rapport.customers.queries.columns import Columns
from rapport.customers.queries.search import Match
from rapport.customers.templatetags.customers import few_tags, first_contact, keeper, romanised

register = template.Library()
NUMERIC, NUMBERS = (Type.NUMBER, Type.MONEY), ' class="num tnum"'


@register.simple_tag
def customer_rows(
    matches: Iterable[Match], now: datetime, q: str, may_choose: bool, columns: Columns | None = None
) -> SafeString:
    """A row for each match; with why it was found when `q` was searched for, with a box when rows can be chosen.

    `columns` stand in place of the usual ones.
    """
    row = _Rows(now, by_search=bool(q), may_choose=bool(may_choose), columns=columns)
    return mark_safe("\n".join(row(match) for match in matches))  # noqa: S308


class _Rows:
    """What is the same in every row is said once."""

    def __init__(self, now: datetime, *, by_search: bool, may_choose: bool, columns: Columns | None) -> None:
        self.columns = columns
        self.now, self.by_search, self.may_choose = now, by_search, may_choose
        self.choose, self.key_name = _("Choose %(name)s"), escape(_("Choose this row"))
        self.found_by = escape(_("Found by"))
        self.archived = " " + badge(_("archived"), "plain", "archive")

    def __call__(self, match: Match) -> str:
        one = match.customer
        begin = (
            f'<tr data-row data-about="customers:{one.pk}">{self._box(one) if self.may_choose else ""}'
            f'<th scope="row"><div class="person-block">{avatar(one, size="sm")}'
            f"<div>{self._name(match)}</div></div></th>"
        )
        if self.columns:
            return f"{begin}{self._reason(match) if self.by_search else ''}{self._chosen(one)}</tr>"
        return (
            f"{begin}"
            f'<td class="muted phone-hide">{escape(romanised(one))}</td>{self._reason(match) if self.by_search else ""}'
            f'<td class="contact-cell">{first_contact(one)}</td>'
            f"<td>{few_tags(one)}</td>"
            f'<td class="phone-hide">{keeper(one)}</td>'
            f'<td class="muted nowrap phone-hide">{ago(one.updated_at, self.now)}</td></tr>'
        )

    def _chosen(self, one: Customer) -> str:
        return "".join(
            f'<td data-label="{escape(field.label)}"{NUMBERS if field.type in NUMERIC else ""}>{escape(said)}</td>'
            for field, said in self.columns.cells(one.pk)
        )

    def _name(self, match: Match) -> str:
        name = person(match.customer)
        if match.customer.is_archived:
            name += self.archived
        if match.news:
            name += " " + badge(ngettext("%(n)s new", "%(n)s new", match.news) % {"n": match.news}, "pen")
        return name

    def _reason(self, match: Match) -> str:
        return f'<td class="muted" data-label="{self.found_by}">{escape(match.reason)}</td>'

    def _box(self, one: Customer) -> str:
        return (
            f'<td class="pick"><label><span class="visually-hidden">{escape(self.choose % {"name": one.name})}</span>'
            f'<input type="checkbox" name="chosen" value="{one.pk}" data-key="x" data-key-name="{self.key_name}">'
            "</label></td>"
        )


@register.simple_tag
def choices_of(field) -> SafeString:
    """The options of a filter, of which there are hundreds where every language is offered."""
    chosen = field.value()
    return mark_safe(  # noqa: S308
        "".join(
            f'<option value="{escape(str(value))}"{" selected" if value == chosen else ""}>{escape(text)}</option>'
            for value, text in field.field.choices
        )
    )
