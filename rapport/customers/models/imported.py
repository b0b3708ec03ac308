from django.db import models

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
