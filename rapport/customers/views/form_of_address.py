from copy import copy
from dataclasses import replace

from django.utils.translation import gettext_lazy as _

from rapport.core import address, formats
from rapport.customers import actions, forms
from rapport.customers.actions.changes import FACTS
from rapport.customers.forms.form_of_address import FIELDS
from rapport.customers.naming import addressee, language_of
from rapport.customers.views.editing import EditPage
from rapport.staff.models import Business


class FormOfAddressPage(EditPage):
    """How this customer is addressed, with a look at what that makes of a greeting in each language."""

    heading = _("Form of address")
    form_class = forms.FormOfAddressForm
    sections = ("salutations",)
    template = "customers/form_of_address.html"

    def form(self, customer, data=None):
        return forms.FormOfAddressForm(data, instance=copy(customer))  # the page shows what is, not what is tried out

    def steps(self, request, customer, form, formsets, seen, version, choices):
        facts = form.cleaned_data
        yield lambda: actions.set_form_of_address(
            customer,
            by=request.user,
            version=version,
            changes=choices.apply_to_facts(form.facts()),
            permission=facts["permission"],
            permitted_on=form.permitted_at(),
            salutations=choices.apply_to_rows("salutations", formsets["salutations"].rows(), customer),
            seen=seen.get("salutations"),
            seen_later=seen.get(FACTS),
        )

    def more_context(self, request, customer, form, formsets) -> dict:
        tried = _tried(customer, form, dict(formsets)["salutations"]) if form.is_bound else {}
        return {"previews": previews(customer, tried)}


def previews(customer, tried: dict) -> list[dict]:
    """The greeting and the envelope in the customer's language, and in the others that the business writes."""
    business = Business.objects.current()
    own = language_of(customer, business)
    languages = dict.fromkeys([own, *(business.languages or ["en", "ka", "cs", "ta"])])
    found = []
    for language in languages:
        who = replace(addressee(customer, language), **tried)
        found.append(
            {
                "language": language,
                "name": formats.language_name(language),
                "is_own": language == own,
                "letter": address.salutation(who, language, letter=True, organisation_language=business.language),
                "everyday": address.salutation(who, language, everyday=True, organisation_language=business.language),
                "envelope": address.envelope_name(who, language),
            }
        )
    return found


def _tried(customer, form, formset) -> dict:
    """What of an addressee the form says at the moment, complete or not."""
    facts = getattr(form, "cleaned_data", {})
    rows = [getattr(one, "cleaned_data", {}) for one in formset.forms]
    rows = [row for row in rows if row.get("language") and not row.get("DELETE")]
    given = {name: facts.get(name) or "" for name in FIELDS if name in facts}
    given["style"] = given.pop("address_style", customer.address_style) or customer.address_style
    return given | {
        "first_name_permission": bool(facts.get("permission")),
        "salutations": {row["language"]: row["text"] for row in rows if row.get("text")},
        "envelopes": {row["language"]: row["envelope"] for row in rows if row.get("envelope")},
        "use_in_all_languages": next((row["language"] for row in rows if row.get("use_in_all_languages")), ""),
    }
