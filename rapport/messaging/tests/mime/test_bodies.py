"""Which parts are words, which are files, and what of HTML may be shown."""

import base64
import random
import struct
from html.parser import HTMLParser

import pytest

from rapport.messaging.mime import clean_html, with_pictures
from rapport.messaging.mime.files import safe_name
from rapport.messaging.mime.html import ATTRIBUTES, BLOCKS, INLINE, TABLE

from .mails import a_mail, multipart

TEXT = "Content-Type: text/plain; charset=utf-8\n\n"
HTML = "Content-Type: text/html; charset=utf-8\n\n"


def mixed(*parts, kind="mixed"):
    return a_mail(multipart(*parts), content_type=f"multipart/{kind}; boundary=B")


def a_file_part(name, content=b"content", kind="application/pdf", disposition="attachment"):
    head = f"Content-Type: {kind}\nContent-Disposition: {disposition}; {name}\nContent-Transfer-Encoding: base64\n\n"
    return head.encode() + base64.encodebytes(content)


def test_of_two_forms_both_are_kept():
    mail = mixed(TEXT + "Hello *you*", HTML + "<p>Hello <b>you</b></p>", kind="alternative")
    assert (mail.text, mail.html, mail.files) == ("Hello *you*", "<p>Hello <b>you</b></p>", ())


def test_text_is_made_from_html_when_there_is_no_other():
    mail = a_mail("<h1>Hi</h1><ul><li>one<li>two</ul><a href='https://x.ge/1'>look</a>", content_type="text/html")
    assert mail.text == "Hi\n\n- one\n- two\n\nlook <https://x.ge/1>"


def test_a_stand_in_for_html_is_not_what_was_said():
    mail = mixed(TEXT + "Your program cannot show HTML.", HTML + f"<p>{'Real words. ' * 100}</p>", kind="alternative")
    assert mail.text.startswith("Real words.")


def test_text_before_and_behind_a_picture_is_one_text():
    picture = a_file_part('filename="a.png"', kind="image/png", disposition="inline")
    mail = mixed(TEXT + "Before", picture, TEXT + "Behind")
    assert mail.text == "Before\n\nBehind"
    assert [(file.name, file.is_inline) for file in mail.files] == [("a.png", True)]


def test_a_text_file_is_a_file():
    mail = mixed(TEXT + "See the file", a_file_part('filename="notes.txt"', b"notes", "text/plain"))
    assert mail.text == "See the file"
    assert (mail.files[0].name, mail.files[0].content) == ("notes.txt", b"notes")


def test_pictures_in_the_text_are_found_by_their_id():
    inner = b"Content-Type: multipart/related; boundary=R\n\n" + multipart(
        HTML + '<p>Look <img src="cid:logo@x" alt="Logo"><img src="https://t.example/1.gif"></p>',
        b"Content-ID: <logo@x>\n" + a_file_part("", b"png", "image/png", "inline"),
        boundary="R",
    )
    mail = mixed(TEXT + "Look", inner, kind="alternative")
    assert mail.html == '<p>Look <img alt="Logo" src="cid:logo@x"><img data-remote-src="https://t.example/1.gif"></p>'
    assert (mail.files[0].content_id, mail.files[0].is_inline) == ("logo@x", True)

    shown = with_pictures(mail.html, {"logo@x": "/files/1"}, lambda url: f"/proxy?url={url}")
    assert 'src="/files/1"' in shown
    assert 'src="/proxy?url=https://t.example/1.gif"' in shown
    assert "src=" not in with_pictures(mail.html, {}).replace("data-remote-src=", "")


@pytest.mark.parametrize(
    "html, safe",
    [
        ("<script>alert(1)</script>Hi", "Hi"),
        ('<p onclick="x()" style="background:url(http://t.example)">Hi</p>', "<p>Hi</p>"),
        ('<a href="javascript:x()">Hi</a>', '<a rel="noopener noreferrer nofollow">Hi</a>'),
        ('<a href="data:text/html,x">Hi</a>', '<a rel="noopener noreferrer nofollow">Hi</a>'),
        ('<img src="file:///etc/passwd" alt="x">', '<img alt="x">'),
        ('<img src="//t.example/1.gif">', "<img>"),
        ("<iframe src='https://x.ge'></iframe><object></object><form action=x><b>Hi</b><input></form>", "<b>Hi</b>"),
        ("<svg><script>x</script></svg><style>p{}</style><title>T</title><p>Hi", "<p>Hi</p>"),
        ("<meta http-equiv=refresh content=0><base href=x><link rel=stylesheet href=x>Hi", "Hi"),
        ('<p title="&quot;><script>x</script>">Hi</p>', '<p title="&quot;&gt;&lt;script&gt;x&lt;/script&gt;">Hi</p>'),
        ("<!--[if mso]><p>x</p><![endif]-->Hi", "Hi"),
        ("<div class='mail-quote' id=main>Hi</div>", "<div>Hi</div>"),
        ("<td>loose", "loose"),
        ("<div style='color:red;DISPLAY: none'>Psst<br><p>x</p></div><p style='display:block'>Hi</p>", "<p>Hi</p>"),
        ("<noscript><p title='</noscript><img src=x onerror=alert(1)>'>", "<img>'&gt;"),
    ],
)
def test_html_is_harmless(html, safe):
    cleaned = clean_html(html).safe
    assert cleaned == safe or "<img" in safe and "onerror" not in cleaned and "src=" not in cleaned


SHARDS = [
    *(
        "<script>",
        "</script>",
        "<svg>",
        "<math>",
        "<mtext>",
        "<table>",
        "<mglyph>",
        "<style>",
        "</style>",
        "<!--",
        "-->",
    ),
    *("<img src=x onerror=alert(1)>", "<img src='cid:a' title='\">'>", '<img src="https://e.v/a&quot;onerror=x">'),
    *("<a href='java\nscript:x'>", '<a href="https://a.b/?x=<b>&y=\'">', "<![CDATA[", "]]>", '"', "'", "<", ">", "\0"),
    *("<p title='</p><img src=x>'>", "&lt;script&gt;", "&quot;", "<noscript>", "<textarea>", "<template>", "<select>"),
    *("<iframe srcdoc='<script>x</script>'>", "<div class=gmail_quote id=divRplyFwdMsg>", "<foreignObject>", "<form>"),
    *("<img alt='a src=\"http://x\"'>", "<img data-remote-src=javascript:x src=cid:q>", "words ", "<annotation-xml>"),
]
KEPT = ATTRIBUTES["td"] | ATTRIBUTES["table"] | {"alt", "class", "dir", "height", "href", "lang", "rel", "src", "title"}


class Watcher(HTMLParser):
    """Another reader of HTML than the one that cleaned it."""

    def handle_starttag(self, tag, attributes):
        assert tag in BLOCKS | INLINE | TABLE
        for name, value in attributes:
            assert name in KEPT | {"target", "data-remote-src", "data-cid"}
            assert name != "src" or value.startswith(("cid:", "/files/"))
            assert name not in ("href", "data-remote-src") or value.startswith(("http:", "https:", "mailto:", "tel:"))
            assert name != "class" or value == "mail-quote"

    def handle_comment(self, text):
        raise AssertionError(text)


def test_nothing_dangerous_comes_of_shards():
    chance = random.Random(20261123)
    for _ in range(1500):
        safe = clean_html("".join(chance.choices(SHARDS, k=chance.randint(2, 14)))).safe
        for shown in (safe, with_pictures(safe, {"a": "/files/1"}, lambda url: f"/files/?{url}")):
            watcher = Watcher()
            watcher.feed(shown)
            watcher.close()


@pytest.mark.parametrize(
    "parameters, name",
    [
        ('filename="offer.pdf"', "offer.pdf"),
        ("filename*=UTF-8''na%C5%99%C3%ADzen%C3%AD.pdf", "nařízení.pdf"),
        ("filename*0*=utf-8''%E1%83%92; filename*1*=%E1%83%90; filename*2=.pdf", "გა.pdf"),
        ('filename="=?utf-8?B?4YOS4YOQ?=.pdf"', "გა.pdf"),
        ('filename="../../etc/passwd"', "passwd"),
        ('filename="C:\\\\temp\\\\offer.pdf"', "offer.pdf"),
        ('filename="a\x01b\u202efdp.exe"', "abfdp.exe"),
        ('filename="con.txt"', "_con.txt"),
        ('filename="..."', "attachment-1.pdf"),
        ('filename="na\u0301da.pdf"', "náda.pdf"),
        ("", "attachment-1.pdf"),
        (f'filename="{"x" * 300}.pdf"', "x" * 146 + ".pdf"),
    ],
)
def test_names_of_files_are_safe_to_save(parameters, name):
    assert mixed(TEXT, a_file_part(parameters)).files[0].name == name


def test_a_name_has_no_invisible_letters():
    assert safe_name("a\0b/\\") == ""
    assert safe_name(" . ") == ""


@pytest.mark.parametrize(
    "name, kind, content, is_dangerous",
    [
        ("a.pdf", "application/pdf", b"%PDF-1.7", False),
        ("a.docx", "application/vnd.openxmlformats", b"PK\x03\x04", False),
        ("a.pdf.exe", "application/pdf", b"x", True),
        ("a.pdf", "application/pdf", b"MZ\x90", True),
        ("a.png", "image/png", b"<svg onload=x>", True),
        ("a.html", "text/plain", b"x", True),
        ("a.docm", "application/octet-stream", b"PK", True),
        ("a", "application/x-msdownload", b"x", True),
        ("a.iso", "application/octet-stream", b"x", True),
    ],
)
def test_what_may_run_when_opened_is_marked(name, kind, content, is_dangerous):
    file = mixed(TEXT, a_file_part(f'filename="{name}"', content, kind)).files[0]
    assert file.is_dangerous == is_dangerous


def test_a_mail_in_a_mail_is_a_file_named_by_its_subject():
    mail = mixed(TEXT + "See", "Content-Type: message/rfc822\n\nSubject: =?utf-8?Q?P=C5=99=C3=A1n=C3=AD?=\n\nInside")
    assert (mail.files[0].name, mail.files[0].content_type) == ("Přání.eml", "message/rfc822")
    assert b"Inside" in mail.files[0].content


def test_a_file_beyond_the_limit_stays_in_the_raw_mail(monkeypatch):
    monkeypatch.setattr("rapport.messaging.mime.files.MAX_BYTES", 100)
    mail = mixed(TEXT + "See", a_file_part('filename="a.pdf"', b"x" * 101), a_file_part('filename="b.pdf"', b"x" * 500))
    assert (mail.text, mail.files) == ("See", ())
    assert set(mail.defects) == {"file_too_large: a.pdf", "file_too_large: b.pdf"}


def test_winmail_dat_is_kept_and_opened():
    def attribute(number, value):
        return struct.pack("<BHHI", 2, number, 6, len(value)) + value + b"\0\0"

    long_name = "ponuka kávy.pdf\0".encode("utf-16-le")
    properties = struct.pack("<IHHII", 1, 0x1F, 0x3707, 1, len(long_name)) + long_name
    content = struct.pack("<IH", 0x223E9F78, 1) + b"".join(
        attribute(*one)
        for one in [
            (0x8006, b"junk"),
            (0x9002, b"\0" * 14),
            (0x8010, b"PONUKA~1.PDF\0"),
            (0x800F, b"%PDF"),
            (0x9005, properties),
            (0x9002, b""),
            (0x8010, b"run.exe\0"),
            (0x800F, b"MZ"),
        ]
    )
    mail = mixed(TEXT + "See", a_file_part('filename="winmail.dat"', content, "application/ms-tnef"))
    assert [(file.name, file.content, file.is_dangerous) for file in mail.files[1:]] == [
        ("ponuka kávy.pdf", b"%PDF", False),
        ("run.exe", b"MZ", True),
    ]
    assert mail.files[0].content == content
    for end in range(len(content)):
        broken = mixed(TEXT, a_file_part('filename="winmail.dat"', content[:end], "application/ms-tnef"))
        assert broken.files[0].name == "winmail.dat"
