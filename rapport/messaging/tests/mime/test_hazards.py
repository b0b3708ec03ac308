"""What arrives every day and breaks readers of mail: DOMAIN 13.3, row by row, and what was met since."""

import base64
import time
from datetime import UTC, datetime

import pytest

from rapport.messaging.mime import Mailbox, Unreadable, parse

from .mails import a_mail, multipart, raw_mail

CZECH = "Příliš žluťoučký kůň úpěl ďábelské ódy, říkal Jiří."


@pytest.mark.parametrize(
    "charset, raw, text",
    [
        ("ansi", "naïve café".encode("cp1252"), "naïve café"),
        ("iso-8859-8-i", "שלום".encode("iso-8859-8"), "שלום"),
        ("x-sjis", "日本".encode("cp932"), "日本"),
        ("georgian-ps", b"\xc2\xc0\xcc\xc0\xd2\xe3\xcf\xc1\xc0", "გამარჯობა"),
        ("georgian-academy", b"\xc2\xc0\xcb\xc0\xd0\xdf\xcd\xc1\xc0", "გამარჯობა"),
        ("x-unknown", "გამარჯობა".encode(), "გამარჯობა"),
        ("x-unknown", CZECH.encode("cp1250"), CZECH),
        ("tscii", "வணக்கம்".encode(), "வணக்கம்"),
        ("utf-8", CZECH.encode("cp1250"), CZECH),
        ("utf-8", "Où est mon café très noir ?".encode("cp1252"), "Où est mon café très noir ?"),
        ("iso-8859-1", "நன்றி".encode(), "நன்றி"),
        ("us-ascii", CZECH.encode(), CZECH),
        ("", CZECH.encode(), CZECH),
        ("", CZECH.encode("iso-8859-2"), CZECH),
        ("windows-1251", "Здравствуйте".encode("cp1251"), "Здравствуйте"),
        ("iso-2022-jp", "日本".encode("iso-2022-jp"), "日本"),
        ("utf-16", "Hello".encode("utf-16"), "Hello"),
        ("utf-16", b"Hello", "Hello"),
        ("gb2312", "你好".encode("gb18030"), "你好"),
        ("base64", b"caf\xc3\xa9", "café"),
        ("idna", b"caf\xc3\xa9", "café"),
        ("a\0b", b"caf\xc3\xa9", "café"),
        ('utf-8" (comment', b"caf\xc3\xa9", "café"),
    ],
)
def test_words_are_read_whatever_their_charset_claims(charset, raw, text):
    mail = a_mail(raw, content_type=f'text/plain; charset="{charset}"' if charset else "text/plain")
    assert mail.text == text


def test_a_language_tells_czech_from_french():
    assert a_mail("Přijdu".encode("cp1250"), content_language="cs-CZ", content_type="text/plain").text == "Přijdu"


def test_a_message_id_that_breaks_parsers_is_kept():
    mail = a_mail(message_id="<[abc]@x>", in_reply_to="<a b@x> (a comment)", references="<1@x>\n <2@x>")
    assert (mail.message_id, mail.has_own_id) == ("<[abc]@x>", True)
    assert (mail.in_reply_to, mail.references) == (("<ab@x>",), ("<1@x>", "<2@x>"))


@pytest.mark.parametrize("value", [None, "", "<>", "< >", "no id at all", "<" + "x" * 2000 + "@x>"])
def test_a_mail_without_an_id_gets_one_from_its_bytes(value):
    mail = a_mail(message_id=value)
    again = a_mail(message_id=value)
    other = a_mail("Other", message_id=value)
    assert mail.message_id == again.message_id != other.message_id
    assert mail.message_id.endswith("@synthetic.invalid>")
    assert not mail.has_own_id
    assert "message_id" in mail.defects


def test_the_first_of_repeated_ids_counts():
    raw = raw_mail().replace(b"Message-Id:", b"Message-Id: <first@x>\nMessage-ID:")
    assert parse(raw).message_id == "<first@x>"


def test_of_endless_references_the_first_and_the_latest_stay():
    mail = a_mail(references=" ".join(f"<{n}@x>" for n in range(1500)))
    assert len(mail.references) == 100
    assert (mail.references[0], mail.references[-1]) == ("<0@x>", "<1499@x>")


@pytest.mark.parametrize(
    "subject, read",
    [
        ("=?utf-8?Q?a=0D=0ABcc:_x@y?=", "a Bcc: x@y"),
        ("=?utf-8?B?4YOS?= =?utf-8?B?4YOQ?=", "გა"),
        ("=?utf-8?B?4YM=?=\n =?utf-8?B?kg==?=", "გ"),  # one letter in two words
        ("=?utf-8?Q?=E1=83?=\n =?utf-8?Q?=92?=", "გ"),
        ("=?x-unknown?Q?=C5=99?=", "ř"),
        ("=?utf-8?B?4YOS4YOQ?", "=?utf-8?B?4YOS4YOQ?"),
        ("=?utf-8?B?4YOS4YO?=", "გ\ufffd"),
        ("=?iso-8859-2*cs?Q?=F8?=", "ř"),
        ("=?utf-8?Q?two words?= and more", "two words and more"),
        ("Dobrý den".encode(), "Dobrý den"),
        ("Přání".encode("cp1250"), "Přání"),
        ("a\0b\x07c \u202egnp.exe".encode(), "abc gnp.exe"),
        (None, ""),
    ],
)
def test_subjects_are_one_clean_line(subject, read):
    assert a_mail(subject=subject).subject == read


@pytest.mark.parametrize(
    "value, moment",
    [
        ("Mon, 23 Nov 2026 14:05:00 +0400", datetime(2026, 11, 23, 10, 5, tzinfo=UTC)),
        ("23 Nov 2026 14:05 -0000", datetime(2026, 11, 23, 14, 5, tzinfo=UTC)),
        ("Foo", None),
        ("Mon, 23 Nov 99999 14:05:00 +0400", None),
        ("Mon, 23 Nov 2026 14:05:00 +9999", None),
        ("Mon, 99 Nov 2026 14:05:00 +0400", None),
        ("Thu, 01 Jan 1970 00:00:00 +0000", None),
        (None, None),
    ],
)
def test_a_date_is_a_moment_or_unknown(value, moment):
    mail = a_mail(date=value)
    assert mail.sent_at == moment
    assert ("date" in mail.defects) == (moment is None and value is not None)


@pytest.mark.parametrize(
    "value, mailboxes",
    [
        ("Nino <nino@example.ge>", [("Nino", "nino@example.ge")]),
        ('"Beridze, Nino" <nino@example.ge>, b@x.ge', [("Beridze, Nino", "nino@example.ge"), ("", "b@x.ge")]),
        (
            "=?utf-8?Q?Beridze=2C_Nino_=3Cevil=40x.ge=3E?= <nino@example.ge>",
            [("Beridze, Nino <evil@x.ge>", "nino@example.ge")],
        ),
        ("nino@example.ge (Nino)", [("Nino", "nino@example.ge")]),
        ("undisclosed-recipients:;", []),
        ("Team: a@x.ge, B <b@x.ge>;, c@x.ge", [("", "a@x.ge"), ("B", "b@x.ge"), ("", "c@x.ge")]),
        ("Nino Beridze nino@example.ge", [("Nino Beridze", "nino@example.ge")]),
        ("'nino@example.ge' <nino@example.ge>", [("", "nino@example.ge")]),
        ("nobody", [("nobody", "")]),
        ("<mailto:nino@example.ge>", [("", "nino@example.ge")]),
        ("ნინო <nino@მაგალითი.გე>", [("ნინო", "nino@მაგალითი.გე")]),
        ('"unclosed <nino@example.ge>', [("unclosed <nino@example.ge>", "")]),
    ],
)
def test_addresses_are_read_as_mail_programs_read_them(value, mailboxes):
    assert a_mail(cc=value).cc == tuple(Mailbox(*one) for one in mailboxes)


def test_who_wrote_is_found_without_from():
    mail = a_mail(**{"from": None, "sender": "Nino <nino@example.ge>", "return_path": "<bounce@example.ge>"})
    assert mail.sender == Mailbox("Nino", "nino@example.ge")
    assert mail.return_path == "bounce@example.ge"
    assert (a_mail(return_path="<>").return_path, a_mail().return_path) == ("", None)


def test_a_multipart_without_boundary_keeps_its_words():
    mail = a_mail("Hello\n--x\n\nthere", content_type="multipart/mixed")
    assert "Hello" in mail.text
    assert "no_boundary" in mail.defects


def test_bad_base64_gives_what_can_be_read():
    encoded = base64.b64encode("დილა მშვიდობისა".encode()).decode()
    broken = encoded[:10] + "!?\n" + encoded[10:-2]
    mail = a_mail(broken, content_type="text/plain; charset=utf-8", content_transfer_encoding="base64")
    assert mail.text.startswith("დილა მშვიდობის")


def test_base64_with_a_footer_of_a_list_behind_it():
    encoded = base64.b64encode(b"Hello there").decode()
    mail = a_mail(encoded + "\n_____\nA list\n", content_type="text/plain", content_transfer_encoding="base64")
    assert mail.text == "Hello there"


def test_utf_7_is_read_but_never_shown_as_html():
    mail = a_mail(
        "+ADw-script+AD4-alert(1)+ADw-/script+AD4-<p>Hi +BBAEEQ-</p>", content_type="text/html; charset=utf-7"
    )
    assert mail.html == ""
    assert mail.text == "Hi АБ"
    assert "utf7" in mail.defects


@pytest.mark.parametrize("newline", [b"\r\n", b"\r", b"\n"])
def test_lines_end_as_they_like(newline):
    raw = raw_mail(multipart("Content-Type: text/plain\n\nfirst\nsecond"), content_type="multipart/mixed; boundary=B")
    mail = parse(raw.replace(b"\n", newline))
    assert (mail.text, mail.subject, mail.defects) == ("first\nsecond", "A question", ())


def test_flowed_text_has_its_paragraphs_again():
    body = "A long line that \nwas broken.\n> quoted \n> on\n-- \nAnn"
    mail = a_mail(body, content_type="text/plain; format=flowed")
    assert mail.text == "A long line that was broken.\n> quoted on\n-- \nAnn"


@pytest.mark.parametrize("raw, reason", [(b"", "empty"), (b" \r\n\n", "empty"), (bytes(range(32)) * 100, "binary")])
def test_what_is_no_mail_is_called_unreadable(raw, reason):
    with pytest.raises(Unreadable) as problem:
        parse(raw)
    assert problem.value.reason == reason


def test_a_text_without_any_header_is_a_mail_with_defects():
    mail = parse(b"Just words\nwithout a head")
    assert mail.text == "Just words\nwithout a head"


@pytest.mark.parametrize(
    "raw",
    [
        b"Content-Type: multipart/mixed; boundary=x\n\n"
        + b"--x\nContent-Type: multipart/mixed; boundary=x\n\n" * 10_000,
        b"".join(b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (n, n) for n in range(10_000)),
        b"Content-Type: multipart/mixed; boundary=x\n\n" + b"--x\n\nhi\n" * 100_000,
        b"".join(b"X-%d: y\n" % n for n in range(200_000)),
        b"To: " + b"(" * 100_000 + b"\n\n",
        b"To: " + b'"' * 100_001 + b"\n\n",
        b"To: " + b"a@b.ge, " * 50_000 + b"\n\n",
        b"From: " + b"<" * 100_000 + b"\n\n",
        b"Content-Type: text/plain; " + b'a="' * 50_000 + b"\n\n",
        b"Content-Type: text/plain; " + b"a*0=x;" * 50_000 + b"\n\n",
        b"Subject: " + b"=?utf-8?Q?" * 50_000 + b"\n\n",
        b"References: " + b"<" * 100_000 + b"\n\n",
        b"References: " + b"<a@b> " * 200_000 + b"\n\n",
        b"Subject: x\n\n" + b"On 2026 wrote:\n" * 100_000,
        b"Subject: x\n\n" + b"1" * 390 + b":\n" * 5000,
        b"Subject: x\n\n" + (b"1 " * 190 + b":\n") * 5000,
        b"Subject: x\n\n" + b"From: a\n" * 100_000,
        b"Subject: x\n\n" + b"> " * 500_000,
        b"Content-Type: text/html\n\n" + b"<div>" * 100_000,
        b"Content-Type: text/html\n\n" + b"<blockquote>" * 50_000,
        b"Content-Type: text/html\n\n" + b"<div><table></div></table>" * 30_000,
        b"Content-Type: text/html\n\n" + b"&" * 500_000,
        b"Content-Type: text/html\n\n" + b"<" * 500_000,
        b"Content-Type: text/html\n\n" + b"<a " * 100_000,
        b"From: postmaster@x\nReturn-Path: <>\nSubject: Undelivered\n\n" + b"a" * 500_000 + b"@",
        b"From: postmaster@x\nReturn-Path: <>\nSubject: Undelivered\n\n" + b"<a@b>:\n" * 100_000,
        b"Auto-Submitted: auto-replied\nDate: Mon, 23 Nov 2026 14:05:00 +0400\n\nout of office " + b"until 1" * 100_000,
        b"Content-Transfer-Encoding: base64\n\n" + b"=" * 1_000_000,
    ],
    ids=lambda raw: repr(raw[:40]),
)
def test_nothing_takes_long(raw):
    began = time.process_time()
    parse(raw)
    assert time.process_time() - began < 1.5


def test_parts_beyond_the_limits_stay_in_the_raw_mail():
    many = a_mail(multipart(*["\nhi"] * 60), content_type="multipart/mixed; boundary=B")
    assert "too_many_parts" in many.defects
    assert many.text.count("hi") == 49

    deep = "\nbottom"
    for level in range(12):
        deep = f"Content-Type: multipart/mixed; boundary=b{level}\n\n--b{level}\n{deep}\n--b{level}--\n"
    mail = parse(b"From: a@b.ge\n" + deep.encode())
    assert "too_deep" in mail.defects


def test_a_mail_that_is_too_large_is_read_as_far_as_the_limit():
    whole = b"Content-Type: application/pdf; name=a.pdf\n\n" + b"x" * 1000
    mail = a_mail(multipart(whole, whole + b"x" * 36 * 2**20), content_type="multipart/mixed; boundary=B")
    assert {"too_large", "file_too_large: a.pdf"} <= set(mail.defects)
    assert [len(file.content) for file in mail.files] == [1000]
    assert mail.subject == "A question"

    assert "text_too_long" in a_mail(b"word " * 2**20).defects


def test_an_ordinary_mail_is_read_in_a_few_milliseconds():
    paragraph = "<p>Dobrý den, <b>posílám</b> objednávku.<br>Děkuji</p>" * 20
    raw = raw_mail(
        multipart(
            "Content-Type: text/plain; charset=utf-8\n\n" + "Dobrý den, posílám objednávku.\n" * 30,
            "Content-Type: text/html; charset=utf-8\n\n" + paragraph,
        ),
        content_type="multipart/alternative; boundary=B",
        received="from a by b; Mon, 23 Nov 2026 14:05:00 +0400",
    )
    began = time.process_time()
    for _ in range(20):
        parse(raw)
    assert (time.process_time() - began) / 20 < 0.02  # measured: 1 ms
