"""What people write about customers."""

from rapport.customers.forms.affiliations import AffiliationForm
from rapport.customers.forms.details import ArchiveForm, DetailsForm, NewCustomerForm, PhotoForm, PreferenceNotesForm
from rapport.customers.forms.facts import fact_form
from rapport.customers.forms.form_of_address import FormOfAddressForm
from rapport.customers.forms.lists import FilterForm
from rapport.customers.forms.own_fields import FieldForm, OwnFieldsForm, TopicForm
from rapport.customers.forms.rows import ROW_FORMS, rows_formset

__all__ = [
    "ROW_FORMS",
    "AffiliationForm",
    "ArchiveForm",
    "DetailsForm",
    "FieldForm",
    "FilterForm",
    "FormOfAddressForm",
    "NewCustomerForm",
    "OwnFieldsForm",
    "PhotoForm",
    "PreferenceNotesForm",
    "TopicForm",
    "fact_form",
    "rows_formset",
]
