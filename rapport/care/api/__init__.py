"""Requests, complaints, causes and notices for programs: each part keeps its own routes."""

from rapport.care.api import actions, cases, causes, complaints, notices  # noqa: F401
