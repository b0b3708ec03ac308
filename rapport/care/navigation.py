"""Where one goes for requests; each part adds its own below."""

from rapport.care.cases import places  # noqa: F401
