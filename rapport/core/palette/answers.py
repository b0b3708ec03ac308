"""What the palette offers for what was typed: things that were found, things to do, places to go."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _

from rapport.core.folding import search_key
from rapport.core.names import clean
from rapport.core.registry import (
    PaletteItem,
    PaletteSource,
    PaletteWord,
    navigation,
    palette_sources,
    palette_words,
    settings_pages,
)

EACH = 6  # things of one kind; a person types another letter rather than read further
IN_STEP = 10  # when it is only asked which customer
WORDS = 7
LONGEST = 200
LEAST_FOR_DEEDS = 3  # letters, before what can be done for the one who was found is offered too


@dataclass(frozen=True)
class Offer:
    """One line of the palette."""

    item: PaletteItem
    word: str = ""  # name of the word, to be remembered as used
    step: bool = False  # choosing it asks for the second part
    in_dialog: bool = False
    key: str = ""


@dataclass(frozen=True)
class Group:
    name: str
    label: str
    offers: list[Offer]

    @property
    def is_sure(self) -> bool:
        return any(offer.item.is_sure for offer in self.offers)


@dataclass(frozen=True)
class Answer:
    """`word` is the first step, when one was taken: only what it can be done about is listed."""

    groups: list[Group]
    word: PaletteWord | None = None

    @property
    def count(self) -> int:
        return sum(len(group.offers) for group in self.groups)


def answer(user, text: str, *, step: str = "", used: Iterable[str] = ()) -> Answer:
    """The best for `text`, surest first. `used` names the words this person took lately, latest first.

    At most the queries of every source that the reader may see.
    """
    text = clean(text)[:LONGEST]
    if step and (word := steps(user).get(step)):
        return Answer(_which(user, word, text), word)
    return Answer(_for_text(user, text) if text else _lately(user, list(used)))


def _for_text(user, text: str) -> list[Group]:
    found = [_found(source, source.find(user, text, EACH)) for source in palette_sources.for_user(user)]
    words = sorted((word for word in all_words(user) if _fits(word, text)), key=lambda word: not _names(word, text))
    meant = [word for word in words if _names(word, text)]
    by_words = _word_groups(words[:WORDS])
    groups = [*by_words, *filter(None, found)] if meant else [*filter(None, found), *by_words]
    groups.sort(key=lambda group: not group.is_sure)  # stable: what is merely alike comes last
    if groups and len(search_key(text)) >= LEAST_FOR_DEEDS:
        groups[1:1] = _deeds_for(user, groups[0])
    return groups


def _lately(user, used: list[str]) -> list[Group]:
    """Before anything is typed: whom one had in hand, what one did last, what one can do."""
    groups = []
    for source in palette_sources.for_user(user):
        if source.recent and (items := source.recent(user, EACH)):
            groups.append(Group(f"recent-{source.name}", str(_("Lately")), [Offer(item) for item in items]))
    words = all_words(user)
    by_name = {word.name: word for word in words}
    again = [by_name[name] for name in dict.fromkeys(used) if name in by_name][:EACH]
    if again:
        groups.append(Group("again", str(_("Again")), [_offer(word) for word in again]))
    rest = [word for word in words if word not in again]
    return groups + _word_groups(rest)


def _which(user, word: PaletteWord, text: str) -> list[Group]:
    source = palette_sources[word.about]
    items = source.find(user, text, IN_STEP) if text else source.recent(user, IN_STEP) if source.recent else []
    aimed = [replace(item, url=url_of(word, item.subject.pk)) for item in items]
    return [_found(source, aimed, word)] if aimed else []


def _deeds_for(user, first: Group) -> list[Group]:
    """What can be done for the customer who was found first, when that one is surely meant."""
    best = first.offers[0].item
    words = [word for word in steps(user).values() if word.about == first.name]
    if not (words and best.is_sure and best.subject is not None):
        return []
    offers = [
        Offer(
            PaletteItem(
                str(word.label), url_of(word, best.subject.pk), word.icon, note=best.label, note_lang=best.lang
            ),
            word.name,
            in_dialog=word.in_dialog,
        )
        for word in words
    ]
    return [Group(f"do-{first.name}", str(_("Do")), offers)]


def all_words(user) -> list[PaletteWord]:
    """Every word this person's role may use: those of the slices, and the places and settings as pages."""
    places = [
        PaletteWord(f"go.{item.name}", item.label, item.icon, item.url_name, order=item.order, is_page=True,
                    key=f"g {item.key}" if item.key else "")
        for item in navigation.for_user(user)
    ]  # fmt: skip
    pages = [
        PaletteWord(f"settings.{page.name}", page.label, page.icon, page.url_name, also=page.hint, is_page=True)
        for page in settings_pages.for_user(user)
    ]
    words = _own_words(user)
    by_address = {(word.about, word.url_name, word.query): word for word in reversed([*words, *places, *pages])}
    return [word for word in reversed(by_address.values()) if _exists(word)]


def steps(user) -> dict[str, PaletteWord]:
    """The words that ask about whom, by name."""
    return {word.name: word for word in _own_words(user) if word.about}


def _own_words(user) -> list[PaletteWord]:
    """The words of the slices that `user` may use; one about something only when they may look for that."""
    sources = {source.name for source in palette_sources.for_user(user)}
    return [word for word in palette_words.for_user(user) if not word.about or word.about in sources]


def _exists(word: PaletteWord) -> bool:
    """A slice that was taken out of the house takes its pages along."""
    if word.about:
        return True
    try:
        return bool(reverse(word.url_name))
    except NoReverseMatch:
        return False


def _fits(word: PaletteWord, text: str) -> bool:
    """Each word that was typed, in any script, begins a word of the label or of its synonyms."""
    own = f" {search_key(f'{word.label} {word.also}')}"
    typed = search_key(text).split()
    return bool(typed) and all(f" {part}" in own for part in typed)


def _names(word: PaletteWord, text: str) -> bool:
    """Whether what was typed is whole words of the label: then the word is meant before whatever else is found."""
    typed = search_key(text)
    return len(typed) >= LEAST_FOR_DEEDS and f" {typed} " in f" {search_key(str(word.label))} "


def _found(source: PaletteSource, items: list[PaletteItem], word: PaletteWord | None = None) -> Group | None:
    in_dialog = bool(word and word.in_dialog)
    offers = [Offer(item, word.name if word else "", in_dialog=in_dialog) for item in items]
    return Group(source.name, str(source.label), offers) if offers else None


def _word_groups(words: list[PaletteWord]) -> list[Group]:
    deeds = [_offer(word) for word in words if not word.is_page]
    pages = [_offer(word) for word in words if word.is_page]
    groups = [Group("do", str(_("Do")), deeds), Group("go", str(_("Go to")), pages)]
    return [group for group in groups if group.offers]


def _offer(word: PaletteWord) -> Offer:
    url = f"{reverse('search')}?do={word.name}" if word.about else url_of(word)
    item = PaletteItem(str(word.label), url, word.icon)
    return Offer(item, word.name, step=bool(word.about), in_dialog=word.in_dialog, key=word.key)


def url_of(word: PaletteWord, key: Any = None) -> str:
    url = reverse(word.url_name, args=[key] if key else [])
    return f"{url}?{word.query}" if word.query else url
