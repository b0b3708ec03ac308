"""Finding a customer by anything one may have at hand: a name in any script, an address, a number, a code.

Names rank in four steps: the whole name, the beginnings of its words, similar spelling, similar sound. Only derived
ASCII keys are compared, because the database cannot compare across scripts.
"""

from dataclasses import dataclass
from uuid import UUID

from django.contrib.postgres.search import TrigramSimilarity
from django.db.models import CharField, F, FloatField, IntegerField, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Cast
from django.utils.translation import gettext_lazy as _

from rapport.core.emails import email_key
from rapport.core.folding import search_key, sound_key
from rapport.core.names import clean
from rapport.core.phones import digits
from rapport.customers.expressions import Digits, Words
from rapport.customers.models import Customer, Email, ExternalCode, Phone
from rapport.customers.naming import BETWEEN

WHOLE, WORDS, CONTACT, SIMILAR, SOUND = range(5)
REASONS = {
    WHOLE: _("the whole name"),
    WORDS: _("the beginning of the name"),
    SIMILAR: _("a similar name"),
    SOUND: _("a name that sounds alike"),
}
LEAST_FUZZY = 3  # letters; shorter words are alike by chance
LEAST_DIGITS = 4
LONGEST_CODE = 60
ENOUGH = 20
CANDIDATES = 60  # of each step; a person adds a word rather than read further


@dataclass(frozen=True)
class Match:
    """A customer who was found, and why. `reason` is a phrase, or the very address, number or code that matched.

    `news` counts what others did since the reader looked; only known in the list of those who are followed.
    """

    customer: Customer
    rank: int = 0
    reason: str = ""
    news: int = 0


def search(customers: QuerySet, text: str, *, limit: int = 50) -> list[Match]:
    """The best `limit` of `customers` for what someone typed, best first. At most three SQL queries."""
    text = clean(text)[:200]
    best = _best(list(_exact_steps(customers, text)))
    if len(best) < ENOUGH:  # looking for what is merely alike costs most and is not needed then
        for pk, found in _best(list(_fuzzy_steps(customers, text))).items():
            best.setdefault(pk, found)
    chosen = sorted(best, key=lambda pk: best[pk])[:limit]
    rows = customers.in_bulk(chosen) if chosen else {}
    return [Match(rows[pk], best[pk][0], best[pk][3] or str(REASONS[best[pk][0]])) for pk in chosen]


def _best(steps: list[QuerySet]) -> dict[UUID, tuple]:
    """Rank, score, place in the alphabet and reason of each customer's best match. One SQL query."""
    best: dict[UUID, tuple] = {}
    if steps:
        for pk, rank, score, reason, place in steps[0].union(*steps[1:], all=True) if steps[1:] else steps[0]:
            found = (rank, -score, place, reason)
            best[pk] = min(best.get(pk, found), found)
    return best


def _exact_steps(customers: QuerySet, text: str):
    if key := search_key(text):
        yield _step(customers.filter(_whole(key)), WHOLE)
        yield _step(customers.filter(_beginnings(key)), WORDS)
    if "@" in text or (len(key) >= LEAST_FUZZY and " " not in text):
        yield _step_by(customers, Email.objects.filter(key__startswith=email_key(text)), "address")
    number = digits(text)
    if len(number) >= LEAST_DIGITS and not any(letter.isalpha() for letter in text):
        yield _step_by(customers, _numbers(text, number), "raw")
    if text and len(text) <= LONGEST_CODE:
        yield _step_by(customers, ExternalCode.objects.filter(code=text), "code")


def _fuzzy_steps(customers: QuerySet, text: str):
    key = search_key(text)
    if len(key) < LEAST_FUZZY or not any(letter.isalpha() for letter in key):
        return
    close = Q(search_key__trigram_similar=key) | Q(search_key__trigram_word_similar=key)
    yield _step(customers.filter(close), SIMILAR, TrigramSimilarity("search_key", key))
    if sounds := sound_key(text).split():
        alike = customers.alias(sounds=Words(F("sound_key"))).filter(sounds__contains=sounds)
        yield _step(alike, SOUND, TrigramSimilarity("search_key", key))


def _numbers(text: str, number: str) -> QuerySet:
    """Phones that begin as an international number does, or that have these digits anywhere."""
    if text.startswith("+"):
        return Phone.objects.filter(e164__startswith="+" + number)
    return Phone.objects.alias(digits=Digits()).filter(digits__contains=number.lstrip("0") or number)


def _whole(key: str) -> Q:
    return (
        Q(search_key=key)
        | Q(search_key__startswith=key + BETWEEN)
        | Q(search_key__endswith=BETWEEN + key)
        | Q(search_key__contains=BETWEEN + key + BETWEEN)
    )


def _beginnings(key: str) -> Q:
    """Each word that was typed begins a word of the name."""
    result = Q()
    for word in key.split():
        result &= Q(search_key__startswith=word) | Q(search_key__contains=" " + word)
    return result


def _step(customers: QuerySet, rank: int, score=None, reason=None) -> QuerySet:
    """The first candidates of one way to match, best first."""
    found = customers.order_by().annotate(
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
    some = rows.order_by().values("customer")[: CANDIDATES * 5]
    return _step(customers.filter(pk__in=some), CONTACT, reason=reason)
