"""What happens to a conversation besides words, and the sentence that the thread says about it.

Each kind has its sentence in `templates/messaging/inbox/events/<kind>.html`. An event whose facts hold `was` and
`became` can be turned back.
"""

from dataclasses import dataclass

from rapport.core.registry import Registry


@dataclass(frozen=True)
class EventKind:
    name: str
    icon: str = "rapport"
    tone: str = ""
    is_shown: bool = True


event_kinds: Registry[EventKind] = Registry()

for _name, _icon, _tone in (
    ("taken", "rapport", "pen"),
    ("assigned", "user-share", "pen"),
    ("released", "user-off", ""),
    ("handed_over", "users", "pen"),
    ("snoozed", "zzz", ""),
    ("woke", "sun", ""),
    ("closed", "check", "kept"),
    ("reopened", "history", ""),
    ("spam", "alert-triangle", ""),
    ("not_spam", "check", ""),
    ("tagged", "tag", ""),
    ("merged", "git-merge", ""),
    ("split", "affiliate", ""),
    ("linked", "link", ""),
    ("unlinked", "link", ""),
    ("decided", "user-circle", "pen"),
    ("restated", "message", "pen"),
    ("understood", "check", "kept"),
    ("turned_back", "history", ""),
    ("new_sender", "user-plus", ""),
    ("frozen", "player-pause", "risk"),
):
    event_kinds.add(EventKind(_name, _icon, _tone))
for _name in ("mentioned", "promised"):
    event_kinds.add(EventKind(_name, is_shown=False))

SHOWN = frozenset(kind.name for kind in event_kinds if kind.is_shown)
