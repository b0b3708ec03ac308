from django.conf import settings
from django.db import models
from django.utils import timezone

from rapport.core.models.record import Record


class Import(Record):
    """Files that somebody brought to be taken in. How it is getting on is told by its `Work`.

    The files themselves are personal data: they lie in the house's home and are taken away when they are no longer
    needed (`tabular.actions.forget_files`). What stays says who brought what, when and what became of it.
    """

    kind = models.CharField(max_length=40)  # the name of an ImportKind
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    source = models.CharField(max_length=60, default="import")
    language = models.CharField(max_length=12, blank=True)
    country = models.CharField(max_length=2, blank=True)
    currency = models.CharField(max_length=3, blank=True)
    dates = models.CharField(max_length=3, blank=True)  # "dmy" or "mdy", where somebody was asked
    match = models.CharField(max_length=20, blank=True)  # by which rule rows were taken for what was here
    taken_in_at = models.DateTimeField(null=True)  # the moment that is noted on all that it made
    findings = models.JSONField(default=dict)  # samples of rows and reasons of rejects; goes with the files
    files_gone_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["-created_at"], name="import_newest")]


class ImportFile(Record):
    """One of the files of an import: how it is read, and which column holds what."""

    belongs_to = models.ForeignKey(Import, models.CASCADE, related_name="files")
    part = models.CharField(max_length=20)  # the name of an ImportPart
    name = models.CharField(max_length=255)  # as it was called where it came from
    stored_as = models.CharField(max_length=120, blank=True)  # below the folder of imports; "" once it is gone
    bytes = models.PositiveBigIntegerField(default=0)
    rows = models.PositiveIntegerField(default=0)  # about; a cell may hold several lines
    encoding = models.CharField(max_length=40, blank=True)
    delimiter = models.CharField(max_length=1, blank=True)
    sheet = models.CharField(max_length=200, blank=True)
    sheets = models.JSONField(default=list)
    headings = models.JSONField(default=list)
    sample = models.JSONField(default=list)  # the first rows; goes with the file
    dates = models.JSONField(default=list)  # what each column shows of dates: {"orders", "example"}; goes with the file
    choices = models.JSONField(default=list)  # what somebody chose for each column: "phone:mobile", "" or null
    rejects = models.CharField(max_length=200, blank=True)  # where its rejected rows lie, beside it

    class Meta:
        constraints = [models.UniqueConstraint(fields=["belongs_to", "part"], name="one_file_per_part")]


class SavedMapping(Record):
    """Which column holds what in files with these headings; the next one finds it by itself."""

    kind = models.CharField(max_length=40)
    part = models.CharField(max_length=20)
    fingerprint = models.CharField(max_length=64)  # of the folded headings, in any order
    name = models.CharField(max_length=120)
    columns = models.JSONField(default=list)  # [folded heading, choice] in the file's order
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    used_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["name", "id"]
        constraints = [models.UniqueConstraint(fields=["kind", "part", "fingerprint"], name="one_mapping_per_columns")]
