"""The form in which a condition is put together, line by line: it keeps what is not complete yet."""

from rapport.segments.building.drafts import Box, Line, from_form, from_tree

__all__ = ["Box", "Line", "from_form", "from_tree"]
