"""How cases look: their states, kinds and verbs."""

from django import template
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rapport.care.models import Case

register = template.Library()
State = Case.State
TONES = {State.NEW: "pen", State.REOPENED: "risk", State.WAITING: "plain", State.RESOLVED: "kept"}
ICONS = {
    State.NEW: "message-report",
    State.UNDERSTOOD: "bulb",
    State.IN_WORK: "circle-dashed",
    State.WAITING: "hourglass",
    State.RESOLVED: "circle-check",
    State.CLOSED: "check",
    State.REOPENED: "arrow-back-up",
}
KINDS = {
    "question": "help",
    "service": "tool",
    "help": "phone-call",
    "complaint": "message-report",
    "suggestion": "bulb",
}
MOVES = (  # lane, named address, icon, label, whether it asks for words, from which states
    ("understood", "care:understanding", "bulb", gettext_lazy("Understood"), False, (State.NEW,)),
    ("in_work", "care:taking", "user-check", gettext_lazy("Take it"), False,
     (State.NEW, State.UNDERSTOOD, State.REOPENED, State.IN_WORK)),
    ("in_work", "care:going_on", "arrow-back-up", gettext_lazy("Go on with it"), False, (State.WAITING,)),
    ("waiting", "care:waiting", "hourglass", gettext_lazy("Ask them something"), True,
     (State.NEW, State.UNDERSTOOD, State.REOPENED, State.IN_WORK)),
    ("resolved", "care:solving", "circle-check", gettext_lazy("Solved"), True,
     (State.NEW, State.UNDERSTOOD, State.REOPENED, State.IN_WORK, State.WAITING)),
    ("closed", "care:closing", "check", gettext_lazy("Close"), False, (State.RESOLVED,)),
    ("new", "care:reopening", "arrow-back-up", gettext_lazy("It is not solved after all"), True,
     (State.RESOLVED, State.CLOSED)),
)  # fmt: skip


@register.filter
def state_tone(case: Case) -> str:
    return TONES.get(case.state, "plain")


@register.filter
def state_icon(case: Case) -> str:
    return ICONS.get(case.state, "circle")


@register.filter
def kind_icon(kind: str) -> str:
    return KINDS.get(kind, "message-report")


@register.filter
def owed(case: Case) -> list[tuple]:
    """What is still owed, with its name: the answer or the next news, and the solution."""
    rows = (
        (_("Complaint acknowledged") if case.is_complaint else _("First answer"), case.answer),
        (_("Next news"), case.update),
        (_("Decision") if case.is_complaint else _("Solution"), case.resolution),
    )
    return [(label, promise) for label, promise in rows if promise and promise.is_open]


@register.filter
def moves(case: Case) -> list[dict]:
    """Where a card may go from here."""
    return [
        {"lane": lane, "name": name, "icon": icon, "label": label, "asks": asks}
        for lane, name, icon, label, asks, states in MOVES
        if case.state in states
    ]
