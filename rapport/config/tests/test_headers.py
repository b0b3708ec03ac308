"""What every kind of answer tells the browser: pages, parts, static files, the API, errors, downloads."""

import re
from pathlib import Path

import pytest
from django.conf import settings as configured
from django.core.files.base import ContentFile
from django.test import Client
from django.utils import timezone

from rapport.core.api import tokens
from rapport.customers.testing import a_customer
from rapport.timeline import actions as timeline
from rapport.timeline.files import FileTypeNotAllowed
from rapport.timeline.models import Attachment

DANGEROUS = {  # what a browser would run, under harmless names
    "page.txt": b"<!doctype html><script>alert(1)</script>",
    "drawing.txt": b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>',
    "feed.txt": b'<?xml version="1.0"?><x:script xmlns:x="http://www.w3.org/1999/xhtml">alert(1)</x:script>',
    "photo.png": b"<html><script>alert(1)</script></html>",
}


MATERIAL = ("style",)  # is no page, and half a hundred such files would each bring the same kilobyte


@pytest.fixture
def answers(cast, business, settings, tmp_path):
    """One answer of each kind, over https."""
    settings.MEDIA_ROOT, settings.SECURE_HSTS_SECONDS = tmp_path, 31_536_000
    settings.SESSION_COOKIE_SECURE = settings.CSRF_COOKIE_SECURE = True
    (settings.STATIC_ROOT / "probe.css").write_text("a {}")
    (settings.STATIC_ROOT / "probe.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg"/>')
    olga, cora = cast["olga"], a_customer()
    entry = timeline.note(cora, "See", by=olga, files=[ContentFile(b"plain words", name="words.txt")])
    browser = Client(raise_request_exception=False)
    browser.force_login(olga)
    _token, secret = tokens.make(olga, name="Shop", at=timezone.now())
    program = {"Authorization": f"Bearer {secret}"}

    def get(path: str, **headers):
        return browser.get(path, headers=headers, secure=True)

    return {
        "page": get("/customers/"),
        "sign-in": Client().get("/accounts/login/", secure=True),
        "redirect": Client().get("/customers/", secure=True),
        "style": get("/static/probe.css"),
        "picture": get("/static/probe.svg"),
        "api": get("/api/v1/customers", **program),
        "api error": get("/api/v1/customers"),
        "not found": get("/nowhere/"),
        "refused": browser.post("/customers/new/", secure=True),
        "download": get(entry.attachments.get().get_absolute_url()),
        "table": browser.post("/settings/audit/export/", secure=True),
        "script": get("/sw.js"),
        "live": get("/live/"),
    }


def test_every_kind_of_answer_carries_the_headers(answers):
    lacking = []
    for kind, answer in answers.items():
        expected = {
            "Strict-Transport-Security": "max-age=31536000",
            "X-Content-Type-Options": "nosniff",
            "Referrer-Policy": "same-origin",
            "Cross-Origin-Opener-Policy": "same-origin",
            "X-Request-ID": "",
        } | ({} if kind in MATERIAL else {"Permissions-Policy": "camera=()"})
        lacking += [(kind, name) for name, value in expected.items() if value not in answer.headers.get(name, "absent")]
        if "Content-Security-Policy" not in answer.headers and kind not in MATERIAL:
            lacking.append((kind, "Content-Security-Policy"))
        lacking += [(kind, name) for name, cookie in answer.cookies.items() if not _is_safe(cookie)]
    assert not [
        lack for lack in lacking if lack[1] != "X-Request-ID" or not answers[lack[0]].headers.get("X-Request-ID")
    ]


def _is_safe(cookie) -> bool:
    return bool(cookie["secure"] and cookie["httponly"] and cookie["samesite"] in ("Lax", "Strict"))


def test_what_is_downloaded_may_do_nothing(answers):
    for kind in ("download", "table"):
        headers = answers[kind].headers
        assert headers["Content-Disposition"].startswith("attachment")
        assert (
            "sandbox" in headers["Content-Security-Policy"]
            and "default-src 'none'" in headers["Content-Security-Policy"]
        )


@pytest.mark.parametrize("name", DANGEROUS)
def test_what_a_browser_would_run_is_never_shown_in_place(client, ann, settings, tmp_path, name):
    settings.MEDIA_ROOT = tmp_path
    client.force_login(ann)
    try:
        entry = timeline.note(a_customer(), "See", by=ann, files=[ContentFile(DANGEROUS[name], name=name)])
    except FileTypeNotAllowed:
        assert not Attachment.objects.exists()
        return
    response = client.get(entry.attachments.get().get_absolute_url())
    assert response.headers["Content-Type"].startswith("text/plain")
    assert response.headers["Content-Disposition"].startswith("attachment")
    assert "sandbox" in response.headers["Content-Security-Policy"]
    assert response.headers["X-Content-Type-Options"] == "nosniff"


def test_only_one_place_writes_tables():
    """The guard against formulas stands in `core/tabular/writing.py`; whoever writes elsewhere has none."""
    writing = re.compile(r"csv\.(Dict)?[wW]riter\(|import xlsxwriter|openpyxl\.Workbook\(")
    root = Path(configured.BASE) / "rapport"
    found = {str(path.relative_to(root)) for path in root.rglob("*.py") if writing.search(path.read_text())}
    guarded_before = {"customers/rights/finishing.py"}  # takes lines out of a file of rejects, and leaves the others
    assert {path for path in found if "/tests/" not in path} - guarded_before == {"core/tabular/writing.py"}
