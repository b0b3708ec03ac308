"""How a message to somebody begins and which words are ready: their greeting, in their language."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from rapport.core import formats
from rapport.core.prepared import prepared
from rapport.customers.naming import language_of, salutation
from rapport.messaging.models import CannedReply, ChannelKind, Conversation, Signature

LETTERS = frozenset({ChannelKind.EMAIL, ChannelKind.LETTER})


@dataclass(frozen=True)
class Opening:
    language: str
    greeting: str
    manner: str  # "Tamil, formal"
    is_wanted: bool  # whether the message begins with it by itself

    @property
    def text(self) -> str:
        return f"{self.greeting}\n\n" if self.is_wanted and self.greeting else ""


def opening(customer, *, channel_kind: str, conversation: Conversation | None = None) -> Opening:
    """In a chat one does not greet again and again on one day; a letter always begins with its greeting."""
    language = language_of(customer)
    said = salutation(customer, language)
    greeted = bool(conversation and conversation.last_out_at) and _is_today(conversation.last_out_at)
    wanted = channel_kind in LETTERS or not greeted
    return Opening(language, said, _manner(customer, language), wanted)


def _manner(customer, language: str) -> str:
    name = formats.language_name(language)
    if customer.is_organisation:
        return name
    if customer.address_style == customer.Style.FIRST_NAME:
        return _("%(language)s, by first name") % {"language": name}
    return _("%(language)s, formal") % {"language": name}


def _is_today(at) -> bool:
    return timezone.localtime(at).date() == timezone.localdate()


def ready_answers(user, language: str) -> QuerySet[CannedReply]:
    """Everybody's, those of the teams of `user`, and their own; in the language that is written first."""
    whose = Q(owner=None, team=None) | Q(owner=user) | Q(owner=None, team__in=user.teams.values("pk"))
    return CannedReply.objects.filter(whose, language__in={language, language.split("-")[0]})


def signature_of(user, language: str) -> str:
    """How they end their mails in that language, or in all others. One query."""
    languages = ("", language, language.split("-")[0])
    theirs = [row for row in _signatures(user.pk) if row.language in languages]
    return max(((len(row.language), row.text) for row in theirs), default=(0, ""))[1]


@prepared
def _signatures(user: UUID) -> QuerySet[Signature]:
    return Signature.objects.filter(user=user)
