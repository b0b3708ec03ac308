from django.contrib import messages
from django.contrib.auth import get_user_model
from django.http import FileResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from rapport.core.views import Page, allow
from rapport.timeline import actions, queries
from rapport.timeline.files import SHOWN_IN_PLACE
from rapport.timeline.forms import EntryForm
from rapport.timeline.models import Attachment, Entry, Mention
from rapport.timeline.story import story_context


class EntriesPage(Page):
    """The story of one customer, and writing the next line of it."""

    permission = {"get": "timeline.view_entry", "post": "timeline.add_entry"}

    def get(self, request, customer_id, form=None, status=200):
        customer = _customer(request, customer_id)
        context = story_context(request, customer, form=form)
        template = "timeline/_rows.html" if request.GET.get("part") == "rows" else "timeline/entries.html"
        return render(request, template, context, status=status)

    def post(self, request, customer_id):
        customer = _customer(request, customer_id)
        form = EntryForm(request.POST, request.FILES)
        if not form.is_valid():
            return self.get(request, customer_id, form, status=422)
        form.write(customer, by=request.user)
        messages.success(request, _("Written down."))
        return redirect(customer)


class EntryPage(Page):
    """One entry with all its versions. Looking at it counts as having seen that one is named in it."""

    permission = "timeline.view_entry"

    def get(self, request, pk):
        entry = _entry(request, pk)
        versions = queries.versions(entry)
        for mention in Mention.objects.filter(entry__in=versions, user=request.user, seen_at=None):
            actions.see(mention, at=timezone.now())
        context = {
            "entry": versions[0],
            "earlier": versions[1:],
            "customer": entry.customer,
            "may_pin": request.user.has_perm("timeline.add_pin"),
            "may_correct_all": request.user.has_perm("timeline.change_entry"),
        }
        return render(request, "timeline/entry.html", context)


class PinPage(Page):
    """Keeping an entry on top of the story; posting `off` takes it down again."""

    permission = "timeline.add_pin"

    def get(self, request, pk):
        return redirect(_entry(request, pk))

    def post(self, request, pk):
        entry = _entry(request, pk)
        if "off" in request.POST:
            actions.unpin(entry)
            messages.success(request, _("No longer pinned."))
        else:
            actions.pin(entry, by=request.user, at=timezone.now())
            messages.success(request, _("Pinned to the top of the story."))
        return redirect(entry.customer)


class CorrectionPage(Page):
    permission = "timeline.add_entry"

    def get(self, request, pk, form=None, status=200):
        entry = _entry(request, pk)
        if entry.kind not in actions.VERBS:
            raise actions.NotWrittenByHand
        context = {"entry": entry, "customer": entry.customer, "form": form or EntryForm.of(entry)}
        return render(request, "timeline/correction.html", context, status=status)

    def post(self, request, pk):
        entry = _entry(request, pk)
        form = EntryForm.of(entry, request.POST, request.FILES)
        if not form.is_valid():
            return self.get(request, pk, form, status=422)
        keep = entry.attachments.filter(pk__in=request.POST.getlist("keep"))
        actions.correct(entry, by=request.user, keep=keep, **form.written)
        messages.success(request, _("Corrected. The old words stay readable beneath."))
        return redirect(entry.customer)


class AttachmentView(Page):
    """The file itself, with the type we found in it: shown in place only if it is a harmless picture."""

    permission = "timeline.view_entry"

    def get(self, request, pk):
        visible = Entry.objects.visible_to(request.user)
        attachment = get_object_or_404(Attachment.objects.filter(entry__in=visible), pk=pk)
        response = FileResponse(
            attachment.file.open(),
            as_attachment=attachment.content_type not in SHOWN_IN_PLACE,
            filename=attachment.name,
            content_type=attachment.content_type,
        )
        response["X-Content-Type-Options"] = "nosniff"
        response["Content-Security-Policy"] = "default-src 'none'; sandbox"
        response["Cache-Control"] = "private, max-age=86400"
        return response


class SeenPage(Page):
    permission = "timeline.view_entry"

    def get(self, request, pk):
        return redirect(get_object_or_404(request.user.mentions.select_related("entry"), pk=pk).entry)

    def post(self, request, pk):
        actions.see(get_object_or_404(request.user.mentions, pk=pk), at=timezone.now())
        messages.success(request, _("Seen."))
        return redirect("/")


@allow("timeline.add_entry")
def colleagues(request):
    """Names that may stand after an @, for the list that opens while one types."""
    people = get_user_model().objects.filter(is_active=True).exclude(pk=request.user.pk)
    return JsonResponse([name for name in people.order_by("name").values_list("name", flat=True) if name], safe=False)


def _customer(request, pk):
    customers = Entry._meta.get_field("customer").related_model.objects
    return get_object_or_404(customers.visible_to(request.user), pk=pk)


def _entry(request, pk) -> Entry:
    rows = Entry.objects.visible_to(request.user).select_related("customer", "by", "pin", "location")
    return get_object_or_404(rows, pk=pk)
