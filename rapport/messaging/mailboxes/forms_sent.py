"""Forms in which some providers hand mails over: of any size, each field as the bytes that came.

Django reads a field as text and no longer than forms of people need, and leaves out files with names that it dislikes.
A mail in a field is bytes, as long as its attachments, and nothing of it may be left out.
"""

from dataclasses import dataclass, field
from urllib.parse import parse_qsl

from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpRequest, QueryDict
from django.utils.datastructures import MultiValueDict

from rapport.messaging.mime.files import safe_name
from rapport.messaging.mime.headers import Headers
from rapport.messaging.mime.parameters import Parameters

MULTIPART, URLENCODED = "multipart/form-data", "application/x-www-form-urlencoded"
MOST_PARTS = 500
ANY_BYTE = "latin-1"  # each byte is one letter of it, so that bytes come out again as they went in


@dataclass
class Sent:
    fields: dict[str, bytes] = field(default_factory=dict)
    files: list[tuple[str, SimpleUploadedFile]] = field(default_factory=list)


def take_over(request: HttpRequest) -> dict[str, bytes]:
    """Read the form in `request.body`, for us and for whoever asks `request.POST`; {} when it is none."""
    declared = Parameters.read(request.headers.get("Content-Type", ""))
    if declared.value == MULTIPART:
        sent = _parts(request.body, declared.get("boundary").encode(ANY_BYTE, "replace"))
    elif declared.value == URLENCODED:
        pairs = parse_qsl(request.body.decode(ANY_BYTE), keep_blank_values=True, encoding=ANY_BYTE)
        sent = Sent({name: value.encode(ANY_BYTE, "replace") for name, value in pairs[:MOST_PARTS]})
    else:
        return {}
    post = QueryDict(mutable=True)
    for name, value in sent.fields.items():
        post[name] = value.decode("utf-8", "replace")
    post._mutable = False
    files: MultiValueDict = MultiValueDict()
    for name, file in sent.files:
        files.appendlist(name, file)
    request._post, request._files = post, files  # type: ignore[attr-defined]
    return sent.fields


def _parts(body: bytes, boundary: bytes) -> Sent:
    sent = Sent()
    if not boundary:
        return sent
    for part in (b"\r\n" + body).split(b"\r\n--" + boundary)[1 : MOST_PARTS + 1]:
        if part.startswith(b"--"):  # the last boundary
            break
        part = part.partition(b"\r\n")[2]
        headers, begin = Headers.read(part)
        named = headers.parameters("content-disposition")
        name, content = named.get("name"), part[begin:]
        if "filename" not in _names(headers):
            sent.fields[name] = content
            continue
        file_name = safe_name(named.get("filename")) or f"file-{len(sent.files) + 1}"
        kind = headers.get("content-type") or "application/octet-stream"
        sent.files.append((name, SimpleUploadedFile(file_name, content, kind)))
    return sent


def _names(headers: Headers) -> str:
    return headers.get("content-disposition").lower()
