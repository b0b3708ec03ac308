from rapport.core.models.access import KeptAnswer, Token
from rapport.core.models.record import Record

__all__ = ["KeptAnswer", "Record", "Token"]
