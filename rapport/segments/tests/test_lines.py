"""The line that people write: it is read and printed in four languages, and says where it makes no sense."""

import random
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.conf import settings
from django.utils import translation

from rapport.core.facts import Book, Slot, Span, Type
from rapport.core.facts.operators import BY_TYPE, OPERATORS, UNITS, slot_of
from rapport.customers import actions as customers
from rapport.customers.models import CustomField, Tag
from rapport.segments import actions
from rapport.segments.conditions import Unreadable, condition_of, line_of, tree_in, tree_of
from rapport.segments.conditions.completing import completions
from rapport.segments.conditions.trees import KINDS, Condition, Group
from rapport.segments.conditions.words import GAP, Vocabulary, joints, patterns, words_of

LANGUAGES = [code for code, _name in settings.LANGUAGES]
TEXTS = (
    "Brno", "New York", "ქუთაისი", "சென்னை", "Ústí nad Labem", "and", "not", "is", "known", "O’Brien", 'a "b" c', "50%",
    "(x)", "a, b", "#5", "C:\\x", "1,234", "from", "na", "da", "--", "வ", "e\u0301", "wholesale", "one of two", "„cz“",
)  # fmt: skip


class Dice:
    """Trees of every shape, over every field, the same on every run."""

    def __init__(self, seed: int, book: Book) -> None:
        self.random, self.book = random.Random(seed), book
        self.fields = [field for field in book.all if field.name != "segment"]

    def group(self, depth: int = 1) -> Group:
        kind = self.random.choice(KINDS)
        members = [self.node(depth) for _ in range(self.random.randint(1, 4))]
        return Group(kind, tuple(members))

    def node(self, depth: int):
        return self.group(depth + 1) if depth < 4 and self.random.random() < 0.3 else self.condition()

    def condition(self) -> Condition:
        field = self.random.choice(self.fields)
        operator = self.random.choice(field.asked_by)
        return Condition(field, operator, self.value(slot_of(operator, field.type), field))

    def value(self, slot: Slot, field):
        pick = self.random.choice
        match slot:
            case Slot.NONE:
                return None
            case Slot.TEXT:
                return pick(TEXTS)
            case Slot.TEXTS:
                return tuple(dict.fromkeys(pick(TEXTS) for _ in range(3)))
            case Slot.KEY:
                return self.key(field)
            case Slot.KEYS:
                return tuple(dict.fromkeys(self.key(field) for _ in range(3)))
            case Slot.NUMBER:
                return Decimal(pick(("0", "-3", "12.5", "1.234", "1000000", "0.001", "12345.678")))
            case Slot.NUMBERS:
                return (Decimal(1), Decimal(pick(("2.345", "12"))))
            case Slot.DAY:
                return self.day()
            case Slot.DAYS:
                return tuple(sorted((self.day(), self.day())))
            case Slot.SPAN:
                return Span(self.random.randint(0, 100), pick(UNITS))
            case Slot.MONTH_DAY:
                return pick(((2, 29), (3, 4), (12, 31)))
            case Slot.MONTH:
                return self.random.randint(1, 12)

    def key(self, field) -> str:
        if field.choices:
            return self.random.choice(list(field.choices()))[0]
        if field.type == Type.PERSON:
            return self.random.choice(("me", str(self.book.user.pk)))
        if field.named:
            return "0190a000-0000-7000-8000-00000000000" + str(self.random.randint(0, 9))
        return self.random.choice(TEXTS)

    def day(self) -> date:
        return date(2026, 1, 1) + timedelta(days=self.random.randint(-4000, 4000))


@pytest.fixture
def house(business, ann):
    """Own fields whose labels are hard to tell from what is there already."""
    for label, type in (
        ("City", "text"), ("Favourite wood", "choice"), ("not (really)", "text"), ("tag is", "text"),
        ("რჩეული ხე", "number"), ("City is", "text"), ("and", "date"), ("Rooms", "number"), ("VIP", "yes_no"),
    ):  # fmt: skip
        customers.define_field(label, by=ann, type=type, choices=["oak", "and", "dub, buk"] if type == "choice" else [])
    customers.define_topic("Wood", by=ann, choices=["oak"])
    return ann


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_tree_comes_back_from_its_line(house, language):
    book = Book(house)
    with translation.override(language):
        for seed in range(60):
            tree = tree_of(condition_of(Dice(seed, book).group()), book)
            line = line_of(tree, book)
            assert condition_of(tree_in(line, book)) == condition_of(tree), line
            assert line_of(tree_in(line, book), book) == line


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_was_written_in_english_is_understood_in_every_language(house, language):
    book = Book(house)
    with translation.override("en"):
        trees = [tree_of(condition_of(Dice(seed, book).group()), book) for seed in range(10)]
        written = [(tree, line_of(tree, book)) for tree in trees]
    with translation.override(language):
        for tree, line in written:
            assert condition_of(tree_in(line, book)) == condition_of(tree), line


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_two_facts_are_called_the_same_and_none_like_a_joint(business, ann, language):
    book = Book(ann)
    called: dict[tuple, set[str]] = {}
    for tongue in {language, "en"}:
        with translation.override(tongue):
            for field in book.all:
                called.setdefault(words_of(str(field.label)), set()).add(field.name)
    clashes = {" ".join(words): names for words, names in called.items() if len(names) > 1}
    assert not clashes, f"called the same in {language} (or in English there)"
    with translation.override(language):
        vocabulary = Vocabulary(book)
        assert not [field.name for field in book.all if not words_of(vocabulary.label(field))]
        assert not [words for words in called if words and words[0] in joints()]


@pytest.mark.parametrize("language", LANGUAGES)
def test_operators_of_a_type_are_said_differently_and_their_gaps_stand_alone(language):
    with translation.override(language):
        for type in Type:
            said: dict[tuple, set] = {}
            for pattern in patterns():
                if pattern.operator in BY_TYPE[type]:
                    said.setdefault(pattern.parts, set()).add((pattern.operator, pattern.unit, pattern.is_denied))
            assert not {parts: meant for parts, meant in said.items() if len(meant) > 1}
        glued = [p.said for p in patterns() for word in p.said.split() if GAP.search(word) and not GAP.fullmatch(word)]
        assert not glued, "put spaces around the gaps"


def test_the_line_of_the_documentation(business, ann):
    line = 'city is Brno and last purchase over 90 days ago and not tag "wholesale"'
    assert condition_of(tree_in(line, Book(ann))) == {
        "version": 1,
        "all": [
            {"field": "city", "op": "is", "value": "Brno"},
            {"field": "last_purchase", "op": "over_ago", "value": {"days": 90}},
            {"none": [{"field": "tag", "op": "is", "value": "wholesale"}]},
        ],
    }


@pytest.mark.parametrize(
    "language, written, printed",
    [
        ("en", "revenue over 1,234.50", "revenue over 1234.5"),
        ("cs", "revenue over 1 234,50", "1234.5"),
        ("en", "last purchase before 3 March 2026", "last purchase before 2026-03-03"),
        ("cs", "last purchase before 3. 3. 2026", "2026-03-03"),
        ("cs", "birthday falls in březen", "březen"),
        ("ka", "last purchase before 22 ნოემბერი 2026", "2026-11-22"),
        ("en", "city is NEW york", 'city is "NEW york"'),
        ("en", "city is not Brno", "not city is Brno"),
        ("en", "kind is organisation", "kind is Organisation"),
        ("en", "TAG IS One Of oak, „beech“,ash", "tag is one of oak, beech, ash"),
    ],
)
def test_dates_numbers_and_quotes_are_read_as_people_write_them(business, ann, language, written, printed):
    with translation.override(language):
        line = line_of(tree_in(written, Book(ann)), Book(ann))
    assert line == printed if language == "en" else printed in line


@pytest.mark.parametrize(
    "line, at, says",
    [
        ("city was Brno", "was", "city was"),
        ("city is", "", "missing"),
        ("shoe size over 44", "shoe", "makes no sense"),
        ("city is Brno and", "", "missing"),
        ("(city is Brno", "", ")"),
        ("city is Brno)", ")", "and"),
        ('city is "Brno', '"Brno', "quotation"),
        ("revenue over many", "many", "many"),
        ("last purchase before 31 February 2026", "31", "calendar"),
        ("account manager is Zed", "account", "makes no sense"),
        ("looked after by is Zed", "Zed", "Zed"),
        ("last purchase over 99999 days ago", "99999", "days"),
    ],
)
def test_an_error_points_at_the_place_and_says_what_could_stand_there(business, ann, line, at, says):
    with pytest.raises(Unreadable) as refused:
        tree_in(line, Book(ann))
    assert line[refused.value.start :].startswith(at), (refused.value.message, refused.value.start)
    if line != "city was Brno":
        assert says in refused.value.message
    else:
        assert any("is one of" in text for text in refused.value.expected)


@pytest.mark.parametrize(
    "line, offered",
    [
        ("", "city"),
        ("ci", "city"),
        ("last pur", "last purchase"),
        ("city ", "is one of"),
        ("city is Br", "Brno"),
        ('city is "Br', "Brno"),
        ("tag is who", "wholesale"),
        ("kind is ", "Organisation"),
        ("city is Brno ", "and"),
        ("city is Brno and no", "not"),
        ("looked after by is a", "Ann"),
        ("last purchase over ", "a whole number"),
        ("not (city is Brno and ta", "tag"),
    ],
)
def test_what_may_come_next_is_offered(business, ann, line, offered):
    customers.add("Cora", by=ann, tags=["wholesale"], addresses=[{"city": "Brno"}])
    assert offered in [one.text for one in completions(line, len(line), Book(ann))]


def test_a_segment_of_that_name_is_found_by_it_and_by_its_key_when_two_are_called_so(business, ann):
    first = actions.save("Guests", by=ann, condition={"version": 1, "all": []})
    line = line_of(tree_in("segment is Guests", Book(ann)), Book(ann))
    assert line == "segment is Guests"

    actions.save("Guests", by=ann, condition={"version": 1, "all": []})
    with pytest.raises(Unreadable):
        tree_in(line, Book(ann))
    tree = tree_of({"version": 1, "all": [{"field": "segment", "op": "is", "value": str(first.pk)}]}, Book(ann))
    assert line_of(tree, Book(ann)) == f"segment is #{first.pk}"
    assert condition_of(tree_in(f"segment is #{first.pk}", Book(ann))) == condition_of(tree)


def test_own_fields_are_called_by_their_key_where_their_label_means_something_else(house):
    book = Book(house)
    own = {field.label: Vocabulary(book).label(book.find(f"custom.{field.key}")) for field in CustomField.objects.all()}
    assert own["Rooms"] == "rooms"
    assert own["VIP"] == "VIP"
    assert own["City"].startswith("custom.")
    assert own["and"].startswith("custom.")
    assert not Tag.objects.exists()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("operator", ["within_next", "within_last", "over_ago"])
def test_is_may_stand_before_a_time(business, ann, language, operator):
    """People say "birthday is within the next 60 days"."""
    fact = {"within_next": "birthday"}.get(operator, "last_purchase")
    book = Book(ann)
    with translation.override(language):
        plain = line_of(
            tree_of({"version": 1, "all": [{"field": fact, "op": operator, "value": {"days": 60}}]}, book), book
        )
        before, after = str(OPERATORS["is"].words).split("%(value)s")
        label = Vocabulary(book).label(book.find(fact))
        wordy = f"{label} {before}{plain.removeprefix(label).strip()}{after}"
        assert wordy != plain
        assert line_of(tree_in(wordy, book), book) == plain


def test_is_may_stand_before_a_number_or_a_day(business, ann):
    for wordy in ("birthday is within the next 60 days", "revenue is over 100", "last purchase is before 2026-03-03"):
        assert tree_in(wordy, Book(ann)) == tree_in(wordy.replace(" is", ""), Book(ann))
    assert condition_of(tree_in("name is over there", Book(ann)))["all"][0]["value"] == "over there"
