from django.utils.translation import gettext as _g
from django.utils.translation import gettext_lazy as _

from rapport.core.registry import SettingsPage, settings_pages
from rapport.portal import looks


def in_words(user) -> str:
    return _g("Customers can sign in") if looks.current().is_open else _g("Closed: nobody can sign in")


settings_pages.add(
    SettingsPage(
        "portal",
        _("Customers' own site"),
        _("Its colour, its words of welcome, and what customers find there"),
        "home-heart",
        "portal_staff:site",
        permission="portal.change_site",
        order=20,
        section="customers",
        words=_("portal website login sign in self service brand colour"),
        now=in_words,
    )
)
