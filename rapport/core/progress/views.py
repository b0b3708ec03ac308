"""Watching work, stopping it, starting it again. The pages around it belong to whoever asked for the work."""

from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from rapport.core.models import Work
from rapport.core.progress import actions
from rapport.core.progress.kinds import work_kinds
from rapport.core.progress.showing import job
from rapport.core.views import Page


class WorkPage(Page):
    """Work whose kind a person's role may not see does not exist for them."""

    permission = "signed_in"

    def dispatch(self, request, pk):
        work = get_object_or_404(Work, pk=pk)
        if work.kind not in work_kinds or not request.user.has_perm(work_kinds[work.kind].permission):
            raise Http404
        return super().dispatch(request, work)

    def page_of(self, work):
        return redirect(work_kinds[work.kind].url(work))


class JobPage(WorkPage):
    """How far it is: 202 while it is under way. At its end the page around it is due for a look."""

    def get(self, request, work):
        if request.htmx.request_type != "partial":
            return self.page_of(work)
        if work.is_under_way:
            return render(request, "core/progress/_job.html", job(work, timezone.now()), status=202)
        response = render(request, "core/progress/_job.html", job(work, timezone.now()))
        response.headers["HX-Refresh"] = "true"
        return response


class StopPage(WorkPage):
    def get(self, request, work):
        return self.page_of(work)

    def post(self, request, work):
        actions.stop(work, at=timezone.now())
        return self.page_of(work)


class RestartPage(WorkPage):
    def get(self, request, work):
        return self.page_of(work)

    def post(self, request, work):
        actions.restart(work, by=request.user, at=timezone.now())
        return self.page_of(work)
