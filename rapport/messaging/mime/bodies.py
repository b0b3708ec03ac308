"""Which parts of a mail are its words, and which are files that came with it."""

from dataclasses import dataclass, field
from html import escape

from . import charsets, files, tnef
from .flowed import unflow
from .html import Cleaned
from .html import clean as clean_html
from .mail import MailFile
from .parts import Part

MAX_TEXT = 2 * 2**20  # characters of one text that are read; the rest stays in the raw mail
REPORTS = ("message/delivery-status", "message/feedback-report", "message/disposition-notification")
RELATED = ("multipart/related", "multipart/alternative")


@dataclass(frozen=True)
class Piece:
    """A stretch of the mail as plain text, as HTML, or as both."""

    text: str = ""
    html: Cleaned | None = None

    @property
    def words(self) -> str:
        return self.text if self.text.strip() or not self.html else self.html.text


@dataclass
class Body:
    text: str = ""
    html: str = ""
    files: list[MailFile] = field(default_factory=list)
    defects: list[str] = field(default_factory=list)

    @classmethod
    def read(cls, tree: Part, language: str, is_cut: bool = False) -> "Body":
        """`is_cut`: the mail goes on behind the limit, so the last file is not whole and is left out."""
        reader = _Reader(language, is_cut)
        pieces = reader.pieces(tree, "")
        body = cls(files=reader.files, defects=reader.defects)
        body.text = "\n\n".join(piece.words.strip("\n") for piece in pieces if piece.words.strip())
        if any(piece.html for piece in pieces):
            shown = [piece.html.safe if piece.html else _as_html(piece.text) for piece in pieces]
            body.html = "\n".join(filter(None, shown))
        return body


class _Reader:
    def __init__(self, language: str, is_cut: bool):
        self.language = language
        self.is_cut = is_cut
        self.files: list[MailFile] = []
        self.defects: list[str] = []
        self.has_words = False

    def pieces(self, part: Part, parent: str) -> list[Piece]:
        if not part.is_multipart:
            return self._leaf(part, parent)
        if part.content_type == "multipart/alternative":
            return self._best(part)
        return [piece for child in part.children for piece in self.pieces(child, part.content_type)]

    def _best(self, part: Part) -> list[Piece]:
        """The same in several forms: plain text from the first that has any, HTML from the last."""
        forms = [self.pieces(child, part.content_type) for child in part.children]
        plain = next((form for form in forms if any(piece.text.strip() and not piece.html for piece in form)), [])
        rich = next((form for form in reversed(forms) if any(piece.html for piece in form)), [])
        if not rich:
            return plain
        text = "\n\n".join(piece.text for piece in plain if piece.text)
        cleaned = [piece.html or Cleaned(_as_html(piece.text), piece.text) for piece in rich]
        whole = Cleaned("\n".join(one.safe for one in cleaned), "\n\n".join(one.text for one in cleaned))
        return [Piece("" if _is_a_stand_in(text, whole.text) else text, whole)]

    def _leaf(self, part: Part, parent: str) -> list[Piece]:
        kind = part.content_type
        if kind in REPORTS or kind == "text/rfc822-headers":
            return []
        if self._is_words(part, parent):
            return self._words(part)
        self._add_file(part, parent)
        return []

    def _is_words(self, part: Part, parent: str) -> bool:
        kind = part.content_type
        if part.disposition.value == "attachment" or not kind.startswith(("text/", "multipart/")):
            return False
        if kind in ("text/plain", "text/html") or kind.startswith("multipart/"):
            named = part.disposition.get("filename") or part.parameters.get("name")
            return not (named and self.has_words and parent not in RELATED)
        return kind in ("text/enriched", "text/richtext") and not self.has_words

    def _words(self, part: Part) -> list[Piece]:
        content = part.content()
        declared = part.parameters.get("charset")
        text, defect = charsets.decode(content, declared, self.language)
        text = charsets.storable(text)
        if defect:
            self.defects.append(defect)
        if len(text) > MAX_TEXT:
            text = text[:MAX_TEXT]
            self.defects.append("text_too_long")
        self.has_words = self.has_words or bool(text.strip())
        if part.content_type != "text/html" and part.content_type != "text/enriched":
            if part.parameters.get("format").lower() == "flowed":
                text = unflow(text, part.parameters.get("delsp").lower() == "yes")
            return [Piece(text=text)]
        cleaned = clean_html(text)
        if "utf-7" in declared.lower() or "utf7" in declared.lower():  # a known way around every filter
            self.defects.append("utf7")
            return [Piece(text=cleaned.text)]
        if cleaned.is_too_deep:
            self.defects.append("html_too_deep")
            return [Piece(text=cleaned.text)]
        return [Piece(html=cleaned)] if cleaned.text.strip() or "<img" in cleaned.safe else []

    def _add_file(self, part: Part, parent: str) -> None:
        related = parent == "multipart/related" and bool(part.content_id)
        is_inline = part.disposition.value == "inline" or related and part.disposition.value != "attachment"
        name = files.name_of(part, len(self.files) + 1)
        is_whole = not (self.is_cut and part.end == len(part.raw)) and part.size <= files.MAX_BYTES * 1.4
        content = part.content() if is_whole else None
        if content is None or len(content) > files.MAX_BYTES:
            self.defects.append(f"file_too_large: {name}")
            return
        file = files.a_file(name, part.content_type, content, part.content_id, is_inline)
        self.files.append(file)
        if file.name.lower() == "winmail.dat" or file.content_type in (
            "application/ms-tnef",
            "application/vnd.ms-tnef",
        ):
            self.files += [files.a_file(name, kind, content) for name, kind, content in tnef.attachments(file.content)]


def _is_a_stand_in(text: str, rich: str) -> bool:
    """ "Your mail program cannot show HTML" instead of the words themselves."""
    return len(text.strip()) < 200 and len(rich) > 5 * len(text.strip()) + 200


def _as_html(text: str) -> str:
    return f"<p>{escape(text.strip()).replace(chr(10), '<br>')}</p>" if text.strip() else ""
