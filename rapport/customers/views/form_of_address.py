from copy import copy
from types import SimpleNamespace

from django.http import Http404
from django.utils.translation import gettext as _g
from django.utils.translation import gettext_lazy as _

from rapport.core import formats
from rapport.customers import actions, forms
from rapport.customers.actions.changes import FACTS
from rapport.customers.actions.rows import snapshot
from rapport.customers.forms.form_of_address import FIELDS
from rapport.customers.forms.rows import WordingForm
from rapport.customers.forms_of_address import LANGUAGES, computed, forms_of_address, wording
from rapport.customers.models import Salutation
from rapport.customers.naming import language_of, said_to_the_letter
from rapport.customers.views.editing import EditPage
from rapport.customers.views.rows import NEW, RowPage
from rapport.staff.models import Business

UNTOLD = ("pronoun_level",)  # of the form, what no greeting depends on


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
        return {"previews": forms_of_address(customer, Business.objects.current(), tried)}


class WordingPage(RowPage):
    """The words of one greeting on one occasion, to be corrected where they stand; emptied, ours are taken again."""

    def dispatch(self, request, pk, language, occasion):
        if not occasion or occasion not in Salutation.Occasion.values:
            raise Http404
        self.language, self.occasion = language, occasion
        return super().dispatch(request, pk, section="salutations")

    def get(self, request, customer, section, key):
        return super().get(request, customer, section, self.key_of(customer))

    def post(self, request, customer, section, key):
        key = self.key_of(customer)
        if key == NEW and request.POST.get("text", "").strip() in ("", wording_now(customer, self)):
            return self.saved(request, customer, section=section)
        if not request.POST.get("text", "").strip() and "theirs" not in request.POST:
            request.POST = request.POST.copy()
            request.POST["remove"] = "1"
        return super().post(request, customer, section, key)

    def key_of(self, customer) -> str:
        business = Business.objects.current()
        if self.language not in (language_of(customer, business), *(business.languages or LANGUAGES)):
            raise Http404
        self.ours = computed(customer, self.language, self.occasion, business)
        rows = snapshot(customer, "salutations").items()
        wanted = (self.language, self.occasion)
        return next((key for key, row in rows if (row["language"], row["occasion"]) == wanted), NEW)

    def form(self, section, key, data=None, initial=None):
        form = WordingForm(data, initial=initial or {"text": self.ours}, auto_id=f"wording-{self.occasion}-%s")
        if key != NEW:
            form.fields["text"].help_text = _g("Emptied, it is ours again: %(ours)s") % {"ours": self.ours}
        return form

    def rows(self, customer, section, key, form):
        found = super().rows(customer, section, key, form)
        return found and [found[0] | {"language": self.language, "occasion": self.occasion}]

    def show(self, request, customer, *, heading, **context):
        language = formats.language_name(self.language)
        heading = _g("%(occasion)s, %(language)s") % {
            "occasion": Salutation.Occasion(self.occasion).label,
            "language": language,
        }
        return super().show(request, customer, heading=heading, **context)


def wording_now(customer, page: WordingPage) -> str:
    return wording(customer, page.language, page.occasion, Business.objects.current())


def _tried(customer, form, formset) -> dict:
    """What of an addressee the form says at the moment, complete or not."""
    facts = getattr(form, "cleaned_data", {})
    rows = [getattr(one, "cleaned_data", {}) for one in formset.forms]
    rows = [
        SimpleNamespace(**{name: row.get(name) or "" for name in ("language", "occasion", "text", "envelope")},
                        use_in_all_languages=bool(row.get("use_in_all_languages")))
        for row in rows
        if row.get("language") and not row.get("DELETE")
    ]  # fmt: skip
    given = {name: facts.get(name) or "" for name in FIELDS if name in facts and name not in UNTOLD}
    given["style"] = given.pop("address_style", customer.address_style) or customer.address_style
    return given | {"first_name_permission": bool(facts.get("permission"))} | said_to_the_letter(rows)
