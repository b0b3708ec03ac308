"""What the business refuses about notices, and what to do instead."""

from django.utils.translation import gettext_lazy as _

from rapport.care.notices.whom import NobodyChosen
from rapport.core.refusals import Refusal

__all__ = [
    "AlreadyOut",
    "ChangedMeanwhile",
    "NobodyChosen",
    "NotAsked",
    "NotOutYet",
    "NotReady",
    "NotSolvedYet",
    "SecondPerson",
    "Solved",
    "ToldOtherwise",
]


class AlreadyOut(Refusal):
    code = "notice_already_out"
    message = _("This notice went out already. Write an update instead.")


class NotOutYet(Refusal):
    code = "notice_not_out_yet"
    message = _("This notice has not gone out yet.")


class NotReady(Refusal):
    code = "notice_not_ready"
    message = _("Something still stands against this notice. Put it right first; it is named beside each part.")


class SecondPerson(Refusal):
    code = "notice_needs_second_person"
    message = _("A notice to so many is looked at by a second person first, who may approve notices.")


class ChangedMeanwhile(Refusal):
    code = "changed_meanwhile"
    message = _("Someone changed this since you read it. Read it again, then send yours.")


class ToldOtherwise(Refusal):
    code = "notice_told_otherwise"
    message = _("They were told in another way meanwhile, or there is another notice about it.")


class NotSolvedYet(Refusal):
    code = "notice_not_solved_yet"
    message = _("We have not said yet that this is solved.")


class NotAsked(Refusal):
    code = "notice_question_held_back"
    message = _("Something stands against asking them.")


class Solved(Refusal):
    code = "notice_solved"
    message = _("You have said already that this is solved.")
