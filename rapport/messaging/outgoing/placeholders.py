"""Fields of a ready text that nobody filled in: "{customer}", "{{ order.number }}"."""

import re

FIELD = re.compile(r"\{\{?\s*([^\W\d][\w .\-]{0,39}?)\s*\}?\}")


def unfilled(*texts: str) -> list[str]:
    """The names of the fields left in `texts`, each once."""
    return list(dict.fromkeys(name for text in texts for name in FIELD.findall(text)))
