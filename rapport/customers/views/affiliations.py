from django.core import signing
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from rapport.core.refusals import Refusal
from rapport.core.undo import offer
from rapport.customers import actions, words
from rapport.customers.actions.changes import AFFILIATIONS, noticing
from rapport.customers.forms import AffiliationForm
from rapport.customers.forms.affiliations import NewAffiliationForm
from rapport.customers.models import Affiliation, Customer
from rapport.customers.queries import search
from rapport.customers.queries.customer import last_affiliation_change
from rapport.customers.views.base import CustomerPage, say_saved
from rapport.customers.views.conflicts import SALT
from rapport.customers.views.inline import InlinePage, is_part
from rapport.customers.views.rows import STEPS


class AffiliationsPage(CustomerPage):
    """Who belongs to this organisation, or where this person belongs; and the choice of one more."""

    permission = {"get": "customers.view_customer", "post": "customers.change_customer"}

    def get(self, request, customer, form=None, other=None, status=200):
        others = _others(request, customer)
        if other is None and request.GET.get("other"):
            other = _chosen(others, request.GET["other"])
        q = request.GET.get("q", "")
        context = {
            "customer": customer,
            "affiliations": _affiliations(request, customer),
            "q": q,
            "matches": search(others, q, limit=20) if q.strip() else [],
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
        say_saved(request, _both(person, organisation))
        return redirect("customers:affiliations", customer.pk)


class NewAffiliationPage(InlinePage):
    """One more part, by the name of the other side; asked back which one is meant when several are called so."""

    def get(self, request, customer):
        return self.ask(request, customer, NewAffiliationForm())

    def post(self, request, customer):
        others = _others(request, customer)
        form = NewAffiliationForm(request.POST, others=others)
        if not form.is_valid():
            return self.ask(request, customer, form, status=422)
        facts = form.cleaned_data
        other = facts.pop("other")
        person, organisation = (customer, other) if customer.is_person else (other, customer)
        try:
            with noticing(customer, AFFILIATIONS) as change:
                actions.affiliate(person, organisation, by=request.user, **facts)
        except Refusal as no:
            form.add_error(None, str(no.message))
            return self.ask(request, customer, form, status=409)
        say_saved(request, _both(person, organisation), undo=change.address)
        return self.saved(request, customer, section=AFFILIATIONS)

    def ask(self, request, customer, form, status=200):
        heading = _("Add an organisation") if customer.is_person else _("Add a person")
        context = {"section": AFFILIATIONS, "is_new": True}
        return self.show(request, customer, heading=heading, form=form, status=status, **context)


class AffiliationPage(InlinePage):
    """One part in an organisation: to correct, to end, to move, to take away."""

    def get(self, request, customer, id):
        affiliation = _own(request, customer, id)
        form = AffiliationForm(instance=affiliation, colleagues=_colleagues(request, affiliation))
        return self.ask(request, customer, affiliation, form, actions.part_of(affiliation))

    def post(self, request, customer, id):
        affiliation = _own(request, customer, id)
        form = AffiliationForm(request.POST, instance=affiliation, colleagues=_colleagues(request, affiliation))
        seen = _before(request, affiliation)
        said, given_up = _("Saved: %(what)s."), set(request.POST.get("theirs", "").split())
        if request.POST.get("remove"):
            said = _("Removed: %(what)s.")
            with noticing(customer, AFFILIATIONS) as change:
                actions.remove_affiliation(affiliation, by=request.user)
        elif not form.is_valid():
            return self.ask(request, customer, affiliation, form, seen, status=422)
        else:
            try:
                change = self.save(request, customer, affiliation, form, seen, given_up)
            except actions.ChangedMeanwhile as both:
                seen |= {name: conflict.theirs for name, conflict in both.conflicts.items()}
                conflict = _conflict(customer, form, both)
                return self.ask(request, customer, affiliation, form, seen, status=409, conflict=conflict)
            except Refusal as no:
                form.add_error(None, str(no.message))
                return self.ask(request, customer, affiliation, form, seen, status=409)
        if change.address:
            offer(request, said % {"what": _both(affiliation.person, affiliation.organisation)}, change.address)
        if is_part(request):
            return self.saved(request, customer, section=AFFILIATIONS)
        return redirect("customers:affiliations", customer.pk)

    def save(self, request, customer, affiliation, form, seen, given_up):
        colleagues = set(form.fields["reports_to"].queryset.values_list("pk", flat=True))
        if affiliation.reports_to_id not in (None, *colleagues):
            given_up = given_up | {"reports_to"}  # somebody whom this person doesn't see, and so cannot have removed
        mine = {name: value for name, value in form.cleaned_data.items() if name not in given_up}
        with noticing(customer, AFFILIATIONS) as change:
            actions.change_affiliation(affiliation, by=request.user, seen=seen, **mine)
            if step := STEPS.get(request.POST.get("move", "")):
                actions.move(customer, AFFILIATIONS, affiliation.pk, step, by=request.user)
        return change

    def ask(self, request, customer, affiliation, form, seen, status=200, conflict=None):
        form.auto_id = f"affiliation-{affiliation.pk}-%s"
        return self.show(
            request,
            customer,
            heading=_both(affiliation.person, affiliation.organisation),
            form=form,
            seen=seen,
            status=status,
            conflict=conflict,
            section=AFFILIATIONS,
            is_arranged=True,
        )


def _both(person: Customer, organisation: Customer) -> str:
    """What a part is called."""
    return f"{person} – {organisation}"


def _others(request, customer: Customer):
    """Who this customer can have a part with: organisations for people, people for organisations."""
    others = Customer.objects.visible_to(request.user).current()
    return others.organisations() if customer.is_person else others.people()


def _affiliations(request, customer: Customer):
    rows = customer.affiliations if customer.is_person else customer.people
    return rows.visible_to(request.user).select_related("person", "organisation")


def _own(request, customer: Customer, id) -> Affiliation:
    return get_object_or_404(_affiliations(request, customer), pk=id)


def _colleagues(request, affiliation: Affiliation):
    """To whom they may report. Who is hidden from this person stays as it is when the form is saved."""
    others = affiliation.organisation.people.visible_to(request.user).exclude(pk=affiliation.pk)
    return others.select_related("person").order_by("person__sort_key")


def _before(request, affiliation: Affiliation) -> dict:
    """What this person had before them when they began to write; the present when that cannot be read."""
    try:
        return signing.loads(request.POST.get("seen", ""), salt=SALT)
    except signing.BadSignature:
        return actions.part_of(affiliation)


def _conflict(customer: Customer, form: AffiliationForm, both: actions.ChangedMeanwhile) -> dict:
    """What the other one wrote beside what stood there before, who that was and when; `names` goes back with theirs."""

    def told(version: str) -> str:
        lines = []
        for name, conflict in both.conflicts.items():
            field = form.fields[name]
            said = words.value(name, field.to_python(getattr(conflict, version)), Affiliation) or "–"
            lines.append(f"{field.label}: {said}")
        return "\n".join(lines)

    last = last_affiliation_change(customer)
    return {
        "theirs": told("theirs"),
        "original": told("original"),
        "names": " ".join(both.conflicts),
        "by": last.by if last else None,
        "at": last.recorded_at if last else None,
    }


def _chosen(customers, pk: str) -> Customer:
    try:
        return customers.get(pk=pk)
    except (Customer.DoesNotExist, ValidationError) as problem:  # not there, or not even an id
        raise Http404 from problem
