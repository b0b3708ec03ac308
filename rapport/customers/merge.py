"""What becomes of what hangs on a customer when two become one, beyond moving. The stricter of two wishes wins."""

from django.utils.translation import ngettext

from rapport.core import formats
from rapport.core.merging import Joining, Rows, rows_rules
from rapport.customers.models import Follow, ImportantDate, Tie


def follow_on(joining: Joining) -> None:
    """A colleague who followed only the absorbed one follows the survivor, whom they have looked at before."""
    theirs = Follow.objects.filter(customer=joining.absorbed, is_following=True).values("user")
    looked = list(Follow.objects.filter(customer=joining.survivor, is_following=False, user__in=theirs))
    for follow in looked:
        joining.changed(follow, {"is_following": False}, {"is_following": True})
    Follow.objects.filter(pk__in=[follow.pk for follow in looked]).update(is_following=True)


def keep_days(joining: Joining) -> None:
    """Who doesn't want to be congratulated on one of the records isn't on the other; a missing year is filled in."""
    days = list(ImportantDate.objects.filter(customer__in=[joining.survivor, joining.absorbed]).order_by("pk"))
    unwished = {_occasion(day) for day in days if not day.may_greet}
    changed = []
    for day in days:
        before = {"may_greet": day.may_greet, "year": day.year}
        day.may_greet = day.may_greet and _occasion(day) not in unwished
        if day.year is None and day.customer_id == joining.survivor:
            day.year = next((other.year for other in days if other.year and _is_same_day(day, other)), None)
        after = {"may_greet": day.may_greet, "year": day.year}
        if before != after:
            joining.changed(day, before, after)
            changed.append(day)
    ImportantDate.objects.bulk_update(changed, ["may_greet", "year"])


def _occasion(day: ImportantDate) -> tuple[str, str]:
    return day.kind, day.label if day.kind == ImportantDate.Kind.OTHER else ""


def _is_same_day(day: ImportantDate, other: ImportantDate) -> bool:
    return (day.kind, day.label, day.month, day.day) == (other.kind, other.label, other.month, other.day)


def tie_anew(joining: Joining) -> None:
    """Ties go by keys: one that leads to another record may have to be told from the other side."""
    known = {_other(tie, joining.survivor) for tie in Tie.objects.of(joining.survivor)} | {joining.survivor}
    turned = []
    for tie in Tie.objects.of(joining.absorbed).order_by("pk"):
        who = _other(tie, joining.absorbed)
        if who in known:
            continue
        before = _told(tie)
        side = tie.seen_from(joining.absorbed)
        tie.one_id, tie.other_id = sorted([joining.survivor, who])
        tie.kind, tie.word, tie.word_back = side.kind, side.word, side.word_back
        if tie.one_id != joining.survivor:
            tie.kind, tie.word, tie.word_back = Tie.backwards(side.kind), side.word_back, side.word
        joining.changed(tie, before, _told(tie))
        turned.append(tie)
    Tie.objects.bulk_update(turned, ["one", "other", "kind", "word", "word_back"])


def _other(tie: Tie, one):
    return tie.other_id if tie.one_id == one else tie.one_id


def _told(tie: Tie) -> dict:
    return {name: getattr(tie, name) for name in ("one_id", "other_id", "kind", "word", "word_back")}


POINT = {"alone": ("is_preferred",)}
SAME_NUMBER = ("coalesce(nullif({t}.e164, ''), {t}.raw)", "extension")
IN_WORDS = {
    "customers.Email": lambda n: ngettext("%(count)s e-mail address", "%(count)s e-mail addresses", n),
    "customers.Phone": lambda n: ngettext("%(count)s phone number", "%(count)s phone numbers", n),
    "customers.Address": lambda n: ngettext("%(count)s address", "%(count)s addresses", n),
    "customers.Handle": lambda n: ngettext("%(count)s name on the web", "%(count)s names on the web", n),
    "customers.ImportantDate": lambda n: ngettext("%(count)s day to remember", "%(count)s days to remember", n),
    "customers.PersonalNote": lambda n: ngettext("%(count)s personal note", "%(count)s personal notes", n),
    "customers.Preference": lambda n: ngettext("%(count)s wish", "%(count)s wishes", n),
    "customers.Salutation": lambda n: ngettext("%(count)s greeting", "%(count)s greetings", n),
    "customers.Affiliation": lambda n: ngettext(
        "%(count)s part in an organisation", "%(count)s parts in organisations", n
    ),
    "customers.LegalHold": lambda n: ngettext("%(count)s legal hold", "%(count)s legal holds", n),
}


def _rule(name: str, *, order: int = 60, **said) -> None:
    say = IN_WORDS.get(name)
    words = (lambda n: say(n) % {"count": formats.number(n)}) if say else None
    rows_rules.add(Rows(name, order=order, words=words, **said))


_rule("customers.Email", same=("key",), **POINT)
_rule("customers.Phone", same=SAME_NUMBER, **POINT)
_rule("customers.Address", same=("purpose", "lines", "postal_code", "city", "country", "as_written"), **POINT)
_rule("customers.Handle", same=("network", "handle"), **POINT)
_rule("customers.ImportantDate", same=("kind", "label", "month", "day", "year"), joined=keep_days)
_rule("customers.PersonalNote", same=("text",))
_rule("customers.Preference", same=("topic", "value"))
_rule("customers.Salutation", same=("language", "occasion"), alone=("use_in_all_languages",))
_rule("customers.Affiliation", same=("person", "organisation", "title", "since"))
_rule("customers.LegalHold")
_rule("customers.ExternalCode", same=("source",))  # whoever knows the other code is led to the survivor by the record
_rule("customers.Customer_tags", same=("tag",))
_rule("customers.Follow", same=("user",), joined=follow_on)
_rule("customers.Restriction", same=())
_rule("customers.Tie", stays="turned by hand, since they go by keys", joined=tie_anew)
_rule("customers.Erasure", stays="who is erased is not merged")
_rule("customers.Merge", stays="says who was merged into whom")
_rule("customers.DuplicatePair", stays="about the very records")
_rule("customers.NotDuplicates", stays="about the very records")
_rule("customers.SearchText", stays="written anew by triggers")
