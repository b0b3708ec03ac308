"""Ids: UUID version 7 (RFC 9562), so that new rows sit together in an index."""

from uuid_utils.compat import uuid7

__all__ = ["uuid7"]
