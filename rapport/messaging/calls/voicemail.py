"""What somebody said to the machine: fetched from where the line keeps it, and kept beside the call."""

from secrets import token_hex

from django.core.files.base import ContentFile

from rapport.messaging.calls.phone import PHONE
from rapport.messaging.models import CallFile
from rapport.timeline.files import sniff

ENDINGS = {"audio/wav": "wav", "audio/mpeg": "mp3", "audio/ogg": "ogg", "audio/mp4": "m4a"}


def fetch(file: CallFile) -> None:
    """Fetch and keep one. Raises `TryLater` or `Refused`; what is no recording is not kept."""
    content = PHONE.recording(file.call.channel, file.where)
    kept = ContentFile(content)
    kind = sniff(kept)
    if kind not in ENDINGS:
        return
    file.size, file.content_type = len(content), kind
    file.name = f"{file.name.rsplit('.', 1)[0]}.{ENDINGS[kind]}"
    file.file.save(token_hex(16), kept, save=False)
    file.save()
