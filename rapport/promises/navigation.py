from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from rapport.core.registry import NavItem, SettingsPage, navigation, settings_pages
from rapport.promises import standing
from rapport.promises.outlook import in_words, outlook
from rapport.promises.queries import late_count
from rapport.staff.places import LocationLink, PlaceForeseer, location_links, place_foreseers

navigation.add(
    NavItem(
        "promises",
        label=_("Promises"),
        short_label=pgettext_lazy("below a small icon", "Promises"),
        icon="heart-handshake",
        url_name="promises:list",
        permission="promises.view_promise",
        order=30,
        key="w",
        on_phone=True,
        badge=lambda user: late_count(user, timezone.now()) or None,
        tone="late",
    )
)

location_links.add(
    LocationLink(
        name="hours",
        label=_("Opening hours"),
        icon="clock",
        url=lambda location: reverse("promises:location_hours", args=[location.pk]),
        permission="promises.change_openingweek",
    )
)

place_foreseers.add(PlaceForeseer("promises", foresee=lambda act, at: in_words(outlook(act, at))))

settings_pages.add(
    SettingsPage(
        "opening_hours",
        _("Opening hours"),
        _("When each location is open, and the days that go their own way"),
        "clock",
        "promises:hours",
        permission="promises.change_openingweek",
        order=20,
        section="business",
        words=_("open closed times special days"),
        now=standing.opening_hours,
    )
)
settings_pages.add(
    SettingsPage(
        "holidays",
        _("Public holidays"),
        _("The days on which nobody expects an answer, confirmed once a year"),
        "calendar",
        "promises:holidays",
        permission="promises.change_holidayyear",
        order=21,
        section="business",
        words=_("bank holidays closed days off"),
        now=standing.holidays,
    )
)
settings_pages.add(
    SettingsPage(
        "promise_kinds",
        _("Kinds of promises"),
        _("How soon each is due, and when its owner is reminded"),
        "heart-handshake",
        "promises:kinds",
        permission="promises.change_kind",
        order=22,
        section="promises",
        words=_("service levels reminders due times answer"),
        now=standing.promise_kinds,
    )
)
