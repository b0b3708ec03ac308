"""The steps of a complaint: which may follow which, and what each is owed by (ISO 10002:2018, DOMAIN 7.1). Asks no
database.

A stage names what was done last; what is being done stands in the open `ComplaintStep`. So while somebody looks into
a complaint its stage is `assessed` and the open step is `investigating`.
"""

from dataclasses import dataclass
from datetime import timedelta

from rapport.care.models.complaints import CLOSED, Severity, Stage

FORWARD = (
    Stage.RECEIVED,
    Stage.ACKNOWLEDGED,
    Stage.RESTATED,
    Stage.ASSESSED,
    Stage.INVESTIGATING,
    Stage.RESPONDED,
)
ENDS = (Stage.ACCEPTED, Stage.NOT_ACCEPTED, Stage.WITHDRAWN)

# What may come after a stage. `received` to `responded` is what is put right on the spot; an objection and a
# reopening lead back to `assessed`, that is: it is looked into again.
AFTER: dict[str, tuple[str, ...]] = {
    Stage.RECEIVED: (Stage.ACKNOWLEDGED, Stage.RESPONDED, Stage.WITHDRAWN),
    Stage.ACKNOWLEDGED: (Stage.RESTATED, Stage.WITHDRAWN),
    Stage.RESTATED: (Stage.RESTATED, Stage.ASSESSED, Stage.WITHDRAWN),
    Stage.ASSESSED: (Stage.RESTATED, Stage.INVESTIGATING, Stage.WITHDRAWN),
    Stage.INVESTIGATING: (Stage.RESTATED, Stage.RESPONDED, Stage.WITHDRAWN),
    Stage.RESPONDED: (Stage.ACCEPTED, Stage.NOT_ACCEPTED, Stage.ASSESSED, Stage.WITHDRAWN),
    Stage.ACCEPTED: (Stage.MONITORING, Stage.ASSESSED),
    Stage.NOT_ACCEPTED: (Stage.MONITORING, Stage.ASSESSED),
    Stage.WITHDRAWN: (Stage.ASSESSED,),
    Stage.MONITORING: (Stage.ASSESSED,),
}

MOST_OBJECTIONS = 2  # inside the house, a different person each; then the customer may turn outside
REOPENED_WITHIN = timedelta(days=60)
CONFIRMED_WITHIN_DAYS = 2  # business days; then silence counts as no answer
ASKED_AFTER = timedelta(days=3)  # the three questions, after closing
WATCHED_FOR = timedelta(days=90)
ANSWERED_WITHIN = timedelta(days=30)  # calendar days, whatever the holidays
THIRD_WITHIN = timedelta(days=180)
USED_UP_TO = 80  # per cent of a limit, when the next one up hears of it
MANAGER_WITHIN = timedelta(hours=1)


@dataclass(frozen=True)
class Limit:
    """The kind of promise that a step is, whose service level is its limit, and from when on it is owed."""

    kind: str
    begins_with: str  # the stage that, once done, opens it


LIMITS: dict[str, Limit] = {
    Stage.ACKNOWLEDGED: Limit("complaint", Stage.RECEIVED),
    Stage.RESPONDED: Limit("complaint_answer", Stage.RECEIVED),
    Stage.RESTATED: Limit("complaint_restate", Stage.ACKNOWLEDGED),
    Stage.ASSESSED: Limit("complaint_assess", Stage.RESTATED),
    Stage.INVESTIGATING: Limit("complaint_look", Stage.ASSESSED),
}
CRITICAL_KIND = "complaint_critical"

ON_THE_SPOT = ("", Severity.MINOR, Severity.MODERATE)  # how bad it may be to be settled in the first contact


def may_follow(stage: str, following: str) -> bool:
    return following in AFTER[stage]


def opened_by(stage: str) -> list[str]:
    """The steps that become owed once `stage` is done."""
    return [owed for owed, limit in LIMITS.items() if limit.begins_with == stage]


def is_reached(stage: str, wanted: str) -> bool:
    """Whether `wanted` lies behind a complaint that stands at `stage`."""
    if stage in CLOSED:
        return True
    return FORWARD.index(stage) >= FORWARD.index(wanted)
