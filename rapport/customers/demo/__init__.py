"""The customers of Linden Workshop: about sixty people, inns and firms in four languages, dated from today."""

import tomllib
from datetime import date, timedelta
from pathlib import Path

import pghistory
from django.utils.translation import ngettext_lazy

from rapport.core.registry import DemoPart, demo_parts
from rapport.customers import actions, rebuilding
from rapport.customers.duplicates.actions import look_at_changed
from rapport.customers.models import Customer, CustomField

COUNTRY = {"bath": "GB", "tbilisi": "GE", "prague": "CZ", "chennai": "IN"}
ZONE = {"bath": "Europe/London", "tbilisi": "Asia/Tbilisi", "prague": "Europe/Prague", "chennai": "Asia/Kolkata"}
TOPICS = {
    "Wood": ["oak", "walnut", "ash", "cherry", "elm", "teak"],
    "Finish": ["oil", "hard wax", "soap", "varnish"],
    "Deliveries": ["mornings", "after 17:00", "Saturdays", "ring first"],
    "How to reach them": ["by e-mail", "by phone", "WhatsApp", "letters"],
    "Allergies": ["linseed oil", "beeswax", "nuts"],
}
FIELDS = [
    ("Favourite wood", "choice", ["oak", "walnut", "ash", "cherry", "teak"], "person"),
    ("Rooms", "number", [], "organisation"),
    ("Wants to visit the workshop", "yes_no", [], ""),
]


def fill(stage) -> None:
    owner = stage.people["maya"]
    for topic, choices in TOPICS.items():
        actions.define_topic(topic, by=owner, choices=choices)
    for label, type, choices, kind in FIELDS:
        actions.define_field(label, by=owner, type=type, choices=choices, for_kind=kind)
    for file in ("organisations", "people", "crowd"):
        for key, told in _told(file).items():
            stage.customers[key] = _add(stage, told)
    _belong(stage, owner)
    _later(stage)
    _again(stage)


def _belong(stage, owner) -> None:
    """Who speaks for which organisation, to whom they report there, and who is what to whom."""
    told, parts = _told("parts"), {}
    for part in told["parts"]:
        key, place = part.pop("person"), part.pop("organisation")
        who, where = stage.customers[key], stage.customers[place]
        at, above = max(who.created_at, where.created_at), parts.get((part.pop("reports_to", ""), place))
        since = at.date() - timedelta(days=400)
        parts[key, place] = actions.affiliate(who, where, by=owner, since=since, at=at, reports_to=above, **part)
    for tie in told["ties"]:
        one, other = stage.customers[tie.pop("customer")], stage.customers[tie.pop("other")]
        actions.tie(one, other, by=owner, at=max(one.created_at, other.created_at), **tie)


def _told(file: str) -> dict:
    return tomllib.loads((Path(__file__).parent / f"{file}.toml").read_text(encoding="utf-8"))


def _add(stage, told: dict):
    """One customer from the data: `place` and `keeper` are keys of the stage, dates count from today."""
    place, at = told.pop("place"), stage.at(-told.pop("since"), 11)
    keeper = stage.people[told.pop("keeper")]
    told["dates"] = [_date(stage, *when) for when in told.pop("dates", ())]
    told["addresses"] = [{"country": COUNTRY[place], **row} for row in told.pop("addresses", ())]
    permission = told.pop("first_name", "")
    customer = actions.add(
        **told,
        by=keeper,
        at=at,
        account_manager=keeper,
        location=stage.locations[place],
        time_zone=ZONE[place],
    )
    if permission:
        actions.permit_first_name(customer, by=keeper, how=permission, on=at + timedelta(days=90), at=at)
        customer.refresh_from_db()
        edited = actions.edit(
            customer, by=keeper, version=customer.version, changes={"address_style": "first_name"}, at=at
        )
        return edited.customer
    return customer


def _again(stage) -> None:
    """Some are here twice, which is found as it is in earnest."""
    for told in _told("again").values():
        _add(stage, told)
    look_at_changed(at=stage.now)


def _date(stage, kind: str, in_days: int, year: int | None = None, label: str = "") -> dict:
    """A day that comes round in so many days."""
    day: date = stage.today + timedelta(days=in_days)
    return {"kind": kind, "month": day.month, "day": day.day, "year": year, "label": label}


def _later(stage) -> None:
    """What was learned and changed since, so that every customer page has some history."""
    maya, davit, petra = (stage.people[key] for key in ("maya", "davit", "petra"))
    who = stage.customers

    def edit(key, by, **changes):
        actions.edit(who[key], by=by, version=_version(who[key]), changes=changes, at=stage.now)

    with pghistory.context(user=str(maya.pk)):
        edit("tamar", maya, **{"custom.favourite-wood": "walnut", "custom.wants-to-visit-the-workshop": True})
    with pghistory.context(user=str(petra.pk)):
        edit("lipy", petra, **{"custom.rooms": "14"})
        edit("thornbury", petra, **{"custom.rooms": "9"})
    with pghistory.context(user=str(davit.pk)):
        edit("hotel_rustaveli", davit, **{"custom.rooms": "46", "source": "Craft fair in Tbilisi"})
    actions.archive(who["old_mill"], by=petra, reason="The inn closed for good", at=stage.at(-60))
    for key in ("tamar", "giorgi", "ruth", "thornbury"):
        actions.follow(who[key], user=maya)
    for key, customer in who.items():
        customer.refresh_from_db()
        stage.customers[key] = customer


def _version(customer) -> int:
    customer.refresh_from_db()
    return customer.version


def needed(leaving) -> list[CustomField]:
    """Fields that real customers have values in."""
    real = Customer.objects.exclude(pk__in=leaving(Customer))
    fields = CustomField.objects.filter(pk__in=leaving(CustomField))
    return [field for field in fields if real.filter(custom__has_key=field.key).exists()]


def forget(ids, at) -> None:
    """Words that only names, cities and tags of the demo had; texts gathered on the way out bring some back."""
    rebuilding.forget_old_words()


demo_parts.add(
    DemoPart(
        "customers",
        fill,
        order=20,
        counted={"customers.Customer": ngettext_lazy("%(count)s customer", "%(count)s customers", "count")},
        needed=needed,
        forget=forget,
    )
)
