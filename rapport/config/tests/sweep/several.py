"""What is done with several customers at once: segments, choices, merges, duplicates."""

from rapport.config.tests.sweep.names import LONG_NAMES
from rapport.customers import actions as customers
from rapport.customers import together
from rapport.customers.duplicates import actions as duplicates
from rapport.customers.merges import merge
from rapport.customers.models import Customer, DuplicatePair
from rapport.customers.testing import a_customer
from rapport.segments import actions as views
from rapport.segments.models import Segment
from rapport.timeline import actions as timeline

SAID_BY_SEGMENTS = (
    {"none": [{"field": "tag", "op": "is", "value": "vip"}, {"field": "last_purchase", "op": "known"}]},
    {"field": "birthday", "op": "within_next", "value": {"days": 30}},
    {"field": "account_manager", "op": "is", "value": "me"},
    {"field": "language", "op": "any_of", "value": ["ka", "ta"]},
)


def segments(world) -> None:
    """One by condition, one by hand, one whose field is gone."""
    condition = {"version": 1, "any": [{"field": "city", "op": "is", "value": "Brno"}, *SAID_BY_SEGMENTS]}
    named = views.save(LONG_NAMES["ta"][1][:80], by=world.owner, condition=condition, columns=["city", "tag"])
    views.pin(named, user=world.owner)
    by_hand = views.save(LONG_NAMES["cs"][1][:80], by=world.owner, is_shared=True)
    views.put_in(by_hand, Customer.objects.all(), by=world.owner, at=world.at)
    gone = {"version": 1, "all": [{"field": "custom.gone", "op": "is", "value": "x"}]}
    broken = views.save("Broken", by=world.owner, condition=condition)
    Segment.objects.filter(pk=broken.pk).update(condition=gone)


def choices(world) -> None:
    """Some who are chosen, some to whom something was done, some who were taken out."""
    for deed, wish in (("", {}), ("tags", {"add": [LONG_NAMES["cs"][1]]}), ("export", {"ending": "csv"})):
        ids = [customer.pk for customer in world.customers.values()]
        choice = together.choose(by=world.owner, at=world.at, ids=ids)
        if deed:
            together.plan(choice, deed, wish)
            act = together.take_out if deed == "export" else together.do
            act(choice, at=world.at)


def merges(world) -> None:
    """A merge with something that came since, and two who may still be merged."""
    name, organisation = LONG_NAMES["cs"]
    one, other = (a_customer(name, nickname=word, how_met=organisation) for word in ("One", "Two"))
    timeline.note(other, organisation, by=world.owner)
    merge(one, other, by=world.owner, reason=organisation)
    timeline.note(one, f"{name}\n{organisation}", by=world.owner)


def pairs(world) -> None:
    """Pairs that wait, one about which somebody decided, one chosen with others."""
    for language, (name, organisation) in LONG_NAMES.items():
        place = {"lines": organisation, "city": organisation[:100], "postal_code": "60200"}
        facts = {"phones": ["+420 777 123 456"], "addresses": [place], "emails": ["long.name@names.example"]}
        one, other = (customers.add(name, by=world.owner, language=language, **facts) for _time in range(2))
        pair = duplicates.propose(one.pk, other.pk, at=world.at)
        if language == "ta":
            duplicates.tell_apart(one, other, by=world.owner, at=world.at)
        elif language == "cs":
            alone = DuplicatePair.objects.filter(pk=pair.pk)
            chosen = duplicates.choose_to_merge(alone, least=7, by=world.owner, at=world.at)
            duplicates.merge_chosen(chosen, at=world.at)
    duplicates.choose_to_merge(DuplicatePair.objects.all(), least=7, by=world.owner, at=world.at)
