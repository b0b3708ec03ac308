"""A cleaned row in words, so that a person can see beforehand how it will be read."""

from django.utils.translation import gettext as _

from rapport.core.tabular.sampling import Reading
from rapport.customers.importing.fields import FIELDS
from rapport.customers.importing.subjects import CleanRow, Point, Subject

LABELS = {field.name: field.label for field in FIELDS}
SHOWN = (
    *("given_name", "family_name", "patronymic", "nickname", "titles_before", "titles_after", "romanised_name"),
    *("language", "time_zone", "source", "how_met"),
)


def read(row: CleanRow) -> tuple[Reading, list[str]]:
    """What the row says about whom, and what about it is doubtful."""
    reading: Reading = []
    doubts: list[str] = []
    for subject in row.subjects:
        reading.append((_("Organisation") if subject.kind == "organisation" else _("Person"), subject.name))
        if subject.code:
            reading.append((str(LABELS["code"]), subject.code))
        reading += [(str(LABELS[name]), subject.columns[name]) for name in SHOWN if subject.columns.get(name)]
        for point in subject.points:
            reading.append(_told(point))
            doubts += _doubts(point)
        if subject.notes:
            reading.append((str(LABELS["notes"]), subject.notes[:200]))
        doubts += _about(subject)
    if row.affiliation and row.affiliation.title:
        reading.append((str(LABELS["job_title"]), row.affiliation.title))
    return reading, doubts


def _told(point: Point) -> tuple[str, str]:
    match point.kind:
        case "phone":
            e164, extension = point.parts[0], point.parts[1]
            words = f"{e164 or point.value}{extension and f' ({extension})'}"
        case "address":
            words = ", ".join(part.replace("\n", ", ") for part in point.parts[:5] if part)
        case "handle":
            return str(LABELS[point.parts[0]]), point.value
        case "date":
            return str(LABELS[point.slot.partition(":")[2]]), point.value
        case "tag":
            return str(LABELS["tags"]), point.value
        case _:
            words = point.value
    name = {"address": _("Address")}.get(point.kind) or str(LABELS[point.kind])
    return (_("%(field)s (%(label)s)") % {"field": name, "label": point.label} if point.label else name), words


def _doubts(point: Point) -> list[str]:
    if point.kind == "phone" and not point.parts[0]:
        return [_("“%(text)s” is no complete phone number; it is kept as it is written.") % {"text": point.value}]
    if point.kind == "phone" and not point.parts[3]:
        return [_("“%(text)s” may be no real phone number.") % {"text": point.value}]
    if point.kind == "address" and point.parts[6]:
        last = point.parts[6].rpartition("\n")[2]
        return [_("There is no country named “%(name)s”; the address is kept as it is written.") % {"name": last}]
    return []


def _about(subject: Subject) -> list[str]:
    if len(subject.name) > 80:
        return [_("The name is unusually long.")]
    if subject.name and not any(letter.isalpha() for letter in subject.name):
        return [_("The name “%(name)s” has no letters.") % {"name": subject.name}]
    return []
