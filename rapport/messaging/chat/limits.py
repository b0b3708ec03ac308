"""How often visitors of a chat may do something."""

from django.utils.translation import gettext_lazy as _

from rapport.core.refusals import Refusal
from rapport.messaging import counting
from rapport.messaging.counting import Limit, forget_old, hidden

__all__ = ["Limit", "TooOften", "count", "forget_old", "hidden"]

WORDS = (Limit("words", 12, 60), Limit("words-day", 300, 86_400))  # of one visitor
FILES = (Limit("files", 20, 3600),)  # of one visitor
ADDRESSES = (Limit("address", 5, 3600),)  # that one visitor leaves
ASKING = (Limit("asking", 240, 60),)  # of one visitor: state, typing
NEW = (Limit("new", 6, 600), Limit("new-day", 40, 86_400))  # visitors from one network address
OPENED = (Limit("opened", 120, 60),)  # frames from one network address
CONFIRMED = (Limit("confirming", 3, 86_400),)  # mails that ask one address whether it is theirs
OF_ALL = (Limit("all", 600, 3600),)  # new visitors of one chat


class TooOften(Refusal):
    code = "chat_too_often"
    message = _("This is more than a chat takes. Wait a little, and go on.")


def count(limits: tuple[Limit, ...], who: object) -> None:
    """One more. Raises `TooOften`; what is refused counts as well."""
    counting.count(limits, who, refusal=TooOften)
