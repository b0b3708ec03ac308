"""What can be done about a promise while it is owed."""

from django.contrib import messages
from django.http import HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rapport.core import formats
from rapport.core.undo import offer
from rapport.core.views import Page
from rapport.promises import actions, queries
from rapport.promises.forms import CheckInForm, HandoverForm, HandoverOfAllForm, RenegotiationForm, TellingForm
from rapport.promises.refusals import AlreadyLate, AlreadySettled
from rapport.promises.views.promise import AboutPromise, Deed
from rapport.staff.models import User


class Renegotiation(Deed):
    """Say in time that it will be late."""

    template, form_class = "promises/renegotiation.html", RenegotiationForm

    def get(self, request, promise, form=None, status=200):
        if promise.is_late(timezone.now()):
            return too_late(request, promise)
        return super().get(request, promise, form, status)

    def post(self, request, promise):
        try:
            return super().post(request, promise)
        except AlreadyLate:
            return too_late(request, promise)

    def act(self, promise, form, *, at, by):
        return actions.renegotiate(
            promise, at=at, by=by, told=form.told(at), reason=form.cleaned_data["reason"], **form.due()
        )

    def said(self, promise):
        return _("They know. The new promise is for %(moment)s.") % {"moment": formats.moment(promise.due_at)}


def too_late(request, promise):
    """After the due time nothing is moved any more; say so, and what to do instead."""
    context = {"promise": promise, "refusal": AlreadyLate(), "now": timezone.now()}
    return render(request, "promises/too_late.html", context, status=409)


class TellingLate(Deed):
    template, form_class = "promises/telling.html", TellingForm

    def act(self, promise, form, *, at, by):
        actions.tell(promise, at=at, by=by, told=form.told(at))

    def said(self, promise):
        return _("Written down. Now promise a day that you are sure of.")

    def next(self, request, promise):
        if request.method == "POST" and request.user.has_perm("promises.add_promise"):
            return f"{reverse('promises:new', args=[promise.customer_id])}?again={promise.pk}"
        return super().next(request, promise)


class Handover(Deed):
    template = "promises/handover.html"

    def form(self, promise, *args):
        return HandoverForm(*args, promise=promise)

    def act(self, promise, form, *, at, by):
        actions.hand_over(promise, at=at, by=by, **form.cleaned_data)
        promise.owner = form.cleaned_data["to"]

    def said(self, promise):
        return _("%(name)s has it in hand now.") % {"name": promise.owner.get_short_name()}

    def undo_address(self, promise):
        handover = queries.latest_handover(promise)
        return f"{reverse('promises:handing_back', args=[promise.pk])}?handover={handover.pk}" if handover else ""


class HandoverOfAll(Page):
    """Someone is away or has left: everything they have in hand goes to somebody else at once."""

    permission = "promises.reassign_promise"
    NOBODY = "nobody"

    def get(self, request, form=None, status=200):
        form = form or HandoverOfAllForm(formers=self.formers(), initial={"former": request.GET.get("former")})
        return render(request, "promises/handover_of_all.html", {"form": form}, status=status)

    def post(self, request):
        form = HandoverOfAllForm(request.POST, formers=self.formers())
        if not form.is_valid():
            return self.get(request, form, status=422)
        former, to = form.cleaned_data["former"], form.cleaned_data["to"]
        owner = None if former == self.NOBODY else User.objects.get(pk=former)
        count = actions.hand_over_all(owner, at=timezone.now(), by=request.user, to=to)
        said = ngettext(
            "%(name)s has %(count)s more promise in hand.", "%(name)s has %(count)s more promises in hand.", count
        )
        said %= {"name": to.get_short_name(), "count": count}
        if count:
            at_once = queries.latest_transaction(request.user)
            offer(request, said, f"{reverse('promises:handing_all_back')}?transaction={at_once}")
        else:
            messages.info(request, said)
        return redirect("promises:list")

    def formers(self) -> list[tuple[str, str]]:
        owners = queries.owners(self.request.user)
        return [(str(owner["pk"] or self.NOBODY), _in_words(owner)) for owner in owners]


def _in_words(owner: dict) -> str:
    words = ngettext("%(name)s, %(count)s promise", "%(name)s, %(count)s promises", owner["count"])
    return words % {"name": owner["name"] or _("Nobody"), "count": owner["count"]}


class CheckingIn(AboutPromise):
    """The answer to "Still on track?"; a "no" leads to telling the customer."""

    def get(self, request, promise):
        if not promise.is_open:
            raise AlreadySettled
        return render(request, "promises/check_in.html", {"promise": promise, "now": timezone.now()})

    def post(self, request, promise):
        form = CheckInForm(request.POST)
        if not form.is_valid():
            return render(request, "promises/check_in.html", {"promise": promise, "now": timezone.now()}, status=422)
        on_track = form.cleaned_data["on_track"]
        actions.answer(promise, at=timezone.now(), by=request.user, on_track=on_track)
        if not on_track:
            messages.info(request, _("Better said early. Tell them now, and name a day you are sure of."))
            return HttpResponseRedirect(reverse("promises:renegotiation", args=[promise.pk]))
        messages.success(request, _("Good. We ask no more."))
        return redirect(promise)
