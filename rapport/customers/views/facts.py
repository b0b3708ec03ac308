from django.http import Http404

from rapport.core.refusals import Refusal
from rapport.customers import actions, forms, words
from rapport.customers.actions.changes import FACTS, TAGS, Change, Part, noticing
from rapport.customers.queries.customer import last_change, own_fields
from rapport.customers.views.base import say_saved
from rapport.customers.views.inline import InlinePage


class FactPage(InlinePage):
    """One fact of a customer: its form, and its place on the customer page."""

    def get(self, request, customer, name):
        return self.ask(request, customer, name, self.form(customer, name))

    def post(self, request, customer, name):
        form = self.form(customer, name, request.POST)
        if "theirs" in request.POST:
            return self.saved(request, customer, fact=name)
        if not form.is_valid():
            return self.ask(request, customer, name, form, status=422)
        try:
            change = self.save(request, customer, name, form)
        except actions.ChangedMeanwhile as both:
            customer.version = both.version
            conflict = self.conflict(customer, name, both)
            return self.ask(request, customer, name, form, status=409, conflict=conflict)
        except Refusal as no:
            form.add_error(None, str(no.message))
            return self.ask(request, customer, name, form, status=409)
        if change.address:
            labels = words.own_labels() if name.startswith(words.OWN) else {}
            say_saved(request, words.label(name, labels), undo=change.address)
        return self.saved(request, customer, fact=name)

    def form(self, customer, name, data=None):
        form = forms.fact_form(customer, name, own_fields(customer) if name.startswith(words.OWN) else [], data)
        if form is None:
            raise Http404
        return form

    def save(self, request, customer, name, form) -> Change:
        if name == TAGS:
            return self.save_tags(request, customer, form)
        version = request.POST.get("version", "")
        edit = {"by": request.user, "version": int(version) if version.isdecimal() else customer.version}
        with noticing(customer, FACTS) as change:
            if name == "address_style":
                edit |= {"permission": form.cleaned_data["permission"], "permitted_on": form.permitted_at()}
                actions.set_form_of_address(customer, changes=form.facts(), salutations=(), seen={}, **edit)
            else:
                actions.edit(customer, changes=form.facts(), **edit)
        return change

    def save_tags(self, request, customer, form) -> Change:
        present = {tag.name for tag in customer.tags.all()}
        entry = actions.set_tags(customer, form.merged_with(present), by=request.user)
        return Change(customer, [Part(TAGS, added=[entry.pk])] if entry else [])

    def conflict(self, customer, name, both) -> dict:
        """What the other one wrote, who that was and when."""
        conflict = both.conflicts.get(name) or next(iter(both.conflicts.values()))
        told = last_change(customer, name)
        return {
            "theirs": words.stored(name, conflict.theirs),
            "original": words.stored(name, conflict.original),
            "by": told.by if told else None,
            "at": told.recorded_at if told else None,
        }

    def ask(self, request, customer, name, form, status=200, conflict=None):
        labels = words.own_labels() if name.startswith(words.OWN) else {}
        return self.show(
            request,
            customer,
            heading=words.label(name, labels),
            form=form,
            status=status,
            conflict=conflict,
            version=customer.version if conflict else request.POST.get("version") or customer.version,
        )
