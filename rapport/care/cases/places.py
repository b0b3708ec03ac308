from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, pgettext_lazy

from rapport.care.cases.queries import waiting_count
from rapport.care.models import Route
from rapport.core.registry import NavItem, PaletteWord, SettingsPage, navigation, palette_words, settings_pages

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
        section=("/cases/", "/complaints/", "/actions/", "/remedies/", "/whys/"),
    )
)
palette_words.add(
    PaletteWord(
        "open_case",
        _("Open a request"),
        "message-report",
        "care:new",
        permission="care.add_case",
        order=22,
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
palette_words.add(
    PaletteWord(
        "case_report",
        _("How well we settle requests"),
        "chart-bar",
        "care:report",
        permission="care.view_case",
        order=62,
        also=_("case report requests statistics first answer solution in time"),
        is_page=True,
    )
)


def _routes(user) -> str:
    count = Route.objects.filter(is_active=True).count()
    return ngettext("%(count)s rule", "%(count)s rules", count) % {"count": count}


settings_pages.add(
    SettingsPage(
        "request_routes",
        _("Who gets which request"),
        _("To which department a question, a complaint or a call for help goes"),
        "user-share",
        "care:routes",
        permission="care.change_route",
        order=44,
        section="customers",
        words=_("routing rules department case ticket"),
        now=_routes,
    )
)
settings_pages.add(
    SettingsPage(
        "request_ladders",
        _("When news are late"),
        _("Who hears of a request whose customer should have heard from us"),
        "arrow-up",
        "care:ladders",
        permission="care.change_rung",
        order=45,
        section="promises",
        words=_("escalation ladder late overdue lead manager"),
    )
)
