from pathlib import Path

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from rapport.core.models.record import Record


class BackupQuerySet(models.QuerySet):
    def kept(self):
        """Whose file should still be where it was written."""
        return self.filter(state=Backup.State.DONE, removed_at=None).exclude(path="")

    def in_the_folder(self):
        """Those that Rapport wrote into its own folder, and therefore thins out."""
        return self.kept().exclude(why=Backup.Why.COMMAND)


class Backup(Record):
    """That everything was written into one file, or that it was tried. Nothing in it is about a customer."""

    class Why(models.TextChoices):
        SCHEDULED = "scheduled", _("By schedule")
        ASKED = "asked", _("Asked for here")
        COMMAND = "command", _("From the command line")

    class State(models.TextChoices):
        RUNNING = "running", _("Under way")
        DONE = "done", _("Done")
        FAILED = "failed", _("Failed")

    why = models.CharField(max_length=12, choices=Why)
    state = models.CharField(max_length=12, choices=State, default=State.RUNNING)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    path = models.CharField(max_length=4096, blank=True)  # empty: it went to a pipe
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    size = models.PositiveBigIntegerField(default=0)
    rows = models.PositiveBigIntegerField(default=0)
    files = models.PositiveBigIntegerField(default=0)
    error = models.TextField(blank=True)
    removed_at = models.DateTimeField(null=True)  # when its time was over

    objects = BackupQuerySet.as_manager()

    class Meta:
        ordering = ["-started_at", "-id"]
        permissions = [("download_backup", "Can take out a backup")]
        indexes = [models.Index(fields=["-started_at", "-id"], name="backup_latest")]

    @property
    def file(self) -> Path:
        return Path(self.path)
