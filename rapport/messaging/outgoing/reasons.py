"""Why a message is held back or was not sent: a stable name, a sentence, and whether a person may still send it."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from rapport.core.registry import Registry


@dataclass(frozen=True)
class Reason:
    name: str
    sentence: str
    may_be_overridden: bool = False  # by who has messaging.override_refusal, saying why


reasons: Registry[Reason] = Registry()


def _add(name: str, sentence: str, may_be_overridden: bool = False) -> None:
    reasons.add(Reason(name, sentence, may_be_overridden))


_add("erased", _("This customer is forgotten. Nothing is sent to them."))
_add("restricted", _("What is known of this customer is not to be used for now."))
_add("no_consent", _("They have not agreed to be written to for this purpose."))
_add("consent_withdrawn", _("They took back that they agreed to be written to for this purpose."))
_add("unsubscribed", _("They unsubscribed from what we send to this address."))
_add("spam_report", _("They called a message from us spam. Nothing but answers and service goes to this address."))
_add("bounced", _("Messages to this address came back."), True)
_add("by_hand", _("Somebody here decided that nothing is sent to this address."))
_add("never_by_channel", _("They asked not to be reached this way."), True)
_add("held", _("They are not to be written to for now."), True)
_add("budget", _("They were written to often enough for now."), True)
_add("placeholder", _("A field in the text was not filled in."), True)
_add("no_address", _("No address is known by which they could be reached this way."))
_add("no_adapter", _("This channel cannot send messages."))
_add("refused_there", _("The other side did not take the message."))
_add("gave_up", _("We tried for a long time and could not reach the other side."))
_add("our_mistake", _("Rapport could not write it down as a mail. Tell whoever looks after Rapport."))
_add("unclear", _("The connection broke at the very end. It may have been sent."))
_add("interrupted", _("Rapport was interrupted while it was sent. It may have been sent."))


def sentence_of(name: str) -> str:
    found = reasons.find(name)
    return str(found.sentence) if found else name


def may_be_overridden(name: str) -> bool:
    found = reasons.find(name)
    return bool(found and found.may_be_overridden)
