"""Everything held about somebody, in one file for them: JSON for programs, tables, a page for people, their files.

The schema of the JSON is told in docs/privacy.md; `VERSION` grows with every change that readers have to know of.
"""

import os
import zipfile
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import F
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from rapport.core import audit, formats
from rapport.core.models import Work
from rapport.core.personal import telling
from rapport.core.progress import actions as progress
from rapport.core.progress.kinds import WorkKind, work_kinds
from rapport.core.tabular.writing import as_csv
from rapport.customers.models import Customer, PersonalExport
from rapport.customers.naming import language_of, zone_of
from rapport.customers.rights.holds import AlreadyErased
from rapport.staff.models import Business
from rapport.timeline.actions import record
from rapport.timeline.models import Attachment

SCHEMA, VERSION = "rapport.personal-data", 1
KEPT_DAYS = 7
STYLE = Path(__file__).parent / "document.css"
WORK = "customers.personal_export"


def path_of(export: PersonalExport) -> Path:
    return settings.HOME / "exports" / "people" / f"{export.pk}.zip"


@transaction.atomic
def ask_for(customer: Customer, *, by) -> PersonalExport:
    """Have the worker gather everything. The file is there for `KEPT_DAYS`."""
    if customer.is_erased:
        raise AlreadyErased
    export = PersonalExport.objects.create(customer=customer, by=by)
    progress.start(WORK, subject_id=export.pk, total=1, by=by)
    return export


def make(work: Work, watch) -> dict[str, Any]:
    export = PersonalExport.objects.select_related("customer", "by").get(pk=work.subject_id)
    watch(0.1, _("Gathering"))
    write(export, path_of(export), at=timezone.now())
    return {}


@transaction.atomic
def write(export: PersonalExport, path: Path, *, at: datetime) -> None:
    """Write the file, readable for nobody else, and note that it was made."""
    customer = Customer.objects.select_for_update().get(pk=export.customer_id)
    if customer.is_erased:
        raise AlreadyErased
    for folder in (path.parent.parent, path.parent):  # `parents=True` would leave the upper one open to others
        folder.mkdir(mode=0o700, exist_ok=True)
    beside = path.with_name(f"{path.name}.part")
    with open(os.open(beside, os.O_RDWR | os.O_CREAT | os.O_TRUNC, 0o600), "w+b") as file:
        export.records = _pack(customer, file, at)
    beside.replace(path)
    export.made_at, export.bytes = at, path.stat().st_size
    export.save(update_fields=["made_at", "bytes", "records"])
    record(export, "privacy.exported", by=export.by, at=at)
    audit.record("privacy.exported", by=export.by, about=[customer], bytes=export.bytes)


def _pack(customer: Customer, file: Any, at: datetime) -> int:
    language, business = language_of(customer), Business.objects.current()
    if language not in dict(settings.LANGUAGES):
        language = business.language
    with (
        translation.override(language),
        timezone.override(zone_of(customer)),
        zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed,
    ):
        told = list(telling.chapters(*(record.pk for record in customer.records())))
        files = _add_files(customer, packed)
        document = {
            "schema": SCHEMA,
            "version": VERSION,
            "made_at": at.isoformat(),
            "held_by": {"name": business.name, "email": business.email, "phone": business.phone, "web": business.web},
            "about": {"id": str(customer.pk), "name": customer.name},
            "records": telling.as_json(told),
            "files": files,
        }
        packed.writestr("data.json", telling.dumped(document))
        for table in (table for chapter in told for table in chapter.tables):
            packed.writestr(f"tables/{table.name}.csv", as_csv(table.as_rows()))
        context = {"customer": customer, "business": business, "chapters": told, "files": files}
        context["when"] = formats.moment(at, timezone.get_current_timezone())
        context["style"] = format_html("<style>{}</style>", SafeString(STYLE.read_text("utf-8")))
        packed.writestr("index.html", render_to_string("customers/rights/document.html", context | {"lang": language}))
    return sum(chapter.count for chapter in told)


def _add_files(customer: Customer, packed: zipfile.ZipFile) -> list[dict[str, Any]]:
    """Attachments and the photo, each once; a file that is missing on the disk is said to be."""
    records = customer.records()
    rows = Attachment.objects.filter(entry__customer__in=records).order_by("pk")
    wanted = {row.file.name: (row.name, row.content_type) for row in rows}
    wanted |= {record.photo.name: ("photo.jpg", "image/jpeg") for record in records if record.photo}
    told = []
    for number, (stored, (name, content_type)) in enumerate(wanted.items(), 1):
        inside = f"files/{number:03} {name}"
        is_there = default_storage.exists(stored)
        if is_there:
            with default_storage.open(stored) as source, packed.open(inside, "w") as target:
                for chunk in source.chunks():
                    target.write(chunk)
        told.append({"path": inside if is_there else None, "name": name, "content_type": content_type})
    return told


@transaction.atomic
def release(export: PersonalExport, *, by, at: datetime) -> PersonalExport:
    """Let them fetch it on their own pages, where they have shown who they are. Twice is harmless."""
    export = PersonalExport.objects.select_for_update().get(pk=export.pk)
    if export.released_at is None and export.is_there:
        export.released_at = at
        export.save(update_fields=["released_at"])
        audit.record("privacy.released_to_them", by=by, about=[export.customer_id])
    return export


@transaction.atomic
def note_download(export: PersonalExport, *, by) -> None:
    PersonalExport.objects.filter(pk=export.pk).update(downloads=F("downloads") + 1)
    audit.record("privacy.downloaded", by=by, about=[export.customer_id])


def page_of(work: Work) -> str:
    """The page of the customer whose data is gathered."""
    export = PersonalExport.objects.filter(pk=work.subject_id).first()
    return reverse("customers:data", args=[export.customer_id]) if export else reverse("customers:list")


def forget_old(at: datetime) -> int:
    """Take away the files that were there long enough."""
    before = at - timedelta(days=KEPT_DAYS)
    old = PersonalExport.objects.filter(made_at__lt=before, gone_at=None)
    for export in old:
        path_of(export).unlink(missing_ok=True)
    return old.update(gone_at=at)


work_kinds.add(WorkKind(WORK, make, page_of, "customers.add_personalexport"))
