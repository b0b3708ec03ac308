"""Words that a provider approved, as people write them down in one field."""

BETWEEN = "---"


class Unfinished(ValueError):
    def __init__(self, line: str):
        super().__init__(line)
        self.line = line


def as_templates(text: str) -> list[dict[str, str]]:
    """Each with its name, language and words. Raises `Unfinished` with the line that is not understood."""
    found = []
    for block in _blocks(text):
        head, *words = block
        name, _space, language = head.strip().partition(" ")
        if not language or " " in language.strip() or not "".join(words).strip():
            raise Unfinished(head[:60])
        found.append({"name": name, "language": language.strip(), "text": "\n".join(words).strip()})
    return found


def as_text(templates: list[dict[str, str]]) -> str:
    return f"\n{BETWEEN}\n".join(f"{one['name']} {one['language']}\n{one['text']}" for one in templates)


def _blocks(text: str) -> list[list[str]]:
    blocks: list[list[str]] = [[]]
    for line in text.splitlines():
        if line.strip() == BETWEEN:
            blocks.append([])
        elif line.strip() or blocks[-1]:
            blocks[-1].append(line.rstrip())
    return [block for block in blocks if block]
