"""What Today shows of care: each part keeps its own."""

from rapport.care.cases import today  # noqa: F401
