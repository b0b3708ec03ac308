from django.core.exceptions import ValidationError
from django.forms import Field
from django.http import Http404
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from rapport.core.refusals import Refusal
from rapport.core.undo import offer
from rapport.customers import actions, forms, words
from rapport.customers.actions.arranging import ARRANGED
from rapport.customers.actions.changes import noticing
from rapport.customers.actions.rows import snapshot
from rapport.customers.actions.sections import SECTIONS
from rapport.customers.forms.rows import PreferenceForm
from rapport.customers.queries.customer import last_change
from rapport.customers.views.inline import InlinePage, is_part, seen_by_them

STEPS = {"up": -1, "down": 1}
NEW = "new"  # stands for the key of a row that is still to come


class RowPage(InlinePage):
    """One row that hangs on a customer (an e-mail address, a day, a wish): to change, to move, to take away, or new."""

    def dispatch(self, request, pk, section, key=None):
        if section not in SECTIONS:
            raise Http404
        return super().dispatch(request, pk, section=section, key=str(key or NEW))

    def get(self, request, customer, section, key):
        present = snapshot(customer, section)
        if key != NEW and key not in present:
            raise Http404
        seen = {key: present[key]} if key != NEW else {}
        return self.ask(request, customer, section, key, self.form(section, key, initial=seen.get(key)), seen)

    def post(self, request, customer, section, key):
        seen = seen_by_them(request)
        if seen is None:
            seen = {row: values for row, values in snapshot(customer, section).items() if row == key}
        if "theirs" in request.POST:
            return self.saved(request, customer, section=section)
        form = self.form(section, key, request.POST)
        rows = [] if "remove" in request.POST else self.rows(customer, section, key, form)
        if rows is None:
            return self.ask(request, customer, section, key, form, seen, status=422)
        try:
            change = self.save(request, customer, section, key, rows, seen)
        except actions.ChangedMeanwhile as both:
            (conflict,) = both.conflicts.values()
            seen = {} if conflict.theirs is None else {key: conflict.theirs}
            theirs = self.conflict(customer, section, conflict)
            return self.ask(request, customer, section, key, form, seen, status=409, conflict=theirs)
        except Refusal as no:
            form.add_error(None, str(no.message))
            return self.ask(request, customer, section, key, form, seen, status=409)
        if change.address:
            said = _("Saved: %(what)s.") if rows else _("Removed: %(what)s.")
            offer(request, said % {"what": words.one_of(section)}, change.address)
        return self.saved(request, customer, section=section)

    def form(self, section, key, data=None, initial=None):
        return forms.ROW_FORMS[section](data, initial=initial, auto_id=f"{section}-{key}-%s")

    def rows(self, customer, section, key, form) -> list[dict] | None:
        """The row as the action takes it; None when the form says what is wrong with it."""
        if not form.is_valid():
            return None
        kind = SECTIONS[section]
        values = kind.tidy(form.cleaned_data)
        if kind.is_empty(values):
            form.add_error(form.needs[0], Field.default_error_messages["required"])
        others = (row for other, row in snapshot(customer, section).items() if other != key)
        if kind.identity(values) in {kind.identity(row) for row in others}:
            form.add_error(form.needs[0], ValidationError(_("This is noted already."), code="twice"))
        return None if form.errors else [values | ({"id": key} if key != NEW else {})]

    def save(self, request, customer, section, key, rows, seen):
        with noticing(customer, section) as change:
            actions.replace_rows(customer, section, by=request.user, rows=rows, seen=seen)
            if step := STEPS.get(request.POST.get("move", "")):
                actions.move(customer, section, key, step, by=request.user)
        return change

    def conflict(self, customer, section, conflict) -> dict:
        told = last_change(customer, section)
        return {
            "theirs": words.row(section, conflict.theirs),
            "is_gone": conflict.theirs is None,
            "original": words.row(section, conflict.original),
            "by": told.by if told else None,
            "at": told.recorded_at if told else None,
        }

    def ask(self, request, customer, section, key, form, seen, status=200, conflict=None):
        more = PreferenceForm.suggestions() if section == "preferences" else {}
        return self.show(
            request,
            customer,
            heading=words.one_of(section),
            form=form,
            status=status,
            seen=seen,
            conflict=conflict,
            section=section,
            is_new=key == NEW,
            is_arranged=section in ARRANGED,
            **more,
        )


class OrderPage(InlinePage):
    """The order in which the rows of a section stand. Without JavaScript each row's own page moves it."""

    def get(self, request, customer, section):
        return redirect(customer)

    def post(self, request, customer, section):
        if section not in ARRANGED:
            raise Http404
        with noticing(customer, section) as change:
            actions.arrange(customer, section, request.POST.getlist("key"), by=request.user)
        if change.address:
            offer(request, _("Put in this order."), change.address)
        return self.saved(request, customer, section=section) if is_part(request) else redirect(customer)
