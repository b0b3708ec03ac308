"""Bringing customers, orders and what else a slice takes, in the browser: bring, say what columns hold, check, run."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from rapport.core.models import Import, SavedMapping
from rapport.core.progress.showing import job
from rapport.core.registry import import_kinds
from rapport.core.tabular import actions, uploads
from rapport.core.tabular.forms import BringForm, ColumnsForm, ReadingForm
from rapport.core.tabular.reading import UnreadableFile
from rapport.core.tabular.showing import import_view, imports, kinds_for, mappings
from rapport.core.views import Page

PERMISSION = "core.add_import"


class ListPage(Page):
    """What was brought, how it stands, and which columns are remembered."""

    permission = PERMISSION

    def get(self, request):
        now = timezone.now()
        context = {
            "kinds": kinds_for(request.user),
            "imports": [(row, job(row.work, now) if row.is_under_way else None) for row in imports()],
            "mappings": mappings(),
            "now": now,
        }
        return render(request, "core/imports/list.html", context)


class BringPage(Page):
    permission = PERMISSION

    def get(self, request, kind, form=None, status=200):
        kind = self._kind(kind)
        context = {"kind": kind, "form": form or BringForm(kind), "kinds": kinds_for(request.user)}
        return render(request, "core/imports/bring.html", context, status=status)

    def post(self, request, kind):
        form = BringForm(self._kind(kind), request.POST, request.FILES)
        if form.is_valid():
            try:
                import_ = actions.bring(form.kind, form.brought, by=request.user)
            except UnreadableFile as problem:
                form.add_error(None, str(problem))
            else:
                return redirect("imports:columns", import_.pk)
        return self.get(request, kind, form, status=422)

    def _kind(self, name):
        if name not in import_kinds or not import_kinds[name].parts:
            raise Http404
        kind = import_kinds[name]
        if kind.permission and not self.request.user.has_perm(kind.permission):
            raise PermissionDenied
        return kind


class AboutImport(Page):
    """Base of every page about one import."""

    permission = PERMISSION

    def dispatch(self, request, pk, **more):
        import_ = get_object_or_404(Import.objects.select_related("by"), pk=pk)
        if import_.kind not in import_kinds:
            raise Http404
        kind = import_kinds[import_.kind]
        if kind.permission and not request.user.has_perm(kind.permission):
            raise PermissionDenied
        return super().dispatch(request, import_, **more)

    def page(self, import_):
        return redirect("imports:import", import_.pk)


class ImportPage(AboutImport):
    """Where it stands: under way, checked, done, failed."""

    def get(self, request, import_):
        now = timezone.now()
        shown = import_view(import_)
        if shown.check is None and not import_.files_gone_at:
            return redirect("imports:columns", import_.pk)
        work = shown.work
        context = {
            "shown": shown,
            "import": import_,
            "job": job(work, now) if work else None,
            "can_be_undone": shown.can_be_undone(now),
            "left": shown.kind.undoing.left(import_, request.user) if shown.is_undone else [],
            "now": now,
        }
        return render(request, "core/imports/import.html", context)


class UndoPage(AboutImport):
    """What an undo of the whole import would do, counted; and doing it."""

    def get(self, request, import_):
        now = timezone.now()
        if not actions.can_be_undone(import_, now):
            return self.page(import_)
        shown = import_view(import_)
        context = {"shown": shown, "import": import_, "foreseen": shown.kind.undoing.foresee(import_), "now": now}
        return render(request, "core/imports/undo.html", context)

    def post(self, request, import_):
        actions.undo(import_, by=request.user, at=timezone.now())
        return self.page(import_)


class ColumnsPage(AboutImport):
    """What was recognised, and a menu for each column."""

    def get(self, request, import_, form=None, status=200):
        shown = import_view(import_)
        if shown.is_taken_in or shown.work or import_.files_gone_at:
            return self.page(import_)
        form = form or ColumnsForm(import_, shown.kind, shown.files)
        readings = [(file, ReadingForm(file)) for file, _part in shown.files]
        context = {"shown": shown, "import": import_, "form": form, "readings": readings}
        return render(request, "core/imports/columns.html", context, status=status)

    def post(self, request, import_):
        actions.refuse_what_is_over(import_)
        shown = import_view(import_)
        form = ColumnsForm(import_, shown.kind, shown.files, request.POST)
        if not form.is_valid():
            return self.get(request, import_, form, status=422)
        actions.choose(import_, form.choices, names=form.names, by=request.user, at=timezone.now(), **form.facts)
        actions.check(import_, by=request.user)
        return self.page(import_)


class ReadingPage(AboutImport):
    """Another encoding, delimiter or sheet than the one that was recognised."""

    def get(self, request, import_, part):
        return redirect("imports:columns", import_.pk)

    def post(self, request, import_, part):
        file = get_object_or_404(import_.files, part=part)
        form = ReadingForm(file, request.POST)
        if form.is_valid():
            try:
                actions.read_otherwise(file, **form.cleaned_data)
            except UnreadableFile as problem:
                messages.error(request, str(problem))
        return redirect("imports:columns", import_.pk)


class CheckPage(AboutImport):
    def get(self, request, import_):
        return self.page(import_)

    def post(self, request, import_):
        actions.check(import_, by=request.user)
        return self.page(import_)


class RunPage(AboutImport):
    def get(self, request, import_):
        return self.page(import_)

    def post(self, request, import_):
        actions.take_in(import_, by=request.user)
        return self.page(import_)


class RejectsPage(AboutImport):
    """The rows that were not taken, with the reasons, to be put right and brought again."""

    def get(self, request, import_, part):
        file = get_object_or_404(import_.files.exclude(rejects=""), part=part)
        path = uploads.folder_of(import_.pk) / file.rejects
        if not path.is_file():
            raise Http404
        name = f"{file.name.rpartition('.')[0] or file.name}.rejects.csv"
        return FileResponse(path.open("rb"), as_attachment=True, filename=name, content_type="text/csv; charset=utf-8")


class RemovalPage(AboutImport):
    """Taking the files away before their time."""

    def get(self, request, import_):
        return self.page(import_)

    def post(self, request, import_):
        actions.forget_files(import_, at=timezone.now())
        messages.success(request, _("The files are gone. What was imported stays."))
        return redirect("imports:list")


class MappingRemovalPage(Page):
    permission = PERMISSION

    def get(self, request, pk):
        return redirect("imports:list")

    def post(self, request, pk):
        get_object_or_404(SavedMapping, pk=pk).delete()
        messages.success(request, _("These columns are no longer remembered."))
        return redirect("imports:list")
