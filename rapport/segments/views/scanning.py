"""Putting those on a list whom somebody scans or pastes."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from rapport.core.undo import offer
from rapport.customers import together
from rapport.segments import actions
from rapport.segments.forms import ScanForm
from rapport.segments.scanning import Named, named_in
from rapport.segments.views.keeping import AboutSegment

PUTTING_IN = "putting-in"


class ScanPage(AboutSegment):
    """Line by line, as a scanner types. What names nobody stays in the form, to be looked at."""

    permission = {"get": "segments.view_segment", "post": "segments.change_segment"}

    def get(self, request, pk, form=None, named=None, status=200):
        if not self.segment.is_static:
            return redirect("segments:segment", pk)
        context = {
            "segment": self.segment,
            "form": form or ScanForm(),
            "named": named or Named(),
            "count": self.segment.memberships.count(),
            "may_change": actions.may_change(self.segment, request.user),
        }
        return render(request, "segments/scan.html", context, status=status)

    def post(self, request, pk):
        if not self.segment.is_static:
            raise actions.NotPickedByHand
        if not actions.may_change(self.segment, request.user):
            raise actions.NotYours
        form = ScanForm(request.POST)
        if not form.is_valid():
            return self.get(request, pk, form, status=422)
        named = named_in(form.cleaned_data["lines"], user=request.user)
        if named.keys:
            self.put_in(request, named)
        left = [*named.unknown, *named.several]
        if not left:
            return redirect("segments:scan", pk)
        return self.get(request, pk, ScanForm(initial={"lines": "\n".join(left)}), named)

    def put_in(self, request, named: Named) -> None:
        now = timezone.now()
        choice = together.choose(by=request.user, at=now, ids=named.keys)
        choice = together.do(together.plan(choice, PUTTING_IN, {"segment": str(self.segment.pk)}), at=now)
        if choice.done:
            said = together.DEEDS[PUTTING_IN].said(choice.done)
            offer(request, said, reverse("customers:chosen-undo", args=[choice.pk]))
        else:
            messages.info(request, _("All of them are on the list already."))
