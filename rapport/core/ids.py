"""Ids: UUID version 7 (RFC 9562), so that new rows sit together in an index."""

from uuid import UUID

from uuid_utils.compat import uuid7

__all__ = ["is_id", "uuid7"]


def is_id(text: str) -> bool:
    """Whether it is written like a key of a row."""
    try:
        UUID(text)
    except ValueError:
        return False
    return True
