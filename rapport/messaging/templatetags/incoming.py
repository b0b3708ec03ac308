"""How a message came, on the page of its conversation."""

from django import template

from rapport.messaging.incoming import noticed as of
from rapport.messaging.models import Message

register = template.Library()


@register.filter
def noticed(message: Message) -> list[of.Line]:
    return of.noticed(message)


@register.filter
def proofs(message: Message) -> str:
    return of.proofs(message)


@register.filter
def has_bytes(message: Message) -> bool:
    return of.has_bytes(message)
