"""Values between the inputs of a line and the JSON form of a condition."""

from collections.abc import Sequence
from contextlib import suppress
from typing import Any

from rapport.core.facts import Slot, Span
from rapport.core.names import clean
from rapport.core.tabular import values as numbers
from rapport.segments.conditions.values import stored

LONGEST, MOST = 300, 60  # signs of an input, inputs of a name


def as_json(slot: Slot, values: Sequence[str], last: str, unit: str) -> Any:
    """None while something is missing. What is there but makes no sense is passed on, so that the check can say so."""
    filled = [text for value in values if (text := clean(value))]
    if not filled:
        return None
    first = filled[0]
    match slot:
        case Slot.TEXTS | Slot.KEYS:
            return list(dict.fromkeys(filled))
        case Slot.NUMBER:
            return _number(first)
        case Slot.NUMBERS:
            return [_number(first), _number(last)] if last else None
        case Slot.DAYS:
            return [first, last] if last else None
        case Slot.SPAN:
            return {unit: int(first)} if first.isdecimal() and len(first) < 7 else {unit: first}
        case Slot.MONTH_DAY:
            return f"--{first:0>2}-{last:0>2}" if last else None
        case Slot.MONTH:
            return int(first) if first.isdecimal() and len(first) < 3 else first
    return first


def as_written(slot: Slot, value: Any) -> tuple[list[str], str, str]:
    """What stands in the inputs: first values, the second one, the unit."""
    if slot == Slot.NONE:
        return [], "", ""
    if isinstance(value, Span):
        return [str(value.count)], "", value.unit
    if slot == Slot.MONTH_DAY:
        return [str(value[0])], str(value[1]), ""
    said = stored(value, slot)
    if slot in (Slot.NUMBERS, Slot.DAYS):
        return [str(said[0])], str(said[1]), ""
    return [str(one) for one in said] if isinstance(said, list) else [str(said)], "", ""


def _number(text: str) -> int | str:
    """As people write it here: 1 234,50. What is no number stays as it is."""
    with suppress(ValueError):
        number = numbers.decimal(text)
        return int(number) if number == number.to_integral_value() else format(number.normalize(), "f")
    return text
