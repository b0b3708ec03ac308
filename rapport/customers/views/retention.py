"""How long records are kept, as an owner decides; and what of them is held at all, as an authority asks."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rapport.core import formats
from rapport.core.consequences import Consequence, Foreseen
from rapport.core.personal.kinds import Fate, record_kinds
from rapport.core.restoring import Restoration, offer_restoration
from rapport.core.tabular.writing import as_csv
from rapport.core.views import Page
from rapport.customers.forms.rights import RuleForm
from rapport.customers.models import RetentionRule, RetentionRun
from rapport.customers.rights import lapsing

PERMISSION = "customers.change_retentionrule"
NIGHTS = 14


class RetentionPage(Page):
    """Every kind with its period, and how much is older today. Two queries, and one for each kind."""

    permission = PERMISSION

    def get(self, request):
        at = timezone.now()
        rows = [{"rule": rule, "count": count_in_words(rule.count(at))} for rule in lapsing.rules()]
        runs = [
            run for run in RetentionRun.objects.filter(found__gt=0)[: NIGHTS * len(rows)] if run.kind in record_kinds
        ]
        nights = [{"run": run, "kind": record_kinds[run.kind]} for run in runs]
        return render(request, "customers/rights/retention.html", {"rows": rows, "nights": nights[:NIGHTS]})


class RulePage(Foreseen, Page):
    """One kind: its period, whether older ones go, and which those would be."""

    permission = PERMISSION
    template = "customers/rights/rule.html"

    def form(self, data=None, *, name):
        rule = _rule(name)
        return RuleForm(data, instance=RetentionRule(kind=name, months=rule.months, is_on=rule.is_on))

    def context(self, form, *, name):
        rule, at = _rule(name), timezone.now()
        return {"rule": rule, "examples": rule.examples(at), "count": count_in_words(rule.count(at)), "at": at}

    def foresee(self, form, *, name):
        said, at = form.cleaned_data, timezone.now()
        rule = lapsing.Rule(record_kinds[name], said["months"], said["is_on"])
        count = rule.count(at)
        lines = [Consequence(_older(count), icon="clock", tone="late" if said["is_on"] and count else "")]
        if said["is_on"] and count:
            lines.append(Consequence(str(rule.retention.says), icon="alert-triangle", tone="late"))
            lines.append(Consequence(_("It begins next night, and nothing brings it back."), icon="arrow-right"))
        elif not said["is_on"]:
            lines.append(Consequence(_("Nothing is taken away. The number is counted every night."), icon="check"))
        return lines

    def save(self, form, *, name):
        was = _state(name)
        lapsing.set_rule(name, by=self.request.user, **form.cleaned_data)
        said = _("Saved. It counts from next night on.")
        address = reverse("customers:retention-restoration")
        offer_restoration(self.request, said, address, key=name, was=was, became=_state(name))
        return "customers:retention"


class RuleRestoration(Restoration, Page):
    permission = PERMISSION

    def state(self, key):
        return _state(key)

    def restore(self, key, was):
        lapsing.set_rule(key, by=self.request.user, **was)

    def back(self, request):
        return reverse("customers:retention")


class RecordsOfProcessing(Page):
    """What is held, on what ground, how long and what becomes of it (GDPR Art. 30), in the words of the slices."""

    permission = PERMISSION

    def get(self, request):
        months = {rule.kind.name: rule.months for rule in lapsing.rules()}
        rows = [{"kind": kind, "months": months.get(kind.name), "fate": Fate(kind.fate).label} for kind in record_kinds]
        if request.GET.get("format") == "csv":
            return _as_csv(rows)
        return render(request, "customers/rights/processing.html", {"rows": rows})


def _as_csv(rows) -> HttpResponse:
    headings = [
        *(_("What"), _("What for"), _("On what ground"), _("Months"), _("When somebody is erased"), _("What stays"))
    ]
    kinds = [(row["kind"], row["months"] or "", row["fate"]) for row in rows]
    lines = [[kind.label, kind.why, kind.basis.label, months, fate, kind.stays] for kind, months, fate in kinds]
    response = HttpResponse(as_csv([headings, *lines]), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="records-of-processing.csv"'
    return response


def count_in_words(count: int) -> str:
    return _("more than 10,000") if count > lapsing.MOST_COUNTED else formats.number(count)


def _older(count: int) -> str:
    said = ngettext("%(count)s record is older today.", "%(count)s records are older today.", count)
    return said % {"count": count_in_words(count)}


def _rule(name: str) -> lapsing.Rule:
    found = next((rule for rule in lapsing.rules() if rule.kind.name == name), None)
    if found is None:
        raise Http404
    return found


def _state(name: str) -> dict:
    rule = _rule(name)
    return {"months": rule.months, "is_on": rule.is_on}
