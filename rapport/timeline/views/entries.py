from django.contrib import messages
from django.http import FileResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from rapport.core.folding import search_key
from rapport.core.undo import Undo, offer, where_they_are
from rapport.core.views import Page, allow
from rapport.timeline import actions, queries
from rapport.timeline.files import SHOWN_IN_PLACE
from rapport.timeline.forms import EntryForm
from rapport.timeline.mentions import may_be_named
from rapport.timeline.models import Attachment, Entry, Mention
from rapport.timeline.story import story_context
from rapport.timeline.views.base import about_customer, about_entry, answer_lines, answer_story, is_part


class EntriesPage(Page):
    """The story of one customer, and writing the next line of it."""

    permission = {"get": "timeline.view_entry", "post": "timeline.add_entry"}

    def get(self, request, customer_id, form=None, status=200):
        customer = about_customer(request, customer_id)
        context = story_context(request, customer, form=form)
        template = "timeline/_rows.html" if request.GET.get("part") == "rows" else "timeline/entries.html"
        return render(request, template, context, status=status)

    def post(self, request, customer_id):
        customer = about_customer(request, customer_id)
        form = EntryForm(request.POST, request.FILES)
        if not form.is_valid() and is_part(request):
            return answer_story(request, customer, form, status=422)
        if not form.is_valid():
            return self.get(request, customer_id, form, status=422)

        entry = form.write(customer, by=request.user)
        if actions.may_withdraw(entry):
            offer(request, _("Written down."), reverse("timeline:withdrawal", args=[entry.pk]))
        else:
            messages.success(request, _("Written down."))
        return answer_story(request, customer) if is_part(request) else redirect(customer)


class EntryPage(Page):
    """One entry with all its versions. Looking at it counts as having seen that one is named in it."""

    permission = "timeline.view_entry"

    def get(self, request, pk):
        entry = about_entry(request, pk)
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
    """Keeping an entry on top of the story; posting `off` takes it down again. Each undoes the other."""

    permission = "timeline.add_pin"

    def get(self, request, pk):
        return redirect(about_entry(request, pk))

    def post(self, request, pk):
        entry = about_entry(request, pk)
        if "off" in request.POST or "off" in request.GET:
            actions.unpin(entry)
            offer(request, _("No longer pinned."), request.path)
        else:
            actions.pin(entry, by=request.user, at=timezone.now())
            offer(request, _("Pinned to the top of the story."), f"{request.path}?off=yes")
        if is_part(request):
            return answer_lines(request, entry.customer)
        return redirect(where_they_are(request) or entry.customer)


class WithdrawalPage(Undo, Page):
    """Taking back what one has just written down: it becomes a draft again, and the story says so."""

    permission = "timeline.add_entry"
    heading = _lazy("Take back what you have just written down?")
    explanation = _lazy("It becomes a draft again. The story keeps a line that you took it back.")

    def dispatch(self, request, pk):
        return super().dispatch(request, about_entry(request, pk))

    def undo(self, request, entry):
        actions.withdraw(entry, by=request.user, at=timezone.now())
        return _("Taken back. It is a draft again.")

    def back(self, request, entry):
        return f"{entry.customer.get_absolute_url()}?compose={entry.kind.split('.')[0]}"


class CorrectionPage(Page):
    permission = "timeline.add_entry"

    def get(self, request, pk, form=None, status=200):
        entry = about_entry(request, pk)
        if entry.kind not in actions.VERBS:
            raise actions.NotWrittenByHand
        context = {"entry": entry, "customer": entry.customer, "form": form or EntryForm.of(entry)}
        return render(request, "timeline/correction.html", context, status=status)

    def post(self, request, pk):
        entry = about_entry(request, pk)
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
        visible = Entry.every.visible_to(request.user)
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
    """Taking where one is named off Today; posting `off` puts it back. Each undoes the other."""

    permission = "timeline.view_entry"

    def get(self, request, pk):
        return redirect(_mention(request, pk).entry)

    def post(self, request, pk):
        mention = _mention(request, pk)
        if "off" in request.POST or "off" in request.GET:
            actions.unsee(mention)
            offer(request, _("It stands on Today again."), request.path)
        else:
            actions.see(mention, at=timezone.now())
            offer(request, _("Seen."), f"{request.path}?off=yes")
        return redirect(where_they_are(request) or "/")


def _mention(request, pk) -> Mention:
    mine = request.user.mentions.filter(entry__in=Entry.every.visible_to(request.user))
    return get_object_or_404(mine.select_related("entry"), pk=pk)


@allow("timeline.add_entry")
def colleagues(request):
    """Names that may stand after an @, each with how it is found by who types Latin letters."""
    people = may_be_named().exclude(pk=request.user.pk).order_by("name")
    found = [{"name": name, "key": search_key(name)} for name in people.values_list("name", flat=True)]
    if typed := search_key(request.GET.get("q", "")[:100]):
        found = [line for line in found if any(w.startswith(typed) for w in (line["key"], *line["key"].split()))]
    return JsonResponse(found, safe=False)
