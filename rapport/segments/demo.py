"""Segments of Linden Workshop, as its people would save them."""

from django.utils.translation import ngettext_lazy

from rapport.core.registry import DemoPart, demo_parts
from rapport.segments import actions
from rapport.segments.conditions import Misread

BY_CONDITION = [  # name, whose, condition, columns, pinned by
    (
        "Birthdays in the next 30 days",
        "maya",
        {"all": [{"field": "birthday", "op": "within_next", "value": {"days": 30}}]},
        ["birthday", "account_manager", "last_contact"],
        ("maya", "petra"),
    ),
    (
        "Bought, silent for 90 days",
        "maya",
        {
            "all": [
                {"field": "orders", "op": "at_least", "value": 1},
                {"none": [{"field": "last_contact", "op": "within_last", "value": {"days": 90}}]},
                {"none": [{"field": "open_order", "op": "yes"}]},
            ]
        },
        ["last_purchase", "revenue", "last_contact", "account_manager"],
        ("maya",),
    ),
    (
        "Inns and hotels",
        "davit",
        {
            "all": [
                {"field": "kind", "op": "is", "value": "organisation"},
                {"field": "tag", "op": "any_of", "value": ["inn", "hotel"]},
            ]
        },
        ["city", "tag", "revenue"],
        (),
    ),
]


def fill(stage) -> None:
    people, at = stage.people, stage.now
    for name, owner, condition, columns, pinned in BY_CONDITION:
        said = {"version": 1, **condition}
        try:
            segment = actions.save(name, by=people[owner], condition=said, is_shared=True, columns=columns, at=at)
        except Misread:  # it asks for what a slice knows that was taken out
            continue
        for person in pinned:
            if person in people:
                actions.pin(segment, user=people[person])
    guests = actions.save("Guests of the open day", by=people["maya"], is_shared=True, at=at)
    keys = [stage.customers[key].pk for key in ("tamar", "giorgi", "ruth", "eleanor") if key in stage.customers]
    actions.put_in(guests, keys, by=people["maya"], at=at)


demo_parts.add(
    DemoPart(
        "segments",
        fill,
        order=80,
        counted={"segments.Segment": ngettext_lazy("%(count)s segment", "%(count)s segments", "count")},
    )
)
