"""How a customer may be written to: what they like, what they agreed to, and what stands against it for now."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rapport.core.views import Page
from rapport.customers.models import Customer
from rapport.messaging.models import Consent, ContactHold, Preference, Purpose
from rapport.messaging.outgoing import consents, holds, wishes
from rapport.messaging.outgoing.forms import ConsentForm, HoldForm, ReachingForm, WithdrawalForm


class AboutContact(Page):
    """A form about one customer. Whom somebody may not see does not exist for them."""

    permission = "messaging.change_preference"
    heading = button = hint = ""
    form_class = None

    def dispatch(self, request, customer_id, **names):
        customer = get_object_or_404(Customer.objects.visible_to(request.user), pk=customer_id)
        self.names = names
        return super().dispatch(request, customer)

    def form(self, customer, data=None):
        return self.form_class(data)

    def get(self, request, customer, form=None, status=200):
        form = form if form is not None else self.form(customer)
        context = {
            "customer": customer,
            "form": form,
            "heading": self.heading,
            "button": self.button,
            "hint": self.hint,
        }
        return render(request, "messaging/outgoing/form.html", context, status=status)

    def post(self, request, customer):
        form = self.form(customer, request.POST)
        if not form.is_valid():
            return self.get(request, customer, form, status=422)
        messages.success(request, self.save(customer, form.cleaned_data))
        return redirect(customer)


class Reaching(AboutContact):
    permission = "messaging.change_preference"
    heading = gettext_lazy("How they like to be reached")
    button = gettext_lazy("Save")

    def form(self, customer, data=None):
        return ReachingForm(data, instance=Preference.objects.filter(customer=customer).first())

    def save(self, customer, said):
        wishes.wish(customer, by=self.request.user, **said)
        return _("Noted how they like to be reached.")


class NewConsent(AboutContact):
    permission = "messaging.add_consent"
    form_class = ConsentForm
    heading = gettext_lazy("Note what they agreed to")
    button = gettext_lazy("Note the consent")
    hint = gettext_lazy("In the words that they saw or heard, with what proves it. It cannot be changed afterwards.")

    def form(self, customer, data=None):
        return ConsentForm(data, customer=customer)

    def save(self, customer, said):
        consents.give(customer, by=self.request.user, **said)
        return _("Noted what they agreed to.")


class Withdrawal(AboutContact):
    permission = "messaging.change_consent"
    form_class = WithdrawalForm
    button = gettext_lazy("They don't agree any more")
    hint = gettext_lazy("It counts at once: nothing for this purpose is sent to them any more.")

    @property
    def heading(self):
        return _("Taken back: %(purpose)s") % {"purpose": Purpose(self.names["purpose"]).label}

    def dispatch(self, request, customer_id, purpose):
        if purpose not in Purpose.values or purpose == Purpose.SERVICE:
            return redirect("customers:customer", customer_id)
        return super().dispatch(request, customer_id, purpose=purpose)

    def save(self, customer, said):
        consents.withdraw(customer, self.names["purpose"], by=self.request.user, **said)
        return _("Noted. Nothing for this purpose is sent to them any more.")


class NewHold(AboutContact):
    permission = "messaging.add_contacthold"
    form_class = HoldForm
    heading = gettext_lazy("Don't write to them for now")
    button = gettext_lazy("Hold back")
    hint = gettext_lazy(
        "After a death, in an open quarrel: what you choose waits until that day, or until it is freed."
    )

    def save(self, customer, said):
        holds.hold(customer, by=self.request.user, **said)
        return _("They are not written to for now.")


class Freeing(AboutContact):
    """A hold ends before its day."""

    permission = "messaging.change_contacthold"
    heading = gettext_lazy("Write to them again?")
    button = gettext_lazy("Write again")

    def form(self, customer, data=None):
        return None

    def post(self, request, customer):
        placed = get_object_or_404(ContactHold, customer=customer, pk=self.names["pk"])
        holds.free(placed, by=request.user, at=timezone.now())
        messages.success(request, _("They may be written to again."))
        return redirect(customer)


class ConsentPage(Page):
    """One consent with its words and proof, as it was given."""

    permission = "messaging.view_consent"

    def get(self, request, customer_id, pk):
        customer = get_object_or_404(Customer.objects.visible_to(request.user), pk=customer_id)
        consent = get_object_or_404(Consent.objects.select_related("by"), customer=customer, pk=pk)
        return render(request, "messaging/outgoing/consent.html", {"customer": customer, "consent": consent})
