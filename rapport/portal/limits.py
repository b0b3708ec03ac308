"""How much one customer may send in on their own pages. Nobody who reads and writes notices it."""

from django.utils.translation import gettext_lazy as _

from rapport.core.refusals import Refusal
from rapport.messaging import counting
from rapport.messaging.counting import Limit

MEGABYTE = 1024 * 1024
FORMS = (Limit("own-forms", 30, 60), Limit("own-forms-day", 600, 86_400))
FILES = (Limit("own-files", 30, 3600), Limit("own-files-day", 100, 86_400))
MEGABYTES = (Limit("own-megabytes", 250, 86_400),)


class TooOften(Refusal):
    code = "portal_too_often"
    status = 429
    message = _("That was a great deal in a short time. What you sent before is here; wait a little, and go on.")


class TooManyFiles(Refusal):
    code = "portal_too_many_files"
    status = 429
    message = _("These are more files than we can take in one day. Send the rest later, or write to us by e-mail.")


def count(request) -> None:
    """One more form of whoever is looking, and the files in it. Raises `TooOften` and `TooManyFiles`."""
    who = f"own pages {request.visitor.person_id}"
    counting.count(FORMS, who, refusal=TooOften)
    if uploads := [one for name in request.FILES for one in request.FILES.getlist(name)]:
        counting.count(FILES, who, refusal=TooManyFiles, more=len(uploads))
        size = -(-sum(one.size for one in uploads) // MEGABYTE)
        counting.count(MEGABYTES, who, refusal=TooManyFiles, more=size)
