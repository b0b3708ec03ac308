"""The audit, for owners: read, narrowed, taken out as a table."""

import io
import tempfile
from pathlib import Path

from django.db import transaction
from django.http import FileResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from rapport.core import audit, keyset
from rapport.core.audit.lines import told
from rapport.core.models import Deed
from rapport.core.tabular.writing import open_writer
from rapport.core.views import Page
from rapport.staff.audit_forms import AuditFilterForm

LATEST = ("-at", "-id")
AT_ONCE = 1_000
HEADINGS = ("at", "kind", "by", "what", "ip", "session", "token", "request")


class AuditPage(Page):
    """Latest first, a page at a time, with a fixed number of queries."""

    permission = "core.view_deed"

    def get(self, request):
        form = AuditFilterForm(request.GET)
        filters = form.filters()
        page = keyset.page(filters.apply(Deed.objects.all()), order=LATEST, after=request.GET.get("after"))
        context = {"form": form, "filters": filters, "page": page, "lines": told(page), "query": _narrowed(request)}
        return render(request, "staff/audit.html", context, status=200 if form.is_valid() else 422)


class AuditExport(Page):
    """The lines that the page would show, as a table. That it was taken out is itself in the audit."""

    permission = "core.export_deed"

    def get(self, request):
        return redirect("staff:audit")

    @transaction.atomic
    def post(self, request):
        deeds = AuditFilterForm(request.GET).filters().apply(Deed.objects.all())
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "audit.csv"
            rows = _write(path, deeds)
            table = io.BytesIO(path.read_bytes())
        audit.record("audit.exported", by=request.user, rows=rows)
        name = f"audit-{timezone.localdate():%Y-%m-%d}.csv"
        return FileResponse(table, as_attachment=True, filename=name, content_type="text/csv; charset=utf-8")


def _write(path: Path, deeds) -> int:
    written, after = 0, None
    with open_writer(path, HEADINGS) as writer:
        while True:
            page = keyset.page(deeds, order=LATEST, after=after, size=AT_ONCE)
            for line in told(page):
                deed = line.deed
                origin = (deed.ip, deed.session, deed.token, deed.request_id)
                writer.row([deed.at, deed.kind, str(line.by or deed.by or ""), line.sentence, *origin])
            written += len(page)
            after = page.next
            if not after:
                return written


def _narrowed(request) -> str:
    query = request.GET.copy()
    query.pop("after", None)
    return query.urlencode()
