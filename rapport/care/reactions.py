"""What care does about what happens elsewhere: one line per part, each keeps its own."""

from rapport.care.cases import hearing  # noqa: F401
