"""The words with which a notice begins: from the texts of its kind, filled from facts."""

from collections.abc import Mapping
from copy import copy
from datetime import date

from rapport.care.models import Certainty, Notice, NoticeKind, NoticeText
from rapport.care.notices.wording import cause_in, fill, words
from rapport.core import formats
from rapport.staff.models import Business


def written(
    notice: Notice, language: str, *, cause: str, facts: Mapping[str, str], business: Business, several: bool = False
) -> dict[str, str]:
    """Subject and the five parts that are words. A field that no fact fills stays, and stands against sending.

    `several` says it for a customer with more than one order, where that is said otherwise.
    """
    texts = _texts(notice, language, several)
    known = dict(facts)
    if said := cause_in(cause, language, business):
        known["cause"] = said
    parts = {name: texts[name] for name in ("subject", "meaning", "doing", "choices", "apology")}
    parts["happened"] = _happened(texts, notice)
    if notice.kind == NoticeKind.UNAVAILABLE and facts.get("alternatives"):
        parts["choices"] = f"{texts['alternatives']} {parts['choices']}"
    return {name: fill(text, known) for name, text in parts.items()}


def solved(notice: Notice, language: str, *, on: date | None = None, several: bool = False) -> dict[str, str]:
    """How the last message begins: that it is done; by the new day, if `on` is no later than it."""
    facts, texts = dict(notice.affected.get("facts", {})), _texts(notice, language, several)
    subject, day = fill(texts["subject"], facts), notice.latest_on or notice.new_on
    in_time = on and day and on <= day and texts.get("solved_in_time")
    if in_time:
        facts["day"] = formats.month_day(day.month, day.day, day.year, language=language)
    return {
        "subject": fill(words(language)["lines"]["solved_subject"], {"subject": subject}),
        "text": fill(in_time or texts["solved"], facts),
    }


def news(notice: Notice, language: str, subject: str) -> dict[str, str]:
    """How an update begins; what is new is written by a person."""
    return {"subject": fill(words(language)["lines"]["news_subject"], {"subject": subject}), "text": ""}


def for_several(text: NoticeText, notice: Notice, business: Business) -> NoticeText:
    """`text` for a customer with several orders. What a person wrote stays as they wrote it."""
    found = copy(text)
    for one, many in zip(_ready(text, notice, business, False), _ready(text, notice, business, True), strict=True):
        for name, said in one.items():
            if getattr(text, name) == said:
                setattr(found, name, many[name])
    return found


def _ready(text: NoticeText, notice: Notice, business: Business, several: bool) -> list[dict[str, str]]:
    """Every way in which these words may have come from the texts."""
    told, language, day = notice.affected, text.language, notice.latest_on or notice.new_on
    ways = {"facts": told.get("facts", {}), "cause": told.get("cause", ""), "business": business, "several": several}
    begun = written(notice, language, **ways)
    if text.about == NoticeText.About.NOTICE:
        return [begun]
    if text.about == NoticeText.About.UPDATE:
        return [{"subject": news(notice, language, begun["subject"])["subject"]}]
    return [solved(notice, language, on=on, several=several) for on in (None, day)]


def _texts(notice: Notice, language: str, several: bool) -> dict[str, str]:
    found = words(language)
    return found[notice.kind] | (found.get(f"{notice.kind}_several", {}) if several else {})


def _happened(texts: Mapping[str, str], notice: Notice) -> str:
    if notice.certainty == Certainty.UNKNOWN:
        has_passed = notice.promised_at and notice.promised_at <= notice.known_at
        return (has_passed and texts.get("happened_passed")) or texts.get("happened_unknown", "")
    if notice.certainty == Certainty.LIKELY:
        return texts.get("happened_likely", texts["happened"])
    return texts["happened"]
