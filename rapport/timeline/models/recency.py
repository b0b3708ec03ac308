from django.db import models


class LastContact(models.Model):
    """When a customer and the business last had words with each other, in one row (rule 7).

    Written only by `recency.refresh` and `recency.rebuild`. Attempts that reached nobody are no contact.
    """

    customer = models.OneToOneField("customers.Customer", models.CASCADE, primary_key=True, related_name="last_contact")
    at = models.DateTimeField(null=True)  # the later of the two
    by_us_at = models.DateTimeField(null=True)
    by_them_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(models.F("at").desc(nulls_last=True), "customer", name="contact_by_last")]
