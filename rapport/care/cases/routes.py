"""Which department a new case goes to: the first rule that fits. An empty condition fits everything."""

from rapport.care.models import Case, Route
from rapport.core.addressee import base_language
from rapport.core.folding import search_key


def route_for(case: Case) -> Route | None:
    """The first rule in use that fits the unsaved `case`. One query."""
    rules = Route.objects.filter(is_active=True).select_related("team", "owner")
    return next((rule for rule in rules if fits(rule, case)), None)


def fits(rule: Route, case: Case) -> bool:
    return (
        (not rule.kinds or case.kind in rule.kinds)
        and (not rule.language or base_language(rule.language) == base_language(case.language))
        and (not rule.location_id or rule.location_id == case.location_id)
        and (not rule.category or _category(case) == search_key(rule.category))
        and (not rule.words or _has_one_of(rule.words, f"{case.subject} {case.words}"))
    )


def _category(case: Case) -> str:
    return search_key(case.product.category) if case.product else ""


def _has_one_of(words: str, text: str) -> bool:
    """Words are found where one begins with them, in any script: "return" finds "Returns", "გარანტია" its own."""
    told = f" {search_key(text)}"
    return any(f" {key}" in told for key in map(search_key, words.split(",")) if key)
