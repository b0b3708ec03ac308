"""The story on a customer's page: `{% include "timeline/_story.html" %}` with what `story_context` answers."""

from typing import Any

from rapport.timeline.forms import EntryForm
from rapport.timeline.kinds import groups
from rapport.timeline.models import Channel
from rapport.timeline.queries import story


def story_context(request, customer, *, greeting: str = "", greeting_language: str = "", form=None) -> dict[str, Any]:
    """Reads `kind`, `channel`, `after` and `compose` from the address. `greeting` is how a letter to them begins."""
    kind = request.GET.get("kind", "")
    channel = request.GET.get("channel", "")
    may_write = request.user.has_perm("timeline.add_entry")
    compose = request.GET.get("compose", "note")
    return {
        "customer": customer,
        "story": story(customer, kind=kind, channel=channel, after=request.GET.get("after")),
        "story_kind": kind,
        "story_channel": channel,
        "story_groups": list(groups),
        "story_channels": Channel.choices,
        "story_channel_label": dict(Channel.choices).get(channel, ""),
        "composer": (form or EntryForm.empty(request.user, compose)) if may_write else None,
        "greeting": greeting,
        "greeting_language": greeting_language,
        "may_pin": request.user.has_perm("timeline.add_pin"),
        "may_correct_all": request.user.has_perm("timeline.change_entry"),
        "story_day": request.GET.get("day", ""),
    }
