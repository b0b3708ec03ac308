"""The HTML of a mail, made safe to show, and as plain text.

nh3 parses it as browsers do and leaves a short list of tags; one walk over what it writes gives both forms. Pictures
elsewhere are not loaded: their address waits in `data-remote-src`. Styles are left out, for pages here allow none.
"""

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from html import escape, unescape

import nh3

from .html_text import TextWriter

BLOCKS = set("address blockquote center dd div dl dt h1 h2 h3 h4 h5 h6 hr li ol p pre table tr ul".split())
INLINE = set("a abbr b big br cite code col del em font i img ins q s small span strong sub sup tt u wbr".split())
TABLE = set("caption colgroup tbody td tfoot th thead".split())
DROPPED = set("script style title iframe object embed svg math textarea select template noscript applet".split())
SIZES = {"align", "bgcolor", "width"}
ATTRIBUTES = {
    "*": {"dir", "lang", "title", "class", "id", "align", "style"},
    "a": {"href"},
    "img": {"src", "alt", "width", "height"},
    "table": SIZES | {"border", "cellpadding", "cellspacing"},
    "td": SIZES | {"colspan", "rowspan", "valign"},
    "th": SIZES | {"colspan", "rowspan", "valign"},
    "tr": SIZES,
    "font": {"color", "size"},
    "ol": {"start"},
    "blockquote": {"type"},
}
CLEANER = nh3.Cleaner(
    tags=BLOCKS | INLINE | TABLE,
    clean_content_tags=DROPPED,
    attributes=ATTRIBUTES,
    url_schemes={"http", "https", "mailto", "tel", "cid"},
    url_relative="deny",
    filter_style_properties={"display", "Display", "DISPLAY"},  # only to know what nobody is meant to see
    link_rel="noopener noreferrer nofollow",
)
TOKEN = re.compile(r'<(/?)([a-z0-9]+)((?: [\w:-]+="[^"]*")*)>|([^<]+)')
FOR_US_ONLY = {"class", "id", "type", "src", "style"}
ATTRIBUTE = re.compile(r' ([\w:-]+)="([^"]*)"')
EMBEDDED = re.compile(r"data:[^\"'\s<>)]{200,}")
QUOTES = re.compile(r"\b(gmail_quote|yahoo_quoted|protonmail_quote|moz-cite-prefix|zmail_extra)\b")
REPLY_HEADS = {"divrplyfwdmsg", "x_divrplyfwdmsg", "mail-editor-reference-message-container", "olk_src_body_section"}
HIDDEN = re.compile(r' style="[^"]*display:\s*none', re.IGNORECASE)
REPLY_HEAD = "\ue0f0"  # stands in the text where a mail program says, without words, that the older mail begins

LONGEST = 2**20
MAX_TAGS = 30_000
FEW_TAGS = 4000  # so few cannot be nested too deeply
MAX_DEPTH = 1000
OPENING = re.compile(r"<(/?)([a-zA-Z][\w:-]{0,30})")
VOID = {"br", "img", "hr", "meta", "link", "input", "col", "wbr", "area", "base"}
LONG_RUN = re.compile(r"[^<]{20000,}")


@dataclass(frozen=True)
class Cleaned:
    safe: str = ""
    text: str = ""
    is_too_deep: bool = False  # only the text could be had in reasonable time


def clean(html: str) -> Cleaned:
    html = EMBEDDED.sub("", html.replace(REPLY_HEAD, ""))
    if _is_too_heavy(html):
        return Cleaned("", unescape(re.sub(r"<[^<>]*>", " ", html)), is_too_deep=True)

    written: list[str] = []
    text = TextWriter(REPLY_HEAD)
    hidden = 0  # how deep we are in something that is not shown, such as the first words for a list of mails
    for match in TOKEN.finditer(CLEANER.clean(html)):
        closing, tag, attributes, words = match.groups()
        if hidden or attributes and HIDDEN.search(attributes):
            hidden += 0 if words is not None or tag in VOID else -1 if closing else 1
        elif words is not None:
            written.append(words)
            text.words(unescape(words))
        elif closing:
            written.append(f"</{tag}>")
            text.close(tag)
        else:
            found = dict(ATTRIBUTE.findall(attributes)) if attributes else {}
            is_quote = _is_quote(tag, found)
            is_head = found.get("id", "").lower() in REPLY_HEADS
            written.append(_safe_tag(tag, found, is_quote))
            text.open(tag, found, is_quote, is_head)
    return Cleaned("".join(written).strip(), text.result())


def with_pictures(html: str, inline: dict[str, str], remote: Callable[[str], str] | None = None) -> str:
    """`html` of a parsed mail with its pictures: `inline` knows where each Content-ID is served, `remote` makes the
    address under which a picture from elsewhere may be shown. Without them pictures stay away.
    """

    def picture(match: re.Match) -> str:
        attribute, value = match[1], unescape(match[2])
        if attribute == "src":
            url = inline.get(value.removeprefix("cid:"), "")
            return f' src="{escape(url)}"' if url else f' data-cid="{match[2]}"'
        return f' src="{escape(remote(value))}"' if remote else match[0]

    return re.sub(r'(?<=<img)((?: [\w:-]+="[^"]*")*)', lambda tag: PICTURE.sub(picture, tag[0]), html)


PICTURE = re.compile(r' (src|data-remote-src)="([^"]*)"')


def _safe_tag(tag: str, attributes: dict[str, str], is_quote: bool) -> str:
    kept = {name: value for name, value in attributes.items() if name not in FOR_US_ONLY}
    if tag == "img" and (source := attributes.get("src", "")):
        kept["src" if source.startswith("cid:") else "data-remote-src"] = source
    if tag == "a" and "href" in kept:
        kept["target"] = "_blank"
    if is_quote:
        kept["class"] = "mail-quote"
    written = "".join(f' {name}="{value}"' for name, value in kept.items())
    return f"<{tag}{written}>"


def _is_quote(tag: str, attributes: dict[str, str]) -> bool:
    if tag == "blockquote" and attributes.get("type") == "cite":
        return True
    return tag in ("div", "blockquote") and bool(QUOTES.search(attributes.get("class", "")))


def _is_too_heavy(html: str) -> bool:
    """Parsers take time that grows with the square of the depth, and of the signs in one stretch of text."""
    if len(html) > LONGEST or html.count("<") > MAX_TAGS:
        return True
    if any(run.count("&") + run.count("\xa0") > 5000 for run in LONG_RUN.findall(html)):
        return True
    if html.count("<") <= FEW_TAGS:
        return False
    depths: Counter[str] = Counter()
    for closing, tag in OPENING.findall(html):
        tag = tag.lower()
        if tag not in VOID:
            depths[tag] = max(0, depths[tag] + (-1 if closing else 1))
            if not closing and depths[tag] > MAX_DEPTH:
                return True
    return False
