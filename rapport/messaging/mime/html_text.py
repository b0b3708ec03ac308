"""HTML as a person would read it aloud: lines and paragraphs, lists, links with where they lead, quotes behind `>`."""

import re
from html import unescape

PARAGRAPHS = {"p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "dl", "table", "pre", "blockquote"}
LINES = {"div", "li", "tr", "dt", "dd", "address", "center", "caption"}
SPACE = re.compile(r"[ \t\n]+")
LONGEST_LINK = 500
DEEPEST_QUOTE = 20


class TextWriter:
    """Is told of tags and words in their order and collects lines."""

    def __init__(self, reply_head: str):
        self.reply_head = reply_head
        self.lines: list[str] = []
        self.line = ""
        self.quotes: list[bool] = []  # of each open blockquote: whether it is one of a mail
        self.pre = 0
        self.links: list[tuple[str, int]] = []
        self.lists: list[int] = []

    def words(self, words: str) -> None:
        if self.pre:
            *whole, last = words.split("\n")
            for line in whole:
                self.line += line
                self._end_line()
            self.line += last
            return
        words = SPACE.sub(" ", words)
        if words[:1] == " " and (not self.line or self.line[-1:] in " \t"):
            words = words[1:]
        self.line += words

    def open(self, tag: str, attributes: dict[str, str], is_quote: bool, is_reply_head: bool) -> None:
        if tag == "br":
            self._end_line()
        elif tag == "hr":
            self._new_line()
            self.line = "---"
            self._end_line()
        elif tag == "img":
            self.line += f"[{alt}]" if (alt := unescape(attributes.get("alt", "")).strip()) else ""
        elif tag == "a":
            self.links.append((attributes.get("href", ""), len(self.lines)))
        elif tag in PARAGRAPHS:
            self._paragraph()
        elif tag in LINES:
            self._new_line()
        elif tag in ("td", "th") and self.line.strip():
            self.line = self.line.rstrip() + "  "

        if tag == "blockquote":
            self.quotes.append(is_quote)
        elif tag == "pre":
            self.pre += 1
        elif tag in ("ol", "ul"):
            self.lists.append(0 if tag == "ol" else -1)
        elif tag == "li":
            self.line += self._bullet()
        if is_reply_head:
            self.line += self.reply_head

    def close(self, tag: str) -> None:
        if tag == "a" and self.links:
            self._end_link(*self.links.pop())
        elif tag == "blockquote":
            self._new_line()
            if self.quotes:
                self.quotes.pop()
            self._paragraph()
        elif tag in PARAGRAPHS:
            self._paragraph()
        elif tag in LINES:
            self._new_line()
        if tag == "pre":
            self.pre = max(0, self.pre - 1)
        elif tag in ("ol", "ul") and self.lists:
            self.lists.pop()

    def result(self) -> str:
        self._new_line()
        return re.sub(r"\n{3,}", "\n\n", "\n".join(self.lines)).strip("\n")

    @property
    def _prefix(self) -> str:
        depth = min(sum(self.quotes), DEEPEST_QUOTE)
        return ">" * depth + " " if depth else ""

    def _end_line(self) -> None:
        line = self.line.replace("\xa0", " ")
        if line.strip() != "--":  # the space behind tells a signature
            line = line.rstrip()
        self.lines.append((self._prefix + line).rstrip() if not line else self._prefix + line)
        self.line = ""

    def _new_line(self) -> None:
        if self.line.strip():
            self._end_line()
        self.line = ""

    def _paragraph(self) -> None:
        self._new_line()
        if self.lines and self.lines[-1].strip("> "):
            self.lines.append(self._prefix.rstrip())

    def _bullet(self) -> str:
        indent = "  " * (min(len(self.lists), 10) - 1)
        if self.lists and self.lists[-1] >= 0:
            self.lists[-1] += 1
            return f"{indent}{self.lists[-1]}. "
        return f"{indent}- "

    def _end_link(self, href: str, line: int) -> None:
        """Where it leads, unless the words say so already."""
        href = unescape(href)
        if not href.startswith(("http:", "https:")) or len(href) > LONGEST_LINK:
            return
        bare = re.sub(r"^https?://(www\.)?", "", href).rstrip("/")
        said = self.line if line == len(self.lines) else " ".join([*self.lines[line:], self.line])
        if bare and bare not in said:
            self.line = f"{self.line.rstrip()} <{href}>"
