"""What becomes of a real row that points to one of the demo's."""

from enum import Enum, auto
from functools import cache

from django.apps import apps
from django.db import models

from rapport.customers.models import Customer
from rapport.demo.making import is_history
from rapport.staff.models import User


class Fate(Enum):
    GOES = auto()  # it belongs to what goes: a promise to a made-up customer
    IS_HEIRS = auto()  # someone of the demo did it; it passes to who removes the demo
    LETS_GO = auto()  # it can be without: the location of a customer
    HOLDS = auto()  # it can't be without, and keeps it here: an order's product


@cache
def relations() -> list[tuple[type[models.Model], models.ForeignKey]]:
    """Every foreign key there is, also of histories, where the database itself knows of none."""
    return [
        (model, field)
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed and not model._meta.proxy
        for field in model._meta.concrete_fields
        if isinstance(field, models.ForeignKey)
    ]


def fate(model: type[models.Model], field: models.ForeignKey) -> Fate:
    target, rule = field.related_model, field.remote_field.on_delete
    if field.name == "pgh_obj":
        return Fate.GOES
    if target is User:
        return Fate.GOES if rule is models.CASCADE else Fate.IS_HEIRS
    if is_history(model) or rule is models.SET_NULL:
        return Fate.LETS_GO if field.null else Fate.GOES
    if target in of_customers():
        return Fate.GOES
    if rule is models.CASCADE and not model._meta.auto_created and model not in of_customers():
        return Fate.GOES
    return Fate.HOLDS


@cache
def of_customers() -> frozenset[type[models.Model]]:
    """The tables whose rows can't be without a customer: the customers themselves, what they were promised …"""
    found: set[type[models.Model]] = {Customer}
    while more := {
        model
        for model, field in relations()
        if field.related_model in found and not field.null and model not in found and not is_history(model)
    }:
        found |= more
    return frozenset(found)
