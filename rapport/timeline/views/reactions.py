from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rapport.core import keyset
from rapport.core.views import Page
from rapport.timeline import actions, queries
from rapport.timeline.models import ReactionRun


class ReactionsPage(Page):
    """What Rapport wanted to do by itself and could not."""

    permission = "timeline.change_reactionrun"

    def get(self, request):
        runs = keyset.page(queries.troubled_reactions(), order=("-dead_at",), after=request.GET.get("after"))
        return render(request, "timeline/reactions.html", {"runs": runs, "now": timezone.now()})


class ReactionRunPage(Page):
    permission = "timeline.change_reactionrun"

    def get(self, request, pk):
        return redirect("timeline:reactions")

    def post(self, request, pk):
        actions.run_again(get_object_or_404(ReactionRun, pk=pk))
        messages.success(request, _("It runs again now. Look here in a moment whether it worked."))
        return redirect("timeline:reactions")


class ReactionRunsPage(Page):
    permission = "timeline.change_reactionrun"

    def get(self, request):
        return redirect("timeline:reactions")

    def post(self, request):
        count = actions.run_all_again()
        messages.success(
            request, ngettext("%(count)s runs again now.", "%(count)s run again now.", count) % {"count": count}
        )
        return redirect("timeline:reactions")
