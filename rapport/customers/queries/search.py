"""Finding a customer by anything one may have at hand: a name in any script, an address, a number, a code.

Names rank in five steps: the whole name, whole words of it, the beginnings of its words, words with a slip of the
finger, words of similar sound. Only derived ASCII keys are compared, because the database cannot compare across
scripts. Each step reads a bounded number of rows through an index, however many customers there are: who gets more
than that types another letter rather than read further. Slips are found in two steps, similar words in the table of
all words first, then customers having them; likeness is never computed over all customers.
"""

import base64
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import reduce
from operator import or_
from uuid import UUID

from django.contrib.postgres.search import TrigramSimilarity
from django.db.models import CharField, F, FloatField, IntegerField, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Cast, Lower
from django.utils.translation import gettext_lazy as _

from rapport.core.emails import email_key
from rapport.core.folding import search_key, sound_key
from rapport.core.keyset import BadCursor
from rapport.core.names import clean
from rapport.core.phones import digits
from rapport.customers.expressions import Digits, WholeNames, Words
from rapport.customers.models import Customer, Email, ExternalCode, NameWord, Phone
from rapport.customers.queries.slips import is_slip

WHOLE, NAMES, WORDS, CONTACT, SIMILAR, SOUND = range(6)
REASONS = {
    WHOLE: _("the whole name"),
    NAMES: _("a part of the name"),
    WORDS: _("the beginning of the name"),
    SIMILAR: _("a similar name"),
    SOUND: _("a name that sounds alike"),
}
LEAST_FUZZY = 3  # letters; shorter words are alike by chance
LEAST_SLIP = 5  # letters of a word before a slip in it is forgiven
LEAST_SOUND = 2  # consonants; "zzzz" is one, and so is every "House"
LEAST_DIGITS = 4
LONGEST_CODE = 60
MOST_WORDS = 8  # of what was typed
ENOUGH = 20
LIKE_WORDS = 30  # similar words that are looked at for each word typed
CANDIDATES = 60  # of each step that are ranked among those of the others
READ = 300  # of each step that are read
FIRST = UUID(int=0)


@dataclass(frozen=True)
class Match:
    """A customer who was found, and why. `reason` is a phrase, or the very address, number or code that matched.

    `news` counts what others did since the reader looked; only known in the list of those who are followed.
    """

    customer: Customer
    rank: int = 0
    reason: str = ""
    news: int = 0


@dataclass(frozen=True)
class Way:
    """A way to match: by the name, or by having one of `rows`, which say in the column `shown` what matched."""

    customers: QuerySet
    rank: int
    rows: QuerySet | None = None
    shown: str = ""

    def step(self) -> QuerySet:
        """The first candidates, best first."""
        if self.rows is None:
            return _step(self.customers, self.rank)
        return _step_by(self.customers, self.rows, self.shown)

    def everybody(self) -> QuerySet:
        return self.customers.values("pk") if self.rows is None else self.rows.values("customer")


def search(customers: QuerySet, text: str, *, limit: int = 50) -> list[Match]:
    """The best `limit` of `customers` for what someone typed, best first. At most four SQL queries."""
    best = _ranked(customers, clean(text)[:200])
    chosen = list(best)[:limit]
    rows = customers.in_bulk(chosen) if chosen else {}
    return [Match(rows[pk], best[pk][0], best[pk][3] or str(REASONS[best[pk][0]])) for pk in chosen]


def search_on(customers: QuerySet, text: str, *, after: str = "", size: int = 50) -> tuple[list[UUID], str | None]:
    """One page of all who are found, and the cursor of the next: the best in order, then the others as they were added.

    Others there are only for what very many have in common. At most five SQL queries. Raises `BadCursor`.
    """
    text = clean(text)[:200]
    ranked = list(_ranked(customers, text))
    place, last = _place(after)
    found: list[UUID] = []
    if place is not None:
        begin = ranked.index(last) + 1 if last in ranked else place
        found, left = ranked[begin : begin + size], ranked[begin + size :]
        if left:
            return found, _cursor(begin + size, found[-1])
        last = FIRST
    if len(ranked) < CANDIDATES:  # no step has more than it told
        return found, None
    everybody = [Q(pk__in=way.everybody()) for way in _exact_ways(customers, text)]
    others = customers.filter(reduce(or_, everybody), pk__gt=last).exclude(pk__in=ranked).order_by("pk")
    wanted = size - len(found)
    more = list(others.values_list("pk", flat=True)[: wanted + 1])
    page = [*found, *more[:wanted]]
    return page, _cursor(None, more[wanted - 1] if wanted else last) if len(more) > wanted else None


def _ranked(customers: QuerySet, text: str) -> dict[UUID, tuple]:
    """Who matches best, best first: rank, score, place in the alphabet and reason of each. At most three queries."""
    best = _best([way.step() for way in _exact_ways(customers, text)])
    if len(best) < ENOUGH:  # looking for what is merely alike costs most and is not needed then
        for pk, found in _best(list(_fuzzy_steps(customers, text))).items():
            best.setdefault(pk, found)
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


def _best(steps: list[QuerySet]) -> dict[UUID, tuple]:
    """Rank, score, place in the alphabet and reason of each customer's best match. One SQL query."""
    best: dict[UUID, tuple] = {}
    if steps:
        for pk, rank, score, reason, place in steps[0].union(*steps[1:], all=True) if steps[1:] else steps[0]:
            found = (rank, -score, place, reason)
            best[pk] = min(best.get(pk, found), found)
    return best


def _exact_ways(customers: QuerySet, text: str) -> Iterator[Way]:
    key = search_key(text)
    if words := key.split()[:MOST_WORDS]:
        yield Way(customers.alias(names=WholeNames(F("search_key"))).filter(names__contains=[key]), WHOLE)
        yield Way(customers.alias(words=Words(F("search_key"))).filter(words__contains=words), NAMES)
        begin = _begins(key) if len(words) == 1 else Q(*(Q(search_key__regex=f"(^| ){re.escape(w)}") for w in words))
        yield Way(customers.filter(begin), WORDS)
    if "@" in text or (len(key) >= LEAST_FUZZY and not text.isalpha() and " " not in text):
        yield Way(customers, CONTACT, _addresses(text), "address")
    number = digits(text)
    if len(number) >= LEAST_DIGITS and not any(letter.isalpha() for letter in text):
        yield Way(customers, CONTACT, _numbers(text, number), "raw")
    if text and len(text) <= LONGEST_CODE:
        codes = ExternalCode.objects.alias(lower=Lower("code"))
        yield Way(customers, CONTACT, codes.filter(lower=text.lower()), "code")
        if number and len(text) >= LEAST_FUZZY:
            yield Way(customers, CONTACT, codes.filter(lower__startswith=text.lower()), "code")


def _fuzzy_steps(customers: QuerySet, text: str) -> Iterator[QuerySet]:
    key = search_key(text)
    words = key.split()[:MOST_WORDS]
    if len(key) < LEAST_FUZZY or not any(letter.isalpha() for letter in key):
        return
    if text.isalpha():  # a name, most likely; those whose name it is have been found by then
        yield _step_by(customers, _addresses(text), "address")
    likeness = TrigramSimilarity("search_key", key)
    if slips := _slips(words):
        having = customers.alias(words=Words(F("search_key")))
        meant = [_begins(word) | Q(words__overlap=slips[word]) if word in slips else _begins(word) for word in words]
        yield _step(having.filter(*meant), SIMILAR, likeness)
    sounds = {word: sound_key(word) for word in words}
    heard = [sound for sound in sounds.values() if len(sound) >= LEAST_SOUND]
    if heard:
        unheard = [_begins(word) for word, sound in sounds.items() if len(sound) < LEAST_SOUND]
        alike = customers.alias(sounds=Words(F("sound_key"))).filter(*unheard, sounds__contains=heard)
        yield _step(alike, SOUND, likeness)


def _slips(words: list[str]) -> dict[str, list[str]]:
    """For each word that was typed, the words of customers' names that it may be a slip of. One SQL query."""
    long = [word for word in words if len(word) >= LEAST_SLIP]
    queries = [NameWord.objects.like(word)[:LIKE_WORDS] for word in long]
    if not queries:
        return {}
    known = set(queries[0].union(*queries[1:], all=True) if queries[1:] else queries[0])
    meant = {word: [other for other in known if is_slip(word, other)] for word in long}
    return {word: others for word, others in meant.items() if others}


def _addresses(text: str) -> QuerySet:
    """E-mail addresses in which `text` occurs."""
    return Email.objects.filter(key__contains=email_key(text))


def _numbers(text: str, number: str) -> QuerySet:
    """Phones that begin as an international number does, or that have these digits anywhere."""
    if text.startswith("+"):
        return Phone.objects.filter(e164__startswith="+" + number)
    return Phone.objects.alias(digits=Digits()).filter(digits__contains=number.lstrip("0") or number)


def _begins(word: str) -> Q:
    """`word` begins a word of the name."""
    return Q(search_key__startswith=word) | Q(search_key__contains=" " + word)


def _step(customers: QuerySet, rank: int, score=None, reason=None) -> QuerySet:
    """The first candidates of one way to match, best first."""
    some = customers.order_by().values("pk")[:READ]
    found = Customer.objects.filter(pk__in=some).annotate(
        rank=Value(rank, output_field=IntegerField()),
        score=Cast(0.0 if score is None else score, FloatField()),
        reason=Value("", output_field=CharField()) if reason is None else Cast(reason, CharField()),
        place=F("sort_key"),
    )
    order = ("place",) if score is None else ("-score", "place")
    return found.order_by(*order).values_list("pk", "rank", "score", "reason", "place")[:CANDIDATES]


def _step_by(customers: QuerySet, rows: QuerySet, shown: str) -> QuerySet:
    """Customers who have one of `rows`; the reason is what that row says."""
    reason = Subquery(rows.filter(customer=OuterRef("pk")).values(shown)[:1])
    # The inner limit keeps the planner from reading the whole list by name to look for rows that are few.
    some = rows.order_by().values("customer")[:READ]
    return _step(customers.filter(pk__in=some), CONTACT, reason=reason)
