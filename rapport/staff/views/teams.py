from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from rapport.core.consequences import Foreseen
from rapport.core.restoring import Restoration, offer_restoration
from rapport.core.undo import offer
from rapport.core.views import Page
from rapport.staff import actions
from rapport.staff.forms import TeamForm
from rapport.staff.holdings import held_by
from rapport.staff.models import Team
from rapport.staff.outlooks import leaving, team_change


class TeamsPage(Page):
    permission = "staff.view_team"

    def get(self, request):
        return render(request, "staff/teams.html", {"teams": Team.objects.prefetch_related("people")})


class NewTeamPage(Foreseen, Page):
    permission = "staff.add_team"
    template = "staff/team_form.html"

    def form(self, data=None):
        return TeamForm(data)

    def foresee(self, form):
        return team_change(None, form.cleaned_data)

    def save(self, form):
        team = actions.add_team(**form.cleaned_data, by=self.request.user)
        said = _("%(name)s is a team now.") % {"name": team}
        offer(self.request, said, reverse("staff:team_removal", args=[team.pk]))
        return "staff:teams"


class EditTeamPage(Foreseen, Page):
    permission = "staff.change_team"
    template = "staff/team_form.html"

    def form(self, data=None, *, pk):
        return TeamForm(data, instance=get_object_or_404(Team, pk=pk))

    def context(self, form, *, pk):
        return {"team": get_object_or_404(Team, pk=pk)}

    def foresee(self, form, *, pk):
        return team_change(get_object_or_404(Team, pk=pk), form.cleaned_data)

    def save(self, form, *, pk):
        was = team_state(pk)
        by = self.request.user
        team = actions.change_team(get_object_or_404(Team, pk=pk), **form.cleaned_data, by=by)
        said = _("%(name)s is changed.") % {"name": team}
        url = reverse("staff:team_restoration")
        offer_restoration(self.request, said, url, key=str(pk), was=was, became=team_state(pk))
        return "staff:teams"


class TeamRemovalPage(Page):
    permission = "staff.change_team"

    def get(self, request, pk):
        team = get_object_or_404(Team, pk=pk)
        return render(request, "staff/team_removal.html", {"team": team, "lines": leaving(held_by(team), "")})

    def post(self, request, pk):
        team = get_object_or_404(Team, pk=pk)
        was = team_state(pk)
        was["removed"] = actions.remove_team(team, by=request.user)
        said = _("The team is gone; its people and customers stay.")
        url = reverse("staff:team_restoration")
        offer_restoration(request, said, url, key=str(pk), was=was, became=team_state(pk))
        return redirect("staff:teams")


class TeamRestoration(Restoration, Page):
    """A team as it was before it was changed or removed."""

    permission = "staff.change_team"

    def state(self, key):
        return team_state(key)

    def restore(self, key, was):
        team = Team.objects.filter(pk=key).first()
        people = list(TeamForm.everyone().filter(pk__in=was["people"]))
        as_it_was = {"name": was["name"], "people": people, "by": self.request.user}
        as_it_was["lead"] = TeamForm.everyone().filter(pk=was.get("lead")).first()
        if team:
            actions.change_team(team, **as_it_was)
        else:
            actions.bring_team_back(key, **as_it_was, removed=was.get("removed"))

    def back(self, request):
        return reverse("staff:teams")


def team_state(pk) -> dict | None:
    """A team's name and the ids of its people; None when it is gone."""
    team = Team.objects.filter(pk=pk).first()
    if team is None:
        return None
    people = team.people.order_by("pk").values_list("pk", flat=True)
    lead = team.lead_id and str(team.lead_id)
    return {"name": team.name, "lead": lead, "people": [str(person) for person in people]}
