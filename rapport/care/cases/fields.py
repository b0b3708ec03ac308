"""What customers asked and complained of, as facts. Asked of the indexes of cases, never added up."""

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from rapport.care.models import Case, CaseKind
from rapport.core.facts import Field, Test, Type, fields
from rapport.core.facts.columns import as_moment, as_number

ASKED = _("What they asked")
COMPLAINTS = Case.objects.filter(kind=CaseKind.COMPLAINT)


def having(rows: QuerySet[Case], test: Test) -> Q:
    """Some of `rows` are theirs. Confidential ones are facts for those only who may see them all."""
    if not (test.user and test.user.has_perm("care.see_confidential")):
        rows = rows.filter(is_confidential=False)
    return Q(Exists(rows.filter(customer=OuterRef("pk"))))


def either_way(rows: QuerySet[Case]):
    def ask(test: Test) -> Q:
        has = having(rows, test)
        return has if test.operator == "yes" else ~has

    return ask


def opened(rows: QuerySet[Case]):
    """Some case that was opened on such a day; whoever has none is "unknown"."""

    def ask(test: Test) -> Q:
        if test.operator in ("known", "unknown"):
            has = having(rows, test)
            return has if test.operator == "known" else ~has
        return having(rows.filter(as_moment("opened_at", test)), test)

    return ask


def rated(test: Test) -> Q:
    return having(Case.objects.filter(as_number("rating", test), rating__isnull=False), test)


def of_kind(test: Test) -> Q:
    kinds = [test.value] if test.operator == "is" else test.value
    return having(Case.objects.filter(kind__in=kinds), test)


def _add(name: str, label, type: Type, ask, order: int, served_by: str, **more) -> None:
    fields.add(
        Field(
            name, label, type, ask=ask, order=order, served_by=served_by, group=ASKED, permission="care.view_case",
            **more,
        )
    )  # fmt: skip


AMOUNTS = ("is", "over", "under", "at_least", "at_most", "between")
_add("open_request", _("Has an open request"), Type.YES_NO, either_way(Case.objects.open()), 130, "case_open_by_news")
_add("open_complaint", _("Has an open complaint"), Type.YES_NO, either_way(COMPLAINTS.open()), 131, "case_by_kind")
_add("asked_on", _("Asked us for something"), Type.DATE, opened(Case.objects.all()), 132, "case_by_age")
_add("complained_on", _("Complained"), Type.DATE, opened(COMPLAINTS), 133, "case_by_kind")
_add(
    "asked_for", _("Kind of what they asked"), Type.CHOICE, of_kind, 134, "case_by_kind",
    operators=("is", "any_of"), choices=lambda: CaseKind.choices,
)  # fmt: skip
_add("rated_solution", _("How they rated a solution"), Type.NUMBER, rated, 135, "", operators=AMOUNTS)
