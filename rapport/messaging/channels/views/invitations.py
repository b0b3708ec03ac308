from uuid import UUID

from django import forms
from django.contrib import messages
from django.db.models import QuerySet
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from rapport.core.names import clean_lines
from rapport.core.prepared import prepared
from rapport.core.views import Page
from rapport.customers.models import Customer
from rapport.customers.naming import language_of
from rapport.messaging.channels import identities, pages
from rapport.messaging.models import Channel, Identity, Message, Purpose
from rapport.messaging.outgoing import actions as outgoing
from rapport.messaging.outgoing.reasons import sentence_of
from rapport.staff.models import Business


class InvitationForm(forms.Form):
    text = forms.CharField(label=gettext_lazy("What they will read"), widget=forms.Textarea(attrs={"rows": 6}))

    def clean_text(self) -> str:
        text = clean_lines(self.cleaned_data["text"])
        if not text:
            raise forms.ValidationError(_("Write something first."), code="required")
        return text


def words_for(customer: Customer, found) -> str:
    with override(language_of(customer)):
        lines = [f"{channel.get_kind_display()}: {url}" for channel, url in found]
        said = _("See what is new at %(house)s, and follow us where you like:") % {
            "house": Business.objects.current().name
        }
    return "\n".join([said, "", *lines])


class InvitingPage(Page):
    """An invitation to follow our pages. It is an offer, so it asks for the consent that offers need."""

    permission = "messaging.add_message"

    def get(self, request, customer_id, form=None, status=200):
        customer = get_object_or_404(Customer.objects.visible_to(request.user), pk=customer_id)
        found = pages.followable()
        form = form or InvitationForm(initial={"text": words_for(customer, found) if found else ""})
        context = {"customer": customer, "form": form, "pages": found}
        return render(request, "messaging/channels/inviting.html", context, status=status)

    def post(self, request, customer_id):
        customer = get_object_or_404(Customer.objects.visible_to(request.user), pk=customer_id)
        form = InvitationForm(request.POST)
        if not form.is_valid():
            return self.get(request, customer_id, form, 422)
        message = outgoing.send(
            customer, form.cleaned_data["text"], by=request.user, purpose=Purpose.MARKETING,
            subject=str(_("Follow us")), undo_seconds=10,
        )  # fmt: skip
        if message.state == Message.State.REFUSED:
            messages.warning(request, sentence_of(message.reason))
        else:
            messages.success(request, _("The invitation is on its way."))
        return redirect(customer)


class PartingPage(Page):
    """An account on a network turns out to be somebody else's."""

    permission = "messaging.change_conversation"

    def get(self, request, pk):
        return render(request, "messaging/channels/parting.html", {"identity": self._identity(request, pk)})

    def post(self, request, pk):
        identity = self._identity(request, pk)
        identities.part(identity)
        messages.success(request, _("Whoever writes from there next is somebody new."))
        return redirect(identity.customer)

    def _identity(self, request, pk) -> Identity:
        theirs = Identity.objects.filter(customer__in=Customer.objects.visible_to(request.user))
        return get_object_or_404(theirs.select_related("customer"), pk=pk)


class ConfirmingPage(Page):
    """Somebody here has heard from the customer that the account is theirs."""

    permission = "messaging.change_conversation"

    def get(self, request, pk):
        return redirect(self._identity(request, pk).customer)

    def post(self, request, pk):
        identity = self._identity(request, pk)
        identities.confirm(identity.customer, identity.kind, identity.key, at=timezone.now())
        return redirect(identity.customer)

    _identity = PartingPage._identity


def accounts(request, customer) -> dict | None:
    """Under which names they write on networks, and a link by which they prove it. Two queries."""
    found, channels = _identities(customer.pk), _networks()
    if not found and not channels:
        return None
    known = {one.kind for one in found}
    links = [(one, identities.link_for(customer, one)) for one in channels if one.kind not in known]
    return {"identities": found, "links": [(bot, link) for bot, link in links if link], "channels": channels}


@prepared
def _identities(customer: UUID) -> QuerySet[Identity]:
    return Identity.objects.filter(customer=customer).order_by("kind", "-seen_at")


@prepared
def _networks() -> QuerySet[Channel]:
    return Channel.objects.in_use().filter(kind__in=pages.SOCIAL)
