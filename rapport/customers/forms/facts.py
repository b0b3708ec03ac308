"""The form of a single fact: one field of the larger forms, or the few that only make sense together."""

from django import forms

from rapport.customers.forms.details import DetailsForm, PreferenceNotesForm, TagsForm
from rapport.customers.forms.form_of_address import FIELDS, FormOfAddressForm
from rapport.customers.forms.own_fields import OwnFieldsForm
from rapport.customers.words import OWN

TOGETHER = {"address_style": ("address_style", "permission", "permitted_on"), "tags": ("tags", "seen")}


def fact_form(customer, name: str, own_fields: list, data=None) -> forms.BaseForm | None:
    """The form that changes the fact `name` of `customer`; None when there is no such fact of customers like this."""
    form = _whole_form(customer, name, own_fields, data)
    own_name = name.removeprefix(OWN)
    if own_name not in form.fields:
        return None
    for other in set(form.fields) - set(TOGETHER.get(name, (own_name,))):
        del form.fields[other]
    form.auto_id = f"fact-{name}-%s"
    return form


def _whole_form(customer, name: str, own_fields: list, data) -> forms.BaseForm:
    if name.startswith(OWN):
        return OwnFieldsForm(data, own_fields=own_fields)
    if name in FIELDS:
        return FormOfAddressForm(data, instance=customer)
    if name == "preference_notes":
        return PreferenceNotesForm(data, initial={"preference_notes": customer.preference_notes})
    if name == "tags":
        names = [tag.name for tag in customer.tags.all()]
        return TagsForm(data, initial={"tags": names, "seen": names})
    return DetailsForm(data, instance=customer)
