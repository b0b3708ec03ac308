"""The HTML of a message as a page of its own, which the thread shows in a frame.

It was cleaned when it came (`mime.html`). What stays is shown without scripts, forms or anything from elsewhere; the
frame may open links in another window, nothing more.
"""

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import mark_safe

from rapport.messaging.inbox.pictures import addresses_of
from rapport.messaging.mime.html import with_pictures
from rapport.messaging.models import Message

POLICY = (
    "default-src 'none'; img-src 'self'; style-src 'self'; font-src 'self'; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'self'; sandbox allow-popups allow-popups-to-escape-sandbox allow-same-origin"
)


def page_of_html(message: Message, *, shows_remote: bool = False) -> str:
    """Pictures that came along are shown, those that lie elsewhere only if asked for: fetching one tells of it."""
    inline = {
        file.content_id: reverse("messaging:file", args=[file.pk]) for file in message.files.all() if file.content_id
    }
    known = addresses_of(message) if shows_remote else {}
    safe = with_pictures(message.html, inline, (lambda url: known.get(url, "")) if shows_remote else None)
    context = {"html": mark_safe(safe), "language": message.language}  # noqa: S308 - cleaned when it came
    return render_to_string("messaging/inbox/frame.html", context)


def has_remote_pictures(message: Message) -> bool:
    return "data-remote-src=" in message.html
