from django import forms
from django.urls import reverse
from django.utils.translation import gettext as _g
from django.utils.translation import gettext_lazy as _

from rapport.core.consequences import Foreseen
from rapport.core.forms import ChoiceCards
from rapport.core.restoring import Restoration, offer_restoration
from rapport.core.views import Page
from rapport.customers.sight_outlook import divided, undivided
from rapport.staff import actions
from rapport.staff.models import Business

EVERYBODY, BY_TEAM = "everybody", "team"


class VisibilityForm(forms.Form):
    sees = forms.ChoiceField(
        label=_("Agents and readers see"),
        choices=[
            (EVERYBODY, _("Every customer")),
            (BY_TEAM, _("Only customers of their teams, and those without a team")),
        ],
        widget=ChoiceCards(
            hints={
                EVERYBODY: _("Everybody can help everybody."),
                BY_TEAM: _("Owners and managers still see everyone."),
            }
        ),
    )


class VisibilityPage(Foreseen, Page):
    """Who sees which customers."""

    permission = "staff.change_visibility"
    template = "customers/settings/visibility.html"

    def form(self, data=None):
        return VisibilityForm(data, initial={"sees": BY_TEAM if is_divided() else EVERYBODY})

    def foresee(self, form):
        return divided() if form.cleaned_data["sees"] == BY_TEAM else undivided()

    def save(self, form):
        was = is_divided()
        actions.see_by_team(form.cleaned_data["sees"] == BY_TEAM, by=self.request.user)
        said = _g("Saved. It holds from the next page that anybody opens.")
        url = reverse("customers:visibility-restoration")
        offer_restoration(self.request, said, url, key="", was=was, became=is_divided())
        return "customers:visibility"


class VisibilityRestoration(Restoration, Page):
    """Who saw which customers before that was changed."""

    permission = "staff.change_visibility"

    def state(self, key):
        return is_divided()

    def restore(self, key, was):
        actions.see_by_team(bool(was), by=self.request.user)

    def back(self, request):
        return reverse("customers:visibility")


def is_divided() -> bool:
    return Business.objects.current().sees_by_team
