"""To which addresses of a customer nothing goes, why, and who changes that."""

from dataclasses import dataclass

from django import forms
from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from rapport.core import phones
from rapport.core.refusals import Refusal
from rapport.core.views import Page
from rapport.customers.models import Customer
from rapport.messaging.models import ChannelKind, Purpose, Suppression
from rapport.messaging.outgoing import by_hand, suppressing

KINDS = (ChannelKind.EMAIL, ChannelKind.SMS, ChannelKind.WHATSAPP)


@dataclass(frozen=True)
class Way:
    """One address as one kind of channel reaches it, and what stands against that."""

    key: str  # "email:<id of the e-mail>", so that no address stands in a form or a log
    kind: str
    address: str
    shown: str
    against: tuple[Suppression, ...]

    @property
    def label(self) -> str:
        return str(ChannelKind(self.kind).label)

    @property
    def may_be_lifted(self) -> bool:
        return any(one.because not in suppressing.THEIRS for one in self.against)

    @property
    def is_stopped_by_hand(self) -> bool:
        return any(one.because == Suppression.Because.BY_HAND for one in self.against)

    @property
    def why(self) -> list[tuple[str, str]]:
        """In words, each with the purposes it is about; none of them for all."""
        return [
            (one.get_because_display(), ", ".join(str(Purpose(name).label) for name in one.purposes))
            for one in self.against
        ]


class StopForm(forms.Form):
    way = forms.CharField(max_length=60, widget=forms.HiddenInput)
    verb = forms.ChoiceField(choices=[("stop", ""), ("lift", "")], widget=forms.HiddenInput)


class AddressesPage(Page):
    """Every address of theirs with what stands against it."""

    permission = {"get": "messaging.view_suppression", "post": "messaging.change_suppression"}

    def dispatch(self, request, customer_id):
        customer = get_object_or_404(Customer.objects.visible_to(request.user), pk=customer_id)
        return super().dispatch(request, customer)

    def get(self, request, customer, refused="", status=200):
        context = {"customer": customer, "ways": ways_of(customer), "refused": refused}
        return render(request, "messaging/outgoing/addresses.html", context, status=status)

    def post(self, request, customer):
        form = StopForm(request.POST)
        ways = {way.key: way for way in ways_of(customer)}
        if not form.is_valid() or form.cleaned_data["way"] not in ways:
            raise Http404
        way = ways[form.cleaned_data["way"]]
        try:
            if form.cleaned_data["verb"] == "stop":
                by_hand.stop(customer, way.kind, way.address, by=request.user, at=timezone.now())
                messages.success(request, _("Nothing goes to that address any more."))
            else:
                by_hand.free(customer, way.kind, way.against, by=request.user, at=timezone.now())
                messages.success(request, _("Messages go to that address again."))
        except Refusal as no:
            return self.get(request, customer, refused=str(no.message), status=409)
        return redirect("messaging:addresses", customer.pk)


def ways_of(customer: Customer) -> list[Way]:
    """Three queries, however many addresses they have."""
    known = [(f"email:{one.pk}", ChannelKind.EMAIL, one.address, one.address) for one in customer.emails.all()]
    for phone in customer.phones.all():
        shown = phones.display(phones.Phone(phone.e164, phone.extension, phone.raw, phone.type))
        known += [(f"{kind}:{phone.pk}", kind, phone.e164, shown) for kind in KINDS[1:] if phone.e164]
    standing = suppressing.found({(kind, address) for _key, kind, address, _shown in known}, timezone.now())
    return [
        Way(key, kind, address, shown, tuple(dict.fromkeys(standing.get((kind, address), {}).values())))
        for key, kind, address, shown in known
    ]
