"""What the business refuses about promises, and what to do instead."""

from django.utils.translation import gettext_lazy as _

from rapport.core.refusals import Refusal


class DueIsPast(Refusal):
    code = "promise_due_is_past"
    message = _("That moment has passed. Promise a day that is still to come.")


class AlreadySettled(Refusal):
    code = "promise_settled"
    message = _("This promise has already ended. Make a new one if something is still owed.")


class NeedsEvidence(Refusal):
    code = "promise_needs_evidence"
    message = _("Say what shows that it was done, or that the customer confirmed it.")


class NotYetDone(Refusal):
    code = "promise_not_yet_done"
    message = _("It cannot have been done in the future. Mark it kept once it is.")


class AlreadyLate(Refusal):
    code = "promise_is_late"
    message = _(
        "The promised time has passed, so this promise stays late. Tell the customer, and make a new promise for the "
        "day you are sure of."
    )


class ToldTooLate(Refusal):
    code = "promise_told_too_late"
    message = _("A date can only be moved by telling the customer before it has passed.")


class NotToldYet(Refusal):
    code = "promise_not_told_yet"
    message = _("Tell the customer first, then write down when you did.")


class NotATelling(Refusal):
    code = "promise_not_a_telling"
    message = _(
        "That line of the story does not show that this customer heard of it. Name the notice, the message, the call, "
        "or their own agreement."
    )


class TooOldToVoid(Refusal):
    code = "promise_too_old_to_void"
    message = _("A promise can be called a mistake within one hour only. Keep it, or ask the customer.")


class WasTold(Refusal):
    code = "promise_was_told"
    message = _("The customer knows of this promise, so it cannot be called a mistake. Keep it, or ask the customer.")


class NeedsSecondPerson(Refusal):
    code = "promise_needs_second_person"
    message = _("Someone other than the person who promised must say that it was a mistake.")


class WasMoved(Refusal):
    code = "promise_was_moved"
    message = _("The customer has a new date already. Look at the promise that stands now.")


class GivenUpByTime(Refusal):
    code = "promise_given_up_by_time"
    message = _("Nobody said a word about it for 30 days, so it stays broken. Make a new promise if it is still owed.")


class HandedOnSince(Refusal):
    code = "promise_handed_on_since"
    message = _("It has ended or is in other hands by now, so it was left there.")


class NobodyToHandTo(Refusal):
    code = "promise_owner_not_working_here"
    message = _("That person no longer works here. Choose someone else.")
