from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from rapport.core import formats
from rapport.core.audit import DeedKind, deed_kinds


def _taken_out(line) -> str:
    count = line.facts["rows"]
    said = ngettext("Took %(count)s complaint out as a table", "Took %(count)s complaints out as a table", count)
    return said % {"count": formats.number(count)}


deed_kinds.add(DeedKind("complaints.exported", _("Complaints taken out"), "file-export", _taken_out, "records"))
