from django.utils.translation import gettext_lazy as _

from rapport.core.registry import SettingsPage, settings_pages

settings_pages.add(
    SettingsPage(
        "reactions",
        _("Reactions that failed"),
        _("What Rapport wanted to do by itself and could not, with a way to try again"),
        "repeat",
        "timeline:reactions",
        permission="timeline.change_reactionrun",
        order=90,
    )
)
