"""Turning back how a promise ended or whose hands it went into."""

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from rapport.core.undo import Undo
from rapport.core.views import Page
from rapport.promises import actions, queries
from rapport.promises.refusals import HandedOnSince
from rapport.promises.views.promise import AboutPromise


class Reopening(Undo, AboutPromise):
    """It has not ended after all."""

    heading = gettext_lazy("Open this promise again?")
    explanation = gettext_lazy("It is owed again, with the same due time. The story keeps how it had ended.")
    button = gettext_lazy("Open it again")

    def undo(self, request, promise):
        actions.reopen(promise, at=timezone.now(), by=request.user)
        return _("It is owed again.")


class HandingBack(Undo, AboutPromise):
    heading = gettext_lazy("Hand it back?")
    explanation = gettext_lazy("It goes back into the hands it was in before.")
    button = gettext_lazy("Hand it back")

    def undo(self, request, promise):
        handover = queries.latest_handover(promise)
        if handover is None or str(handover.pk) != request.GET.get("handover"):
            raise HandedOnSince
        actions.hand_back([handover], at=timezone.now(), by=request.user)
        return _("It is back where it was.")


class HandingAllBack(Undo, Page):
    """What one person handed over at once goes back."""

    permission = "promises.reassign_promise"
    heading = gettext_lazy("Hand everything back?")
    explanation = gettext_lazy("What you handed over at once goes back, unless it ended or went on since.")
    button = gettext_lazy("Hand it back")

    def undo(self, request):
        number = request.GET.get("transaction", "")
        if not (number.isdecimal() and len(number) < 19):
            raise HandedOnSince
        handovers = queries.handovers(request.user, int(number))
        count = actions.hand_back(handovers, at=timezone.now(), by=request.user)
        said = ngettext(
            "%(count)s promise is back where it was.", "%(count)s promises are back where they were.", count
        )
        return said % {"count": count}

    def back(self, request):
        return reverse("promises:list")
