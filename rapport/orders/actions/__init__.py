"""Verbs of orders: the only code that changes their rows."""

from rapport.orders.actions.contracts import amend, end, renew, renew_due, resume, sign
from rapport.orders.actions.dates import note_delay, promise_date, tell_delay
from rapport.orders.actions.kinds import add_kind, move_kind, order_kinds, rename_kind, retire_kind, return_kind
from rapport.orders.actions.placing import Line, change, place, track
from rapport.orders.actions.products import add_product, edit_product, say_availability
from rapport.orders.actions.stepping import cancel, take_back, take_step
from rapport.orders.actions.trials import hand_out, reopen, settle
from rapport.orders.actions.turning_back import dismiss_delay, reinstate, step_back
from rapport.orders.actions.wishes import end_wish, told_wish, wish

__all__ = [
    "Line",
    "add_kind",
    "add_product",
    "amend",
    "cancel",
    "change",
    "dismiss_delay",
    "edit_product",
    "end",
    "end_wish",
    "hand_out",
    "move_kind",
    "order_kinds",
    "note_delay",
    "place",
    "promise_date",
    "reinstate",
    "rename_kind",
    "renew",
    "renew_due",
    "reopen",
    "resume",
    "retire_kind",
    "return_kind",
    "say_availability",
    "settle",
    "sign",
    "step_back",
    "take_back",
    "take_step",
    "tell_delay",
    "told_wish",
    "track",
    "wish",
]
