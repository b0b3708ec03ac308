from dataclasses import dataclass
from uuid import UUID

from django import template

from rapport.core.palette.answers import steps, url_of

register = template.Library()
PATTERN = UUID(int=0)  # keys.js puts the key of a row in its place


@dataclass(frozen=True)
class WordKey:
    """A key that does something about the customer of a row or page; its address has `PATTERN` where they go."""

    key: str
    label: str
    url: str
    of: str
    in_dialog: bool


@register.simple_tag(takes_context=True)
def word_keys(context) -> list[WordKey]:
    """The words of the palette that have a key and are about something, as far as the reader may use them."""
    user = getattr(context.get("request"), "user", None)
    if user is None or not user.is_authenticated:
        return []
    words = [word for word in steps(user).values() if word.key]
    return [WordKey(word.key, str(word.label), url_of(word, PATTERN), word.about, word.in_dialog) for word in words]
