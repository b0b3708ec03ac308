"""How a case begins on a page: with a customer at the telephone, or out of a message, in one click."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from rapport.care.cases import actions
from rapport.care.cases.forms import OpeningForm
from rapport.care.models import Case, CaseKind
from rapport.core.views import Page
from rapport.customers.models import Customer
from rapport.customers.queries import search
from rapport.messaging.models import Message

MOST_FOUND = 10


class ChoosingWhom(Page):
    """Whose request it is."""

    permission = "care.add_case"

    def get(self, request):
        text = request.GET.get("q", "").strip()[:200]
        found = list(search(text, user=request.user)[:MOST_FOUND]) if text else []
        return render(request, "care/cases/choosing_whom.html", {"q": text, "found": found})


class Opening(Page):
    permission = "care.add_case"

    def dispatch(self, request, customer_id):
        customers = Customer.objects.visible_to(request.user).select_related("location", "account_manager")
        return super().dispatch(request, get_object_or_404(customers, pk=customer_id))

    def get(self, request, customer, form=None, status=200):
        kind = request.GET.get("kind", "")
        initial = {"kind": kind} if kind in CaseKind.values else {}
        form = form or OpeningForm(customer=customer, initial=initial)
        return render(request, "care/cases/new.html", {"customer": customer, "form": form}, status=status)

    def post(self, request, customer):
        form = OpeningForm(request.POST, customer=customer)
        if not form.is_valid():
            return self.get(request, customer, form, status=422)
        case = actions.open_case(customer, by=request.user, at=timezone.now(), **form.said)
        messages.success(request, _("Request %(number)s is open.") % {"number": case.number})
        return redirect(case)


class FromMessage(Page):
    """One click beside a message; the second click finds what the first one made."""

    permission = "care.add_case"

    def dispatch(self, request, message_id):
        rows = Message.objects.visible_to(request.user).select_related(
            "conversation__channel", "conversation__assignee", "conversation__team", "conversation__promise", "customer"
        )
        return super().dispatch(request, get_object_or_404(rows, pk=message_id))

    def get(self, request, message):
        made = Case.objects.visible_to(request.user).filter(message=message).first()
        if made:
            return redirect(made)
        return render(request, "care/cases/from_message.html", {"message": message, "kinds": CaseKind.choices})

    def post(self, request, message):
        kind = request.POST.get("kind", "")
        kind = kind if kind in CaseKind.values else CaseKind.QUESTION
        case = actions.from_message(message, by=request.user, at=timezone.now(), kind=kind)
        messages.success(request, _("Request %(number)s is open.") % {"number": case.number})
        return redirect(case)
