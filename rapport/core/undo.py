"""Turning something back. An undo is a noun with an address of its own: POST turns back, GET shows the button.

Nothing that was told is unsaid: an undo is one more change, which its slice records. What a form changed is found in
the history that the database keeps of every row; whoever changed the row after that is not overruled.
"""

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
    """Say what was done, in a toast whose "Undo" posts to `address`. The address holds ids only, nothing personal."""
    messages.success(request, said, extra_tags=f"undo:{address}")


class Undo:
    """For a `Page`, named before it: `class Reopening(Undo, AboutPromise)`. The page writes `undo` and `back`."""

    heading = _("Undo this?")
    explanation: Any = ""
    button = _("Undo")

    def undo(self, request: HttpRequest, *args: Any, **kwargs: Any) -> str:
        """Turn it back and answer the sentence to say. Raises a `Refusal` that says why when it cannot be."""
        raise NotImplementedError

    def back(self, request: HttpRequest, *args: Any, **kwargs: Any) -> str:
        """Where to go for whoever came to the page itself."""
        raise NotImplementedError

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


def mark(thing: Model) -> str:
    """The newest step in the history of `thing`: put it into the undo address right after an action changed it."""
    newest = _history(thing).order_by("-pgh_id").values_list("pgh_id", flat=True).first()
    return str(newest or 0)


def as_it_was(thing: Model, step: str) -> Any:
    """The row of `thing` as it stood before the change `step` (from `mark`). Raises `ChangedSince`."""
    newest = _history(thing).order_by("-pgh_id").first()
    if newest is None or str(newest.pgh_id) != step:
        raise ChangedSince
    return newest


def _history(thing: Model) -> Any:
    return type(thing).pgh_event_model.objects.filter(pgh_obj_id=thing.pk)  # type: ignore[attr-defined]
