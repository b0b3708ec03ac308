"""What is given to put a complaint right: entered, approved, given."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rapport.care.cases.views.base import onward
from rapport.care.complaints import actions, limits
from rapport.care.complaints.forms import EvidenceForm, ReasonForm, RemedyForm
from rapport.care.complaints.views.base import ComplaintDialog
from rapport.care.models import Case, Remedy
from rapport.core import formats
from rapport.core.views import Page


class Proposing(ComplaintDialog):
    permission = "care.add_remedy"
    icon, button = "gift", gettext_lazy("Enter it")
    template = "care/complaints/proposing.html"

    def title(self, case):
        return _("What do they get?")

    def form(self, case, data=None):
        return RemedyForm(data, case=case)

    def get(self, request, case, form=None, status=200):
        self.limit = limits.limit_of(request.user)
        return super().get(request, case, form, status)

    @property
    def hint(self):
        limit = getattr(self, "limit", None)
        if limit is None or limit.per_case is None:
            return ""
        words = {
            "amount": formats.money(limit.per_case, limit.currency),
            "year": formats.money(limit.per_year, limit.currency),
        }
        return (
            _(
                "You may give up to %(amount)s in one case and %(year)s to one customer in a year. "
                "More than that somebody approves."
            )
            % words
        )

    def save(self, case, said, *, seen):
        remedy = actions.propose(case, **said, **self.who_and_when())
        if remedy.state == Remedy.State.PROPOSED:
            return _("Entered. Somebody with a higher limit has to approve it.")
        return _("Entered. It stands in the answer.")


class AboutRemedy(Page):
    """A verb about one remedy; whoever may not see its case does not see it."""

    permission = "care.change_remedy"

    def dispatch(self, request, pk):
        cases = Case.objects.visible_to(request.user)
        rows = Remedy.objects.filter(case__in=cases).select_related("case__customer", "proposed_by")
        return super().dispatch(request, get_object_or_404(rows, pk=pk))

    def get(self, request, remedy) -> HttpResponse:
        return redirect(remedy.case)

    def post(self, request, remedy) -> HttpResponse:
        messages.success(request, self.do(request, remedy))
        return redirect(onward(request, remedy.case))


class Approving(AboutRemedy):
    permission = {"get": "care.view_remedy", "post": "care.approve_remedy"}

    def do(self, request, remedy):
        actions.approve(remedy, by=request.user, at=timezone.now())
        return _("Approved.")


class RemedyDialog(AboutRemedy):
    form_class = ReasonForm
    icon, button, heading = "check", "", ""

    def get(self, request, remedy, form=None, status=200) -> HttpResponse:
        case = remedy.case
        context = {
            "case": case, "remedy": remedy, "form": form or self.form_class(), "heading": self.heading,
            "icon": self.icon, "button": self.button, "next": onward(request, case), "seen": case.version,
        }  # fmt: skip
        return render(request, "care/complaints/remedy.html", context, status=status)

    def post(self, request, remedy) -> HttpResponse:
        form = self.form_class(request.POST)
        if not form.is_valid():
            return self.get(request, remedy, form, status=422)
        messages.success(request, self.save(remedy, **form.cleaned_data, by=request.user, at=timezone.now()))
        return redirect(onward(request, remedy.case))


class Refusing(RemedyDialog):
    permission = "care.approve_remedy"
    icon, button, heading = "x", gettext_lazy("Not this"), gettext_lazy("Not approved")

    def save(self, remedy, **said):
        actions.refuse(remedy, **said)
        return _("Not approved. Whoever proposed it sees why.")


class Giving(RemedyDialog):
    form_class = EvidenceForm
    icon, button, heading = "gift", gettext_lazy("They have it"), gettext_lazy("It was given")

    def save(self, remedy, **said):
        actions.give(remedy, **said)
        return _("Given, and the promise is kept.")


class TakingBack(RemedyDialog):
    icon, button, heading = "arrow-back-up", gettext_lazy("Take it back"), gettext_lazy("Not given after all")

    def save(self, remedy, **said):
        actions.take_back(remedy, **said)
        return _("Taken back.")
