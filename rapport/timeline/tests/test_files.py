import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from rapport.timeline import actions, files


def zipped(**parts: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, text in parts.items():
            archive.writestr(name.replace("__", "/"), text)
    return out.getvalue()


def office(main: str) -> bytes:
    return zipped(**{"[Content_Types].xml": f'<Types><Override ContentType="application/vnd.{main}"/></Types>'})


DOCX = "openxmlformats-officedocument.wordprocessingml.document"


@pytest.mark.parametrize(
    "content, kind",
    [
        (b"\xff\xd8\xff\xe0" + b"\0" * 20, "image/jpeg"),
        (b"RIFF\0\0\0\0WEBPVP8 ", "image/webp"),
        (b"%PDF-1.7\n", "application/pdf"),
        (office(f"{DOCX}.main+xml"), f"application/vnd.{DOCX}"),
        (zipped(mimetype="application/vnd.oasis.opendocument.text"), "application/vnd.oasis.opendocument.text"),
        ("Ořech, nikdy borovice\n".encode(), "text/plain"),
        ("ვ".encode() * 4000, "text/plain"),
        (b"<script>alert(1)</script>", "text/plain"),  # handed out as plain text, never shown in place
        (office("ms-word.document.macroEnabled.main+xml"), ""),
        (zipped(a="anything"), ""),
        (b"PK\x03\x04 cut off", ""),
        (b"MZ\x90\0\x03", ""),
        (b"\x7fELF\x02", ""),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", ""),
        (b"", ""),
    ],
)
def test_the_content_decides_what_a_file_is(content, kind):
    assert files.sniff(SimpleUploadedFile("invoice.pdf.exe", content)) == kind


def test_too_large_is_refused(settings):
    settings.ATTACHMENT_MAX_BYTES = 10
    with pytest.raises(files.FileTooLarge):
        files.check(SimpleUploadedFile("a.txt", b"01234567890"))


@pytest.fixture
def attachment(cora, ann, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path

    def attach(content: bytes, name: str):
        return actions.note(cora, "", by=ann, files=[SimpleUploadedFile(name, content)]).attachments.get()

    return attach


def test_files_lie_outside_of_the_web_under_names_nobody_can_guess(attachment, settings):
    kept = attachment(b"%PDF-1.7", "../../etc/Kresba skříně.pdf")
    assert kept.name == "Kresba skříně.pdf"
    assert "Kresba" not in kept.file.name and kept.file.name.startswith("attachments/")
    assert len(kept.file.name.rsplit("/", 1)[-1]) == 32


@pytest.mark.parametrize(
    "content, name, shown",
    [(b"%PDF-1.7", "a.pdf", False), (b"<html><script>", "a.html", False), (b"\x89PNG\r\n\x1a\n....", "a.png", True)],
)
def test_a_file_is_handed_out_harmlessly(client, cast, attachment, content, name, shown):
    kept = attachment(content, name)
    client.force_login(cast["rita"])
    response = client.get(kept.get_absolute_url())

    assert b"".join(response.streaming_content) == content
    assert response["Content-Disposition"].startswith("inline" if shown else "attachment")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert "html" not in response["Content-Type"]


def test_strangers_get_no_file(client, attachment):
    assert client.get(attachment(b"%PDF-1.7", "a.pdf").get_absolute_url()).status_code == 302
