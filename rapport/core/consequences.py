"""What a setting would change, said before it is saved.

A settings view answers a POST that carries `preview` with the same page and the lines that `foreseen` gives it; nothing
is changed. With JavaScript that happens while one types, without it by the button "See what changes".
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, TypeVar

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

T = TypeVar("T")


@dataclass(frozen=True)
class Consequence:
    """One thing that would change, or stay, in a sentence; `details` name some of those it concerns."""

    text: str
    icon: str = "arrow-right"
    tone: str = ""
    details: Iterable[str] = ()
    url: str = ""  # where to see them all


def is_preview(request: HttpRequest) -> bool:
    """Whether the form only asks what would change."""
    return "preview" in request.POST


def tried(act: Callable[[], object], look: Callable[[], T]) -> T:
    """What `look` sees once `act` is done; then all of it is taken back, so a preview cannot differ from the deed."""
    with transaction.atomic():
        act()
        seen = look()
        transaction.set_rollback(True)
    return seen


class Foreseen:
    """For a `Page` with the form of one setting: shown, its consequences said, saved. Named before the page's class.

    The page writes `template`, `form`, `context`, `foresee` and `save`; each takes what the address names.
    """

    template = ""

    def form(self, data=None, **names) -> Any:
        raise NotImplementedError

    def context(self, form, **names) -> dict:
        return {}

    def foresee(self, form, **names) -> list[Consequence]:
        """What saving this valid form would change."""
        return []

    def save(self, form, **names) -> str:
        """Change it, say so, and answer where to go: a model, an address or the name of one."""
        raise NotImplementedError

    def get(self, request, form=None, status=200, lines=(), **names) -> HttpResponse:
        form = form if form is not None else self.form(**names)
        context = {"form": form, "lines": lines, **self.context(form, **names)}
        return render(request, self.template, context, status=status)

    def post(self, request, **names) -> HttpResponse:
        form = self.form(request.POST, **names)
        if not form.is_valid():
            return self.get(request, form, status=422, **names)
        if is_preview(request):
            return self.get(request, form, lines=self.foresee(form, **names), **names)
        return redirect(self.save(form, **names))
