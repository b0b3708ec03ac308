"""What complaints show on the page of a case."""

from django.utils import timezone

from rapport.care.complaints import limits, queries, stages
from rapport.care.models import CLOSED, Escalation, Remedy, Restatement, Stage
from rapport.core.registry import Panel, panels

NEXT = {  # what the page offers first: the address, and what its button says, by the stage that was reached
    Stage.RECEIVED: "complaint_acknowledging",
    Stage.ACKNOWLEDGED: "complaint_restating",
    Stage.RESTATED: "complaint_weighing",
    Stage.ASSESSED: "complaint_investigating",
    Stage.INVESTIGATING: "complaint_answering",
    Stage.RESPONDED: "complaint_accepting",
}


def way(request, case) -> dict | None:
    if not _is(case):
        return None
    told = Escalation.objects.filter(case=case, to=request.user, seen_at=None).exclude(
        because__in=("late", "close", "not_reached")
    )
    return {
        "stations": queries.way(case.complaint, case),
        "reasons": list(dict.fromkeys(told.values_list("because", flat=True))),
    }


def doings(request, case) -> dict | None:
    if not _is(case):
        return None
    stage = case.complaint.stage
    return {
        "complaint": case.complaint,
        "stage": stage,
        "next": NEXT.get(stage, ""),
        "is_closed": stage in CLOSED,
        "is_answered": stage == Stage.RESPONDED,
        "may_object": stage == Stage.RESPONDED and case.complaint.round <= stages.MOST_OBJECTIONS,
        "may_restate_again": stage in (Stage.ASSESSED, Stage.INVESTIGATING),
    }


def said(request, case) -> dict | None:
    """What we understood, what was found out, what was decided; two queries."""
    if not _is(case):
        return None
    restatements = list(Restatement.objects.filter(case=case).select_related("by").order_by("-at"))
    return {
        "complaint": case.complaint,
        "restated": restatements[0] if restatements else None,
        "earlier": restatements[1:],
        "findings": queries.findings(case.complaint),
    }


def given(request, case) -> dict | None:
    if not _is(case):
        return None
    remedies = queries.ledger(case)
    limit = limits.limit_of(request.user)
    return {
        "complaint": case.complaint,
        "remedies": remedies,
        "cost": queries.cost(remedies),
        "limit": limit,
        "standing": [one for one in remedies if one.state not in (Remedy.State.REFUSED, Remedy.State.TAKEN_BACK)],
        "may_add": not case.complaint.is_closed,
    }


def weighed(request, case) -> dict | None:
    if not _is(case):
        return None
    fairness = getattr(case, "fairness", None)
    return {"complaint": case.complaint, "fairness": fairness, "alike": queries.alike(case, timezone.now())}


def _is(case) -> bool:
    return case.is_complaint and hasattr(case, "complaint")


def _panel(name: str, slot: str, query, order: int, permission: str = "care.view_complaint") -> None:
    template = f"care/complaints/panels/{name}.html"
    panels.add(
        Panel(
            f"complaint_{name}", slot=f"case.{slot}", template=template, query=query, permission=permission, order=order
        )
    )


_panel("way", "top", way, 10)
_panel("doings", "actions", doings, 10, permission="care.change_complaint")
_panel("said", "main", said, 10)
_panel("given", "side", given, 10, permission="care.view_remedy")
_panel("weighed", "side", weighed, 20)
