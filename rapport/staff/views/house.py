from django.contrib import messages
from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from rapport.core.registry import settings_pages
from rapport.core.views import Page, PublicPage
from rapport.staff import actions
from rapport.staff.forms import BusinessForm, LocationForm, TeamForm
from rapport.staff.models import Business, Location, Team
from rapport.staff.places import location_links


class SettingsPage(Page):
    permission = "staff.view_business"

    def get(self, request):
        pages = [{"page": page, "url": reverse(page.url_name)} for page in settings_pages.for_user(request.user)]
        return render(request, "staff/settings.html", {"pages": pages})


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
        actions.change_business(**said)
        if logo or without_logo:
            actions.set_logo(logo)
        messages.success(request, _("Saved."))
        return redirect("staff:business")


class LogoView(PublicPage):
    """The logo stands on the sign-in page too, so everyone may see it."""

    def get(self, request):
        logo = Business.objects.current().logo
        if not logo:
            raise Http404
        response = FileResponse(logo.open(), content_type="image/png", headers={"X-Content-Type-Options": "nosniff"})
        response["Cache-Control"] = "public, max-age=3600"
        return response


class LocationsPage(Page):
    permission = "staff.view_location"

    def get(self, request):
        links = location_links.for_user(request.user)
        locations = [
            {"location": location, "links": [{"link": link, "url": link.url(location)} for link in links]}
            for location in Location.objects.all()
        ]
        return render(request, "staff/locations.html", {"locations": locations})


class NewLocationPage(Page):
    permission = "staff.add_location"

    def get(self, request, form=None, status=200):
        business = Business.objects.current()
        initial = {"country": business.country, "time_zone": business.time_zone}
        context = {"form": form or LocationForm(initial=initial)}
        return render(request, "staff/location_form.html", context, status=status)

    def post(self, request):
        form = LocationForm(request.POST)
        if not form.is_valid():
            return self.get(request, form, status=422)
        actions.add_location(**form.cleaned_data)
        messages.success(request, _("Saved."))
        return redirect("staff:locations")


class EditLocationPage(Page):
    permission = "staff.change_location"

    def get(self, request, pk, form=None, status=200):
        location = get_object_or_404(Location, pk=pk)
        context = {"form": form or LocationForm(instance=location), "location": location}
        return render(request, "staff/location_form.html", context, status=status)

    def post(self, request, pk):
        form = LocationForm(request.POST, instance=get_object_or_404(Location, pk=pk))
        if not form.is_valid():
            return self.get(request, pk, form, status=422)
        actions.edit_location(get_object_or_404(Location, pk=pk), **form.cleaned_data)
        messages.success(request, _("Saved."))
        return redirect("staff:locations")


class ClosingPage(Page):
    """Closing a branch for good; posting `off` opens it again."""

    permission = "staff.change_location"

    def get(self, request, pk):
        return redirect("staff:location_edit", pk)

    def post(self, request, pk):
        location = get_object_or_404(Location, pk=pk)
        actions.close_location(location, on=None if "off" in request.POST else timezone.localdate())
        messages.success(request, _("Saved."))
        return redirect("staff:locations")


class TeamsPage(Page):
    permission = "staff.view_team"

    def get(self, request):
        return render(request, "staff/teams.html", {"teams": Team.objects.prefetch_related("people")})


class NewTeamPage(Page):
    permission = "staff.add_team"

    def get(self, request, form=None, status=200):
        return render(request, "staff/team_form.html", {"form": form or TeamForm()}, status=status)

    def post(self, request):
        form = TeamForm(request.POST)
        if not form.is_valid():
            return self.get(request, form, status=422)
        actions.add_team(**form.cleaned_data)
        messages.success(request, _("Saved."))
        return redirect("staff:teams")


class EditTeamPage(Page):
    permission = "staff.change_team"

    def get(self, request, pk, form=None, status=200):
        team = get_object_or_404(Team, pk=pk)
        context = {"form": form or TeamForm(instance=team), "team": team}
        return render(request, "staff/team_form.html", context, status=status)

    def post(self, request, pk):
        form = TeamForm(request.POST, instance=get_object_or_404(Team, pk=pk))
        if not form.is_valid():
            return self.get(request, pk, form, status=422)
        actions.rename_team(get_object_or_404(Team, pk=pk), form.cleaned_data["name"])
        messages.success(request, _("Saved."))
        return redirect("staff:teams")


class TeamRemovalPage(Page):
    permission = "staff.change_team"

    def get(self, request, pk):
        return redirect("staff:team_edit", pk)

    def post(self, request, pk):
        actions.remove_team(get_object_or_404(Team, pk=pk))
        messages.success(request, _("The team is gone; its people and customers stay."))
        return redirect("staff:teams")


def _business() -> Business:
    """Another copy than the remembered one: a form changes its instance before it is known to be valid."""
    return Business.objects.first() or Business()
