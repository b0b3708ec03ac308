"""Finding a customer by anything one may have at hand: a name in any script, an address, a number, a city, a code.

All that was typed has to occur in the customer's text (`customers.finding`), wherever: a name and a city, a name and
some digits, a part of an e-mail. Who has it there ranks by what it is: the whole name, whole words of it, beginnings of
its words, anything else. Words with a slip of the finger and words of similar sound come last, and only where few were
found. Only derived keys are compared, because the database cannot compare across scripts. Each step reads a bounded
number of rows through an index, however many customers there are: who gets more than that types another letter rather
than read further. Slips are found in two steps, similar words in the table of all words first, then customers having
them; likeness is never computed over all customers.
"""

import base64
import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from itertools import islice
from uuid import UUID

from django.contrib.postgres.search import TrigramSimilarity
from django.db import connection
from django.db.models import F, IntegerField, Q, QuerySet, Value
from django.db.models.functions import Coalesce, Lower
from django.utils.translation import gettext_lazy as _

from rapport.core.folding import sound_key
from rapport.core.keyset import BadCursor
from rapport.customers.expressions import WholeNames, Words, in_text
from rapport.customers.finding import NAME_SIGN, Line
from rapport.customers.models import Customer, ExternalCode
from rapport.customers.queries.reasons import told
from rapport.customers.queries.sighting import Sighting
from rapport.customers.queries.slips import words_meant
from rapport.customers.queries.typed import Typed
from rapport.customers.queries.weighing import CONTACT, NAMES, SIMILAR, SOUND, WHOLE, WORDS, Found, weighed

REASONS = {
    WHOLE: _("the whole name"),
    NAMES: _("a part of the name"),
    WORDS: _("the beginning of the name"),
    CONTACT: _("a part of the name"),
    SIMILAR: _("a similar name"),
    SOUND: _("a name that sounds alike"),
}
LEAST_FUZZY = 3  # letters; shorter words are alike by chance
LEAST_SOUND = 2  # consonants; "zzzz" is one, and so is every "House"
ENOUGH = 20
CANDIDATES = 100  # that a list shows in all; whoever finds more adds a word
READ = 300  # of each step
FIRST = UUID(int=0)
# Some 2,000 texts, of which one in a hundred must begin a word so: 300 are found then among 30,000.
SAMPLE_OF_TEXTS = """
SELECT count(*) FILTER (WHERE strpos(text, %s) > 0) * 100 > count(*) FROM customers_searchtext
TABLESAMPLE SYSTEM (least(100, 100.0 * 2000 / greatest(pg_relation_size('customers_searchtext') / 150, 1)))
"""


@dataclass(frozen=True)
class Match:
    """A customer who was found, and why. `reason` is a phrase, or the very address, number or place that matched.

    `news` counts what others did since the reader looked; only known in the list of those who are followed.
    """

    customer: Customer
    rank: int = 0
    reason: str = ""
    news: int = 0


Steps = Iterable[tuple[UUID, Found]]
Look = tuple[list[tuple[UUID, Found]], bool]  # and whether nobody else has all that was typed


@dataclass(frozen=True)
class Findings:
    """Who was found, best first; whoever shows some of them reads those."""

    best: dict[UUID, Found]
    sighting: Sighting

    def told(self, rows: Mapping[UUID, Customer]) -> list[Match]:
        """`rows` in their order, each with why it was found. Two queries, one more where the reader doesn't see all."""
        reasons = told({pk: self.best[pk].by for pk in rows if self.best[pk].by}, self.sighting)
        ranks = {pk: self.best[pk].rank for pk in rows}
        return [Match(row, ranks[pk], reasons.get(pk) or str(REASONS[ranks[pk]])) for pk, row in rows.items()]


def search(customers: QuerySet, text: str, *, limit: int = 50, reader=None) -> list[Match]:
    """The best `limit` of `customers` for what someone typed, best first. At most nine SQL queries, mostly three.

    `reader` is for whom: in a house divided by team somebody is only found by an organisation that the reader sees.
    Two queries more there.
    """
    found = look_for(customers, text, limit=limit, reader=reader)
    rows = customers.in_bulk(list(found.best)) if found.best else {}
    return found.told({pk: rows[pk] for pk in found.best})


def look_for(customers: QuerySet, text: str, *, limit: int = CANDIDATES, reader=None) -> Findings:
    """At most `limit` who are found, the best there are; their rows are not read yet."""
    sighting = Sighting(reader)
    best = _ranked(customers, Typed.of(text), sighting, enough=max(ENOUGH, limit))
    return Findings(dict(islice(best.items(), limit)), sighting)


def search_on(
    customers: QuerySet, text: str, *, after: str = "", size: int = 50, reader=None
) -> tuple[list[UUID], str | None]:
    """One page of all who are found, and the cursor of the next: the best in order, then the others as they were added.

    Others there are only for what very many have in common. Raises `BadCursor`.
    """
    typed, sighting = Typed.of(text), Sighting(reader)
    ranked = list(_ranked(customers, typed, sighting, enough=CANDIDATES))[:READ]
    place, last = _place(after)
    found: list[UUID] = []
    if place is not None:
        begin = ranked.index(last) + 1 if last in ranked else place
        found, left = ranked[begin : begin + size], ranked[begin + size :]
        if left:
            return found, _cursor(begin + size, found[-1])
        last = FIRST
    if len(ranked) < CANDIDATES:  # there are no others
        return found, None
    alike = _begun(typed) if sighting.is_partial or not typed.is_looked_for_everywhere else _everywhere(typed)
    others = customers.filter(alike, pk__gt=last).exclude(pk__in=ranked).order_by("pk").values_list("pk", flat=True)
    wanted = size - len(found)
    more = list(others[: wanted + 1])
    page = [*found, *more[:wanted]]
    return page, _cursor(None, more[wanted - 1] if wanted else last) if len(more) > wanted else None


def _ranked(customers: QuerySet, typed: Typed, sighting: Sighting, *, enough: int) -> dict[UUID, Found]:
    """Who matches, best first. What is merely alike costs most and is not needed where `ENOUGH` were found."""
    best: dict[UUID, Found] = {}
    for step, wanted in ((_exact, enough), (_by_slips, ENOUGH), (_by_sound, ENOUGH)):
        if sum(found.rank < SIMILAR for found in best.values()) < wanted:
            for pk, found in step(customers, typed, sighting, enough):
                best[pk] = min(best.get(pk, found), found)
    return dict(sorted(best.items(), key=lambda item: item[1]))


def _cursor(place: int | None, last: UUID) -> str:
    """After which place among the best, or after whom among the others."""
    return base64.urlsafe_b64encode(json.dumps([place, str(last)]).encode()).decode().rstrip("=")


def _place(cursor: str) -> tuple[int | None, UUID]:
    if not cursor:
        return 0, FIRST
    try:
        place, last = json.loads(base64.urlsafe_b64decode(cursor.encode() + b"=" * (-len(cursor) % 4)))
        return (None if place is None else max(0, int(place))), UUID(last)
    except (ValueError, TypeError, AttributeError) as problem:
        raise BadCursor(cursor) from problem


def _exact(customers: QuerySet, typed: Typed, sighting: Sighting, enough: int) -> Steps:
    """Who has all that was typed, until nobody else can be among the best `enough`."""
    best: set[UUID] = set()
    for look in _looks(typed):
        found, is_everybody = look(customers, typed, sighting)
        yield from found
        if look in (_named, _begun_so):
            best |= {pk for pk, _how in found}
        if is_everybody or len(best) >= enough:
            return


def _looks(typed: Typed) -> list[Callable[[QuerySet, Typed, Sighting], Look]]:
    """Where to look, one after the other.

    What is a name is first looked for among whole words of names, which say the most and are found soonest; before
    texts by beginnings too where a word is so short that the index doesn't know it. Otherwise texts come first, and
    where more have it all than are read, the best among them are looked for by name.
    """
    by_name = [_named, _begun_so] if typed.words else []
    if not typed.is_looked_for_everywhere:
        return [_coded, *by_name] if typed.text else []
    if not typed.is_a_name:
        return [_told, *by_name]
    return [*by_name, _told] if typed.is_begun else [_named, _told, _begun_so]


def _told(customers: QuerySet, typed: Typed, sighting: Sighting) -> Look:
    """By their texts: everybody, where those are fewer than are read and no number stands in pieces in a name."""
    rows = list(_texts(customers.filter(_everywhere(typed))))
    is_everybody = len(rows) < READ and not set(typed.words) - set(typed.parts)
    return list(weighed(rows, typed, {}, sighting)), is_everybody


def _coded(customers: QuerySet, typed: Typed, sighting: Sighting) -> Look:
    """By a whole code, which may be as short as it likes."""
    codes = ExternalCode.objects.alias(lower=Lower("code")).filter(lower=typed.text.lower())
    owners = codes.values(owner=Coalesce("customer__merged_into", "customer"))
    rows = customers.filter(pk__in=owners).order_by().values_list("pk", "sort_key")[:READ]
    return [(pk, Found(CONTACT, 0.0, place, ((Line.CODES, typed.text.lower()),))) for pk, place in rows], False


def _named(customers: QuerySet, typed: Typed, sighting: Sighting) -> Look:
    """By whole words of the name, through the indexes that know words and not their parts. One query."""
    whole = customers.alias(names=WholeNames(F("search_key"))).filter(names__contains=[typed.key])
    words = customers.alias(words=Words(F("search_key"))).filter(words__contains=typed.words)
    steps = [_step(whole, WHOLE), _step(words, NAMES)]
    return [(pk, Found(rank, 0.0, place)) for pk, rank, place in steps[0].union(steps[1], all=True)], False


def _begun_so(customers: QuerySet, typed: Typed, sighting: Sighting) -> Look:
    """By beginnings of words of the name."""
    rows = customers.filter(_begun(typed)).order_by().values_list("pk", "sort_key")[:READ]
    return [(pk, Found(WORDS, 0.0, place)) for pk, place in rows], False


def _step(customers: QuerySet, rank: int) -> QuerySet:
    some = customers.order_by().values("pk")[:READ]
    found = Customer.objects.filter(pk__in=some).annotate(rank=Value(rank, output_field=IntegerField()))
    return found.order_by("sort_key").values_list("pk", "rank", "sort_key")[:CANDIDATES]


def _by_slips(customers: QuerySet, typed: Typed, sighting: Sighting, enough: int) -> Steps:
    """Who has all that was typed, some of it written otherwise. Two queries."""
    meant = words_meant(typed.parts) if typed.is_looked_for_everywhere else {}
    if not meant:
        return
    each = [_has(part, *meant.get(part, ())) for part in typed.parts]
    rows = _texts(customers.filter(*each).annotate(likeness=TrigramSimilarity("search_key", typed.key)), "likeness")
    for pk, found in weighed(list(rows), typed, meant, sighting):
        yield pk, Found(SIMILAR, found.score, found.place, found.by)


def _by_sound(customers: QuerySet, typed: Typed, sighting: Sighting, enough: int) -> Steps:
    """Whose name sounds like that. One query."""
    sounds = {word: sound_key(word) for word in typed.words}
    heard = [sound for sound in sounds.values() if len(sound) >= LEAST_SOUND]
    if not heard or len(typed.key) < LEAST_FUZZY:
        return
    unheard = [_begins(word) for word, sound in sounds.items() if len(sound) < LEAST_SOUND]
    alike = customers.alias(sounds=Words(F("sound_key"))).filter(*unheard, sounds__contains=heard)
    likeness = TrigramSimilarity("search_key", typed.key)
    for pk, place, like in alike.order_by().annotate(like=likeness).values_list("pk", "sort_key", "like")[:READ]:
        yield pk, Found(SOUND, -like, place)


def _texts(customers: QuerySet, *more: str) -> QuerySet:
    return customers.order_by().values_list("pk", "sort_key", "search_text__text", *more)[:READ]


def _everywhere(typed: Typed) -> Q:
    """All that was typed is somewhere in the text."""
    return Q(*map(_has, typed.parts))


def _begun(typed: Typed) -> Q:
    """Each word that was typed begins a word of the name.

    Single letters no index finds soon. Most begin so many names that one need not look far; whoever looks for one that
    hardly any name begins with, such as a digit, would look through all: there the index is asked where words begin.
    """
    if all(len(word) == 1 for word in typed.words) and not all(map(_begins_many, typed.words)):
        return Q(*(Q(search_text__text__contains=f" {NAME_SIGN}{word}") for word in typed.words))
    return Q(*map(_begins, typed.words))


def _begins_many(letter: str) -> bool:
    """Whether of a few texts, one after the other, enough have it. One query."""
    with connection.cursor() as cursor:
        cursor.execute(SAMPLE_OF_TEXTS, [f" {NAME_SIGN}{letter}"])
        return cursor.fetchone()[0]


def _begins(word: str) -> Q:
    return _has(f" {NAME_SIGN}{word}")


def _has(*pieces: str) -> Q:
    """One of the pieces is in the text."""
    found = Q()
    for piece in pieces:
        found |= in_text("search_text__text", piece)
    return found
