from secrets import token_hex

from django.conf import settings
from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from rapport.core import keyset
from rapport.core.refusals import Refusal
from rapport.core.undo import Undo, offer
from rapport.core.views import Page
from rapport.timeline import actions, queries
from rapport.timeline.files import SHOWN_IN_PLACE
from rapport.timeline.forms import EntryForm
from rapport.timeline.kinds import COMPOSED
from rapport.timeline.models import Draft, DraftFile
from rapport.timeline.templatetags.story import draft_time
from rapport.timeline.views.base import about_customer, answer_story, is_part

YEAR = 365 * 24 * 3600


class DraftsPage(Page):
    """Everything I began to write and have not written down."""

    permission = "timeline.add_entry"

    def get(self, request):
        drafts = keyset.page(
            queries.my_drafts(request.user), order=("-saved_at", "-id"), after=request.GET.get("after")
        )
        return render(request, "timeline/drafts.html", {"drafts": drafts})


class DraftPage(Page):
    """What I am writing about one customer, one draft per tab. Modules ask for JSON, a form gets its page back."""

    permission = "timeline.add_entry"

    def get(self, request, customer_id, kind):
        customer = about_customer(request, customer_id)
        if not _wants_json(request):
            return redirect(f"{customer.get_absolute_url()}?compose={kind}")
        rows = Draft.objects.standing().filter(customer=customer, by=request.user, kind=_kind(kind))
        draft = rows.first()
        return JsonResponse(_told(draft) | {"notice": _notice(request, draft) if draft else ""})

    def post(self, request, customer_id, kind):
        customer = about_customer(request, customer_id)
        kind = _kind(request.POST.get("kind", "") if kind == "any" else kind)
        device = request.COOKIES.get("device") or token_hex(8)
        version = request.POST.get("draft_version", "")
        try:
            draft = actions.save_draft(
                customer,
                kind,
                EntryForm.said(kind, request.POST),
                by=request.user,
                version=int(version) if version.isdecimal() and len(version) < 10 else 0,
                device=device[:32],
                at=timezone.now(),
                was=request.POST.get("was", ""),
            )
        except actions.DraftChangedElsewhere as conflict:
            if not _wants_json(request):
                raise
            return JsonResponse(_told(conflict.draft) | {"conflict": _conflict(request, conflict.draft)}, status=409)

        if _wants_json(request):
            response = JsonResponse(_told(draft))
        else:
            messages.success(request, _("Kept as a draft."))
            response = redirect(f"{customer.get_absolute_url()}?compose={kind}")
        return _remember(response, device)


class DraftFilesPage(Page):
    """Files that are added while one writes: each comes by itself, so that each has its own progress and problem."""

    permission = "timeline.add_entry"

    def get(self, request, customer_id, kind):
        return redirect("timeline:draft", about_customer(request, customer_id).pk, kind)

    def post(self, request, customer_id, kind):
        customer = about_customer(request, customer_id)
        kind = _kind(kind)
        upload = request.FILES.get("file")
        if upload is None:
            return JsonResponse({"problem": _("No file came with this.")}, status=422)
        device = request.COOKIES.get("device") or token_hex(8)
        try:
            file = actions.add_file(customer, kind, upload, by=request.user, device=device[:32], at=timezone.now())
        except Refusal as problem:
            return JsonResponse({"problem": str(problem)}, status=422)
        row = render_to_string("timeline/_draft_file.html", {"file": file}, request)
        return _remember(JsonResponse({"row": row, "version": file.draft.version}, status=201), device)


class DraftFileView(Page):
    """A file beside a draft, for its writer alone."""

    permission = "timeline.add_entry"

    def get(self, request, pk):
        file = _file(request, pk)
        response = FileResponse(
            file.file.open(),
            as_attachment=file.content_type not in SHOWN_IN_PLACE,
            filename=file.name,
            content_type=file.content_type,
        )
        response["X-Content-Type-Options"] = "nosniff"
        response["Content-Security-Policy"] = "default-src 'none'; sandbox"
        response["Cache-Control"] = "private, max-age=3600"
        return response


class DraftFileRemoval(Page):
    permission = "timeline.add_entry"

    def get(self, request, pk):
        return redirect(_file(request, pk).draft)

    def post(self, request, pk):
        file = _file(request, pk)
        actions.remove_file(file)
        if _wants_json(request):
            return HttpResponse(status=204)
        messages.success(request, _("Removed."))
        return redirect(file.draft)


class DraftDiscarding(Page):
    permission = "timeline.add_entry"

    def get(self, request, pk):
        return redirect(_draft(request, pk))

    def post(self, request, pk):
        draft = _draft(request, pk)
        actions.discard(draft, at=timezone.now())
        offer(request, _("Draft discarded."), reverse("timeline:draft_restoration", args=[draft.pk]))
        if is_part(request):
            return answer_story(request, draft.customer)
        return redirect("timeline:drafts" if "list" in request.POST else draft.customer)


class DraftRestoration(Undo, Page):
    """Taking a discarded draft back, within a day."""

    permission = "timeline.add_entry"
    heading = _("Take this draft back?")

    def dispatch(self, request, pk):
        return super().dispatch(request, _draft(request, pk))

    def undo(self, request, draft):
        actions.take_back(draft)
        return _("Your draft is back.")


def _wants_json(request) -> bool:
    return request.headers.get("Accept") == "application/json"


def _kind(name: str) -> str:
    if name not in COMPOSED:
        raise Http404
    return name


def _draft(request, pk) -> Draft:
    return get_object_or_404(Draft.objects.of(request.user).select_related("customer"), pk=pk)


def _file(request, pk) -> DraftFile:
    drafts = Draft.objects.of(request.user)
    return get_object_or_404(DraftFile.objects.filter(draft__in=drafts).select_related("draft__customer"), pk=pk)


def _told(draft: Draft | None) -> dict:
    if draft is None:
        return {"version": 0, "said": {}, "words": ""}
    words = _("Draft kept, %(at)s") % {"at": draft_time(draft.saved_at)}
    return {"version": draft.version, "said": draft.said, "words": words}


def _notice(request, draft: Draft) -> str:
    context = {"draft": draft, "device": request.COOKIES.get("device", "")}
    return render_to_string("timeline/_draft_notice.html", context, request)


def _conflict(request, draft: Draft) -> str:
    return render_to_string("timeline/_draft_conflict.html", {"draft": draft}, request)


def _remember(response: HttpResponse, device: str) -> HttpResponse:
    """By this random word a draft knows whether it was saved in the same browser."""
    response.set_cookie("device", device, max_age=YEAR, httponly=True, samesite="Lax", secure=settings.SECURE)
    return response
