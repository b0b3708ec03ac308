"""Why a notice did not reach somebody, beside the reasons of the door out."""

from django.utils.translation import gettext_lazy as _

from rapport.care.notices.sending import IN_PERSON, TOLD_ALREADY
from rapport.messaging.outgoing import reasons

OURS = {
    IN_PERSON: _("They are in mourning, or closed. Somebody should call."),
    TOLD_ALREADY: _("They know this date already."),
    "no_words": _("It was not written in their language."),
    "no_channel": _("There is no channel by which something could be sent."),
    "bounced": _("The message came back."),
    "failed": _("The message could not be sent."),
    "cancelled": _("The message was taken back."),
}


def sentence_of(name: str) -> str:
    return str(OURS[name]) if name in OURS else reasons.sentence_of(name)
