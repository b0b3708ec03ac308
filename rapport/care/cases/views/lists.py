"""Lists of cases, and the board of a department."""

from uuid import UUID

from django.shortcuts import render
from django.utils import timezone

from rapport.care.cases import queries
from rapport.care.cases.queries import SHOWS
from rapport.care.models import CaseKind
from rapport.core.views import Page
from rapport.staff.models import Team


class CaseList(Page):
    permission = "care.view_case"

    def get(self, request):
        show = SHOWS.get(request.GET.get("show", ""), SHOWS["mine"])
        kind = request.GET.get("kind", "")
        text = request.GET.get("q", "").strip()[:200]
        team, teams = chosen_team(request)
        at = timezone.now()
        found = queries.listed(
            request.user, show, at=at, text=text, kind=kind if kind in CaseKind.values else "", team=team,
            after=request.GET.get("after"),
        )  # fmt: skip
        context = {
            "page": found, "show": show, "shows": SHOWS.values(), "kinds": CaseKind.choices, "kind": kind, "q": text,
            "teams": teams, "team": team, "now": at,
        }  # fmt: skip
        return render(request, "care/cases/list.html", context)


class Board(Page):
    """The cases of a department, from new to solved."""

    permission = "care.view_case"

    def get(self, request):
        at = timezone.now()
        team, teams = chosen_team(request)
        mine = request.GET.get("whose") == "mine"
        context = {
            "lanes": queries.board(request.user, at=at, team=team, mine=mine), "teams": teams, "team": team,
            "mine": mine, "now": at, "may": request.user.has_perm("care.change_case"),
            "here": request.get_full_path(),
        }  # fmt: skip
        return render(request, "care/cases/board.html", context)


def chosen_team(request) -> tuple[Team | None, list[Team]]:
    """The team in the address, and all of them. One query."""
    teams = list(Team.objects.all())
    try:
        key = UUID(request.GET.get("team", ""))
    except ValueError:
        return None, teams
    return next((team for team in teams if team.pk == key), None), teams
