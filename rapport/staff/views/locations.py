from dataclasses import asdict

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from rapport.core.consequences import Consequence, Foreseen
from rapport.core.restoring import Restoration, offer_restoration, offer_undo_of_edit
from rapport.core.undo import Undo, as_it_was, mark, offer
from rapport.core.views import Page
from rapport.staff import actions
from rapport.staff.forms import LocationForm, SuccessorForm
from rapport.staff.holdings import held_by
from rapport.staff.models import Business, Location
from rapport.staff.outlooks import leaving
from rapport.staff.places import location_links, place_foreseers


class LocationsPage(Page):
    permission = "staff.view_location"

    def get(self, request):
        links = location_links.for_user(request.user)
        rows = [
            {"location": location, "links": [{"link": link, "url": link.url(location)} for link in links]}
            for location in Location.objects.all()
        ]
        context = {
            "open": [row for row in rows if not row["location"].closed_for_good_on],
            "closed": [row for row in rows if row["location"].closed_for_good_on],
        }
        return render(request, "staff/locations.html", context)


class NewLocationPage(Foreseen, Page):
    permission = "staff.add_location"
    template = "staff/location_form.html"

    def form(self, data=None):
        business = Business.objects.current()
        return LocationForm(data, initial={"country": business.country, "time_zone": business.time_zone})

    def foresee(self, form):
        return foreseen(lambda: actions.add_location(**form.cleaned_data))

    def save(self, form):
        location = actions.add_location(**form.cleaned_data)
        messages.success(self.request, _("%(name)s is open.") % {"name": location})
        return "staff:locations"


class EditLocationPage(Foreseen, Page):
    permission = "staff.change_location"
    template = "staff/location_form.html"

    def form(self, data=None, *, pk):
        return LocationForm(data, instance=get_object_or_404(Location, pk=pk))

    def context(self, form, *, pk):
        return {"location": get_object_or_404(Location, pk=pk)}

    def foresee(self, form, *, pk):
        return foreseen(lambda: actions.edit_location(Location.objects.get(pk=pk), **form.cleaned_data))

    def save(self, form, *, pk):
        location = get_object_or_404(Location, pk=pk)
        before = mark(location)
        location = actions.edit_location(location, **form.cleaned_data)
        said, url = _("%(name)s is changed.") % {"name": location}, reverse("staff:location_undo", args=[pk])
        offer_undo_of_edit(self.request, said, url, location, before)
        return "staff:locations"


class LocationUndo(Undo, Page):
    """The location as it was before it was edited; which one is the main location is chosen there."""

    permission = "staff.change_location"

    def undo(self, request, pk):
        location = get_object_or_404(Location, pk=pk)
        was = as_it_was(location, request.GET.get("step", ""))
        names = [name for name in LocationForm.Meta.fields if name != "is_main"]
        actions.edit_location(location, **{name: getattr(was, name) for name in names})
        return _("It is as it was.")

    def back(self, request, pk):
        return reverse("staff:location_edit", args=[pk])


class ClosingPage(Page):
    """Closing a branch for good; posting `off` opens it again."""

    permission = "staff.change_location"

    def get(self, request, pk, form=None, status=200):
        location = get_object_or_404(Location, pk=pk)
        if location.closed_for_good_on:
            return redirect("staff:location_edit", pk)
        if location.is_main:
            raise actions.LastLocation
        context = {
            "location": location,
            "form": form or SuccessorForm(others=others(location), nobody=_("Nowhere: they stay with this location")),
            "lines": leaving(held_by(location), _("to the location you choose")),
        }
        return render(request, "staff/location_closing.html", context, status=status)

    def post(self, request, pk):
        location = get_object_or_404(Location, pk=pk)
        again = reverse("staff:location_closing", args=[pk])
        if "off" in request.POST:
            actions.close_location(location, on=None)
            offer(request, _("%(name)s is open again.") % {"name": location}, again)
            return redirect("staff:locations")
        form = SuccessorForm(request.POST, others=others(location), nobody="")
        if not form.is_valid():
            return self.get(request, pk, form, status=422)
        to = form.cleaned_data["to"]
        moved = actions.close_location(location, on=timezone.localdate(), by=request.user, to=to)
        said = _("%(name)s is closed for good.") % {"name": location}
        if moved:
            url = reverse("staff:location_reopening")
            offer_restoration(request, said, url, key=str(pk), was=asdict(moved), became=closed_on(pk))
        else:
            offer(request, said, reverse("staff:location_opening", args=[pk]))
        return redirect("staff:locations")


class OpeningPage(Undo, Page):
    """The branch is open again."""

    permission = "staff.change_location"

    def undo(self, request, pk):
        location = get_object_or_404(Location, pk=pk)
        actions.close_location(location, on=None)
        return _("%(name)s is open again.") % {"name": location}

    def back(self, request, pk):
        return reverse("staff:locations")


class ReopeningPage(Restoration, Page):
    """A branch that was closed by mistake is open again, with the people and customers who were sent elsewhere."""

    permission = "staff.change_location"

    def state(self, key):
        return closed_on(key)

    def restore(self, key, was):
        actions.reopen_location(get_object_or_404(Location, pk=key), actions.Moved(**was), by=self.request.user)

    def back(self, request):
        return reverse("staff:locations")


def closed_on(pk) -> str | None:
    """The day since which it is closed for good."""
    day = get_object_or_404(Location, pk=pk).closed_for_good_on
    return day.isoformat() if day else None


def others(location: Location):
    return Location.objects.open().exclude(pk=location.pk)


def foreseen(act) -> list[Consequence]:
    """What upper slices say of a change to a location; a refusal says itself why not."""
    try:
        return [line for foreseer in place_foreseers for line in foreseer.foresee(act, timezone.now())]
    except actions.LastLocation as refusal:
        return [Consequence(str(refusal), "alert-triangle", "late")]
