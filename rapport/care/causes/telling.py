"""Every verb of an action locks it, and tells the story where there is a customer to tell it of."""

from datetime import datetime

from rapport.care.models import Action, Case
from rapport.timeline.actions import record

WORDS = ("text", "evidence", "reason", "question")
WITH = ("case__customer", "case__location", "cause", "product", "owner", "promise")


def locked(action: Action) -> Action:
    """The action as it is now, ours until the transaction ends."""
    Action.objects.select_for_update().values_list("pk").get(pk=action.pk)
    return Action.objects.select_related(*WITH).get(pk=action.pk)


def tell(action: Action, verb: str, *, by, at: datetime, **facts) -> None:
    """Record `action.<verb>` on the timeline of the customer whose case it came of. What has no case has no story."""
    if action.case is None:
        return
    case = action.case
    told = {"action_id": str(action.pk), "action_kind": action.kind, "text": action.text, **facts}
    about = {"case_id": str(case.pk), "number": case.number, **discreet(case, told)}
    record(case, f"action.{verb}", by=by, at=at, location=case.location, **about)


def discreet(case: Case, facts: dict) -> dict:
    """`facts` as an entry may hold them: everybody reads the story, so of a confidential case it has no words."""
    return facts | {name: "" for name in WORDS if name in facts} if case.is_confidential else facts
