"""Turning something back. An undo is a noun with an address of its own: POST turns back, GET shows the button.

Nothing that was told is unsaid: an undo is one more change, which its slice records. What a form changed is found in
the history that the database keeps of every row; whoever changed the row after that is not overruled.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _

from rapport.core.refusals import Refusal


class ChangedSince(Refusal):
    code = "changed_since"
    message = _(
        "This was changed again meanwhile, so it was not undone. Look at how it stands now, and change it there."
    )


def offer(request: HttpRequest, said: str, address: str) -> None:
    """Say what was done, in a toast whose "Undo" posts to `address`; without an address there is nothing to undo.

    The address holds ids only, nothing personal.
    """
    messages.success(request, said, extra_tags=f"undo:{address}" if address else "")


class Undo:
    """For a `Page`, named before it: `class Reopening(Undo, AboutPromise)`.

    The page writes `undo`, and `back` where that is not the page of the thing.
    """

    heading = _("Undo this?")
    explanation: Any = ""
    button = _("Undo")

    def undo(self, request: HttpRequest, *args: Any, **kwargs: Any) -> str:
        """Turn it back and answer the sentence to say. Raises a `Refusal` that says why when it cannot be."""
        raise NotImplementedError

    def back(self, request: HttpRequest, *args: Any, **kwargs: Any) -> str:
        """Where to go for whoever came to the page itself: to the thing that the address names."""
        return next(iter((*args, *kwargs.values()))).get_absolute_url()

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        context = {
            "heading": self.heading,
            "explanation": self.explanation,
            "button": self.button,
            "back": self.back(request, *args, **kwargs),
        }
        return render(request, "core/undo.html", context)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        back = self.back(request, *args, **kwargs)
        messages.success(request, self.undo(request, *args, **kwargs))
        return redirect(where_they_are(request) or back)


def where_they_are(request: HttpRequest) -> str:
    """The page on which the button of a toast was pressed, if it is one of ours."""
    path = request.POST.get("next") or request.htmx.current_url_abs_path or ""
    ours = url_has_allowed_host_and_scheme(path, {request.get_host()})
    return path if ours and path.split("?")[0] != request.path else ""


@dataclass
class Change:
    """What an action did to a row: `step` names it in an undo address, empty when nothing changed."""

    step: str = ""


@contextmanager
def watch(thing: Model) -> Iterator[Change]:
    """`with watch(product) as change: actions.edit_product(product, …)`: whether and how the row was changed."""
    change, before = Change(), mark(thing)
    yield change
    after = mark(thing)
    change.step = after if after != before else ""


def mark(thing: Model) -> str:
    """The newest step in the history of `thing`. An action that changed nothing makes no new one."""
    newest = _newest(thing)
    return str(newest.pgh_id) if newest else ""


def as_it_was(thing: Model, step: str) -> Any:
    """The row of `thing` as it stood before the change `step`. Raises `ChangedSince`."""
    newest = _newest(thing)
    if newest is None or str(newest.pgh_id) != step:
        raise ChangedSince
    return newest


def _newest(thing: Model) -> Any:
    """The newest row in the history of `thing`; a deleted one is still known by its key."""
    events = type(thing).pgh_event_model.objects  # type: ignore[attr-defined]
    return events.filter(pgh_obj_id=thing.pk).order_by("-pgh_id").first()
