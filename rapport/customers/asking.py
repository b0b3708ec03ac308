"""What customers must be like to answer a test: for the fields of the hub that are no plain columns.

Parts of names, addresses and numbers are found in the one text that the search reads (`customers.finding`).
"""

from collections.abc import Callable

from django.db.models import Exists, OuterRef, Q, Value
from django.db.models.functions import Lower, StrIndex

from rapport.core.emails import email_key
from rapport.core.facts import Test
from rapport.core.facts.columns import any_of, as_key, as_row, as_text, as_yearly
from rapport.core.folding import search_key
from rapport.customers.expressions import line_of
from rapport.customers.finding import NAME_SIGN, Line
from rapport.customers.models import (
    Address,
    Affiliation,
    Customer,
    Email,
    ExternalCode,
    Follow,
    ImportantDate,
    ImportedRow,
    Phone,
    Preference,
    SearchText,
    Tag,
)

Ask = Callable[[Test], Q]
LEAST_PART = 3  # letters, before the index knows a word's parts


def having(rows, inner: Q | None = None, customer: str = "customer") -> Q:
    """Customers with such a row. A row that is not there is no null to be wary of."""
    found = rows.filter(**{customer: OuterRef("pk")})
    return Q(Exists(found.filter(inner) if inner is not None else found))


def _known_or(test: Test, rows, inner: Callable[[], Q]) -> Q:
    """Whether there is any row at all, or one like that."""
    match test.operator:
        case "known":
            return having(rows)
        case "unknown":
            return ~having(rows)
    return having(rows, inner())


def _found_by(line: Line, piece: str) -> Q:
    """Customers in whose text the piece is, in that line.

    The index knows texts, not lines, and looks for what stands behind a blank (`in_text`). Where in the text it is
    tells the planner less than being like something would, which it takes for rarer still.
    """
    texts = SearchText.objects.alias(place=StrIndex(line_of("text", line + 1), Value(piece)))
    return having(texts.filter(*_looked_up(piece), place__gt=0))


def _looked_up(piece: str) -> list[Q]:
    """What the index is asked for: word by word, as where words begin is a part of every text, and dear to follow."""
    words = piece.split()
    apart = words if all(len(word) >= LEAST_PART for word in words) else [piece.lstrip()]
    return [Q(text__contains=part) for part in apart]


def name(test: Test) -> Q:
    """The index of the search finds the words; what they are exactly is looked at in what it found."""
    if test.operator == "any_of":
        return any_of(*(_named("is", value) for value in test.value))
    return _named(test.operator, test.value)


def _named(operator: str, value: str) -> Q:
    key = search_key(value)
    signed = key.replace(" ", f" {NAME_SIGN}")
    if operator == "contains":  # the column says it too, and is at hand where customers are looked at one by one
        return _found_by(Line.NAMES, signed) & Q(search_key__contains=key)
    found = _found_by(Line.NAMES, f" {NAME_SIGN}{signed}" if key else "")
    lookup = "iexact" if operator == "is" else "istartswith"
    return found & (Q(**{f"name__{lookup}": value}) | Q(**{f"romanised_name__{lookup}": value}))


def tag(test: Test) -> Q:
    """By the keys of tags: how many have one of them the database knows, but not who is called how. One query."""
    names = [test.value] if test.operator == "is" else test.value
    rows = Customer.tags.through.objects.all()
    return _known_or(
        test, rows, lambda: Q(tag__in=list(Tag.objects.filter(name__in=names).values_list("pk", flat=True)))
    )


def place(column: str, *, is_key: bool = False) -> Ask:
    """Of an address that holds today."""

    def ask(test: Test) -> Q:
        valid = Q(valid_to=None) | Q(valid_to__gte=test.today)
        rows = Address.objects.filter(valid).exclude(**{column: ""})
        return _known_or(test, rows, lambda: (as_key if is_key else as_text)(column, test))

    return ask


def email(test: Test) -> Q:
    if test.operator == "contains" and " " not in test.value:  # a blank divides the addresses of the text
        return _found_by(Line.EMAILS, test.value.lower())

    def inner() -> Q:
        match test.operator:
            case "is":
                return Q(key=email_key(test.value))
            case "any_of":
                return Q(key__in=[email_key(value) for value in test.value])
            case "starts":
                return Q(key__startswith=test.value.lower())
        return Q(key__contains=test.value.lower())

    return _known_or(test, Email.objects.all(), inner)


def phone(test: Test) -> Q:
    if test.operator != "contains":
        return _known_or(test, Phone.objects.all(), Q)
    digits = "".join(sign for sign in test.value if sign.isdigit()).lstrip("0")
    return _found_by(Line.PHONES, digits or "-")


def code(test: Test) -> Q:
    rows = ExternalCode.objects.alias(lower=Lower("code"))

    def inner() -> Q:
        match test.operator:
            case "is":
                return Q(lower=test.value.lower())
            case "any_of":
                return Q(lower__in=[value.lower() for value in test.value])
        return Q(lower__startswith=test.value.lower())

    return _known_or(test, rows, inner)


def code_system(test: Test) -> Q:
    return _known_or(test, ExternalCode.objects.all(), lambda: as_text("source", test))


def yearly(kind: str) -> Ask:
    def ask(test: Test) -> Q:
        rows = ImportantDate.objects.filter(kind=kind)
        return _known_or(test, rows, lambda: as_yearly("month", "day", test))

    return ask


def preference(topic=None) -> Ask:
    """A wish under that topic, or under any."""

    def ask(test: Test) -> Q:
        rows = Preference.objects.all() if topic is None else Preference.objects.filter(topic=topic)
        return _known_or(test, rows, lambda: as_text("value", test))

    return ask


def brought_by(test: Test) -> Q:
    rows = ImportedRow.objects.filter(import_id__isnull=False)
    return _known_or(test, rows, lambda: as_row("import_id", test))


def works_at(test: Test) -> Q:
    """As things are today; who left is known, and elsewhere."""
    rows = Affiliation.objects.filter(Q(until=None) | Q(until__gte=test.today))
    if test.user is not None:
        rows = rows.filter(Customer.objects.sight(test.user, "organisation"))
    match test.operator:
        case "known":
            return having(rows, customer="person")
        case "unknown":
            return ~having(rows, customer="person")
    return having(rows, as_row("organisation", test), customer="person")


def followed(test: Test) -> Q:
    following = having(Follow.objects.filter(user=test.user.pk if test.user else None, is_following=True))
    return following if test.operator == "yes" else ~following


def has(rows) -> Ask:
    """Whether there is any such row."""

    def ask(test: Test) -> Q:
        return having(rows.all()) if test.operator == "yes" else ~having(rows.all())

    return ask


def archived(test: Test) -> Q:
    return Q(archived_at__isnull=test.operator != "yes")
