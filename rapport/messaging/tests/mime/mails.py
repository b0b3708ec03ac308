"""Mails for tests, written as they travel."""

from rapport.messaging.mime import parse


def raw_mail(body: str | bytes = "Hello", /, **headers: str | bytes) -> bytes:
    """A mail from Cora to the shop; `content_type="…"` and the like add or change headers, None leaves one out."""
    usual = {
        "from": "Cora Novak <cora@example.net>",
        "to": "shop@example.ge",
        "subject": "A question",
        "date": "Mon, 23 Nov 2026 14:05:00 +0400",
        "message_id": "<one@example.net>",
    }
    head = b"".join(
        name.replace("_", "-").title().encode() + b": " + as_bytes(value) + b"\n"
        for name, value in (usual | headers).items()
        if value is not None
    )
    return head + b"\n" + as_bytes(body)


def a_mail(body: str | bytes = "Hello", /, **headers):
    return parse(raw_mail(body, **headers))


def multipart(*parts: str | bytes, boundary: str = "B") -> bytes:
    """Parts that have their own headers, between boundaries."""
    line = b"--" + boundary.encode()
    return b"".join(line + b"\n" + as_bytes(part) + b"\n" for part in parts) + line + b"--\n"


def as_bytes(value: str | bytes) -> bytes:
    return value if isinstance(value, bytes) else value.encode()
