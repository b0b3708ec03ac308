"""The development mailbox: mails as files in RAPPORT_HOME/mailbox, newest first at /mailbox."""

import email
import email.policy
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import render

from rapport.core.views import allow


@dataclass(frozen=True)
class KeptMail:
    id: str
    at: datetime
    to: str
    subject: str
    text: str

    @classmethod
    def read(cls, path: Path) -> "KeptMail":
        mail = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
        body = mail.get_body(preferencelist=("plain", "html"))
        at = datetime.fromtimestamp(path.stat().st_mtime).astimezone()
        return cls(path.stem, at, str(mail["to"]), str(mail["subject"] or ""), body.get_content() if body else "")


def _folder() -> Path:
    if not settings.DEVELOPMENT:
        raise Http404
    return settings.HOME / "mailbox"


@allow("public")
def mailbox(request):
    paths = sorted(_folder().glob("*.eml"), reverse=True)[:100]
    return render(request, "core/mailbox.html", {"mails": [KeptMail.read(path) for path in paths]})


@allow("public")
def mail(request, id):
    path = _folder() / f"{id}.eml"
    if not path.is_file():
        raise Http404
    if request.GET.get("as") == "source":
        return HttpResponse(path.read_bytes(), content_type="text/plain; charset=utf-8")
    return render(request, "core/mail.html", {"mail": KeptMail.read(path)})
