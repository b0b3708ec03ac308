"""What a change to the list of causes means, said before it is done."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rapport.care.models import Cause
from rapport.core import formats
from rapport.core.consequences import Consequence


def _cases(count: int) -> Consequence:
    said = ngettext("%(count)s case has it, and keeps it.", "%(count)s cases have it, and keep it.", count)
    return Consequence(said % {"count": formats.number(count)}, icon="file-text")


def renaming(cause: Cause, name: str, times: int) -> list[Consequence]:
    words = {"was": cause.label, "name": name}
    said = _("“%(was)s” is called “%(name)s” from now on, in reports of earlier times, too.") % words
    return [Consequence(said, icon="pencil"), *([_cases(times)] if times else [])]


def retirement(cause: Cause, times: int) -> list[Consequence]:
    lines = [Consequence(_("Nobody can choose it any more."), icon="archive")]
    if times:
        lines += [_cases(times), Consequence(_("Reports go on counting them under this name."), icon="chart-bar")]
    return lines
