"""A value of a fact as it stands in a cell: of a table on a page, or of one that is taken out."""

from collections.abc import Mapping
from typing import Any

from rapport.core.facts.fields import Field
from rapport.core.facts.operators import Type

COLUMNS = {  # what programs are told that a column holds
    Type.CHOICES: "texts",
    Type.NUMBER: "number",
    Type.MONEY: "number",
    Type.DATE: "moment",
    Type.YES_NO: "yes_no",
}


def column_type(field: Field) -> str:
    return COLUMNS.get(field.type, "text")


def labels_of(field: Field) -> Mapping[str, str]:
    """What the choices are called, where there are few."""
    return {key: str(label) for key, label in field.choices()} if field.choices else {}


def plain(field: Field, value: Any, labels: Mapping[str, str]) -> Any:
    """Text, a list of texts, a number, a day, a moment, yes or no; None where nothing is known."""
    if value is None or value == "" or value == []:
        return None
    match field.type:
        case Type.CHOICE:
            return labels.get(value, str(value))
        case Type.CHOICES:
            return [labels.get(one, str(one)) for one in value]
        case Type.YEARLY:
            return (
                f"{value.year}-{value.month:02}-{value.day:02}" if value.year else f"--{value.month:02}-{value.day:02}"
            )
        case Type.PERSON | Type.CUSTOMER | Type.TEXT:
            return str(value)
    return value
