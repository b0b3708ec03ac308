"""Colleagues named in a text, as in "@Petra Malá could you measure it?"."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe


def may_be_named() -> QuerySet:
    """Colleagues who can read what they are named in."""
    reading = Q(codename="view_entry", content_type__app_label="timeline")
    roles = Permission.objects.filter(reading, group__user=OuterRef("pk"))
    own = Permission.objects.filter(reading, user=OuterRef("pk"))
    people = get_user_model().objects.filter(is_active=True).exclude(name="")
    return people.filter(Q(is_superuser=True) | Exists(roles) | Exists(own))


def is_in_sight(customer, user: Any) -> bool:
    """Whether `user` may see `customer` at all; who may not is not told of them."""
    return type(customer)._default_manager.visible_to(user).filter(pk=customer.pk).exists()


def named_in(text: str, people: Iterable[Any]) -> list[Any]:
    """Those of `people` who stand in `text` after an @: by full name, or by a first name that only one of them has."""
    if "@" not in text:
        return []
    by_name = _names(people)
    found = {by_name[name].pk: by_name[name] for name in _hits(text, by_name)}
    return list(found.values())


def marked(text: str, people: Iterable[Any]) -> SafeString:
    """`text` as HTML with the names of `people` set off."""
    by_name = _names(people)
    html, end = [], 0
    for match in _matches(text, by_name):
        html += [escape(text[end : match.start()]), '<b class="mention">', escape(match.group()), "</b>"]
        end = match.end()
    html.append(escape(text[end:]))
    return mark_safe("".join(html))  # noqa: S308 - every part was escaped above


def _names(people: Iterable[Any]) -> dict[str, Any]:
    people = [p for p in people if p.name.strip()]
    first_names = Counter(_key(p.name.split()[0]) for p in people)
    names = {_key(p.name.split()[0]): p for p in people if first_names[_key(p.name.split()[0])] == 1}
    return names | {_key(p.name): p for p in people}


def _key(name: str) -> str:
    return " ".join(unicodedata.normalize("NFC", name).casefold().split())


def _hits(text: str, by_name: dict[str, Any]) -> list[str]:
    return [_key(match.group()[1:]) for match in _matches(text, by_name)]


def _matches(text: str, by_name: dict[str, Any]) -> list[re.Match]:
    if not by_name:
        return []
    longest_first = sorted(by_name, key=len, reverse=True)
    words = "|".join(r"\s+".join(re.escape(word) for word in name.split()) for name in longest_first)
    matches = re.finditer(rf"(?<!\w)@(?:{words})(?!\w)", unicodedata.normalize("NFC", text), re.IGNORECASE)
    return [m for m in matches if not _goes_on(m)]


def _goes_on(match: re.Match) -> bool:
    """A combining sign after the match belongs to a longer word: Tamil vowels are no `\\w`."""
    following = match.string[match.end() : match.end() + 1]
    return bool(following) and unicodedata.category(following).startswith("M")
