"""What other pages show of care: each part keeps its own."""

from rapport.care.cases import panels  # noqa: F401
