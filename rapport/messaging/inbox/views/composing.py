"""Answers, inside notes and drafts of both."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from rapport.core import formats
from rapport.core.refusals import Refusal
from rapport.core.undo import offer
from rapport.core.views import Page
from rapport.messaging.inbox import canned, composing, drafting, noting, presence, replying
from rapport.messaging.inbox.forms import NoteForm, ReplyForm
from rapport.messaging.inbox.greeting import opening
from rapport.messaging.inbox.replying import AnsweredMeanwhile, Written
from rapport.messaging.inbox.views.base import AboutConversation, about, address_in, onward, show_of
from rapport.messaging.inbox.views.conversation import ConversationPage
from rapport.messaging.models import Channel, Conversation, DraftFile, Message
from rapport.timeline.files import SHOWN_IN_PLACE
from rapport.timeline.templatetags.story import draft_time

WRITE = {"get": "messaging.view_conversation", "post": "messaging.add_message"}


class Replying(AboutConversation):
    """An answer is sent, unless somebody else wrote meanwhile."""

    permission = WRITE

    def post(self, request, conversation):
        form = ReplyForm(request.POST, request.FILES, channels=channels_of(conversation), auto_id="reply_%s")
        if not form.is_valid():
            return shown(request, conversation, 422, reply=form)
        said, at = form.cleaned_data, timezone.now()
        began = opening_of(conversation)
        waited_since = conversation.waiting_since
        try:
            message = replying.reply(
                conversation, written(request, form), by=request.user, at=at, opening=began,
                channel=said["channel"], seen=request.POST.get("seen", ""),
            )  # fmt: skip
        except AnsweredMeanwhile as problem:
            return shown(request, conversation, 409, reply=form, came=problem.messages, refused=str(problem))
        except Refusal as problem:
            form.add_error("body", str(problem))
            return shown(request, conversation, 422, reply=form)
        drafting.used_up(drafting.draft_of(request.user, conversation=conversation))
        canned.used(request.POST.getlist("ready"))
        say_sent(request, message, waited_since, at)
        if message.conversation_id != conversation.pk:
            return redirect(message.conversation)
        return redirect(
            onward(request, conversation) if said_and_done(request) else address_in(conversation, show_of(request))
        )


class Noting(AboutConversation):
    permission = WRITE

    def post(self, request, conversation):
        form = NoteForm(request.POST, request.FILES, auto_id="note_%s")
        if not form.is_valid():
            return shown(request, conversation, 422, note=form)
        draft_files = drafting.files_of(request.user, form.draft_files)
        said = form.cleaned_data
        try:
            noting.note(
                conversation,
                said["body"],
                by=request.user,
                at=timezone.now(),
                files=said["files"],
                draft_files=draft_files,
            )
        except noting.NothingWritten as problem:
            form.add_error("body", str(problem))
            return shown(request, conversation, 422, note=form)
        drafting.used_up(drafting.draft_of(request.user, conversation=conversation, is_note=True))
        messages.success(request, _("Noted. Only we see it."))
        return redirect(address_in(conversation, show_of(request)))


class Drafting(AboutConversation):
    """What stands in the composer, kept as one types."""

    permission = WRITE

    def post(self, request, conversation, kind):
        at, is_note = timezone.now(), kind == "note"
        presence.note_presence(conversation, request.user, at=at, is_writing=not is_note)
        channel = None if is_note else chosen_channel(request, channels_of(conversation))
        draft = drafting.save_draft(
            request.user, conversation=conversation, is_note=is_note, at=at, channel=channel,
            **drafted(request, "" if is_note else opening_of(conversation)),
        )  # fmt: skip
        return told(request, draft, conversation)

    def get(self, request, conversation, kind):
        return super().get(request, conversation)

    def dispatch(self, request, pk, kind):
        conversation = about(request, pk)
        return Page.dispatch(self, request, conversation, "note" if kind == "note" else "reply")


class DraftFiles(Drafting):
    """Files that come while one writes, each by itself."""

    def post(self, request, conversation, kind):
        return file_added(request, conversation=conversation, is_note=kind == "note")


class DraftFileView(Page):
    """A file beside a draft, for its writer alone."""

    permission = "messaging.add_message"

    def get(self, request, pk):
        from rapport.messaging.inbox.views.files import answer_with

        return answer_with(own_file(request, pk), in_place=SHOWN_IN_PLACE)


class DraftFileRemoval(Page):
    permission = "messaging.add_message"

    def get(self, request, pk):
        return redirect(where(own_file(request, pk)))

    def post(self, request, pk):
        file = own_file(request, pk)
        back = where(file)
        drafting.remove_file(file)
        if request.headers.get("Accept") == "application/json":
            return HttpResponse(status=204)
        messages.success(request, _("Removed."))
        return redirect(back)


def shown(request: HttpRequest, conversation: Conversation, status: int, **composing) -> HttpResponse:
    """The conversation with what was posted still in its composer."""
    page = ConversationPage()
    page.setup(request, conversation.pk)
    return page.get(request, conversation, status=status, **composing)


def written(request: HttpRequest, form: ReplyForm) -> Written:
    said = form.cleaned_data
    return Written(
        text=said["body"],
        subject=said["subject"],
        cc=said["cc"],
        uploads=tuple(said["files"]),
        draft_files=tuple(drafting.files_of(request.user, form.draft_files)),
        send_after=said["send_at"],
        closes=said_and_done(request),
        restates=bool(said["restates"]),
        promised=said["promised"],
        promised_on=said["promised_on"],
    )


def said_and_done(request: HttpRequest) -> bool:
    return request.POST.get("then") == "close"


def channels_of(conversation: Conversation) -> list[Channel]:
    if conversation.customer is None:
        return [conversation.channel]
    return composing.channels_for(conversation.customer, conversation.channel)


def opening_of(conversation: Conversation):
    if conversation.customer is None:
        return None
    return opening(conversation.customer, channel_kind=conversation.channel.kind, conversation=conversation)


def drafted(request: HttpRequest, began) -> dict[str, str]:
    """What the composer says, without a greeting that stands there by itself."""
    text = request.POST.get("body", "")
    if began and text.strip() == began.greeting:
        text = ""
    return {"text": text, "subject": request.POST.get("subject", ""), "cc": request.POST.get("cc", "")}


def chosen_channel(request: HttpRequest, channels: list[Channel]) -> Channel | None:
    wanted = request.POST.get("channel", "")
    return next((channel for channel in channels if str(channel.pk) == wanted), None)


def told(request: HttpRequest, draft, back) -> HttpResponse:
    """To a module in JSON; to a form its page."""
    if request.headers.get("Accept") != "application/json":
        messages.success(request, _("Kept as a draft."))
        return redirect(back)
    if draft is None:
        return JsonResponse({"version": 0, "words": ""})
    return JsonResponse({"version": 1, "words": _("Draft kept, %(at)s") % {"at": draft_time(draft.updated_at)}})


def file_added(request: HttpRequest, **whose) -> JsonResponse:
    upload = request.FILES.get("file")
    if upload is None:
        return JsonResponse({"problem": _("No file came with this.")}, status=422)
    try:
        file = drafting.add_file(request.user, upload, at=timezone.now(), **whose)
    except Refusal as problem:
        return JsonResponse({"problem": str(problem)}, status=422)
    row = render_to_string("messaging/inbox/_draft_file.html", {"file": file}, request)
    return JsonResponse({"row": row, "version": 1}, status=201)


def own_file(request: HttpRequest, pk) -> DraftFile:
    rows = drafting.own_files(request.user).select_related("draft__conversation", "draft__customer")
    return get_object_or_404(rows, pk=pk)


def where(file: DraftFile) -> str:
    draft = file.draft
    if draft.conversation:
        return draft.conversation.get_absolute_url()
    return reverse("messaging:writing_to", args=[draft.customer_id])


def say_sent(request: HttpRequest, message: Message, waited_since, at) -> None:
    """What became of it; for ten seconds it can be taken back."""
    state = Message.State(message.state)
    if state == Message.State.REFUSED:
        messages.warning(request, _("It was held back. The reason stands below it."))
    elif message.send_after and message.send_after - at > replying.SOON:
        said = _("It goes out at %(moment)s.") % {"moment": formats.moment(message.send_after, at=at)}
        offer(request, said, reverse("messaging:taking_back", args=[message.pk]))
    else:
        minutes = int((at - waited_since).total_seconds() // 60) if waited_since else 0
        said = _("Sent. Answered in %(time)s.") % {"time": formats.duration_minutes(minutes)} if minutes else _("Sent.")
        can_be_taken_back = message.state == Message.State.QUEUED  # in a chat they have it already
        offer(request, said, reverse("messaging:taking_back", args=[message.pk]) if can_be_taken_back else "")
