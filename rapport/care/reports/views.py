"""The report of complaints, the list of those whose cause says nothing, and the table for a regulator."""

import io
import tempfile
from datetime import datetime, timedelta
from pathlib import Path

from django.db import transaction
from django.http import FileResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from rapport.care.causes.tree import all_causes
from rapport.care.models import Action
from rapport.care.reports import exporting, queries
from rapport.core import audit, keyset
from rapport.core.views import Page
from rapport.orders.views.finding import one_of

WINDOWS = (30, 90, 365)
USUALLY = 90


class ReportPage(Page):
    """What complaints teach, with a fixed number of queries whatever is shown."""

    permission = "care.view_complaint"

    def get(self, request):
        at = timezone.now()
        days, start = _window(request, at)
        by = one_of(request.GET.get("by"), queries.VIEWS, "cause")
        rows = queries.complaints(request.user, start, at)
        total, lines = queries.lines(rows, queries.VIEWS[by])
        outcomes = queries.action_outcomes(request.user, start, at)
        context = {
            "days": days,
            "windows": WINDOWS,
            "by": by,
            "views": queries.VIEWS,
            "view": queries.VIEWS[by],
            "total": total,
            "lines": lines,
            "chart": queries.chart(lines),
            "steps": queries.step_times(rows),
            "outcomes": [(state, outcomes[state.value]) for state in Action.State if state.value in outcomes],
            "unfitting": queries.unfitting(request.user, at),
            "formats": exporting.FORMATS,
        }
        return render(request, "care/reports/complaints.html", context)


class OthersPage(Page):
    """Complaints of the last 90 days that came of "something else": each wants a better word."""

    permission = "care.view_complaint"

    def get(self, request):
        at = timezone.now()
        rows = queries.complaints(request.user, at - queries.OTHER_WITHIN, at).filter(cause__in=queries.others())
        rows = rows.select_related("customer", "product", "owner")
        context = {
            "page": keyset.page(rows, order=("-opened_at",), after=request.GET.get("after")),
            "unfitting": queries.unfitting(request.user, at),
            "causes": all_causes(),
            "now": at,
        }
        return render(request, "care/reports/others.html", context)


class Export(Page):
    """The complaints of a span of time as a table. That it was taken out is in the audit."""

    permission = "care.export_complaint"

    def get(self, request):
        return redirect("care:complaint_report")

    @transaction.atomic
    def post(self, request):
        at = timezone.now()
        days, start = _window(request, at)
        ending = one_of(request.POST.get("format"), exporting.FORMATS, "csv")
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / f"complaints.{ending}"
            rows = exporting.write(path, queries.complaints(request.user, start, at))
            table = io.BytesIO(path.read_bytes())
        audit.record("complaints.exported", by=request.user, rows=rows, days=days, format=ending)
        name = f"complaints-{timezone.localdate(start):%Y-%m-%d}-{timezone.localdate(at):%Y-%m-%d}.{ending}"
        return FileResponse(table, as_attachment=True, filename=name, content_type=exporting.FORMATS[ending])


def _window(request, at: datetime) -> tuple[int, datetime]:
    asked = request.POST.get("days") or request.GET.get("days")
    days = next((days for days in WINDOWS if str(days) == asked), USUALLY)
    return days, at - timedelta(days=days)
