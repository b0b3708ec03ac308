from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from rapport.care.cases.queries import waiting_count
from rapport.core.registry import NavItem, PaletteWord, navigation, palette_words

navigation.add(
    NavItem(
        "cases",
        label=_("Requests"),
        short_label=pgettext_lazy("below a small icon", "Requests"),
        icon="message-report",
        url_name="care:cases",
        permission="care.view_case",
        order=18,
        key="r",
        badge=lambda user: waiting_count(user, timezone.now()) or None,
        tone="late",
        section="/cases/",
    )
)
palette_words.add(
    PaletteWord(
        "open_case",
        _("Open a request"),
        "message-report",
        "care:new",
        permission="care.add_case",
        order=14,
        also=_("case ticket complaint question help suggestion"),
        about="customers",
        in_dialog=True,
    )
)
palette_words.add(
    PaletteWord(
        "case_board",
        _("Board of requests"),
        "layout-kanban",
        "care:board",
        permission="care.view_case",
        order=61,
        also=_("kanban department tickets"),
        is_page=True,
    )
)
