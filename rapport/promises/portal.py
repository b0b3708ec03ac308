from django.utils.translation import gettext_lazy as _

from rapport.core.registry import Section, portal_sections
from rapport.promises.own_pages import home

portal_sections.add(
    Section(
        "promises",
        _("What we owe you"),
        "rapport.promises.own_pages",
        home=home,
        template="promises/own_pages/_home.html",
        order=15,
    )
)
