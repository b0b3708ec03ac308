from django.http import FileResponse, Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from rapport.core.restoring import offer_undo_of_edit
from rapport.core.undo import Undo, as_it_was, mark
from rapport.core.views import Page, PublicPage
from rapport.staff import actions
from rapport.staff.forms import BusinessForm
from rapport.staff.models import Business


class BusinessPage(Page):
    permission = "staff.change_business"

    def get(self, request, form=None, status=200):
        context = {"form": form or BusinessForm(instance=_business()), "business": _business()}
        return render(request, "staff/business.html", context, status=status)

    def post(self, request):
        form = BusinessForm(request.POST, request.FILES, instance=_business())
        if not form.is_valid():
            return self.get(request, form, status=422)
        said = dict(form.cleaned_data)
        logo, without_logo = said.pop("logo"), said.pop("without_logo", False)
        before = mark(_business())
        business = actions.change_business(**said, **({"logo": logo} if logo or without_logo else {}))
        words = _("The profile of the business is saved.")
        offer_undo_of_edit(request, words, reverse("staff:business_undo"), business, before)
        return redirect("staff:business")


class BusinessUndo(Undo, Page):
    """The profile as it was before it was saved."""

    permission = "staff.change_business"

    def undo(self, request):
        business = _business()
        was = as_it_was(business, request.GET.get("step", ""))
        facts = {name: getattr(was, name) for name in BusinessForm.Meta.fields}
        logo = {} if was.logo == business.logo else {"logo": was.logo.name}
        actions.change_business(**facts, **logo)
        return _("It is as it was.")

    def back(self, request):
        return reverse("staff:business")


class LogoView(PublicPage):
    """The logo stands on the sign-in page too, so everyone may see it."""

    def get(self, request):
        logo = Business.objects.current().logo
        if not logo:
            raise Http404
        response = FileResponse(logo.open(), content_type="image/png", headers={"X-Content-Type-Options": "nosniff"})
        response["Cache-Control"] = "public, max-age=3600"
        return response


def _business() -> Business:
    """Another copy than the remembered one: a form changes its instance before it is known to be valid."""
    return Business.objects.first() or Business()
