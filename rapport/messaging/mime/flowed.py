"""Text whose long lines were broken for old screens, made whole again (RFC 3676)."""


def unflow(text: str, without_space: bool = False) -> str:
    """`text` without its soft line breaks: a line that ends in a space goes on in the next of the same depth."""
    lines: list[list[str]] = []
    depth_before, flows = -1, False
    for line in text.split("\n"):
        content = line.lstrip(">")
        depth = len(line) - len(content)
        content = content.removeprefix(" ")
        if flows and depth == depth_before and content != "-- ":
            lines[-1].append(content)
        else:
            lines.append([">" * depth + " " if depth else "", content])
        flows = content.endswith(" ") and content != "-- " and bool(content.strip())
        if flows and without_space:
            lines[-1][-1] = content[:-1]
        depth_before = depth
    return "\n".join("".join(line) for line in lines)
