"""How a case changes: its row, its step and the entry that tells of it, together. Two people at once are told so."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from rapport.care.models import Case, CaseStep
from rapport.core.refusals import Refusal
from rapport.timeline.actions import record

WITH = (
    *("customer", "owner", "team__lead", "order", "product", "conversation", "location"),
    *("answer", "update", "resolution"),
)


class ChangedMeanwhile(Refusal):
    code = "case_changed"
    message = _(
        "Somebody else changed this meanwhile. Look at how it stands now, then do it again if it is still right."
    )


class NotOpen(Refusal):
    code = "case_not_open"
    message = _("This is settled already. Reopen it first.")


class StillOpen(Refusal):
    code = "case_still_open"
    message = _("This is still open. Say first how it was solved.")


def locked(case: Case, *, seen: int | None = None) -> Case:
    """The case as it is now, ours until the transaction ends; what is joined to it is read after the wait.

    `seen` is the version that was looked at. Raises `ChangedMeanwhile` when it is another one by now.
    """
    Case.objects.select_for_update().values_list("pk").get(pk=case.pk)
    row = Case.objects.select_related(*WITH).defer("words_key", "found_by").get(pk=case.pk)  # nor are they saved
    if seen is not None and seen != row.version:
        raise ChangedMeanwhile
    return row


def locked_open(case: Case, *, seen: int | None = None) -> Case:
    row = locked(case, seen=seen)
    if not row.is_open:
        raise NotOpen
    return row


def step(
    case: Case,
    verb: str,
    *,
    at: datetime,
    by=None,
    by_customer: bool = False,
    state: str = "",
    note: str = "",
    channel: str = "",
    body: str = "",
    **facts: Any,
) -> CaseStep:
    """Save the locked `case` as it stands, in `state`, with the step and the entry `case.<verb>` that tell of it.

    `note` is among us; `body` is what was said to them, or by them. `facts` are ids, days and names of states.
    """
    case.state = state or case.state
    case.version += 1
    case.save()
    told = {"case_id": str(case.pk), "number": case.number, "case_kind": case.kind, **facts}
    told["subject"] = "" if case.is_confidential else case.subject  # everybody reads the story
    entry = record(
        case,
        f"case.{verb}",
        by=by,
        by_customer=by_customer,
        at=at,
        channel=channel,
        body="" if case.is_confidential else body,
        location=case.location,
        **told,
    )
    return CaseStep.objects.create(
        case=case,
        verb=verb,
        state=case.state,
        at=at,
        by=by,
        by_customer=by_customer,
        note=note,
        facts=facts,
        entry=entry,
    )
