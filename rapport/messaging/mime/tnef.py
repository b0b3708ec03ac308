"""The files inside a `winmail.dat` (MS-OXTNEF): what Outlook makes of attachments when it thinks it talks to Outlook.

Only what is needed to hand people their files; the packed text is left alone. Broken ones give what was readable.
"""

import mimetypes
import struct

SIGNATURE = 0x223E9F78
RENDERING, TITLE, DATA, PROPERTIES = 0x9002, 0x8010, 0x800F, 0x9005
LONG_NAME, DISPLAY_NAME, MIME_TYPE = 0x3707, 0x3001, 0x370E
MOST = 50
WIDTHS = {0x02: 4, 0x03: 4, 0x04: 4, 0x05: 8, 0x06: 8, 0x07: 8, 0x0A: 4, 0x0B: 4, 0x14: 8, 0x40: 8, 0x48: 16}
VARIABLE = (0x1E, 0x1F, 0x0D, 0x102)


def attachments(content: bytes) -> list[tuple[str, str, bytes]]:
    """Name, content type and content of each file in it."""
    from .files import safe_name

    found: list[dict] = []
    for attribute, value in _attributes(content):
        if attribute == RENDERING:
            found.append({})
        elif not found or len(found) > MOST:
            continue
        elif attribute == TITLE:
            found[-1].setdefault("name", _text(value))
        elif attribute == DATA:
            found[-1]["content"] = value
        elif attribute == PROPERTIES:
            found[-1] |= _properties(value)
    result = []
    for number, one in enumerate(found, 1):
        name = safe_name(one.get("long_name") or one.get("name") or "") or f"winmail-{number}.bin"
        kind = one.get("type") or mimetypes.guess_type(name)[0] or "application/octet-stream"
        if one.get("content"):
            result.append((name, kind[:100].lower(), one["content"]))
    return result


def _attributes(content: bytes):
    if len(content) < 6 or struct.unpack_from("<I", content)[0] != SIGNATURE:
        return
    position = 6
    while position + 9 <= len(content):
        attribute, _, length = struct.unpack_from("<HHI", content, position + 1)
        position += 9
        if position + length > len(content):
            return
        yield attribute, content[position : position + length]
        position += length + 2  # and its checksum


def _properties(value: bytes) -> dict[str, str]:
    """The better name and the type from an attachment's MAPI properties."""
    found: dict[str, str] = {}
    wanted = {LONG_NAME: "long_name", MIME_TYPE: "type"}
    try:
        (count,) = struct.unpack_from("<I", value)
        position = 4
        for _ in range(min(count, 200)):
            kind, name = struct.unpack_from("<HH", value, position)
            position += 4
            if kind & 0x1000 or name >= 0x8000:  # lists and named ones come after what is wanted here
                return found
            if kind in WIDTHS:
                position += WIDTHS[kind]
            elif kind in VARIABLE:
                _, length = struct.unpack_from("<II", value, position)
                position += 8
                if name in wanted:
                    text = value[position : position + length]
                    found[wanted[name]] = (
                        text.decode("utf-16-le", "replace").rstrip("\0") if kind == 0x1F else _text(text)
                    )
                position += length + -length % 4
            else:
                return found
    except struct.error:
        pass
    return found


def _text(value: bytes) -> str:
    from .charsets import decode, one_line

    return one_line(decode(value.partition(b"\0")[0])[0])
