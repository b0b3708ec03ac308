"""Undo for settings: the address of an undo carries, signed, how the setting was before and what it became.

Settings are few and hold nothing personal, so they fit there, and no table has to remember them. Whoever changed the
setting in between is not overruled.
"""

from typing import Any

from django.contrib import messages
from django.core import signing
from django.db.models import Model
from django.http import Http404, HttpRequest
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from rapport.core.undo import ChangedSince, Undo, mark, offer

SALT = "rapport.core.restoring"


def offer_restoration(request: HttpRequest, said: str, address: str, *, key: Any, was: Any, became: Any) -> None:
    """Say what was done; "Undo" posts to `address`, where a `Restoration` makes the setting `key` as it `was`.

    All three are JSON values.
    """
    word = signing.dumps([key, was, became], salt=address + SALT, compress=True)
    offer(request, said, f"{address}?{urlencode({'was': word})}")


def offer_undo_of_edit(request: HttpRequest, said: str, address: str, thing: Model, before: str) -> None:
    """Say what was done to the row `thing`; "Undo" when its history went on since the step `before` (`undo.mark`)."""
    step = mark(thing)
    if step == before:
        messages.success(request, said)
    else:
        offer(request, said, f"{address}?{urlencode({'step': step})}")


class Restoration(Undo):
    """For a `Page`: the former state of a setting, to be taken up again. The page writes `state` and `restore`."""

    def state(self, key: Any) -> Any:
        """How the setting stands now, as JSON values."""
        raise NotImplementedError

    def restore(self, key: Any, was: Any) -> None:
        """Make the setting as it `was`, through the same actions that a person uses."""
        raise NotImplementedError

    def undo(self, request: HttpRequest) -> str:
        try:
            key, was, became = signing.loads(request.GET.get("was", ""), salt=request.path + SALT)
        except signing.BadSignature as problem:
            raise Http404 from problem
        if self.state(key) != became:
            raise ChangedSince
        self.restore(key, was)
        return _("It is as it was.")
