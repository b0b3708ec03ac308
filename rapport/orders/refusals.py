"""What the business refuses about orders, and what to do instead."""

from django.utils.translation import gettext_lazy as _

from rapport.core.refusals import Refusal


class NothingOrdered(Refusal):
    code = "order_is_empty"
    message = _("An order needs at least one item.")


class TooMuch(Refusal):
    code = "order_is_too_much"
    message = _("This order comes to more than a business can. Look at the prices and at how many there are.")


class PriceMissing(Refusal):
    code = "order_price_missing"
    message = _("One item has no price in the currency of this order. Say what it costs.")


class NotForSale(Refusal):
    code = "product_not_for_sale"
    message = _("This product is not for sale on that day. Choose another, or put it on sale first.")


class OrderFinished(Refusal):
    code = "order_finished"
    message = _("This order is finished. Place a new one for anything else.")


class NotDelivered(Refusal):
    code = "order_not_delivered"
    message = _("Only what was delivered can come back. Cancel the order instead.")


class NoSuchStep(Refusal):
    code = "order_no_such_step"
    message = _("Orders take no such step any more. Choose another, or bring it back in the settings.")


class AnEndOfItsOwn(Refusal):
    code = "order_step_has_its_own_page"
    message = _("Cancelling and returning take a reason. Use the pages made for them.")


class StepInTheFuture(Refusal):
    code = "order_step_in_the_future"
    message = _("A step can't have been taken in the future.")


class AlreadyPromised(Refusal):
    code = "order_already_promised"
    message = _("A day is already promised. Tell the customer if it moves.")


class NothingPromised(Refusal):
    code = "order_nothing_promised"
    message = _("No day is promised for this order yet. Promise one first.")


class NumberTaken(Refusal):
    code = "order_number_taken"
    message = _("Another order has this number.")


class FurtherAlong(Refusal):
    code = "order_further_along"
    message = _("Only the latest step can be taken back. Look at the order as it stands now.")


class NotCancelled(Refusal):
    code = "order_not_cancelled"
    message = _("Only an order that was cancelled can be called on again.")


class SkuTaken(Refusal):
    code = "product_number_taken"
    message = _("Another product has this number.")


class StepStays(Refusal):
    code = "step_stays"
    message = _("Every order is placed, and may be delivered, cancelled or returned: these steps stay.")


class ContractOver(Refusal):
    code = "contract_over"
    message = _("This contract has ended. Sign a new one.")


class TrialSettled(Refusal):
    code = "trial_settled"
    message = _("It is already known what came of this trial.")


class CanBeHad(Refusal):
    code = "product_can_be_had"
    message = _("This product can be had now. There is nothing to wait for: take an order for it.")


class NeverComesAgain(Refusal):
    code = "product_never_comes_again"
    message = _("This product will not come again. Offer what there is instead.")


class NotItsOwnAlternative(Refusal):
    code = "product_not_its_own_alternative"
    message = _("A product cannot stand in for itself. Choose another.")
