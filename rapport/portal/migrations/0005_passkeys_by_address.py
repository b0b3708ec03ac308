from django.db import migrations, models
from django.utils import timezone


def by_their_addresses(apps, schema_editor) -> None:
    """Passkeys of before stand on the first verified address of their owners, who come in by them once more."""
    Passkey, Session = apps.get_model("portal", "Passkey"), apps.get_model("portal", "Session")
    for passkey in Passkey.objects.filter(address_key="").select_related("customer__merged_into").iterator():
        owner = passkey.customer.merged_into or passkey.customer
        mails = owner.emails.filter(verified_at__isnull=False).values_list("key", flat=True)
        numbers = owner.phones.filter(verified_at__isnull=False).exclude(e164="").values_list("e164", flat=True)
        passkey.address_key = mails.order_by("pk").first() or numbers.order_by("pk").first() or ""
        passkey.save(update_fields=["address_key"])
    Session.objects.filter(address_key="", by=None, ended_at=None).update(ended_at=timezone.now())


class Migration(migrations.Migration):
    dependencies = [
        ("portal", "0004_sessions_by_address"),
    ]

    operations = [
        migrations.AddField(
            model_name="passkey",
            name="address_key",
            field=models.CharField(blank=True, db_default="", max_length=254),
        ),
        migrations.AddField(
            model_name="session",
            name="passkey",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=models.SET_NULL,
                related_name="sessions",
                to="portal.passkey",
            ),
        ),
        migrations.AddIndex(
            model_name="session",
            index=models.Index(
                condition=models.Q(("passkey__isnull", False)), fields=["passkey"], name="portal_session_by_key"
            ),
        ),
        migrations.RunPython(by_their_addresses, migrations.RunPython.noop, elidable=True),
    ]
