"""What segments and lists know of care: each part keeps its own."""

from rapport.care.cases import fields  # noqa: F401
