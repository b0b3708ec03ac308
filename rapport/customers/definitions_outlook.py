"""What a change of the business's own fields and topics would mean for the customers who have a value."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rapport.core.consequences import Consequence
from rapport.customers.asked import by_kind, values_of, wishes_under
from rapport.customers.models import Customer, CustomField, PreferenceTopic


def of_field(field: CustomField, said: dict) -> list[Consequence]:
    """What saving `said` (as the form names it) would mean. Two queries."""
    lines = []
    if said["label"] != field.label:
        lines.append(_renamed(field.label, said["label"]))
    if said.get("type", field.type) != field.type:
        types = dict(CustomField.Type.choices)
        changed = _("From now on it holds “%(type)s”. Every known value fits.")
        lines.append(Consequence(changed % {"type": types[said["type"]]}, icon="list-check"))
    values = values_of(field)
    known = sum(values.values())
    if gone := [choice for choice in field.choices if choice not in said["choices"]]:
        lines.append(_gone(gone, values))
    if new := [choice for choice in said["choices"] if choice not in field.choices]:
        lines.append(Consequence(_("New choices: %(names)s.") % {"names": ", ".join(new)}, icon="plus"))
    if said["for_kind"] and said["for_kind"] != field.for_kind:
        lines += _asked_of(field, said["for_kind"])
    if not lines:
        return [Consequence(_("Nothing changes: that is how it is already."), icon="check"), kept(known)]
    return [*lines, kept(known)]


def new_field(said: dict) -> list[Consequence]:
    who = dict(Customer.Kind.choices).get(said["for_kind"])
    where = _("“%(name)s” can be filled in on the page of every customer.") % {"name": said["label"]}
    if who:
        where = _("“%(name)s” can be filled in on the page of every customer of the kind “%(kind)s”.")
        where %= {"name": said["label"], "kind": who}
    return [Consequence(where, icon="plus"), Consequence(_("Nobody has a value yet."), icon="info-circle")]


def retirement(field: CustomField) -> list[Consequence]:
    """What asking for the field no more would mean. One query."""
    gone = Consequence(_("It is no longer asked for. What is known stays readable."), icon="archive")
    return [gone, kept(sum(values_of(field).values()))]


def of_choice(old: str, new: str, field: CustomField) -> list[Consequence]:
    """What calling a choice by another name would mean. One query."""
    values = values_of(field)
    lines = [Consequence(_have(values.get(old, 0), new), icon="tag")]
    if new != old and (new in field.choices or new in values):
        joined = ngettext(
            "%(count)s customer already has “%(name)s”: the two become one.",
            "%(count)s customers already have “%(name)s”: the two become one.",
            values.get(new, 0),
        )
        lines.append(Consequence(joined % {"count": values.get(new, 0), "name": new}, "info-circle", "risk"))
    return lines


def of_topic(topic: PreferenceTopic, said: dict) -> list[Consequence]:
    """What saving `said` would mean for those who told a wish. One query."""
    wishes = wishes_under(topic)
    lines = [_renamed(topic.name, said["name"])] if said["name"] != topic.name else []
    if gone := [choice for choice in topic.choices if choice not in said["choices"]]:
        lines.append(_gone(gone, wishes))
    if new := [choice for choice in said["choices"] if choice not in topic.choices]:
        lines.append(Consequence(_("New choices: %(names)s.") % {"names": ", ".join(new)}, icon="plus"))
    count = sum(wishes.values())
    told = ngettext(
        "%(count)s wish that was told stays as it is.", "%(count)s wishes that were told stay as they are.", count
    )
    nothing = [] if lines else [Consequence(_("Nothing changes: that is how it is already."), icon="check")]
    return [*lines, *nothing, Consequence(told % {"count": count}, icon="lock")]


def kept(count: int) -> Consequence:
    said = ngettext("%(count)s customer keeps what is known.", "%(count)s customers keep what is known.", count)
    return Consequence(said % {"count": count}, icon="lock")


def _renamed(old: str, new: str) -> Consequence:
    return Consequence(_("“%(old)s” is called “%(new)s” everywhere at once.") % {"old": old, "new": new}, icon="tag")


def _gone(gone: list[str], values: dict[str, int]) -> Consequence:
    details = []
    for choice in gone:
        count = values.get(choice, 0)
        said = ngettext("%(name)s: %(count)s customer keeps it", "%(name)s: %(count)s customers keep it", count)
        details.append(said % {"name": choice, "count": count})
    tone = "risk" if any(values.get(choice) for choice in gone) else ""
    return Consequence(_("No longer offered:"), "archive", tone, details)


def _asked_of(field: CustomField, kind: str) -> list[Consequence]:
    count = sum(count for has, count in by_kind(field).items() if has != kind)
    said = ngettext(
        "%(count)s customer of the other kind has a value. It stays readable and is no longer asked for.",
        "%(count)s customers of the other kind have a value. They stay readable and are no longer asked for.",
        count,
    )
    return [Consequence(said % {"count": count}, "users", "risk" if count else "")]


def _have(count: int, new: str) -> str:
    said = ngettext(
        "%(count)s customer has it and will have “%(name)s”.",
        "%(count)s customers have it and will have “%(name)s”.",
        count,
    )
    return said % {"count": count, "name": new}
