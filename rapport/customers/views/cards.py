from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.http import content_disposition_header

from rapport.core import audit
from rapport.core.vcard import write
from rapport.customers.cards import card_of, picture
from rapport.customers.models import Affiliation
from rapport.customers.models.customer import NotToBeUsed
from rapport.customers.views.base import CustomerPage


class CardBase(CustomerPage):
    """A customer's card. Who is erased has none; of whom nothing is to be used, none is handed out."""

    def work(self, request, customer):
        """The part in an organisation that stands on the card: of those that last, the first."""
        if customer.is_erased:
            raise Http404
        if customer.is_restricted:
            raise NotToBeUsed
        parts = customer.affiliations.visible_to(request.user).select_related("organisation")
        today = timezone.localdate()
        parts = parts.order_by("organisation_position", *Affiliation._meta.ordering)
        return next((part for part in parts if not part.is_over(today)), None)


class CardPage(CardBase):
    """The card as a code that a telephone reads: what stands on this page anyway."""

    def get(self, request, customer):
        work = self.work(request, customer)
        context = {"customer": customer, "work": work, "picture": picture(customer, work=work)}
        return render(request, "customers/card.html", context)


class CardFileView(CardBase):
    """The card as a file. Taking one customer out is noted like taking out many."""

    permission = "customers.export_customer"

    def get(self, request, customer):
        text = write(card_of(customer, work=self.work(request, customer)), "3.0")
        audit.record("customers.card", by=request.user, about=[customer.pk])
        answer = HttpResponse(text, content_type="text/vcard; charset=utf-8")
        answer["Content-Disposition"] = content_disposition_header(True, f"{customer.name}.vcf")
        return answer
