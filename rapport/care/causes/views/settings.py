"""Settings: the causes of complaints."""

from uuid import UUID

from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from rapport.care.causes import outlook, queries, tree
from rapport.care.causes.forms import CauseNameForm, NewCauseForm
from rapport.care.models import Cause
from rapport.care.models.causes import FIRST_CAUSES
from rapport.care.reports.queries import unfitting
from rapport.core.consequences import Consequence, Foreseen
from rapport.core.restoring import Restoration, offer_restoration
from rapport.core.undo import offer
from rapport.core.views import Page


class CauseSettings(Page):
    permission = "care.change_cause"

    def cause(self, pk) -> Cause:
        cause = tree.all_causes().get(pk)
        if cause is None:
            raise Http404
        return cause


class CausesPage(CauseSettings):
    def get(self, request):
        causes = tree.all_causes()
        times = queries.times_by_cause()
        rows = [
            {"cause": cause, "times": times.get(cause.pk, 0), "stays": cause.key == tree.OTHER}
            for cause in causes.values()
        ]
        context = {"rows": rows, "unfitting": unfitting(request.user, timezone.now())}
        return render(request, "care/settings/causes.html", context)


class NewCausePage(Foreseen, CauseSettings):
    template = "care/settings/new_cause.html"

    def form(self, data=None):
        return NewCauseForm(data)

    def foresee(self, form):
        below = form.cleaned_data["below"]
        words = {"name": form.cleaned_data["name"], "above": below.label if below else ""}
        if below:
            return [Consequence(_("“%(name)s” can be chosen below “%(above)s” at once.") % words, icon="plus")]
        return [Consequence(_("“%(name)s” can be chosen at once, as one of the upper level.") % words, icon="plus")]

    def save(self, form):
        cause = tree.add(form.cleaned_data["name"], below=form.cleaned_data["below"])
        offer(self.request, _("Added."), reverse("care:cause_retirement", args=[cause.pk]))
        return "care:causes"


class CausePage(Foreseen, CauseSettings):
    template = "care/settings/cause.html"

    def form(self, data=None, *, pk):
        return CauseNameForm(data, cause=self.cause(pk))

    def context(self, form, *, pk):
        cause = self.cause(pk)
        return {"cause": cause, "times": queries.times_by_cause().get(pk, 0), "stays": cause.key == tree.OTHER}

    def foresee(self, form, *, pk):
        cause = self.cause(pk)
        name = form.cleaned_data["name"] or str(FIRST_CAUSES.get(cause.key, cause.label))
        return outlook.renaming(cause, name, queries.times_by_cause().get(pk, 0))

    def save(self, form, *, pk):
        was = self.cause(pk).name
        cause = tree.rename(self.cause(pk), form.cleaned_data["name"])
        said, url = _("It has its new name, in every report."), reverse("care:cause_restoration")
        offer_restoration(self.request, said, url, key=str(pk), was=was, became=cause.name)
        return "care:causes"


class CauseRestoration(Restoration, CauseSettings):
    """The former name of a cause."""

    def state(self, key):
        return self.cause(UUID(key)).name

    def restore(self, key, was):
        tree.rename(self.cause(UUID(key)), was)

    def back(self, request):
        return reverse("care:causes")


class CausePlace(CauseSettings):
    """One place earlier or later among those beside it."""

    def get(self, request, pk):
        return redirect("care:causes")

    def post(self, request, pk):
        cause = self.cause(pk)
        was = [str(key) for key in tree.all_causes()]
        tree.move(cause, up=request.POST.get("to") == "earlier")
        became = [str(key) for key in tree.all_causes()]
        said = _("“%(name)s” has a new place.") % {"name": cause.label}
        offer_restoration(request, said, reverse("care:cause_order_restoration"), key="order", was=was, became=became)
        return redirect("care:causes")


class CauseOrderRestoration(Restoration, CauseSettings):
    def state(self, key):
        return [str(pk) for pk in tree.all_causes()]

    def restore(self, key, was):
        tree.order(map(UUID, was))

    def back(self, request):
        return reverse("care:causes")


class CauseRetirement(CauseSettings):
    def get(self, request, pk):
        cause = self.cause(pk)
        lines = outlook.retirement(cause, queries.times_by_cause().get(pk, 0))
        return render(request, "care/settings/cause_retirement.html", {"cause": cause, "lines": lines})

    def post(self, request, pk):
        tree.retire(self.cause(pk), at=timezone.now())
        offer(request, _("Not offered any more. Cases that have it keep it."), reverse("care:cause_return", args=[pk]))
        return redirect("care:causes")


class CauseReturn(CauseSettings):
    def get(self, request, pk):
        return redirect("care:cause", pk=self.cause(pk).pk)

    def post(self, request, pk):
        tree.offer_again(self.cause(pk))
        offer(request, _("Offered again."), reverse("care:cause_retirement", args=[pk]))
        return redirect("care:causes")
