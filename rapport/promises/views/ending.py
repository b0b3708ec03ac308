"""How a promise ends."""

from django.urls import reverse
from django.utils.translation import gettext as _

from rapport.promises import actions
from rapport.promises.forms import BreachForm, KeepingForm, VoidingForm, WithdrawalForm
from rapport.promises.models import Promise
from rapport.promises.views.promise import Deed


class Ending(Deed):
    """A promise that ended by mistake is opened again."""

    def undo_address(self, promise):
        return reverse("promises:reopening", args=[promise.pk])


class Keeping(Ending):
    template = "promises/keeping.html"

    def form(self, promise, *args):
        return KeepingForm(*args, needs_evidence=not promise.is_internal, made_at=promise.made_at)

    def act(self, promise, form, *, at, by):
        return actions.keep(promise, at=at, by=by, **form.cleaned_data)

    def said(self, promise):
        if promise.is_internal:
            return _("Done.")
        return _("Kept in time.") if promise.state == Promise.State.KEPT else _("Kept, though late.")


class Breach(Ending):
    template, form_class = "promises/breach.html", BreachForm

    def act(self, promise, form, *, at, by):
        actions.break_(promise, at=at, by=by, reason=form.cleaned_data["reason"], told=form.told(at))

    def said(self, promise):
        return _("Written down. Thank you for saying it plainly.")


class Withdrawal(Ending):
    template, form_class = "promises/withdrawal.html", WithdrawalForm

    def act(self, promise, form, *, at, by):
        actions.withdraw(promise, at=at, by=by, told=form.told(at))

    def said(self, promise):
        return _("Written down: they no longer want it.")


class Voiding(Ending):
    template, form_class = "promises/voiding.html", VoidingForm

    def act(self, promise, form, *, at, by):
        actions.void(promise, at=at, by=by, **form.cleaned_data)

    def said(self, promise):
        return _("Taken back.")
