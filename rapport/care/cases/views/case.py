"""The page of one case."""

from django.shortcuts import render
from django.utils import timezone
from django.utils.safestring import SafeString

from rapport.care.cases import finding, queries
from rapport.care.cases.views.base import AboutCase
from rapport.care.models import Case, Escalation
from rapport.core.parts import render_part
from rapport.core.registry import panels

State = Case.State
STATIONS = (State.NEW, State.UNDERSTOOD, State.IN_WORK, State.RESOLVED, State.CLOSED)
AT = {State.WAITING: State.IN_WORK, State.REOPENED: State.UNDERSTOOD}


class CasePage(AboutCase):
    permission = "care.view_case"

    def get(self, request, case):
        at = timezone.now()
        context = {
            "case": case,
            "now": at,
            "stations": [] if case.is_complaint else stations(case),
            "said": queries.said_in(case),
            "story": queries.story_of(case),
            "similar": finding.similar(case, request.user) if case.is_open else [],
            "told": told(case, request.user),
            "wrote_again": wrote_again(case),
            "may": request.user.has_perm("care.change_case"),
            "slots": {slot: parts(request, case, f"case.{slot}") for slot in ("top", "actions", "main", "side")},
        }
        return render(request, "care/cases/case.html", context)


def wrote_again(case: Case) -> bool:
    """They wrote after it was solved; what of a complaint is not accepted is said by its own steps."""
    said = case.conversation and case.conversation.last_in_at
    is_solved = case.state == State.RESOLVED and not case.is_complaint
    return bool(is_solved and said and case.resolved_at and said > case.resolved_at)


def told(case: Case, user) -> Escalation | None:
    """Why it was taken up to `user`; what a complaint goes up for, its own part of the page says."""
    rows = Escalation.objects.filter(case=case, to=user, seen_at=None)
    if case.is_complaint:
        rows = rows.filter(because__in=("late", "close", "not_reached"))
    return rows.first()


def stations(case: Case) -> list[dict]:
    """The way of a case that is no complaint, with where it is now."""
    now = STATIONS.index(AT.get(case.state, case.state))
    return [
        {"label": state.label, "is_done": i < now or case.state == State.CLOSED, "is_now": i == now}
        for i, state in enumerate(STATIONS)
    ]


def parts(request, case: Case, slot: str) -> list[SafeString]:
    """What other parts show in a slot of the page: "case.top", "case.actions", "case.main", "case.side"."""
    chosen = [panel for panel in panels.for_user(request.user) if panel.slot == slot]
    answers = [(panel, panel.query(request, case)) for panel in chosen]
    now = timezone.now()
    return [
        render_part(panel.template, {"case": case, "now": now, **answer}, request)
        for panel, answer in answers
        if answer is not None
    ]
