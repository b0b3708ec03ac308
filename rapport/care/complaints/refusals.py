"""What the business refuses about complaints, and what to do instead."""

from django.utils.translation import gettext_lazy as _

from rapport.core.refusals import Refusal


class NotAComplaint(Refusal):
    code = "not_a_complaint"
    message = _("This is no complaint. Make it one first.")


class NotNow(Refusal):
    """A step out of its turn: no step is skipped silently."""

    code = "complaint_step_out_of_turn"
    message = _("One step comes after the other. Do first what the row of steps shows as next.")


class IsClosed(Refusal):
    code = "complaint_closed"
    message = _("This complaint is closed. Reopen it first.")


class ComplainedAbout(Refusal):
    code = "complained_about"
    message = _("The complaint is about this person. Somebody else has to handle it.")


class WrittenBefore(Refusal):
    code = "complaint_same_person"
    message = _("They did not accept what this person decided. Somebody else has to decide now.")


class NotUnderstoodYet(Refusal):
    code = "restatement_missing"
    message = _("Say first what we understood, and let the customer confirm or correct it.")


class WaitsForThem(Refusal):
    code = "restatement_waits"
    message = _("The customer has not said yet whether we understood them. They have two business days for it.")


class WasCorrected(Refusal):
    code = "restatement_corrected"
    message = _("The customer corrected what we understood. Restate it once more before you answer.")


class AlreadyRestated(Refusal):
    code = "restated_already"
    message = _("They were asked already, and have not answered yet.")


class AnsweredOtherwise(Refusal):
    code = "restatement_answered"
    message = _("They answered this already. What they said stays as it is; write to us if something is missing.")


class NeedsSeverity(Refusal):
    code = "complaint_needs_severity"
    message = _("Say how bad it is.")


class NeedsContainment(Refusal):
    code = "complaint_needs_containment"
    message = _("Something critical is contained at once: say what was done so that nobody else is hurt.")


class TooBadForTheSpot(Refusal):
    code = "complaint_too_bad"
    message = _("Something this bad is looked into before it is answered.")


class AnsweredBefore(Refusal):
    code = "complaint_not_first_contact"
    message = _("Only what is settled with the first answer is settled on the spot. Take the steps one by one.")


class WordedBadly(Refusal):
    """`findings` say what and where."""

    code = "worded_badly"
    message = _("Write it otherwise: %(findings)s")

    def __init__(self, findings):
        self.findings = list(findings)
        super().__init__(str(self.message) % {"findings": " ".join(map(str, self.findings))})


class BuysSilence(WordedBadly):
    code = "remedy_conditional"


class NeedsRemedy(Refusal):
    code = "complaint_needs_remedy"
    message = _("Say what is given, or why nothing is.")


class WaitsForApproval(Refusal):
    code = "remedy_waits_for_approval"
    message = _("What is to be given waits for approval. Promise nothing before that.")


class NeedsDate(Refusal):
    code = "complaint_needs_date"
    message = _("Say by when it will be put right.")


class AnswerCameBack(Refusal):
    code = "complaint_answer_not_received"
    message = _("Our answer never reached them. Tell them in another way first.")


class NoRoundLeft(Refusal):
    code = "complaint_rounds_used"
    message = _("Two more people have decided already. Only somebody outside can now: name who.")


class RoundsLeft(Refusal):
    code = "complaint_rounds_left"
    message = _("Somebody else in the house can still decide. Offer that first, or note that they do not want it.")


class NoBodyNamed(Refusal):
    code = "complaint_no_body_named"
    message = _("Name who decides from outside, or say why nobody does.")


class TooLateToReopen(Refusal):
    code = "complaint_too_old"
    message = _("It was closed more than 60 days ago. Begin a new complaint that names this one.")


class NobodyElse(Refusal):
    code = "complaint_nobody_else"
    message = _("There is nobody else who could decide. Name a colleague who has not decided yet.")


class OverLimit(Refusal):
    code = "remedy_over_limit"
    message = _("This is more than you may approve. Somebody with a higher limit has to.")


class ApprovesOwn(Refusal):
    code = "remedy_own"
    message = _("You proposed this yourself. A second person has to approve it.")


class PaidTwice(Refusal):
    code = "remedy_paid_twice"
    message = _("With that they would get back more than the order cost: %(given)s of %(total)s stand already.")


class SameAgain(Refusal):
    code = "remedy_same_again"
    message = _("Exactly this was given for it already.")


class AnotherCurrency(Refusal):
    code = "remedy_currency"
    message = _("The order was in %(currency)s. Give back in the same currency.")


class NoReason(Refusal):
    code = "remedy_needs_reason"
    message = _("Say why.")


class NeedsAccount(Refusal):
    code = "remedy_needs_account"
    message = _("Say on which cost account it goes.")


class NoValue(Refusal):
    code = "remedy_without_value"
    message = _("Say how much.")


class RemedySettled(Refusal):
    code = "remedy_settled"
    message = _("This was decided already.")


class NotApproved(Refusal):
    code = "remedy_not_approved"
    message = _("Nobody has approved this yet.")


class NeedsEvidence(Refusal):
    code = "remedy_needs_evidence"
    message = _("Say how one can see that it was given: a number of a payment, a parcel, a photo.")


class AlreadyAnswered(Refusal):
    code = "fairness_answered"
    message = _("You have answered these questions already. Thank you.")


class AskedOtherHands(Refusal):
    code = "not_their_case"
    message = _("They don’t see this customer, so they could not handle it.")
