"""One press each."""

from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rapport.care.cases import actions
from rapport.care.cases.views.base import AboutCase, Verb
from rapport.care.models import Case, Escalation
from rapport.core.undo import Undo, as_it_was
from rapport.core.views import Page


class Understanding(Verb):
    is_undoable = True
    said = gettext_lazy("Noted: you know what they want.")

    def do(self, request, case, *, seen):
        actions.understand(case, by=request.user, at=timezone.now(), seen=seen)


class Taking(Verb):
    is_undoable = True
    said = gettext_lazy("It is in your hands.")

    def do(self, request, case, *, seen):
        actions.take(case, by=request.user, at=timezone.now(), seen=seen)


class GoingOn(Verb):
    said = gettext_lazy("It goes on. The clock of the solution runs again.")

    def do(self, request, case, *, seen):
        actions.came_back(case, by=request.user, at=timezone.now())


class Closing(Verb):
    is_undoable = True
    said = gettext_lazy("Closed.")

    def do(self, request, case, *, seen):
        actions.close(case, by=request.user, at=timezone.now(), seen=seen)


class TurningBack(Undo, AboutCase):
    """What was done last, among us, was a mistake."""

    permission = "care.change_case"
    heading = gettext_lazy("Turn back what was done last?")
    explanation = gettext_lazy("What the customer was told stays said.")

    def undo(self, request, case):
        was = as_it_was(case, request.GET.get("step", ""))
        actions.put_back(case, was, by=request.user, at=timezone.now())
        return _("It is as it was.")


class AskingForAManager(Verb):
    """They want to speak with somebody above: always honoured."""

    def do(self, request, case, *, seen):
        people = actions.ask_for_a_manager(case, by=request.user, at=timezone.now())
        return _("%(names)s know of it now.") % {"names": ", ".join(str(person) for person in people)}


class Seeing(Page):
    """Who was told that a case is late knows it now; one's own business."""

    permission = "care.view_case"

    def get(self, request, pk):
        return redirect(_told(request, pk).case)

    def post(self, request, pk):
        told = _told(request, pk)
        actions.see(told, at=timezone.now())
        return redirect(told.case)


def _told(request, pk) -> Escalation:
    in_sight = Escalation.objects.filter(to=request.user, case__in=Case.objects.visible_to(request.user))
    return get_object_or_404(in_sight.select_related("case"), pk=pk)
