"""Asking why, about one case."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rapport.care.causes import whys
from rapport.care.causes.forms import CauseForm, RootForm, WhyForm
from rapport.care.causes.naming import name_cause
from rapport.care.causes.views.base import AboutCase, AboutWhy, Deed
from rapport.core.ids import is_id


class NewWhy(Deed, AboutCase):
    """A first answer, or one `?after=` another."""

    heading = gettext_lazy("Ask why")
    lead = gettext_lazy("Three to seven times, until the answer is something that we can change.")
    button = gettext_lazy("Write it down")
    icon = "help"

    def after(self, case):
        wanted = self.request.GET.get("after", "")
        return get_object_or_404(case.whys, pk=wanted) if is_id(wanted) else None

    def form(self, case, *args):
        after = self.after(case)
        question = _("Why? (%(because)s)") % {"because": after.because} if after else _("Why did it happen?")
        return WhyForm(*args, initial={"question": question[:300]})

    def context(self, case):
        return {"after": self.after(case)}

    def act(self, case, form, *, by, at):
        whys.ask(case, after=self.after(case), by=by, at=at, **form.cleaned_data)
        return _("Written down.")


class WhyPage(Deed, AboutWhy):
    """An answer said better, or better founded."""

    heading = gettext_lazy("Change the answer")
    button = gettext_lazy("Save")

    def form(self, why, *args):
        was = {"question": why.question, "because": why.because, "evidence": why.evidence, "is_assumed": why.is_assumed}
        return WhyForm(*args, initial=was)

    def context(self, why):
        return {"removable": not why.further.exists(), "why": why}

    def act(self, why, form, *, by, at):
        whys.correct(why, by=by, at=at, **form.cleaned_data)
        return _("Changed.")


class Removal(Deed, AboutWhy):
    heading = gettext_lazy("Remove this answer?")
    button = gettext_lazy("Remove")
    icon = "trash"
    is_grave = True

    def context(self, why):
        return {"why": why}

    def act(self, why, form, *, by, at):
        whys.remove(why, by=by, at=at)
        return _("Removed. The story keeps what it said.")


class Root(Deed, AboutWhy):
    heading = gettext_lazy("This is the cause")
    lead = gettext_lazy("A cause can be changed, and it is never a person’s mistake.")
    button = gettext_lazy("This is the cause")
    icon = "bulb"

    def form(self, why, *args):
        return RootForm(*args, case=why.case)

    def context(self, why):
        return {"why": why}

    def act(self, why, form, *, by, at):
        whys.find_root(why, form.cleaned_data["cause"], in_our_hands=form.cleaned_data["in_our_hands"], by=by, at=at)
        return _("That is the cause. Now plan what is done against it.")


class Doubt(AboutWhy):
    """Not the cause after all: one press."""

    def get(self, request, why):
        return redirect(why.case)

    def post(self, request, why):
        whys.doubt_root(why, by=request.user, at=timezone.now())
        messages.success(request, _("It does not count as the cause any more."))
        return redirect(why.case)


class CauseOfCase(Deed, AboutCase):
    """What a case came of, where nobody needs to ask five times."""

    heading = gettext_lazy("What did it come of?")
    button = gettext_lazy("Save")
    icon = "hierarchy"

    def form(self, case, *args):
        return CauseForm(*args, case=case)

    def act(self, case, form, *, by, at):
        name_cause(case, form.cleaned_data["cause"], by=by, at=at)
        return _("Reports count it there from now on.")
