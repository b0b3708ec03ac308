from django.contrib import messages
from django.core import signing
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from rapport.customers import actions, words
from rapport.customers.forms import AffiliationForm
from rapport.customers.models import Affiliation, Customer
from rapport.customers.queries import search
from rapport.customers.views.base import CustomerPage, say_saved
from rapport.customers.views.conflicts import SALT


class AffiliationsPage(CustomerPage):
    """Who belongs to this organisation, or where this person belongs; and the choice of one more."""

    permission = {"get": "customers.view_customer", "post": "customers.change_customer"}

    def get(self, request, customer, form=None, other=None, status=200):
        others = Customer.objects.visible_to(request.user).current()
        others = others.organisations() if customer.is_person else others.people()
        if other is None and request.GET.get("other"):
            other = _chosen(others, request.GET["other"])
        q = request.GET.get("q", "")
        affiliations = customer.affiliations if customer.is_person else customer.people
        context = {
            "customer": customer,
            "affiliations": affiliations.select_related("person", "organisation"),
            "q": q,
            "matches": search(others.exclude(pk=customer.pk), q, limit=20) if q.strip() else [],
            "other": other,
            "today": timezone.localdate(),
            "form": form or AffiliationForm(),
        }
        return render(request, "customers/affiliations.html", context, status=status)

    def post(self, request, customer):
        other = _chosen(Customer.objects.visible_to(request.user), request.POST.get("other", ""))
        form = AffiliationForm(request.POST)
        if not form.is_valid():
            return self.get(request, customer, form, other, status=422)
        person, organisation = (customer, other) if customer.is_person else (other, customer)
        actions.affiliate(person, organisation, by=request.user, **form.cleaned_data)
        say_saved(request)
        return redirect("customers:affiliations", customer.pk)


class AffiliationPage(CustomerPage):
    """One part in an organisation: to correct, to end, to take away."""

    permission = "customers.change_customer"

    def get(self, request, customer, id, form=None, seen=None, status=200):
        affiliation = _own(customer, id)
        context = {
            "customer": customer,
            "affiliation": affiliation,
            "form": form or AffiliationForm(instance=affiliation),
            "seen": signing.dumps(seen or actions.part_of(affiliation), salt=SALT),
        }
        return render(request, "customers/affiliation.html", context, status=status)

    def post(self, request, customer, id):
        affiliation = _own(customer, id)
        if request.POST.get("remove"):
            actions.remove_affiliation(affiliation, by=request.user)
            messages.success(request, _("Removed."))
            return redirect("customers:affiliations", customer.pk)
        form = AffiliationForm(request.POST, instance=affiliation)
        seen = _before(request, affiliation)
        if not form.is_valid():
            return self.get(request, customer, id, form, seen, status=422)
        try:
            edited = actions.change_affiliation(affiliation, by=request.user, seen=seen, **form.cleaned_data)
        except actions.ChangedMeanwhile as both:  # said beside each field, so that what was written is not lost
            _say_theirs(form, both)
            seen |= {name: conflict.theirs for name, conflict in both.conflicts.items()}
            return self.get(request, customer, id, form, seen, status=409)
        say_saved(request, edited.merged)
        return redirect("customers:affiliations", customer.pk)


def _own(customer: Customer, id) -> Affiliation:
    affiliations = customer.affiliations if customer.is_person else customer.people
    return get_object_or_404(affiliations.select_related("person", "organisation"), pk=id)


def _before(request, affiliation: Affiliation) -> dict:
    """What this person had before them when they began to write; the present when that cannot be read."""
    try:
        return signing.loads(request.POST.get("seen", ""), salt=SALT)
    except signing.BadSignature:
        return actions.part_of(affiliation)


def _say_theirs(form: AffiliationForm, both: actions.ChangedMeanwhile) -> None:
    for name, conflict in both.conflicts.items():
        theirs = words.value(name, form.fields[name].to_python(conflict.theirs), Affiliation) or "–"
        form.add_error(
            name, _("Someone else wrote “%(theirs)s” here meanwhile. Save again to keep yours.") % {"theirs": theirs}
        )


def _chosen(customers, pk: str) -> Customer:
    try:
        return customers.get(pk=pk)
    except (Customer.DoesNotExist, ValidationError) as problem:  # not there, or not even an id
        raise Http404 from problem
