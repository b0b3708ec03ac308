"""What is done with notices."""

from rapport.care.notices.actions.approving import approve, ask_for_approval, send_out
from rapport.care.notices.actions.drafting import choose, draft, drop, edit, give_to, pick_up
from rapport.care.notices.actions.following import resolve, review, update
from rapport.care.notices.actions.speaking import can_be_written, choose_option, spoke

__all__ = [
    "approve",
    "ask_for_approval",
    "can_be_written",
    "choose",
    "choose_option",
    "draft",
    "drop",
    "edit",
    "give_to",
    "pick_up",
    "resolve",
    "review",
    "send_out",
    "spoke",
    "update",
]
