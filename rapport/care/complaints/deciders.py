"""Who may decide about a complaint: nobody it is about, nobody whose decision was not accepted, then one further up."""

from django.db.models import Q

from rapport.care.cases.escalating import NobodyAbove
from rapport.care.complaints.stages import MOST_OBJECTIONS
from rapport.care.models import Complaint, Stage
from rapport.customers.models import Customer
from rapport.staff.models import User

__all__ = ["NobodyAbove", "above", "before", "next_name", "next_one"]

FEW = 5


def before(complaint: Complaint) -> list[User]:
    """Those whose answers of earlier rounds were not accepted."""
    steps = complaint.steps.filter(stage=Stage.RESPONDED, round__lt=complaint.round, done_by__isnull=False)
    return [step.done_by for step in steps.select_related("done_by").order_by("done_at")]


def above(complaint: Complaint, level: int) -> list[User]:
    """Who is told on that level: who leads the team; where nobody does, and from level 3 on, the managers."""
    lead = complaint.case.team.lead if complaint.case.team and complaint.case.team.lead_id else None
    if level < 3 and lead and _may(complaint, lead):
        return [lead]
    people = User.objects.working_here().filter(groups__name__in=("manager", "owner")).distinct()
    ordered = sorted(people, key=lambda person: (person.role != "manager", str(person)))
    return [person for person in ordered if _may(complaint, person)][:FEW]


def next_one(complaint: Complaint, *, but: User | None = None) -> User | None:
    """Who decides when the present answer is not accepted: the lead, then a manager; a different person each."""
    known = {person.pk for person in before(complaint)} | {but.pk if but else None}
    lead = above(complaint, 2)
    return next((person for person in (*lead, *above(complaint, 3)) if person.pk not in known), None)


def next_name(complaint: Complaint, by: User) -> str:
    """Whom an answer by `by` names for those who are not content; empty where nobody in the house is left."""
    person = next_one(complaint, but=by) if complaint.round <= MOST_OBJECTIONS else None
    return person.get_full_name() if person else ""


def possible(complaint: Complaint, *, but: User | None = None):
    """Colleagues who could decide now, for a choice."""
    known = [person.pk for person in before(complaint)] + [one.pk for one in (complaint.about, but) if one]
    return (
        User.objects.working_here().filter(~Q(pk__in=known), groups__name__in=("agent", "manager", "owner")).distinct()
    )


def _may(complaint: Complaint, person: User) -> bool:
    sees = Customer.objects.visible_to(person).filter(pk=complaint.case.customer_id).exists()
    return person.is_active and complaint.about_id != person.pk and sees
