"""Conversations, messages and channels for programs."""

from rapport.messaging.api import calls, channels, conversations, messages  # noqa: F401 - their routes are registered
