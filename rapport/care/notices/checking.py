"""What stands against a notice: a part that is missing, a date that has passed, words that hide or claim too much.

DOMAIN 8. `blocks` is what must be put right first; the rest is named, and whoever writes decides.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache

from babel import Locale
from babel.dates import get_month_names
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rapport.care.models import Certainty, Notice, NoticeKind, NoticeText
from rapport.care.notices.wording import PARTS, words
from rapport.messaging.outgoing.placeholders import unfilled

SCRIPTS = {"ka": ("\u10a0", "\u10ff"), "ta": ("\u0b80", "\u0bff"), "en": ("A", "\u024f"), "cs": ("A", "\u024f")}
ENOUGH = 6  # letters by which a script can be told
LABELS = {
    "happened": gettext_lazy("What happened"),
    "meaning": gettext_lazy("What it means for you"),
    "date": gettext_lazy("New date"),
    "doing": gettext_lazy("What we are doing"),
    "choices": gettext_lazy("Your choices, and what we give for the trouble"),
    "contact": gettext_lazy("Whom to reach"),
    "apology": gettext_lazy("Apology"),
}
WITHOUT_CAUSE = (NoticeKind.CHANGE, NoticeKind.CONTACT)  # which we decided ourselves


@dataclass(frozen=True)
class Finding:
    part: str  # one of `LABELS`, "subject", "certainty", "recipients", "text"
    message: str
    found: str = ""  # the words that were found
    blocks: bool = True
    language: str = ""

    @property
    def label(self) -> str:
        return str(LABELS.get(self.part, ""))


def findings(notice: Notice, texts: dict[str, NoticeText], needed: set[str], *, at: datetime) -> list[Finding]:
    """Everything that stands against sending `notice` in the languages `needed`. No query."""
    found = list(_of_the_notice(notice, at))
    for language in sorted(needed):
        text = texts.get(language)
        if text is None:
            found.append(Finding("subject", _("It is not written in this language yet."), language=language))
        else:
            found += of_text(text, notice, at=at)
    return found


def _of_the_notice(notice: Notice, at: datetime) -> Iterator[Finding]:
    if notice.new_on is None and notice.next_news_at is None:
        yield Finding("date", _("Name the new date, or until when they hear from you again."))
    today = timezone.localdate(at)
    if (last := notice.latest_on or notice.new_on) and last < today:
        yield Finding("date", _("The new date has passed. Name one that is still to come."))
    if notice.next_news_at and notice.next_news_at <= at:
        yield Finding("date", _("The moment of the next news has passed."))
    if notice.certainty == Certainty.UNKNOWN and notice.next_news_at is None:
        yield Finding("certainty", _("You do not know the cause yet: say until when they hear more."))
    if notice.contact_id is None or not (notice.contact_phone or notice.contact_email):
        yield Finding(
            "contact", _("Name somebody whom they can reach directly, with a phone number or an e-mail address.")
        )


def of_text(text: NoticeText, notice: Notice, *, at: datetime) -> list[Finding]:
    """What stands against the words in one language."""
    found = [*_missing(text), *_fields(text, notice)]
    for part in PARTS:
        said = getattr(text, part)
        found += [
            *_script(part, said, text.language),
            *_words(part, said, text.language),
            *_dates(part, said, text, at),
        ]
    found += [*_apology(text), *_certainty(text, notice)]
    return [Finding(one.part, one.message, one.found, one.blocks, text.language) for one in found]


def of_news(text: NoticeText, *, at: datetime) -> list[Finding]:
    """What stands against an update, or the word that it is solved."""
    found = [] if text.text.strip() else [Finding("text", _("Write what is new."))]
    found += [*_script("text", text.text, text.language), *_words("text", text.text, text.language)]
    found += [*_dates("text", text.text, text, at), *_conditional("text", text.text, text.language)]
    return [Finding(one.part, one.message, one.found, one.blocks, text.language) for one in found]


def _missing(text: NoticeText) -> Iterator[Finding]:
    if not text.subject.strip():
        yield Finding("subject", _("Give it a subject."))
    for part in PARTS:
        if not getattr(text, part).strip():
            yield Finding(part, _("This part is missing. A notice is not sent without it."))


def _fields(text: NoticeText, notice: Notice) -> Iterator[Finding]:
    allowed = {"order", "what", "promised"} if notice.affected.get("by") == "orders" else set()
    for part in ("subject", *PARTS):
        for name in unfilled(getattr(text, part)):
            if name not in allowed:
                yield Finding(part, _("Nobody filled in this field."), "{" + name + "}")


def _script(part: str, said: str, language: str) -> Iterator[Finding]:
    first, last = SCRIPTS[language]
    letters = [letter for letter in re.sub(r"\{[^}]*\}", "", said) if letter.isalpha()]
    own = sum(first <= letter <= last for letter in letters)
    if len(letters) >= ENOUGH and own * 4 < len(letters):  # names of things are often in other letters
        yield Finding(part, _("This does not look like the language in which they are written to."))


def _words(part: str, said: str, language: str) -> Iterator[Finding]:
    for found in _in(said, language, "weasel"):
        yield Finding(part, _("Says nothing that they could count on. Say what, and until when."), found, blocks=False)
    for found in _in(said, language, "hiding"):
        yield Finding(part, _("Hides who did it. Say who did what."), found, blocks=False)
    for found in _in(said, language, "hollow"):
        yield Finding(part, _("Worn words. Say what it truly means for them."), found, blocks=False)
    for found in _in(said, language, "blame"):
        yield Finding(part, _("Puts the blame on the customer."), found, blocks=False)


def _apology(text: NoticeText) -> Iterator[Finding]:
    for part in PARTS:
        yield from _conditional(part, getattr(text, part), text.language)
    for found in _in(text.apology, text.language, "excuse"):
        yield Finding("apology", _("An apology with an excuse is none. End the sentence before it."), found)


def _conditional(part: str, said: str, language: str) -> Iterator[Finding]:
    for found in _in(said, language, "condition"):
        yield Finding(part, _("An apology with a condition is none. Say for what you are sorry."), found)


def _certainty(text: NoticeText, notice: Notice) -> Iterator[Finding]:
    """The words must not claim more than is known."""
    said, language = text.happened, text.language
    if not said.strip() or notice.certainty == Certainty.CONFIRMED or notice.kind in WITHOUT_CAUSE:
        return
    if notice.certainty == Certainty.UNKNOWN:
        if not _in(said, language, "unknown"):
            yield Finding("happened", _("You do not know the cause yet. Say so."))
        for found in _in(said, language, "because"):
            yield Finding("happened", _("Names a cause that you do not know yet."), found)
    elif not _in(said, language, "perhaps"):
        yield Finding("happened", _("You only think that you know the cause. Say that you think so."))
    for part in PARTS:
        for found in _in(getattr(text, part), language, "sure"):
            yield Finding(part, _("Claims more than you know."), found)


def _dates(part: str, said: str, text: NoticeText, at: datetime) -> Iterator[Finding]:
    """What happened may lie behind; what we do and what they can do must not."""
    if part in ("happened", "apology"):
        return
    today = timezone.localdate(at)
    for found, day in dates_in(said, text.language, today):
        if day < today:
            yield Finding(part, _("This day has passed."), found, blocks=part == "choices")


def _in(said: str, language: str, kind: str) -> list[str]:
    """The words of that kind which `said` has, as they stand there."""
    return [match.group() for pattern in _patterns(language, kind) for match in pattern.finditer(said)]


@cache
def _patterns(language: str, kind: str) -> tuple[re.Pattern, ...]:
    return tuple(_pattern(language, phrase) for phrase in words(language)["lint"][kind])


def _pattern(language: str, phrase: str) -> re.Pattern:
    """Whole words, those with a star at their end by their beginning; Tamil endings grow on without a gap."""
    if phrase.startswith("re:"):
        return re.compile(rf"{phrase[3:]}(?!\w)", re.IGNORECASE)
    grows, bare = phrase.endswith("*"), re.escape(phrase.rstrip("*")).replace(r"\ ", r"\s+")
    if language == "ta":
        return re.compile(bare)
    end = r"\w*" if grows else (r"(?!\w)" if phrase.rstrip("*")[-1].isalnum() else "")
    return re.compile(rf"(?<!\w){bare}{end}", re.IGNORECASE)


def dates_in(said: str, language: str, today: date) -> Iterator[tuple[str, date]]:
    """The days that a text names, each with its words. One without a year is the nearest to `today`."""
    for match in re.finditer(r"(?<!\d)(\d{4})-(\d\d)-(\d\d)(?!\d)", said):
        yield from _day(match.group(), int(match[1]), int(match[2]), int(match[3]))
    if language in ("cs", "ka"):
        for match in re.finditer(r"(?<!\d)(\d{1,2})\.\s?(\d{1,2})\.(?:\s?(\d{4}))?", said):
            yield from _nearest(match.group(), int(match[2]), int(match[1]), match[3], today)
    for number, stems in _months(language).items():
        months = "|".join(stems)
        named = rf"(?<!\d)(\d{{1,2}})\.?\s+(?:{months})[^\s\d.,;:]*(?:,?\s+(\d{{4}}))?"
        for match in re.finditer(named, said, re.IGNORECASE):
            yield from _nearest(match.group(), number, int(match[1]), match[2], today)


@cache
def _months(language: str) -> dict[int, tuple[str, ...]]:
    """How the months begin, however they are inflected; the longer of two that begin alike first."""
    locale, found = Locale.parse(language), {}
    for number in range(12, 0, -1):
        names = {get_month_names("wide", form, locale)[number].casefold() for form in ("format", "stand-alone")}
        stems = {name if language in ("en", "ta") else name[:4] for name in names}
        found[number] = tuple(sorted(stems))
    if language == "cs":  # "června" is June, "července" July
        found[6], found[7] = ("červen(?!c)", "červn"), ("červenec", "července", "červenci")
    return found


def _nearest(said: str, month: int, day: int, year: str | None, today: date) -> Iterator[tuple[str, date]]:
    if year:
        yield from _day(said, int(year), month, day)
        return
    around = [found for y in (today.year - 1, today.year, today.year + 1) for _s, found in _day(said, y, month, day)]
    if around:
        yield said, min(around, key=lambda found: abs(found - today))


def _day(said: str, year: int, month: int, day: int) -> Iterator[tuple[str, date]]:
    try:
        yield said, date(year, month, day)
    except ValueError:
        return
