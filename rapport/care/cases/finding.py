"""Cases found by their words, folded in every script, and past ones like them with how they were solved."""

from django.contrib.postgres.search import SearchQuery, SearchRank, SearchVector, TrigramWordSimilarity
from django.db.models import F, QuerySet, Value

from rapport.care.models import Case
from rapport.core.folding import search_key

MOST_LETTERS = 20_000
DERIVED = ("words_key", "found_by")
SHOWN = 5
CANDIDATES = 200
MOST_WORDS = 12
SHORTEST = 4  # letters of a word that says something
STEM = 5  # letters by which words are compared, whatever their endings
ALIKE = 0.3


def index(case: Case) -> None:
    """Let it be found by its words. One statement; saving the row later leaves alone what was written here."""
    key = search_key(f"{case.number} {case.subject} {case.words} {case.solution}"[:MOST_LETTERS])
    vector = SearchVector(Value(key), config="simple")
    Case.objects.filter(pk=case.pk).update(words_key=key, found_by=vector)
    for name in DERIVED:
        case.__dict__.pop(name, None)  # deferred from now on


def found(rows: QuerySet, text: str) -> QuerySet:
    """Those of `rows` in which all words of `text` stand, the last of which may be only begun."""
    words = search_key(text).split()
    if not words:
        return rows
    *whole, last = words
    question = " & ".join([*(f"'{word}'" for word in whole), f"'{last}':*"])
    return rows.filter(found_by=SearchQuery(question, search_type="raw", config="simple"))


def similar(case: Case, user) -> list[Case]:
    """Solved cases in sight that are most like this one: by their words, in whatever form, and by the product.

    Three queries: the candidates by each index, then the best of them.
    """
    subject = search_key(case.subject)
    words = [word for word in search_key(f"{case.subject} {case.words}").split() if len(word) >= SHORTEST]
    question = " | ".join(f"'{word[:STEM]}':*" for word in dict.fromkeys(words[:MOST_WORDS]))
    if not question:
        return []
    query = SearchQuery(question, search_type="raw", config="simple")
    solved = Case.objects.visible_to(user).exclude(pk=case.pk).exclude(solution="")
    by_words = solved.filter(found_by=query).order_by("-opened_at")[:CANDIDATES]
    by_letters = solved.filter(words_key__trigram_word_similar=subject).order_by("-opened_at")[:CANDIDATES]
    candidates = {row.pk for row in by_words.only("pk")} | {row.pk for row in by_letters.only("pk")}
    if not candidates:
        return []
    rows = Case.objects.filter(pk__in=candidates).annotate(
        likeness=SearchRank(F("found_by"), query) * 2 + TrigramWordSimilarity(subject, "words_key")
    )
    rows = rows.filter(likeness__gte=ALIKE).select_related("customer", "product")
    best = sorted(rows, key=lambda row: (row.likeness + _same(row, case), row.opened_at), reverse=True)
    return best[:SHOWN]


def _same(row: Case, case: Case) -> float:
    same_product = bool(case.product_id) and row.product_id == case.product_id
    return 0.3 * same_product + 0.1 * (row.kind == case.kind)
