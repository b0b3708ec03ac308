"""What kinds of entries there are. A slice registers those it records in its `entries.py`."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from rapport.core.registry import Registry


@dataclass(frozen=True)
class EntryGroup:
    """A choice of the story's filter."""

    name: str
    label: str
    order: int = 50


@dataclass(frozen=True)
class EntryKind:
    """What an entry of this kind is called and how its mark looks. Its sentence is `templates/entries/<name>.html`."""

    name: str  # "order.delivered"
    label: str
    icon: str = "circle"
    tone: str = ""  # "", pen, kept, risk, late, thanks
    group: str = ""
    is_note: bool = False  # its body is our own remark, not words that were exchanged
    by_hand: bool = False  # written in the composer, so it can be corrected there
    contact: str = ""  # words went "out" to them, came "in" from them, "both"; "said": its fact `direction` tells
    also_about: tuple[str, ...] = ()  # facts that hold the ids of other customers, whom its sentence names


@dataclass(frozen=True)
class Composed:
    """A tab of the composer. `fields` are its own, beside those that all share."""

    label: str
    icon: str
    fields: tuple[str, ...] = ()


COMPOSED = {  # in the order of the tabs
    "note": Composed(_("Note"), "note", ("private",)),
    "call": Composed(_("Call"), "phone", ("call_direction", "outcome", "minutes")),
    "meeting": Composed(_("Meeting"), "users", ("place", "people")),
    "letter": Composed(_("Letter"), "mail", ("letter_direction",)),
    "gift": Composed(_("Gift"), "gift", ("gift_direction", "what", "occasion", "value")),
}

groups: Registry[EntryGroup] = Registry()
kinds: Registry[EntryKind] = Registry()

OUTCOMES = {
    "reached": _("We spoke"),
    "no_answer": _("No answer"),
    "voicemail": _("Left a message"),
    "busy": _("Line was busy"),
    "wrong_number": _("Wrong number"),
}


def kind_of(name: str) -> EntryKind:
    """The kind of that name; a plain one when its slice has been removed or never registered it."""
    return kinds[name] if name in kinds else EntryKind(name, name)


def names_in(group: str) -> list[str]:
    return [kind.name for kind in kinds if kind.group == group]
