from django.utils.translation import gettext_lazy as _

from rapport.core.registry import Ability, Grant, abilities, grants

grants.add(Grant("timeline.reader", "reader", ("timeline.view_entry",)))
grants.add(Grant("timeline.agent", "agent", ("timeline.add_entry", "timeline.add_pin")))
grants.add(Grant("timeline.manager", "manager", ("timeline.change_entry", "timeline.change_reactionrun")))

STORY = _("Notes and conversations")
abilities.add(Ability("timeline.view", _("Read the story of each customer"), ("timeline.view_entry",), STORY, 20))
abilities.add(
    Ability(
        "timeline.write",
        _("Write notes, calls, meetings and letters, and pin them"),
        ("timeline.add_entry", "timeline.add_pin"),
        STORY,
        21,
    )
)
abilities.add(Ability("timeline.correct", _("Correct what colleagues wrote"), ("timeline.change_entry",), STORY, 22))
abilities.add(
    Ability(
        "timeline.rerun", _("Let what failed in the background run again"), ("timeline.change_reactionrun",), STORY, 23
    )
)
