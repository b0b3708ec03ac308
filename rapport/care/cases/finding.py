"""Cases found by their words, folded in every script, and past ones like them with how they were solved."""

from django.contrib.postgres.search import SearchQuery, SearchRank, SearchVector, TrigramWordSimilarity
from django.db.models import F, QuerySet, Value
from django.db.models.functions import Left

from rapport.care.models import Case
from rapport.core.folding import search_key

MOST_LETTERS = 20_000
DERIVED = ("words_key", "found_by")
SHOWN = 5
CANDIDATES = 200
NEWEST = 5_000  # of which any word is enough
NEWEST_BY_LETTERS = 1_000
FEW = 1_000  # found at once, however old
MOST_WORDS = 12
SHORTEST = 4  # letters of a word that says something
STEM = 5  # letters by which words are compared, whatever their endings
ALIKE = 0.3
BEGINNING = 400  # letters by which two are compared: number, subject and first words


def index(case: Case) -> None:
    """Let it be found by its words. One statement; saving the row later leaves alone what was written here."""
    key = search_key(f"{case.number} {case.subject} {case.words} {case.solution}"[:MOST_LETTERS])
    vector = SearchVector(Value(key), config="simple")
    Case.objects.filter(pk=case.pk).update(words_key=key, found_by=vector)
    for name in DERIVED:
        case.__dict__.pop(name, None)  # deferred from now on


def found(rows: QuerySet, text: str) -> QuerySet:
    """Those of `rows` in which all words of `text` stand, the last of which may be only begun.

    What few have is looked up at once: the database would go through all cases by age to find it. One query.
    """
    words = search_key(text).split()
    if not words:
        return rows
    *whole, last = words
    question = " & ".join([*(f"'{word}'" for word in whole), f"'{last}':*"])
    matching = rows.filter(found_by=SearchQuery(question, search_type="raw", config="simple"))
    few = list(matching.order_by().values_list("pk", flat=True)[: FEW + 1])
    return rows.filter(pk__in=few) if len(few) <= FEW else matching


def similar(case: Case, user) -> list[Case]:
    """Solved cases in sight that are most like this one: by their words, in whatever form, and by the product.

    Four queries. Candidates are those with all words of the subject, whenever they were, and of the newest those with
    any word, or with letters like them; however many cases there are, no more are looked at.
    """
    subject = search_key(case.subject)
    alike = TrigramWordSimilarity(subject, Left("words_key", BEGINNING))
    of_subject = _stems(subject)
    any_word = _query(" | ", _stems(f"{subject} {search_key(case.words[:MOST_LETTERS])}"))
    if any_word is None:
        return []
    solved = Case.objects.visible_to(user).exclude(pk=case.pk).exclude(solution="")
    ways = [
        solved.filter(pk__in=_newest(solved, NEWEST), found_by=any_word),
        solved.filter(pk__in=_newest(solved, NEWEST_BY_LETTERS)).alias(alike=alike).filter(alike__gte=ALIKE * 2),
    ]
    if all_words := _query(" & ", of_subject):
        ways.append(solved.filter(found_by=all_words))
    candidates = {key for rows in ways for key in rows.order_by().values_list("pk", flat=True)[:CANDIDATES]}
    if not candidates:
        return []
    rows = Case.objects.filter(pk__in=candidates).annotate(likeness=SearchRank(F("found_by"), any_word) * 2 + alike)
    rows = rows.filter(likeness__gte=ALIKE).select_related("customer", "product").defer("words_key", "found_by")
    best = sorted(rows, key=lambda row: (row.likeness + _same(row, case), row.opened_at), reverse=True)
    return best[:SHOWN]


def _stems(text: str) -> list[str]:
    """The beginnings of words that say something, whatever their endings."""
    return list(dict.fromkeys(word[:STEM] for word in text.split() if len(word) >= SHORTEST))[:MOST_WORDS]


def _query(joined: str, stems: list[str]) -> SearchQuery | None:
    words = joined.join(f"'{stem}':*" for stem in stems)
    return SearchQuery(words, search_type="raw", config="simple") if words else None


def _newest(solved: QuerySet, most: int) -> QuerySet:
    return solved.order_by(F("opened_at").desc(nulls_last=True), F("id").desc(nulls_last=True)).values("pk")[:most]


def _same(row: Case, case: Case) -> float:
    same_product = bool(case.product_id) and row.product_id == case.product_id
    return 0.3 * same_product + 0.1 * (row.kind == case.kind)
