"""The story on a customer's page: `{% include "timeline/_story.html" %}` with what `story_context` answers."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from rapport.timeline.forms import EntryForm
from rapport.timeline.kinds import COMPOSED, Composed, groups
from rapport.timeline.models import Channel, Draft
from rapport.timeline.queries import drafts_about, story
from rapport.timeline.spoken import Spoken


@dataclass(frozen=True)
class Tab:
    name: str
    about: Composed
    is_chosen: bool
    draft: Draft | None


@dataclass(frozen=True)
class Composer:
    """What `timeline/_composer.html` shows. The drafts are those of its writer."""

    form: EntryForm
    tabs: list[Tab]
    spoken: Spoken
    device: str
    has_focus: bool = False

    @property
    def chosen(self) -> Tab:
        return next(tab for tab in self.tabs if tab.is_chosen)

    @property
    def body_language(self) -> str:
        """Letters are in the customer's language, everything else in the writer's."""
        return self.spoken.language if self.chosen.name == "letter" else ""


AT_FIRST, AT_ONCE = 15, 25  # a page about a customer should be there at once; whoever asks for earlier ones reads on


def story_context(request, customer, *, form: EntryForm | None = None) -> dict[str, Any]:
    """Reads `kind`, `channel`, `after`, `people` and `compose` from the address.

    Six queries, four for those who only read; two more where the stories of its people are told with it.
    """
    kind = request.GET.get("kind", "")
    channel = request.GET.get("channel", "")
    after = request.GET.get("after")
    size = AT_ONCE if after else AT_FIRST
    circle = customer.circle(reader=request.user)
    among = circle if request.GET.get("people") else None
    return {
        "customer": customer,
        "story": story(customer, reader=request.user, kind=kind, channel=channel, after=after, size=size, circle=among),
        "story_circle": circle,
        "story_with_circle": among is not None,
        "story_kind": kind,
        "story_channel": channel,
        "story_groups": list(groups),
        "story_channels": Channel.choices,
        "story_channel_label": dict(Channel.choices).get(channel, ""),
        "composer": _composer(request, customer, form) if _may_write(request, customer) else None,
        "may_pin": request.user.has_perm("timeline.add_pin"),
        "may_correct_all": request.user.has_perm("timeline.change_entry"),
        "story_day": request.GET.get("day", ""),
    }


def _may_write(request, customer) -> bool:
    return request.user.has_perm("timeline.add_entry") and not customer.is_erased


def _composer(request, customer, form: EntryForm | None) -> Composer:
    spoken = customer.spoken_to(by=request.user)
    drafts = drafts_about(customer, request.user)
    wanted = form["kind"].value() if form else request.GET.get("compose", "")
    kind = wanted if wanted in COMPOSED else _first_begun(drafts)
    by_kind = {draft.kind: draft for draft in drafts}
    return Composer(
        form=form or EntryForm.begun(kind, by_kind.get(kind), spoken.letter),
        tabs=[Tab(name, about, name == kind, by_kind.get(name)) for name, about in COMPOSED.items()],
        spoken=spoken,
        device=request.COOKIES.get("device", ""),
        has_focus="compose" in request.GET and form is None,
    )


def _first_begun(drafts: Iterable[Draft]) -> str:
    """The tab that one left last; a note when nothing was begun."""
    return next((draft.kind for draft in drafts), "note")
