"""One promise: how it came about, how it stands, and what can be done about it."""

from django import forms
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme

from rapport.core.undo import offer
from rapport.core.views import Page
from rapport.promises import queries
from rapport.promises.actions.reopening import can_be_reopened
from rapport.promises.kinds import all_kinds
from rapport.promises.models import Promise
from rapport.promises.refusals import AlreadySettled


class AboutPromise(Page):
    """Base of every page about one promise. Promises you may not see do not exist."""

    permission = "promises.change_promise"

    def dispatch(self, request, pk):
        rows = Promise.objects.visible_to(request.user).select_related("customer", "owner", "made_by", "location")
        return super().dispatch(request, get_object_or_404(rows, pk=pk))


class PromisePage(AboutPromise):
    permission = "promises.view_promise"

    def get(self, request, promise):
        now = timezone.now()
        story = queries.story_of(promise)
        context = {
            "promise": promise,
            "story": story,
            "is_asked": queries.is_asked(promise, story.check_ins, now) and promise.owner == request.user,
            "can_be_voided": queries.can_be_voided(promise, story.tellings, by=request.user, at=now),
            "can_be_reopened": can_be_reopened(promise),
            "kinds": all_kinds(),
            "now": now,
        }
        return render(request, "promises/promise.html", context)


class Deed(AboutPromise):
    """Base of a page with a form that does something about a promise, then leads back to where one came from."""

    form_class = forms.Form
    template = ""

    def get(self, request, promise, form=None, status=200):
        self.refuse(promise)
        form = form or self.form(promise)
        context = {"promise": promise, "form": form, "now": timezone.now(), "next": self.next(request, promise)}
        return render(request, self.template, context, status=status)

    def post(self, request, promise):
        form = self.form(promise, request.POST)
        if not form.is_valid():
            return self.get(request, promise, form, status=422)
        at = timezone.now()
        done = self.act(promise, form, at=at, by=request.user) or promise
        offer(request, self.said(done), self.undo_address(done))
        return redirect(self.next(request, done))

    def undo_address(self, promise) -> str:
        """Where the deed is turned back; empty when the customer was told and it cannot honestly be."""
        return ""

    def form(self, promise, *args):
        return self.form_class(*args)

    def refuse(self, promise) -> None:
        """Say before anyone types that it is too late."""
        if not promise.is_open:
            raise AlreadySettled

    def act(self, promise, form, *, at, by) -> Promise | None:
        raise NotImplementedError

    def said(self, promise) -> str:
        raise NotImplementedError

    def next(self, request, promise) -> str:
        wanted = request.GET.get("next", "")
        if url_has_allowed_host_and_scheme(wanted, allowed_hosts={request.get_host()}):
            return wanted
        return promise.get_absolute_url()
