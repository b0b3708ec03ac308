"""Requests, complaints and notices for programs: each part keeps its own routes."""

from rapport.care.api import cases, complaints  # noqa: F401
from rapport.care.api import notices  # noqa: F401
