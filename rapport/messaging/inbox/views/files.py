"""What came with a message: files, and its HTML where it can do no harm."""

from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.decorators import method_decorator
from django.views.decorators.clickjacking import xframe_options_sameorigin

from rapport.core.views import Page
from rapport.messaging.inbox.pictures import fetched
from rapport.messaging.inbox.showing import POLICY, page_of_html
from rapport.messaging.models import Message, MessageFile
from rapport.timeline.files import SHOWN_IN_PLACE

NOWHERE = "default-src 'none'; frame-ancestors 'none'; sandbox"
A_DAY = 24 * 3600


class FileView(Page):
    """A file of a message. Only pictures and the like are opened in place; whatever may do harm is only kept."""

    permission = "messaging.view_message"

    def get(self, request, pk):
        rows = MessageFile.objects.filter(message__in=Message.objects.visible_to(request.user))
        file = get_object_or_404(rows, pk=pk)
        return answer_with(file, in_place=frozenset() if file.is_dangerous else SHOWN_IN_PLACE)


@method_decorator(xframe_options_sameorigin, name="dispatch")
class HtmlView(Page):
    """The HTML of a message, for the frame on its page: no scripts, no forms, nothing from elsewhere."""

    permission = "messaging.view_message"

    def get(self, request, pk):
        message = get_object_or_404(Message.objects.visible_to(request.user).prefetch_related("files"), pk=pk)
        if not message.html:
            raise Http404
        response = HttpResponse(page_of_html(message, shows_remote=request.GET.get("pictures") == "1"))
        response["Content-Security-Policy"] = POLICY
        response["Referrer-Policy"] = "no-referrer"
        response["Cache-Control"] = "private, max-age=300"
        return response


class RemotePicture(Page):
    """A picture of a message that lies elsewhere, fetched by us because somebody asked to see it."""

    permission = "messaging.view_message"

    def get(self, request, pk, number):
        content, kind = fetched(get_object_or_404(Message.objects.visible_to(request.user), pk=pk), number)
        response = HttpResponse(content, content_type=kind)
        response["X-Content-Type-Options"] = "nosniff"
        response["Content-Security-Policy"] = NOWHERE
        response["Cache-Control"] = f"private, max-age={A_DAY}"
        return response


def answer_with(file, *, in_place: frozenset[str]):
    shows = file.content_type in in_place
    response = FileResponse(
        file.file.open(),
        as_attachment=not shows,
        filename=file.name,
        content_type=file.content_type if shows else "application/octet-stream",
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = NOWHERE
    response["Cache-Control"] = f"private, max-age={A_DAY}"
    return response
