"""Files beside a message: uploads, which are looked at, and files that are kept already."""

from collections.abc import Iterable, Sequence
from typing import Any

from rapport.messaging.models import Message, MessageFile
from rapport.timeline.files import kept
from rapport.timeline.models import KeptFile


def enclose(message: Message, files: Iterable[Any]) -> None:
    """Keep `files` with `message`. One given as (file, content id) is a picture that its HTML shows.

    Raises `FileTooLarge` and `FileTypeNotAllowed` of uploads.
    """
    named: Sequence[tuple[Any, str]] = [one if isinstance(one, tuple) else (one, "") for one in files]
    here = [(file, content_id) for file, content_id in named if isinstance(file, KeptFile)]
    new = [(file, content_id) for file, content_id in named if not isinstance(file, KeptFile)]
    rows = [
        MessageFile(file=file.file.name, name=file.name, size=file.size, content_type=file.content_type)
        for file, _content_id in here
    ]
    with kept([file for file, _content_id in new], MessageFile) as stored:
        rows += stored
        for row, (_file, content_id) in zip(rows, [*here, *new], strict=True):
            row.message, row.content_id, row.is_inline = message, content_id, bool(content_id)
        MessageFile.objects.bulk_create(rows)
