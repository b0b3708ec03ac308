"""What the business asks about its customers: its own fields, and topics of preferences."""

from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rapport.core.consequences import Foreseen
from rapport.core.restoring import Restoration, offer_restoration
from rapport.core.undo import Undo, offer
from rapport.core.views import Page
from rapport.customers import definitions_outlook as outlook
from rapport.customers.actions import definitions as actions
from rapport.customers.asked import customers_with_fields, values_of
from rapport.customers.forms import FieldForm
from rapport.customers.forms.own_fields import ChoiceForm
from rapport.customers.models import CustomField
from rapport.customers.words import own_value

OWNERS = "customers.change_customfield"


class OwnFieldsSettingsPage(Foreseen, Page):
    permission = OWNERS
    template = "customers/settings/fields.html"

    def form(self, data=None):
        return FieldForm(data)

    def context(self, form):
        counts = customers_with_fields()
        rows = [{"field": field, "count": counts.get(field.key, 0)} for field in CustomField.objects.all()]
        asked = [row["field"] for row in rows if not row["field"].retired_at]
        if form.is_bound and form.is_valid():
            asked.append(CustomField(**form.cleaned_data))
        return {
            "asked": [row for row in rows if not row["field"].retired_at],
            "retired": [row for row in rows if row["field"].retired_at],
            "picture": pictured(asked),
        }

    def foresee(self, form):
        return outlook.new_field(form.cleaned_data)

    def save(self, form):
        field = actions.define_field(by=self.request.user, **form.cleaned_data)
        said = _("%(name)s can be filled in now.") % {"name": field.label}
        offer(self.request, said, reverse("customers:field-retirement", args=[field.pk]))
        return "customers:custom-fields"


class OwnFieldSettingsPage(Foreseen, Page):
    """One field: its words, type and choices."""

    permission = OWNERS
    template = "customers/settings/field.html"

    def form(self, data=None, *, pk):
        return FieldForm(data, field=get_object_or_404(CustomField, pk=pk))

    def context(self, form, *, pk):
        field, fields = form.field, list(CustomField.objects.filter(retired_at=None))
        if form.is_bound and form.is_valid():
            fields = [_as_said(field, form.cleaned_data) if one.pk == field.pk else one for one in fields]
        values = values_of(field)
        return {
            "field": field,
            "count": sum(values.values()),
            "values": values if field.type == CustomField.Type.CHOICE else {},
            "picture": pictured(fields),
        }

    def foresee(self, form, *, pk):
        return outlook.of_field(form.field, form.cleaned_data)

    def save(self, form, *, pk):
        was = field_state(pk)
        field = actions.change_field(form.field, by=self.request.user, **form.cleaned_data)
        said = _("%(name)s is changed.") % {"name": field.label}
        url = reverse("customers:field-restoration")
        offer_restoration(self.request, said, url, key=str(pk), was=was, became=field_state(pk))
        return "customers:custom-fields"


class FieldRestoration(Restoration, Page):
    """A field as it was before somebody changed it."""

    permission = OWNERS

    def state(self, key):
        return field_state(key)

    def restore(self, key, was):
        actions.change_field(get_object_or_404(CustomField, pk=key), by=self.request.user, **was)

    def back(self, request):
        return reverse("customers:custom-fields")


class FieldRetirement(Page):
    """The field is asked for no more."""

    permission = OWNERS

    def get(self, request, pk):
        field = get_object_or_404(CustomField, pk=pk)
        context = {"field": field, "lines": outlook.retirement(field)}
        return render(request, "customers/settings/field_retirement.html", context)

    def post(self, request, pk):
        field = actions.retire_field(get_object_or_404(CustomField, pk=pk), by=request.user)
        said = _("%(name)s is asked for no more.") % {"name": field.label}
        offer(request, said, reverse("customers:field-reinstatement", args=[pk]))
        return redirect("customers:custom-fields")


class FieldReinstatement(Undo, Page):
    """The field is asked for again."""

    permission = OWNERS

    def undo(self, request, pk):
        field = actions.reinstate_field(get_object_or_404(CustomField, pk=pk), by=request.user)
        return _("%(name)s is asked for again.") % {"name": field.label}

    def back(self, request, pk):
        return reverse("customers:custom-fields")


class FieldPlace(Page):
    """One place earlier or later, or by dragging to any place."""

    permission = OWNERS

    def get(self, request, pk):
        return redirect("customers:custom-fields")

    def post(self, request, pk):
        get_object_or_404(CustomField, pk=pk)
        was = field_order()
        actions.order_fields(moved(was, str(pk), request.POST))
        url = reverse("customers:field-order-restoration")
        offer_restoration(request, _("The order is changed."), url, key="", was=was, became=field_order())
        return redirect("customers:custom-fields")


class FieldOrderRestoration(Restoration, Page):
    permission = OWNERS

    def state(self, key):
        return field_order()

    def restore(self, key, was):
        actions.order_fields(was)

    def back(self, request):
        return reverse("customers:custom-fields")


class ChoicePage(Foreseen, Page):
    """One choice of a field gets another name, for everyone who has it; the name of another joins the two."""

    permission = OWNERS
    template = "customers/settings/choice.html"

    def form(self, data=None, *, pk):
        field = get_object_or_404(CustomField, pk=pk, type=CustomField.Type.CHOICE)
        choice = self.request.GET.get("choice", "")
        if choice not in field.choices and choice not in values_of(field):
            raise Http404
        return ChoiceForm(data, field=field, choice=choice)

    def context(self, form, *, pk):
        return {"field": form.field, "choice": form.choice, "count": values_of(form.field).get(form.choice, 0)}

    def foresee(self, form, *, pk):
        return outlook.of_choice(form.choice, form.cleaned_data["name"], form.field)

    def save(self, form, *, pk):
        old, new, choices = form.choice, form.cleaned_data["name"], form.field.choices
        renamed = actions.rename_choice(form.field, old, new, by=self.request.user, at=timezone.now())
        said = ngettext(
            "%(count)s customer has “%(name)s” now.", "%(count)s customers have “%(name)s” now.", renamed.count
        )
        key = [str(pk), old, new, renamed.transaction]
        url, became = reverse("customers:choice-restoration"), field_state(pk)["choices"]
        text = said % {"count": renamed.count, "name": new}
        offer_restoration(self.request, text, url, key=key, was=choices, became=became)
        return reverse("customers:custom-field", args=[pk])


class ChoiceRestoration(Restoration, Page):
    """A choice under its former name, for those who had it."""

    permission = OWNERS

    def state(self, key):
        return field_state(key[0])["choices"]

    def restore(self, key, was):
        pk, old, new, transaction = key
        field = get_object_or_404(CustomField, pk=pk)
        by, at = self.request.user, timezone.now()
        actions.take_back_choice(field, old, new, choices=was, transaction=transaction, by=by, at=at)

    def back(self, request):
        return reverse("customers:custom-fields")


def field_state(pk) -> dict:
    field = get_object_or_404(CustomField, pk=pk)
    return {"label": field.label, "type": field.type, "choices": field.choices, "for_kind": field.for_kind}


def field_order() -> list[str]:
    return [str(pk) for pk in CustomField.objects.values_list("pk", flat=True)]


def moved(order: list[str], key: str, said) -> list[str]:
    """The order after `key` went one place (`to`), or as the whole was dragged (`order`)."""
    if "order" in said:
        return said["order"].split(",")
    order = list(order)
    place = order.index(key)
    other = place - 1 if said.get("to") == "earlier" else place + 1
    if 0 <= other < len(order):
        order[place], order[other] = order[other], order[place]
    return order


def pictured(fields: list[CustomField]) -> list[tuple[str, str]]:
    """How the fields look on a customer's page, each with a value that could be there."""
    today = timezone.localdate().isoformat()
    samples = {"number": "12", "date": today, "link": "https://example.com", "yes_no": True, "text": "…"}
    return [(field.label, sample(field, samples)) for field in fields]


def sample(field: CustomField, samples: dict) -> str:
    return own_value(field, field.choices[0] if field.choices else samples.get(field.type, "…"))


def _as_said(field: CustomField, said: dict) -> CustomField:
    return CustomField(**{"label": field.label, "type": field.type} | said)
