"""Plain forms, one per part of what is known. All share how they save, and what happens when two people save."""

from django.core import signing
from django.db import transaction
from django.forms.utils import ErrorDict
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _

from rapport.customers import actions, forms
from rapport.customers.actions.changes import FACTS, noticing
from rapport.customers.actions.rows import snapshot
from rapport.customers.forms.rows import PreferenceForm
from rapport.customers.queries.customer import own_fields
from rapport.customers.views.base import CustomerPage, say_saved
from rapport.customers.views.conflicts import SALT, Choices, conflict_page


class EditPage(CustomerPage):
    """`sections` are formsets of rows below the form; either may be missing."""

    permission = "customers.change_customer"
    heading = ""
    hint = ""
    form_class: type | None = None
    sections: tuple[str, ...] = ()
    template = "customers/edit.html"

    def get(self, request, customer):
        seen = {name: snapshot(customer, name) for name in self.sections}
        formsets = [(name, forms.rows_formset(name, seen[name])) for name in self.sections]
        return self.show(request, customer, self.form(customer), formsets, seen, customer.version)

    def post(self, request, customer):
        seen, version = self.before(request, customer)
        form, formsets = self.form(customer, request.POST), self.formsets(request, seen)
        if "add" in request.POST or "preview" in request.POST:
            return self.show(request, customer, *unjudged(form, formsets), seen, version)
        if not all([form is None or form.is_valid(), *(formset.is_valid() for _, formset in formsets)]):
            return self.show(request, customer, form, formsets, seen, version, status=422)

        try:
            return self.save(request, customer, form, formsets, seen, version)
        except actions.CodeTaken as taken:  # said above the row, so that what was written is not lost
            dict(formsets)["codes"].refuse(str(taken.message))
            return self.show(request, customer, form, formsets, seen, version, status=409)

    def save(self, request, customer, form, formsets, seen, version) -> HttpResponse:
        """All of it or nothing; what two people changed is asked about."""
        choices = Choices(request.POST)
        conflicts, merged = [], []
        with transaction.atomic():
            with noticing(customer, *([FACTS] if form else []), *self.sections) as change:
                for save in self.steps(request, customer, form, dict(formsets), seen, version, choices):
                    try:
                        merged += save().merged
                    except actions.ChangedMeanwhile as both:
                        conflicts.append(both)
            if conflicts:
                transaction.set_rollback(True)
        if conflicts:
            return conflict_page(request, customer, conflicts, seen, version, heading=self.heading)
        say_saved(request, self.heading, merged, undo=change.address)
        return redirect(customer)

    def form(self, customer, data=None):
        return self.form_class(data, instance=customer) if self.form_class else None

    def formsets(self, request, seen) -> list:
        data = request.POST.copy()
        if (section := data.get("add")) in self.sections:
            total = int(data.get(f"{section}-TOTAL_FORMS") or 0)
            data[f"{section}-TOTAL_FORMS"] = str(total + 1)
        return [(name, forms.rows_formset(name, seen.get(name, {}), data)) for name in self.sections]

    def before(self, request, customer) -> tuple[dict, int]:
        """What this person had before them when they began to write; the present when that cannot be read."""
        try:
            seen = signing.loads(request.POST.get("seen", ""), salt=SALT)
        except signing.BadSignature:
            seen = {name: snapshot(customer, name) for name in self.sections}
        version = request.POST.get("version", "")
        return seen, int(version) if version.isdecimal() else customer.version

    def steps(self, request, customer, form, formsets, seen, version, choices):
        """What saving means here: functions that answer `Edited`."""
        if form is not None:
            changes = choices.apply_to_facts(form.facts())
            yield lambda: actions.edit(
                customer, by=request.user, version=version, changes=changes, seen_later=seen.get(FACTS)
            )
        for name, formset in formsets.items():
            rows = choices.apply_to_rows(name, formset.rows(), customer)
            yield lambda name=name, rows=rows: actions.replace_rows(
                customer, name, by=request.user, rows=rows, seen=seen.get(name)
            )

    def show(self, request, customer, form, formsets, seen, version, status=200) -> HttpResponse:
        context = {
            "customer": customer,
            "heading": self.heading,
            "hint": self.hint,
            "form": form,
            "formsets": formsets,
            "seen": signing.dumps(seen, salt=SALT, compress=True),
            "version": version,
            **self.more_context(request, customer, form, formsets),
        }
        return render(request, self.template, context, status=status)

    def more_context(self, request, customer, form, formsets) -> dict:
        return {}


def unjudged(form, formsets) -> tuple:
    """Forms as they were sent, without complaints: the person only asked for another row or a look."""
    for one in [form, *(one for _name, formset in formsets for one in formset.forms)]:
        if one is not None:
            one.is_valid()
            one._errors = ErrorDict()
    for _name, formset in formsets:
        formset._non_form_errors = formset.error_class()
    return form, formsets


class DetailsPage(EditPage):
    heading = _("Name and details")
    form_class = forms.DetailsForm
    template = "customers/details.html"

    def save(self, request, customer, form, formsets, seen, version) -> HttpResponse:
        try:
            return super().save(request, customer, form, formsets, seen, version)
        except actions.OutOfSight as no:  # said beside the team, so that what was written is not lost
            form.add_error("team", str(no.message))
            return self.show(request, customer, form, formsets, seen, version, status=409)


class ContactPage(EditPage):
    heading = _("Contact")
    hint = _("Numbers and addresses are kept as you write them; what cannot be understood is marked, not refused.")
    sections = ("emails", "phones", "addresses", "handles")


class DatesPage(EditPage):
    heading = _("Dates")
    hint = _("The year may stay empty. Ages are never shown.")
    sections = ("dates",)


class PersonalPage(EditPage):
    heading = _("Family and personal")
    hint = _("Write as if the customer will read it: facts and wishes, no judgements. Not exported by default.")
    sections = ("personal_notes",)


class PreferencesPage(EditPage):
    heading = _("Preferences")
    sections = ("preferences",)

    def form(self, customer, data=None):
        return forms.PreferenceNotesForm(data, initial={"preference_notes": customer.preference_notes})

    def more_context(self, request, customer, form, formsets) -> dict:
        return PreferenceForm.suggestions()


class CodesPage(EditPage):
    heading = _("Codes in other systems")
    hint = _("By which number the shop, the till or the accounts know this customer. One in each system.")
    sections = ("codes",)


class OwnFieldsPage(EditPage):
    heading = _("More")

    def form(self, customer, data=None):
        return forms.OwnFieldsForm(data, own_fields=own_fields(customer))
