"""Saying back to a customer how we understood them, and asking whether that is right, in their language."""

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from rapport.core.addressee import base_language
from rapport.messaging.inbox.greeting import Opening
from rapport.staff.models import Business


def said_back(text: str, opening: Opening | None) -> str:
    """`text` between "this is how I understood you" and the question. What says so already stays as it is."""
    first, question = words_in(opening.language if opening else "")
    greeting, rest = _divided(text.strip(), opening)
    parts = [greeting, "" if first in rest else first, rest, "" if question in rest else question]
    return "\n\n".join(part for part in parts if part)


def words_in(language: str) -> tuple[str, str]:
    """How it begins and what it ends with, in `language` as far as we speak it."""
    spoken = base_language(language) if language else ""
    with translation.override(spoken if spoken in dict(settings.LANGUAGES) else Business.objects.current().language):
        return _("This is how I understood you:"), _("Is that right? If I misunderstood something, please tell me.")


def _divided(text: str, opening: Opening | None) -> tuple[str, str]:
    greeting = opening.greeting if opening else ""
    if greeting and text.startswith(greeting):
        return greeting, text[len(greeting) :].strip()
    return "", text
