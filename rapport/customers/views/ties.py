from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from rapport.core.refusals import Refusal
from rapport.core.undo import offer
from rapport.customers import actions
from rapport.customers.actions.changes import TIES, noticing
from rapport.customers.forms.affiliations import NewTieForm, TieForm
from rapport.customers.models import Customer, Tie
from rapport.customers.views.base import CustomerPage


class TieDialog(CustomerPage):
    """What this person and another are to each other."""

    permission = "customers.change_customer"

    def ask(self, request, customer, form, heading, tie=None, status=200):
        context = {"customer": customer, "form": form, "heading": heading, "tie": tie}
        return render(request, "customers/tie.html", context, status=status)

    def done(self, customer, change, said):
        offer(self.request, said, change.address)
        return redirect(customer)


class NewTiePage(TieDialog):
    """One more tie, by the name of the other; asked back which one is meant when several are called so."""

    def get(self, request, customer, form=None, status=200):
        heading = _("Who belongs to %(name)s?") % {"name": customer.name}
        return self.ask(request, customer, form or NewTieForm(), heading, status=status)

    def post(self, request, customer):
        others = Customer.objects.visible_to(request.user).current().people().exclude(pk=customer.pk)
        form = NewTieForm(request.POST, others=others)
        if not form.is_valid():
            return self.get(request, customer, form, 422)
        facts = form.cleaned_data
        other = facts.pop("other")
        try:
            with noticing(customer, TIES) as change:
                actions.tie(customer, other, by=request.user, **facts)
        except Refusal as no:
            form.add_error(None, str(no.message))
            return self.get(request, customer, form, 409)
        return self.done(customer, change, _("Noted: %(one)s and %(other)s.") % {"one": customer, "other": other})


class TiePage(TieDialog):
    """One tie: to correct, to take away."""

    def get(self, request, customer, key, form=None, status=200):
        side = self.side(request, customer, key)
        said = {"kind": side.kind, "word": side.word, "word_back": side.word_back}
        form = form or TieForm(initial=said | {"lives_together": side.tie.lives_together})
        return self.ask(request, customer, form, f"{customer} – {side.who}", side.tie, status)

    def post(self, request, customer, key):
        side = self.side(request, customer, key)
        both, form = {"one": customer, "other": side.who}, TieForm(request.POST)
        is_gone = "remove" in request.POST
        if not is_gone and not form.is_valid():
            return self.get(request, customer, key, form, 422)
        with noticing(customer, TIES) as change:
            if is_gone:
                actions.untie(side.tie, by=request.user)
            else:
                actions.change_tie(side.tie, customer, by=request.user, **form.cleaned_data)
        said = _("Removed: %(one)s and %(other)s.") if is_gone else _("Saved: %(one)s and %(other)s.")
        return self.done(customer, change, said % both)

    def side(self, request, customer, key):
        tie = Tie.objects.visible_to(request.user).of(customer).filter(pk=key).select_related("one", "other").first()
        if tie is None:
            raise Http404
        return tie.seen_from(customer.pk)
