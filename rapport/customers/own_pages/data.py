"""Pages on which customers ask for what is held about them, and to be forgotten."""

from django.contrib import messages
from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rapport.customers.models import PersonalExport
from rapport.customers.own_pages import asking
from rapport.customers.own_pages.base import OwnPage
from rapport.customers.own_pages.forms import EraseForm
from rapport.customers.rights import exporting
from rapport.customers.rights.holds import Wish

WORDS = {
    Wish.ACCESS: gettext_lazy("Everything you hold about me"),
    Wish.RECTIFICATION: gettext_lazy("That something is put right"),
    Wish.RESTRICTION: gettext_lazy("That my data is not used for now"),
    Wish.ERASURE: gettext_lazy("To be forgotten"),
}


class DataPage(OwnPage):
    def get(self, request, form=None, status=200):
        asked = asking.asked(self.customer)
        open_now = {one.wish for one in asked if one.is_open}
        context = {
            "asked": [(one, WORDS[Wish(one.wish)]) for one in asked],
            "offered": [(wish.value, WORDS[wish]) for wish in (Wish.ACCESS, Wish.RESTRICTION)
                        if wish not in open_now],
            "may_ask_erasure": Wish.ERASURE not in open_now,
            "files": asking.files_for(self.customer),
            "is_held": self.customer.holds.standing(timezone.localdate()).exists(),
            "form": form or EraseForm(),
        }  # fmt: skip
        return render(request, "customers/own_pages/data.html", context, status=status)

    def post(self, request):
        wish = request.POST.get("wish", "")
        if wish not in WORDS:
            raise Http404
        if wish == Wish.ERASURE and not (form := EraseForm(request.POST)).is_valid():
            return self.get(request, form, status=422)
        if asking.ask(self.customer, wish, at=timezone.now(), on=timezone.localdate()):
            messages.success(request, _("We have noted what you ask for. You see below by when you hear from us."))
        else:
            messages.info(request, _("You asked for this already. It is being seen to."))
        return redirect("customers_portal_data:data")


class ExportFile(OwnPage):
    """What was gathered about them, once a colleague has put it here. Each time it is fetched is noted."""

    def get(self, request, pk):
        there = PersonalExport.objects.filter(released_at__isnull=False, gone_at=None, customer=self.customer)
        export = get_object_or_404(there, pk=pk)
        try:
            file = exporting.path_of(export).open("rb")
        except FileNotFoundError as problem:
            raise Http404 from problem
        exporting.note_download(export, by=None)
        response = FileResponse(file, as_attachment=True, filename="my-data.zip", content_type="application/zip")
        response["Cache-Control"] = "no-store, private"
        return response
