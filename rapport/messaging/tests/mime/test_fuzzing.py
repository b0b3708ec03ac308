"""Whatever comes is read, or called unreadable; nothing else ever happens."""

import dataclasses
import re
import time

import pytest

from rapport.messaging.mime import ParsedMail, Unreadable, parse, reply_tokens, subject_number
from rapport.messaging.tests.mime.fuzzing import mutations, samples

SLOW_SECONDS = 2
NOT_STORABLE = re.compile("[\0\ud800-\udfff\r]")


@pytest.mark.parametrize("name", samples())
def test_each_sample_mail_of_python_itself_is_read(name):
    assert_sound(parse(samples()[name]))


def test_spoilt_mails_are_read_or_unreadable():
    read, unreadable = put_through(mutations(400, seed=20261123))
    assert read > 350
    assert read + unreadable == 400


@pytest.mark.full
def test_ten_thousand_spoilt_mails_are_read_or_unreadable():
    read, unreadable = put_through(mutations(10_000, seed=7))
    assert read + unreadable == 10_000


def put_through(mails):
    read = unreadable = 0
    for raw in mails:
        began = time.process_time()
        try:
            assert_sound(parse(raw, "mx.example.ge"))
            read += 1
        except Unreadable as problem:
            assert problem.reason in ("empty", "binary")
            unreadable += 1
        assert time.process_time() - began < SLOW_SECONDS
    return read, unreadable


def assert_sound(mail: ParsedMail):
    for text in texts_of(dataclasses.asdict(mail)):
        assert not NOT_STORABLE.search(text)
        text.encode()
    assert re.fullmatch(r"<[^<>\s]+>", mail.message_id)
    assert len(mail.subject) <= 300 and "\n" not in mail.subject
    assert all(0 < len(file.name) <= 150 and "/" not in file.name for file in mail.files)
    assert all(len(defect) <= 200 for defect in mail.defects)
    assert mail.sent_at is None or mail.sent_at.utcoffset() is not None
    assert mail.kind in ("mail", "auto_reply", "out_of_office", "bounce", "spam_report")
    assert words(mail.new_text, mail.signature, mail.quoted_text) == words(mail.text)
    assert "<script" not in mail.html.lower() and ' src="http' not in mail.html
    subject_number(mail.subject)
    reply_tokens(mail)


def words(*texts):
    return sorted(line.rstrip() for text in texts for line in text.split("\n") if line.strip())


def texts_of(value):
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        yield from (text for one in value.values() for text in texts_of(one))
    elif isinstance(value, list | tuple):
        yield from (text for one in value for text in texts_of(one))
