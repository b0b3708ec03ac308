"""Words of the palette. What reads tables is imported only when it is asked for."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from rapport.core import formats
from rapport.core.registry import PaletteItem, PaletteSource, PaletteWord, palette_sources, palette_words


def find_promises(user, text: str, limit: int) -> list[PaletteItem]:
    from rapport.promises.queries import worded

    return [_line(promise, timezone.now()) for promise in worded(user, text, limit=limit)]


def _line(promise, at) -> PaletteItem:
    when = formats.moment(promise.due_at, at=at) if promise.is_open else str(promise.get_state_display())
    note = " · ".join((promise.customer.name, when))
    return PaletteItem(promise.text, promise.get_absolute_url(), "heart-handshake", note=note)


palette_sources.add(
    PaletteSource("promises", _("Promises"), find_promises, permission="promises.view_promise", order=30)
)
palette_words.add(
    PaletteWord(
        "promises.new",
        _("Promise something to…"),
        "heart-handshake",
        "promises:new",
        permission="promises.add_promise",
        order=10,
        also=_("new promise, owe, commit, task, remind"),
        about="customers",
        in_dialog=True,
        key="p",
    )
)
palette_words.add(
    PaletteWord(
        "promises.rates",
        _("How we keep our word"),
        "chart-bar",
        "promises:rates",
        permission="promises.view_promise",
        order=60,
        also=_("rates, statistics, on time"),
        is_page=True,
    )
)
