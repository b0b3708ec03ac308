"""Pages of staff about the customers' site."""

from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from rapport.core.restoring import offer_undo_of_edit
from rapport.core.undo import Undo, as_it_was, mark
from rapport.core.views import Page
from rapport.customers.models import Affiliation, Customer
from rapport.portal import looks, mounting
from rapport.portal.actions import helping, site
from rapport.portal.colours import on_brand
from rapport.portal.forms import InviteForm, SiteForm
from rapport.portal.models import Site
from rapport.portal.views.sign_in import AddressForm


class SitePage(Page):
    permission = "portal.change_site"

    def get(self, request, form=None, status=200):
        context = {
            "form": form or SiteForm(site=looks.current()),
            "address": f"{settings.PORTAL_ADDRESS}{reverse('portal:home')}",
        }
        return render(request, "portal/staff/site.html", context, status=status)

    def post(self, request):
        form = SiteForm(request.POST, site=looks.current())
        if not form.is_valid():
            return self.get(request, form, status=422)
        before = mark(looks.current())
        changed = site.change_site(**form.said())
        offer_undo_of_edit(request, _("The site is saved."), reverse("portal_staff:site_undo"), changed, before)
        return redirect("portal_staff:site")


class SiteUndo(Undo, Page):
    """The site as it was before it was saved."""

    permission = "portal.change_site"

    def undo(self, request):
        was = as_it_was(looks.current(), request.GET.get("step", ""))
        names = ("is_open", "brand", "welcome", "closed_sections")
        site.change_site(**{name: getattr(was, name) for name in names})
        return _("It is as it was.")

    def back(self, request):
        return reverse("portal_staff:site")


class PreviewPage(Page):
    """The sign-in page as it would look; nothing is saved."""

    permission = "portal.change_site"

    def get(self, request):
        return redirect("portal_staff:site")

    def post(self, request):
        form = SiteForm(request.POST, site=looks.current())
        if not form.is_valid():
            return SitePage.get(SitePage(), request, form, status=422)
        said = form.said()
        shown = Site(business=looks.current().business, brand=said["brand"], welcome=said["welcome"])
        context = {"form": AddressForm(), "preview": shown, "on_brand": on_brand(shown.brand)}
        return render(request, "portal/sign_in.html", context)


class AboutCustomer(Page):
    """Base of what is done for one customer; one whom somebody may not see is not there."""

    permission = "portal.send_link"

    def dispatch(self, request, customer_id: UUID):
        customer = get_object_or_404(Customer.objects.visible_to(request.user), pk=customer_id)
        return super().dispatch(request, customer)


class InvitePage(AboutCustomer):
    def get(self, request, customer, form=None, status=200):
        form = form or InviteForm(addresses=list(customer.emails.all()))
        return render(request, "portal/staff/invite.html", {"customer": customer, "form": form}, status=status)

    def post(self, request, customer):
        form = InviteForm(request.POST, addresses=list(customer.emails.all()))
        if not form.is_valid():
            return self.get(request, customer, form, status=422)
        helping.invite(customer, form.cleaned_data["address"], by=request.user, at=timezone.now())
        messages.success(request, _("The link is on its way."))
        return redirect(customer)


class LookPage(AboutCustomer):
    permission = "portal.see_as_customer"

    def get(self, request, customer):
        return render(request, "portal/staff/look.html", {"customer": customer})

    def post(self, request, customer):
        token = helping.look(customer, by=request.user, at=timezone.now())
        there = reverse("portal:come_in", args=[token])
        return redirect(f"{settings.PORTAL_ADDRESS}{there}" if settings.PORTAL_HOST else there)


class PeoplePage(AboutCustomer):
    permission = {"get": "portal.view_access", "post": "portal.change_access"}

    def get(self, request, customer):
        if not customer.is_organisation:
            raise Http404
        rows = [self._row(part) for part in _parts(request.user, customer)]
        return render(request, "portal/staff/people.html", {"customer": customer, "rows": rows})

    def _row(self, part: Affiliation) -> dict:
        access = getattr(part, "portal_access", None)
        given = set(access.sections) if access else set()
        choices = [(section.name, section.label, section.name in given) for section in mounting.fitting()]
        has_address = any(email.verified_at for email in part.person.emails.all())
        return {"part": part, "choices": choices, "has_address": has_address}

    def post(self, request, customer):
        key = request.POST.get("part", "")
        part = next((one for one in _parts(request.user, customer) if str(one.pk) == key), None)
        if part is None:
            raise Http404
        known = {section.name for section in mounting.fitting()}
        wanted = [name for name in request.POST.getlist("sections") if name in known]
        helping.give_access(part, wanted, by=request.user, at=timezone.now())
        messages.success(request, _("Saved."))
        return redirect("portal_staff:people", customer.pk)


def _parts(user, organisation: Customer) -> list[Affiliation]:
    """Its people of today whom `user` may see."""
    today = timezone.localdate()
    rows = Affiliation.objects.filter(organisation=organisation, person__in=Customer.objects.visible_to(user))
    rows = rows.select_related("person", "portal_access").prefetch_related("person__emails")
    return [part for part in rows if not part.is_over(today)]
