"""The report of eight disciplines."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rapport.care.causes import eight
from rapport.care.causes.forms import EightForm
from rapport.care.causes.views.base import AboutCase
from rapport.care.models import EightD
from rapport.core.undo import Undo, mark, offer


class EightPage(AboutCase):
    """Written a piece at a time: what is known is kept, and it is closed when all is said."""

    permission = {"get": "care.view_complaint", "post": "care.change_eightd"}

    def get(self, request, case, form=None, status=200):
        report = EightD.objects.filter(case=case).select_related("closed_by").first()
        context = {
            "case": case,
            "report": report,
            "form": form or EightForm(instance=report),
            "seen": request.POST.get("seen") or (mark(report) if report else ""),
            "because": eight.required_because(case),
            "actions": list(case.actions.select_related("owner").order_by("due_on")),
            "whys": list(case.whys.filter(is_root=True)),
            "now": timezone.now(),
            "today": timezone.localdate(),
        }
        return render(request, "care/causes/eight.html", context, status=status)

    def post(self, request, case):
        report = EightD.objects.filter(case=case).first()
        form = EightForm(request.POST, instance=report)
        if not form.is_valid():
            return self.get(request, case, form, status=422)
        who = {"by": request.user, "at": timezone.now()}
        eight.write(case, form.cleaned_data, seen=request.POST.get("seen"), **who)
        if "close" in request.POST:
            eight.close(case, **who)
            offer(request, _("The report is closed."), reverse("care:eight_d_reopening", args=[case.pk]))
            return redirect(case)
        messages.success(request, _("Kept."))
        return redirect("care:eight_d", case.pk)


class EightReopening(Undo, AboutCase):
    permission = "care.change_eightd"
    heading = gettext_lazy("Open the report again?")
    button = gettext_lazy("Open it again")

    def undo(self, request, case):
        eight.open_again(case, by=request.user, at=timezone.now())
        return _("The report is open again.")

    def back(self, request, case):
        return reverse("care:eight_d", args=[case.pk])
