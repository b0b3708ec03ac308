"""What somebody may ask about their data: to be told, to be left alone, to be forgotten."""

from django.contrib import messages
from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from rapport.core.models import Work
from rapport.core.progress.showing import job
from rapport.core.undo import offer
from rapport.customers.forms.rights import ErasureForm, HoldForm, RestrictionForm, WishForm
from rapport.customers.models import Erasure, PersonalExport
from rapport.customers.rights import erasing, exporting, foreseeing, holds
from rapport.customers.views.base import CustomerPage


class DataPage(CustomerPage):
    """Everything held about them, how much of what, and what can be done about it."""

    permission = "customers.add_personalexport"

    def get(self, request, customer):
        now = timezone.now()
        exports = list(customer.personal_exports.select_related("by")[:10])
        works = {work.subject_id: work for work in Work.objects.filter(subject_id__in=[e.pk for e in exports])}
        under_way = next((work for work in works.values() if work.is_under_way), None)
        standing = [hold for hold in customer.holds.select_related("placed_by") if hold.stands(timezone.localdate(now))]
        context = {
            "customer": customer,
            "lines": [line for line in foreseeing.held(customer) if line.count],
            "exports": exports,
            "kept_days": exporting.KEPT_DAYS,
            "holds": standing,
            "restriction": getattr(customer, "restriction", None),
            "now": now,
            "job": job(under_way, now) if under_way else None,
        }
        return render(request, "customers/rights/data.html", context)


class NewExportPage(CustomerPage):
    permission = "customers.add_personalexport"

    def get(self, request, customer):
        return redirect("customers:data", customer.pk)

    def post(self, request, customer):
        exporting.ask_for(customer, by=request.user)
        return redirect("customers:data", customer.pk)


class ExportFile(CustomerPage):
    """The file itself, for those who may take everything out."""

    permission = "customers.add_personalexport"

    def get(self, request, customer, key):
        export = get_object_or_404(PersonalExport, pk=key, customer=customer, gone_at=None)
        try:
            file = exporting.path_of(export).open("rb")
        except FileNotFoundError as problem:
            raise Http404 from problem
        exporting.note_download(export, by=request.user)
        response = FileResponse(file, as_attachment=True, filename=f"{customer.pk}.zip", content_type="application/zip")
        response["Cache-Control"] = "no-store, private"
        return response


class ExportRelease(CustomerPage):
    """Put the file where its customer can fetch it."""

    permission = "customers.add_personalexport"

    def get(self, request, customer, key):
        return redirect("customers:data", customer.pk)

    def post(self, request, customer, key):
        export = get_object_or_404(PersonalExport, pk=key, customer=customer, gone_at=None)
        exporting.release(export, by=request.user, at=timezone.now())
        messages.success(request, _("They can fetch it on their own pages now."))
        return redirect("customers:data", customer.pk)


class WishPage(CustomerPage):
    """They asked for something on a day: from then on a month runs."""

    permission = "customers.change_customer"

    def get(self, request, customer, form=None, status=200):
        form = form or WishForm(initial={"asked_on": timezone.localdate(), "wish": request.GET.get("wish", "access")})
        return render(request, "customers/rights/wish.html", {"customer": customer, "form": form}, status=status)

    def post(self, request, customer):
        form = WishForm(request.POST)
        if not form.is_valid():
            return self.get(request, customer, form, status=422)
        holds.ask(customer, by=request.user, at=timezone.now(), **form.cleaned_data)
        messages.success(request, _("Noted. It is promised within a month of the day they asked."))
        return redirect(customer)


class HoldPage(CustomerPage):
    permission = "customers.add_legalhold"

    def get(self, request, customer, form=None, status=200):
        context = {"customer": customer, "form": form or HoldForm()}
        return render(request, "customers/rights/hold.html", context, status=status)

    def post(self, request, customer):
        form = HoldForm(request.POST)
        if not form.is_valid():
            return self.get(request, customer, form, status=422)
        hold = holds.place_hold(customer, by=request.user, at=timezone.now(), **form.cleaned_data)
        said = _("Nothing about them can be erased while the hold stands.")
        offer(request, said, reverse("customers:hold-lifting", args=[customer.pk, hold.pk]))
        return redirect("customers:data", customer.pk)


class HoldLiftingPage(CustomerPage):
    permission = "customers.add_legalhold"

    def get(self, request, customer, key):
        hold = get_object_or_404(customer.holds, pk=key)
        return render(request, "customers/rights/hold_lifting.html", {"customer": customer, "hold": hold})

    def post(self, request, customer, key):
        holds.lift_hold(get_object_or_404(customer.holds, pk=key), by=request.user, at=timezone.now())
        messages.success(request, _("The hold is lifted."))
        return redirect("customers:data", customer.pk)


class RestrictionPage(CustomerPage):
    """Their data is kept and not used (Art. 18). `off` ends that."""

    permission = "customers.add_restriction"

    def get(self, request, customer, form=None, status=200):
        context = {"customer": customer, "form": form or RestrictionForm()}
        return render(request, "customers/rights/restriction.html", context, status=status)

    def post(self, request, customer):
        if request.POST.get("off"):
            holds.end_restriction(customer, by=request.user, at=timezone.now())
            messages.success(request, _("Their data may be used again."))
            return redirect("customers:data", customer.pk)
        form = RestrictionForm(request.POST)
        if not form.is_valid():
            return self.get(request, customer, form, status=422)
        holds.restrict(customer, by=request.user, at=timezone.now(), **form.cleaned_data)
        messages.success(request, _("Their data is kept, and not used until that ends."))
        return redirect("customers:data", customer.pk)


class ErasurePage(CustomerPage):
    """What goes and what stays, counted; then the deed, which nothing brings back."""

    permission = "customers.add_erasure"

    def get(self, request, customer, form=None, plan=None, status=200):
        if customer.is_erased:
            return redirect("customers:certificate", customer.pk)
        plan = plan or foreseeing.plan(customer, on=timezone.localdate())
        form = form or ErasureForm(mentions=plan.mentions)
        context = {"customer": customer, "plan": plan, "form": form, "shown": _shown(plan, form)}
        return render(request, "customers/rights/erasure.html", context, status=status)

    def post(self, request, customer):
        plan = foreseeing.plan(customer, on=timezone.localdate())
        form = ErasureForm(request.POST, mentions=plan.mentions)
        if not form.is_valid():
            return self.get(request, customer, form, plan, status=422)
        said = form.cleaned_data
        erasing.erase(customer, by=request.user, at=timezone.now(), ground=said["ground"], named_in=said["named_in"])
        messages.success(request, _("Erased. This is the certificate."))
        return redirect("customers:certificate", customer.pk)


def _shown(plan, form) -> list[dict]:
    """The places that name them; the sure ones are ticked until somebody says otherwise."""
    ticked = set(form.data.getlist("named_in")) if form.is_bound else {m.key for m in plan.mentions if m.is_sure}
    return [
        {"mention": mention, "customer": plan.names.get(mention.customer), "is_ticked": mention.key in ticked}
        for mention in plan.mentions
    ]


class CertificatePage(CustomerPage):
    """That it was done: when, by whom, on what ground, how much of what."""

    permission = "customers.add_erasure"

    def get(self, request, customer):
        erasure = get_object_or_404(Erasure.objects.select_related("by"), customer=customer)
        context = {"customer": customer, "erasure": erasure, "lines": foreseeing.erased_lines(erasure)}
        return render(request, "customers/rights/certificate.html", context)
