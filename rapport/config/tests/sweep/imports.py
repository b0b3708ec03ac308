"""Files that were brought: one that waits for its columns, one that has been checked."""

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from rapport.core.models import Import
from rapport.core.testing.jobs import forget_jobs, work_off

CSV = """Kundennummer;Jméno;E-mail;Telefon;Farbe
1;Jiří Novák;jiri@example.com;+420 777 123 456;rot
2;Eva Malá;not-an-address;+420 777 123 457;blau
"""


def bring_two_files(user) -> None:
    client = Client()
    client.force_login(user)
    forget_jobs()  # of the demo; nobody looks at what they would do
    _choose_columns(client, _bring(client))
    work_off()
    forget_jobs()
    _bring(client)


def _bring(client: Client) -> Import:
    file = SimpleUploadedFile("zákazníci.csv", CSV.encode())
    client.post("/settings/import/customers/new/", {"file": file})
    return Import.objects.latest("created_at")


def _choose_columns(client: Client, brought: Import) -> None:
    address = f"/settings/import/{brought.pk}/columns/"
    form = client.get(address).context["form"]
    client.post(address, {field.name: field.value() or "" for field in form} | {"remember": "on"})
