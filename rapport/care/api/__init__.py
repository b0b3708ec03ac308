"""Requests, complaints and notices for programs: each part keeps its own routes."""

from rapport.care.api import (  # noqa: F401
    cases,
    complaints,
    notices,  # noqa: F401
)
