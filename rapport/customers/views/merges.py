"""Two records that are one customer: choosing what stays, merging them, and making two of one again."""

import re

from django.contrib import messages
from django.db.models import Q
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rapport.core import formats
from rapport.core.undo import offer, where_they_are
from rapport.core.views import Page
from rapport.customers import merges, words
from rapport.customers.merges import beside, facts
from rapport.customers.models import Customer, DuplicatePair, Merge
from rapport.customers.queries.search import search
from rapport.customers.views.base import CustomerPage

MERGE = "customers.merge_customer"
FOUND_AT_ONCE, RESEMBLING = 20, 5
ROW = re.compile(r"[a-z]+\.\w+:([0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|[0-9]{1,18})")


class MergePage(Page):
    """Two records side by side; what is chosen here is what the one they become will say."""

    permission = MERGE

    def dispatch(self, request, one, other):
        customers = [_living(request, key) for key in (one, other)]
        if customers[0] == customers[1] and one != other:
            messages.info(request, _("They are one already."))
            return redirect(customers[0])
        return super().dispatch(request, *customers)

    def get(self, request, one, other):
        survivor, absorbed = self.order(request.GET.get("survivor", ""), one, other)
        called = beside.told_apart(survivor, absorbed)
        questions = beside.questions(survivor, absorbed, called)
        is_possible = survivor.kind == absorbed.kind and not (survivor.is_erased or absorbed.is_erased)
        context = {
            "survivor": survivor,
            "absorbed": absorbed,
            "is_possible": is_possible and survivor != absorbed,
            "which": list(called.values()) if str(survivor) == str(absorbed) else ("", ""),
            "questions": questions,
            "only_one": sum(not question.is_contested for question in questions),
            "groups": beside.groups(survivor, absorbed, request.user, called),
            "consequences": merges.consequences(absorbed),
            "will_be_formal": {survivor.address_style, absorbed.address_style} == set(Customer.Style.values),
            "will_be_restricted": survivor.is_restricted or absorbed.is_restricted,
            "back": _back(request),
            "score": request.GET.get("score", ""),
        }
        return render(request, "customers/merges/merge.html", context)

    def post(self, request, one, other):
        survivor, absorbed = self.order(request.POST.get("survivor", ""), one, other)
        merge = merges.merge(
            survivor,
            absorbed,
            by=request.user,
            at=timezone.now(),
            choices=self.choices(request, survivor, absorbed),
            reason=request.POST.get("reason", ""),
            score=_score(request.POST.get("score", "")),
        )
        said = _("%(absorbed)s is part of %(survivor)s now.") % {"absorbed": absorbed, "survivor": survivor}
        offer(request, said, merge.get_absolute_url())
        return redirect(_back(request) or survivor)

    @staticmethod
    def order(wanted: str, one: Customer, other: Customer) -> tuple[Customer, Customer]:
        if wanted == str(other.pk):
            return other, one
        return (one, other) if wanted == str(one.pk) else merges.default_survivor(one, other)

    @staticmethod
    def choices(request, survivor: Customer, absorbed: Customer) -> merges.Choices:
        choices = (facts.SURVIVOR, facts.ABSORBED, facts.BOTH)
        said = {name.removeprefix("fact."): value for name, value in request.POST.items() if name.startswith("fact.")}
        take = {name: value for name, value in said.items() if value in choices}
        if "shown" not in request.POST:
            return merges.Choices(take)
        shown, kept = request.POST.getlist("shown"), request.POST.getlist("keep")
        shown = [name for name in shown if ROW.fullmatch(name)]
        return merges.Choices(take, beside.left_of(survivor, absorbed, shown=shown, kept=kept))


class MergeWithPage(CustomerPage):
    """Whom this record is to be merged with: those that resemble it, and whoever is looked for."""

    permission = MERGE

    def get(self, request, customer):
        q = request.GET.get("q", "").strip()
        others = Customer.objects.visible_to(request.user).filter(kind=customer.kind).exclude(pk=customer.pk)
        found = [match.customer for match in search(others, q, limit=FOUND_AT_ONCE)] if q else []
        context = {"customer": customer, "q": q, "found": found, "alike": [] if q else _alike(request, customer)}
        return render(request, "customers/merges/merge_with.html", context)


class MergeUndoPage(Page):
    """Making two of one again; whose what came since is, a person says."""

    permission = MERGE

    def dispatch(self, request, pk):
        rows = Merge.objects.visible_to(request.user).select_related("survivor", "absorbed", "by")
        return super().dispatch(request, get_object_or_404(rows, pk=pk))

    def get(self, request, merge):
        problem = merges.obstacle(merge)
        called = beside.told_apart(merge.survivor, merge.absorbed)
        context = {
            "merge": merge,
            "survivor": called[merge.survivor_id],
            "absorbed": called[merge.absorbed_id],
            "problem": problem,
            "later": getattr(problem, "later", None),
            "groups": [] if problem else _shown(merges.since(merge), request.user),
            "now": timezone.now(),
        }
        return render(request, "customers/merges/undo.html", context)

    def post(self, request, merge):
        going = request.POST.getlist("going") if "chosen" in request.POST else None
        undone = merges.undo_merge(merge, by=request.user, at=timezone.now(), going=going)
        messages.success(request, said_of(undone))
        return redirect(where_they_are(request) or merge.absorbed)


def said_of(undone: merges.Undone) -> str:
    """What came of an undo."""
    said = [_("They are two again.")]
    if undone.edited:
        labels = ", ".join(words.label(name, words.own_labels()) for name in undone.edited)
        said.append(_("This was changed since, and stays as it is: %(labels)s.") % {"labels": labels})
    if undone.kept:
        kept = ngettext(
            "%(count)s record was changed or removed since and did not go back.",
            "%(count)s records were changed or removed since and did not go back.",
            undone.kept,
        )
        said.append(kept % {"count": formats.number(undone.kept)})
    return " ".join(said)


def _living(request, key) -> Customer:
    """Who that record is today."""
    customer = get_object_or_404(Customer.every.visible_to(request.user), pk=key)
    if customer.merged_into_id:
        return get_object_or_404(Customer.objects.visible_to(request.user), pk=customer.merged_into_id)
    return customer


def _alike(request, customer: Customer) -> list[Customer]:
    """Whom the search for duplicates holds for the same, the likeliest first."""
    pairs = DuplicatePair.objects.visible_to(request.user).filter(Q(first=customer) | Q(second=customer))
    pairs = pairs.filter(first__merged_into=None, second__merged_into=None).select_related("first", "second")
    return [
        pair.second if pair.first_id == customer.pk else pair.first for pair in pairs.order_by("-weight")[:RESEMBLING]
    ]


def _shown(groups: list, user) -> list:
    """Without private notes of others, which follow what they hang on."""
    return [
        group
        for group in groups
        if not all(getattr(row, "is_private", False) and row.by_id != user.pk for _link, row in group.rows)
    ]


def _score(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None


def _back(request) -> str:
    path = request.POST.get("back") or request.GET.get("back", "")
    ours = path.startswith("/") and url_has_allowed_host_and_scheme(path, {request.get_host()})
    return path if ours else ""
