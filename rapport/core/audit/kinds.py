from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _g
from django.utils.translation import gettext_lazy as _

from rapport.core import formats
from rapport.core.registry import Registry

if TYPE_CHECKING:
    from rapport.core.audit.lines import Line


@dataclass(frozen=True)
class DeedKind:
    """A kind of deed that the audit keeps.

    `say(line)` is one plain sentence without its doer: `line.facts` are what was recorded, `line.whom` the names of the
    colleagues it was about. Kinds of one `group` are filtered together. `is_grave` ones stand out.
    """

    name: str
    label: str
    icon: str
    say: "Callable[[Line], str]"
    group: str = "access"  # access, people, records, house
    order: int = 50
    is_grave: bool = False


GROUPS = {
    "access": _("Signing in"),
    "people": _("Who may do what"),
    "records": _("Taking out, bringing in, many at once"),
    "house": _("The house itself"),
}
deed_kinds: Registry[DeedKind] = Registry()


def _bytes(line: "Line") -> str:
    return filesizeformat(int(line.facts.get("bytes", 0)))


def _counted(fact: int | str) -> str:
    return formats.number(fact) if isinstance(fact, int) else fact


# Deeds that no slice owns, or that core itself does.
for _kind in (
    DeedKind(
        "token.made",
        _("Token made"),
        "key",
        lambda line: _g("Made the token “%(name)s”") % {"name": line.facts["name"]},
        "access",
    ),
    DeedKind(
        "token.revoked",
        _("Token revoked"),
        "key",
        lambda line: _g("Revoked the token “%(name)s”") % {"name": line.facts["name"]},
        "access",
    ),
    DeedKind(
        "backup.made",
        _("Backup made"),
        "database",
        lambda line: _g("Made a backup of %(size)s") % {"size": _bytes(line)},
        "house",
    ),
    DeedKind(
        "backup.taken_out",
        _("Backup taken out"),
        "download",
        lambda line: _g("Took out a backup of %(size)s") % {"size": _bytes(line)},
        "house",
        is_grave=True,
    ),
    DeedKind(
        "backup.restored",
        _("Backup restored"),
        "database",
        lambda line: _g("Restored the backup of %(day)s") % {"day": line.facts.get("made_at", "–")},
        "house",
        is_grave=True,
    ),
    DeedKind(
        "import.done",
        _("Imported"),
        "file-import",
        lambda line: (
            _g("Imported a file: %(created)s new, %(updated)s changed, %(rejected)s rejected (%(kind)s)")
            % {name: _counted(line.facts.get(name, 0)) for name in ("created", "updated", "rejected", "kind")}
        ),
        "records",
    ),
    DeedKind(
        "import.undone",
        _("Import undone"),
        "arrow-back-up",
        lambda line: (
            _g("Undid an import: %(removed)s removed, %(restored)s put back, %(edited)s and %(used)s kept (%(kind)s)")
            % {name: _counted(line.facts.get(name, 0)) for name in ("removed", "restored", "edited", "used", "kind")}
        ),
        "records",
        is_grave=True,
    ),
    DeedKind(
        "export.made",
        _("Exported"),
        "file-export",
        lambda line: (
            _g("Exported at the command line: %(rows)s rows (%(kind)s)")
            % {name: _counted(line.facts.get(name, 0)) for name in ("rows", "kind")}
        ),
        "records",
        is_grave=True,
    ),
    DeedKind(
        "audit.exported",
        _("Audit exported"),
        "download",
        lambda line: _g("Took out the audit, %(rows)s lines") % {"rows": formats.number(line.facts.get("rows", 0))},
        "records",
    ),
):
    deed_kinds.add(_kind)
