"""On the page of a case: why it happened, what is done against it, and the eight disciplines where they are needed."""

from django.utils import timezone

from rapport.care.causes import eight, whys
from rapport.care.causes.tree import all_causes
from rapport.care.models import EightD
from rapport.core.registry import Panel, panels


def why(request, case) -> dict | None:
    """Two queries. Nothing on a case that is no complaint, unless somebody asked."""
    found = whys.in_reading_order(whys.tree(case.whys.select_related("by")))
    if not (found or case.is_complaint or case.cause_id):
        return None
    cause = all_causes().get(case.cause_id)
    return {"branches": found, "cause": cause, "has_root": any(branch.why.is_root for branch in found)}


def done(request, case) -> dict | None:
    """One query."""
    found = list(case.actions.select_related("owner", "promise").order_by("due_on", "made_at"))
    if not (found or case.is_complaint):
        return None
    return {"actions": found, "today": timezone.localdate()}


def report(request, case) -> dict | None:
    """Two queries."""
    because = eight.required_because(case)
    found = EightD.objects.filter(case=case).first()
    return {"because": because, "report": found} if because or found else None


MAIN, SIDE, SEE = "case.main", "case.side", "care.view_complaint"
panels.add(Panel("case_whys", MAIN, "care/causes/_whys.html", why, permission=SEE, order=60))
panels.add(Panel("case_actions", MAIN, "care/causes/_actions.html", done, permission="care.view_action", order=61))
panels.add(Panel("case_8d", SIDE, "care/causes/_eight.html", report, permission=SEE, order=60))
