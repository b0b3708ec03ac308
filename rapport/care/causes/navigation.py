from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from rapport.care.causes.tree import all_causes, offered
from rapport.core.registry import SettingsPage, settings_pages


def in_words(user) -> str:
    count = len(offered(all_causes()))
    return ngettext("%(count)s cause", "%(count)s causes", count) % {"count": count}


settings_pages.add(
    SettingsPage(
        "causes",
        _("Causes of complaints"),
        _("The list that complaints are counted by"),
        "hierarchy",
        "care:causes",
        permission="care.change_cause",
        order=44,
        section="promises",
        words=_("root cause reasons five whys categories pareto"),
        now=in_words,
    )
)
