"""The words with which a notice begins: from the texts of its kind, filled from facts."""

from collections.abc import Mapping

from rapport.care.models import Certainty, Notice, NoticeKind
from rapport.care.notices.wording import cause_in, fill, words
from rapport.staff.models import Business


def written(
    notice: Notice, language: str, *, cause: str, facts: Mapping[str, str], business: Business
) -> dict[str, str]:
    """Subject and the five parts that are words. A field that no fact fills stays, and stands against sending."""
    texts = words(language)[notice.kind]
    known = dict(facts)
    if said := cause_in(cause, language, business):
        known["cause"] = said
    parts = {name: texts[name] for name in ("subject", "meaning", "doing", "choices", "apology")}
    parts["happened"] = _happened(texts, notice)
    if notice.kind == NoticeKind.UNAVAILABLE and facts.get("alternatives"):
        parts["choices"] = f"{texts['alternatives']} {parts['choices']}"
    return {name: fill(text, known) for name, text in parts.items()}


def solved(notice: Notice, language: str) -> dict[str, str]:
    """How the last message begins: that it is done."""
    facts = notice.affected.get("facts", {})
    texts = words(language)
    subject = fill(texts[notice.kind]["subject"], facts)
    return {
        "subject": fill(texts["lines"]["solved_subject"], {"subject": subject}),
        "text": fill(texts[notice.kind]["solved"], facts),
    }


def news(notice: Notice, language: str, subject: str) -> dict[str, str]:
    """How an update begins; what is new is written by a person."""
    return {"subject": fill(words(language)["lines"]["news_subject"], {"subject": subject}), "text": ""}


def _happened(texts: Mapping[str, str], notice: Notice) -> str:
    if notice.certainty == Certainty.UNKNOWN:
        has_passed = notice.promised_at and notice.promised_at <= notice.known_at
        return (has_passed and texts.get("happened_passed")) or texts.get("happened_unknown", "")
    if notice.certainty == Certainty.LIKELY:
        return texts.get("happened_likely", texts["happened"])
    return texts["happened"]
