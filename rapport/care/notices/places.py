"""Where notices are found."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rapport.care.notices.delays import rule
from rapport.care.notices.queries import waiting_count
from rapport.core.addresses import address_of
from rapport.core.registry import (
    NavItem,
    PaletteWord,
    SettingsPage,
    navigation,
    palette_words,
    settings_pages,
)
from rapport.messaging.inbox.linkables import Linkable, linkables


def waiting(user) -> int | None:
    return waiting_count(user) or None


def rule_in_words(user) -> str:
    found = rule()
    return (
        _("by themselves after %(minutes)s min") % {"minutes": found.wait_minutes} if found.goes_out else _("by hand")
    )


navigation.add(
    NavItem(
        "notices",
        label=gettext_lazy("Notices"),
        icon="speakerphone",
        url_name="care:notices",
        permission="care.view_notice",
        order=47,
        badge=waiting,
        tone="risk",
    )
)
settings_pages.add(
    SettingsPage(
        "notices",
        gettext_lazy("Notices that go out by themselves"),
        gettext_lazy("Whether a delay is told without a person pressing anything"),
        "speakerphone",
        "care:notice_rule",
        permission="care.approve_notice",
        order=34,
        section="promises",
        words=gettext_lazy("delay automatic tell rule"),
        now=rule_in_words,
    )
)
palette_words.add(
    PaletteWord(
        "tell_customers",
        gettext_lazy("Tell customers what goes wrong"),
        "speakerphone",
        "care:new_notice",
        permission="care.add_notice",
        order=20,
        also=gettext_lazy("notice delay recall incident outage"),
        is_page=True,
    )
)
linkables.add(
    Linkable(
        "care.notice",
        gettext_lazy("Notice"),
        "speakerphone",
        url=lambda pk: address_of("care:notice", pk),
        offer=lambda customer: [],
        permission="care.view_notice",
        order=30,
    )
)
