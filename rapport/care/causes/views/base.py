"""What pages about causes and actions share: whom they are about, and a form that does one thing."""

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from rapport.care.cases.changing import WITH
from rapport.care.causes import queries
from rapport.care.models import Case, Why
from rapport.core.undo import offer
from rapport.core.views import Page
from rapport.orders.views.finding import next_url


class AboutCase(Page):
    """A page about one case. Cases someone may not see do not exist for them."""

    permission = "care.add_why"

    def dispatch(self, request, pk):
        rows = Case.objects.visible_to(request.user).select_related(*WITH, "complaint", "cause__parent")
        return super().dispatch(request, get_object_or_404(rows, pk=pk))

    def case_of(self, thing):
        return thing


class AboutWhy(Page):
    permission = "care.add_why"

    def dispatch(self, request, pk):
        rows = Why.objects.filter(case__in=Case.objects.visible_to(request.user).values("pk"))
        rows = rows.select_related("case__customer", "case__cause__parent", "case__product", "after")
        return super().dispatch(request, get_object_or_404(rows, pk=pk))

    def case_of(self, why):
        return why.case


class AboutAction(Page):
    permission = "care.change_action"

    def dispatch(self, request, pk):
        rows = queries.in_sight(request.user).select_related(*queries.WITH, "made_by")
        return super().dispatch(request, get_object_or_404(rows, pk=pk))

    def case_of(self, action):
        return action.case


class Deed:
    """For a `Page`, named before it: a form that does one thing, on a page of its own and in a dialog."""

    template = "care/causes/deed.html"
    heading = ""
    lead = ""
    button = ""
    icon = "check"
    is_grave = False
    form_class = forms.Form

    def form(self, thing, *args) -> forms.Form:
        return self.form_class(*args)

    def refuse(self, thing) -> None:
        """Say before anyone types that it cannot be."""

    def act(self, thing, form, *, by, at) -> str:
        """Do it and answer the sentence to say."""
        raise NotImplementedError

    def undo_address(self, thing) -> str:
        return ""

    def context(self, thing) -> dict:
        return {}

    def back(self, thing) -> str:
        return (self.case_of(thing) or thing).get_absolute_url()

    def get(self, request, thing, form=None, status=200) -> HttpResponse:
        self.refuse(thing)
        context = {
            "thing": thing,
            "case": self.case_of(thing),
            "form": form or self.form(thing),
            "heading": self.heading,
            "lead": self.lead,
            "button": self.button,
            "icon": self.icon,
            "is_grave": self.is_grave,
            "back": next_url(request, self.back(thing)),
            "now": timezone.now(),
            **self.context(thing),
        }
        return render(request, self.template, context, status=status)

    def post(self, request, thing) -> HttpResponse:
        form = self.form(thing, request.POST)
        if not form.is_valid():
            return self.get(request, thing, form, status=422)
        said = self.act(thing, form, by=request.user, at=timezone.now())
        if undo := self.undo_address(thing):
            offer(request, said, undo)
        else:
            messages.success(request, said)
        return redirect(next_url(request, self.back(thing)))
