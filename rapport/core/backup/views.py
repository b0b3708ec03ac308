"""Settings → Backups: what was made, one more now, and a way to take one out."""

from django.http import FileResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from rapport.core import audit, formats
from rapport.core.backup import keeping_up, working
from rapport.core.models import Backup
from rapport.core.progress.showing import job
from rapport.core.refusals import Refusal
from rapport.core.views import Page

SHOWN = 60


class BackupGone(Refusal):
    code = "backup_gone"
    message = _("The file of this backup is not where it was written. Take another one.")


class ListPage(Page):
    """The latest backups, with what is under way. Posting asks for one more."""

    permission = {"get": "core.view_backup", "post": "core.add_backup"}

    def get(self, request):
        now = timezone.now()
        work = working.latest_work()
        backups = list(Backup.objects.select_related("by")[:SHOWN])
        context = {
            "backups": [(row, formats.moment(row.started_at), _can_be_taken_out(row)) for row in backups],
            "newest": next((row.file for row in backups if row.state == Backup.State.DONE and row.path), None),
            "work": work,
            "job": job(work, now) if work and work.is_under_way else None,
            "folder": keeping_up.folder(),
            "is_scheduled": keeping_up.is_scheduled(),
            "at_what_time": formats.clock(keeping_up.at_what_time()),
            "is_missed": keeping_up.missed(now),
            "now": now,
        }
        return render(request, "core/backups/list.html", context)

    def post(self, request):
        working.ask_for(by=request.user)
        return redirect("backups:list")


class FilePage(Page):
    """A backup as a file. It holds everything, so who takes one out is written down."""

    permission = "core.download_backup"

    def get(self, request, pk):
        get_object_or_404(Backup.objects.in_the_folder(), pk=pk)
        return redirect("backups:list")

    def post(self, request, pk):
        backup = get_object_or_404(Backup.objects.in_the_folder(), pk=pk)
        if not keeping_up.is_readable(backup.file):
            raise BackupGone
        audit.record("backup.taken_out", by=request.user, bytes=backup.size)
        response = FileResponse(backup.file.open("rb"), as_attachment=True, filename=backup.file.name)
        response["Content-Type"] = "application/zip"
        response["Cache-Control"] = "no-store"
        return response


def _can_be_taken_out(backup: Backup) -> bool:
    return backup.state == Backup.State.DONE and backup.why != Backup.Why.COMMAND and not backup.removed_at
