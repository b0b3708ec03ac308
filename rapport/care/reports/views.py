"""The report of complaints, the list of those whose cause says nothing, and the table for a regulator."""

from datetime import datetime, timedelta

from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from rapport.care.causes.tree import all_causes
from rapport.care.models import Action, ComplaintTable
from rapport.care.reports import exporting, queries, tables
from rapport.core import keyset
from rapport.core.models import Work
from rapport.core.progress.showing import job
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
    """The complaints of a span of time as a table: a small one at once, a large one when the worker has written it."""

    permission = "care.export_complaint"

    def get(self, request):
        return redirect("care:complaint_report")

    def post(self, request):
        at = timezone.now()
        days, start = _window(request, at)
        ending = one_of(request.POST.get("format"), exporting.FORMATS, "csv")
        table = tables.ask_for(by=request.user, start=start, at=at, days=days, ending=ending)
        if table.done_at:
            return _attached(table)
        return redirect("care:complaint_table_of", table.pk)


class AboutTable(Page):
    """A table that one asked for oneself; what others took out does not exist."""

    permission = "care.export_complaint"

    def dispatch(self, request, pk):
        return super().dispatch(request, get_object_or_404(ComplaintTable, pk=pk, by=request.user))


class TablePage(AboutTable):
    """How far it is, and the file."""

    def get(self, request, table):
        now = timezone.now()
        work = Work.objects.about(table).order_by("-asked_at").first()
        context = {
            "table": table,
            "work": work,
            "job": job(work, now) if work and work.is_under_way else None,
            "has_file": tables.file_of(table) is not None,
            "now": now,
        }
        return render(request, "care/reports/table.html", context)


class TableFile(AboutTable):
    def get(self, request, table):
        if tables.file_of(table) is None:
            raise Http404
        return _attached(table)


def _attached(table: ComplaintTable) -> FileResponse:
    start, end = (timezone.localdate(moment) for moment in (table.starts_at, table.ends_at))
    name = f"complaints-{start:%Y-%m-%d}-{end:%Y-%m-%d}.{table.ending}"
    kind = exporting.FORMATS[table.ending]
    response = FileResponse(tables.file_of(table).open("rb"), as_attachment=True, filename=name, content_type=kind)
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _window(request, at: datetime) -> tuple[int, datetime]:
    asked = request.POST.get("days") or request.GET.get("days")
    days = next((days for days in WINDOWS if str(days) == asked), USUALLY)
    return days, at - timedelta(days=days)
