"""What whoever reads a message ought to know of how it came: that it may be forged, that something stayed behind."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rapport.core import formats
from rapport.messaging.models import ChannelKind, Message

STAYED_BEHIND = {  # by the name of the defect
    "too_large": gettext_lazy("The mail is very large: how it ends stands only in the mail as it came."),
    "text_too_long": gettext_lazy("The text goes on in the mail as it came."),
    "too_many_parts": gettext_lazy("The mail has very many parts: some of them are only in the mail as it came."),
    "too_deep": gettext_lazy("Mails lie in mails here: the innermost are only in the mail as it came."),
    "no_closing_boundary": gettext_lazy("The mail breaks off: something may be missing at its end."),
    "boundary_never_found": gettext_lazy("The mail is damaged: something may be missing."),
    "a file could not be fetched": gettext_lazy("A file came with it that could not be fetched."),
}
A_FILE = "file_too_large: "
METHODS = ("spf", "dkim", "dmarc")


@dataclass(frozen=True)
class Line:
    words: str
    icon: str
    tone: str = ""


def noticed(message: Message) -> list[Line]:
    """Asks nothing of the database."""
    if message.direction != Message.Direction.IN:
        return []
    found = []
    if message.authentication.get("dmarc") == "fail":
        words = _(
            "This may not come from %(sender)s: the mail server found no proof of it (DMARC). Say nothing personal "
            "before you have asked them in another way."
        )
        found.append(Line(words % {"sender": message.sender}, "alert-triangle", "late"))
    if message.away_until:
        found.append(Line(_("Away until %(day)s") % {"day": formats.day(message.away_until)}, "calendar"))
    return found + [Line(words, "info-circle", "risk") for words in _left_behind(message)]


def proofs(message: Message) -> str:
    """What our mail server found out about the sender: "SPF pass, DKIM pass"; "" where it said nothing."""
    said = message.authentication
    return ", ".join(f"{name.upper()} {said[name]}" for name in METHODS if name in said)


def has_bytes(message: Message) -> bool:
    """Whether it came as a mail, of which the bytes are kept."""
    return message.direction == Message.Direction.IN and message.channel.kind == ChannelKind.EMAIL


def _left_behind(message: Message) -> list[str]:
    found = []
    for defect in message.defects:
        if defect.startswith(A_FILE):
            told = {"name": defect.removeprefix(A_FILE)}
            found.append(_("“%(name)s” is too large: it is only in the mail as it came.") % told)
        elif defect in STAYED_BEHIND:
            found.append(str(STAYED_BEHIND[defect]))
    return list(dict.fromkeys(found))
