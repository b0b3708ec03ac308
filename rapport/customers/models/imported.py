from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from rapport.core.models import Record
from rapport.customers.models.customer import Customer


class ImportedRow(Record):
    """What a file last said about a customer, so that the next one changes only what has changed in the file.

    It holds personal data and goes with the customer. `key` and `mail_key` are digests: by code, by e-mail address and
    name, or by a fingerprint of the row.
    """

    customer = models.ForeignKey(Customer, models.CASCADE, related_name="imported_rows")
    source = models.CharField(max_length=60)
    key = models.UUIDField()
    mail_key = models.UUIDField(null=True)  # of rows without a code: the same address, whatever the name
    facts = models.JSONField(default=dict)
    import_id = models.UUIDField(null=True)  # the last import in the browser that brought something new

    class Meta:
        constraints = [models.UniqueConstraint(fields=["source", "key"], name="row_imported_once")]
        indexes = [
            models.Index(fields=["source", "mail_key"], name="row_by_mail", condition=models.Q(mail_key__isnull=False)),
            models.Index(
                fields=["import_id", "customer"], name="row_by_import", condition=models.Q(import_id__isnull=False)
            ),
        ]


class ImportChange(Record):
    """A row about a customer who was here before, as it stood before and after an import; so that it can be undone.

    `before` is None of a row that the import added, `after` of one that it took away. What an undo left as it is keeps
    its line here, with the `outcome` and the reason.
    """

    class Outcome(models.TextChoices):
        EDITED = "edited", _("Changed since by somebody here")
        USED = "used", _("Something belongs to it by now")
        FAILED = "failed", _("It could not be done")

    import_id = models.UUIDField()
    customer = models.ForeignKey(Customer, models.CASCADE, related_name="import_changes")
    table = models.CharField(max_length=63)
    row_id = models.CharField(max_length=40)
    before = models.JSONField(null=True)
    after = models.JSONField(null=True)
    outcome = models.CharField(max_length=8, choices=Outcome, blank=True, default="")
    reason = models.CharField(max_length=300, blank=True, default="")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["import_id", "table", "row_id"], name="row_changed_once_by_import")
        ]
