import pytest

from rapport.core.models import Deed
from rapport.core.testing.questions import questions
from rapport.messaging.incoming import mails, quarantine, reading
from rapport.messaging.incoming.testing import a_mail, a_mailbox, received, take_in
from rapport.messaging.models import Message, RawMail
from rapport.messaging.today import unread_mail
from rapport.promises.testing import TUESDAY

NO_MAIL = b"\x00\x01\x02\x03\x04\x05" * 50


@pytest.fixture
def mailbox(db):
    return a_mailbox()


@pytest.fixture
def unreadable(mailbox) -> RawMail:
    return take_in(mailbox, NO_MAIL)


def test_what_is_no_mail_is_kept_with_its_bytes_and_the_reason(unreadable):
    assert (unreadable.state, unreadable.rule, unreadable.reason) == ("quarantined", "unreadable", "binary")
    assert bytes(unreadable.content) == NO_MAIL


def test_a_mail_whose_reader_fails_lands_there_and_those_behind_it_are_read(mailbox, monkeypatch, caplog):
    """A mistake of ours, as it may come with any release."""
    from rapport.messaging.incoming import filing

    parse = filing.parse
    monkeypatch.setattr(filing, "parse", lambda raw, host: 1 / 0 if b"strange" in raw else parse(raw, host))
    for text in ("a strange one", "a usual one"):
        mails.accept(a_mail(text, message_id=f"<{text.replace(' ', '')}@x.example>"), channel=mailbox, source="smtp")
    reading.read_waiting()

    strange = RawMail.objects.get(state="quarantined")
    assert (strange.rule, strange.attempts) == ("failed", 3)
    assert strange.reason.startswith("ZeroDivisionError in rapport.")
    assert Message.objects.get().text == "a usual one"
    assert len(caplog.messages) == 3
    assert "strange" not in caplog.text

    monkeypatch.undo()
    quarantine.read_again(strange, by=None)
    reading.read_waiting()
    strange.refresh_from_db()
    assert (strange.state, strange.message.text) == ("filed", "a strange one")


def test_a_mail_that_kills_whoever_reads_it_is_put_aside_after_the_third_time(mailbox):
    kept = mails.accept(a_mail(), channel=mailbox, source="smtp", received_at=TUESDAY)
    RawMail.objects.update(attempts=reading.MOST_ATTEMPTS)  # each was counted before it was begun

    reading.read_waiting()
    kept.refresh_from_db()
    assert (kept.state, kept.rule) == ("quarantined", "killed_its_reader")


def test_that_nobody_could_read_it_stops_no_clock(client, cast, unreadable):
    client.force_login(cast["olga"])
    due = quarantine.answer_due_at(unreadable)
    assert due > unreadable.received_at
    assert f'datetime="{due.isoformat()}"' in client.get("/inbox/quarantine/").content.decode()
    [item] = [one for one in unread_mail(cast["olga"], TUESDAY) if one.key == "unread_mail"]
    assert item.due_at == due


def test_somebody_settles_it_in_words(client, ann, cast, unreadable):
    client.force_login(cast["olga"])
    address = f"/inbox/quarantine/{unreadable.pk}/settling/"
    assert client.post(address, {"reason": "\u200b"}).status_code == 422
    assert client.post(address, {"reason": "A virus"}).status_code == 302

    unreadable.refresh_from_db()
    assert (unreadable.state, unreadable.rule, unreadable.reason) == ("skipped", "by_hand", "A virus")
    assert "A virus" in client.get(unreadable.get_absolute_url()).content.decode()
    assert client.get("/inbox/quarantine/?state=skipped").content.decode().count("<tr data-row") == 1
    assert client.get("/inbox/quarantine/").content.decode().count("<tr data-row") == 0


def test_its_bytes_can_be_taken_out_and_the_audit_knows_by_whom(client, ann, unreadable):
    client.force_login(ann)
    answer = client.get(f"/inbox/quarantine/{unreadable.pk}/bytes/")

    assert (answer.content, answer["Content-Type"]) == (NO_MAIL, "application/octet-stream")
    assert answer["Content-Disposition"].startswith("attachment")
    assert Deed.objects.get(kind="mail.taken_out").by == ann.pk


@pytest.mark.parametrize("who, status", [("ann", 200), ("rita", 403)])
def test_who_looks_at_them(client, cast, unreadable, who, status):
    client.force_login(cast[who])
    assert client.get("/inbox/quarantine/").status_code == status
    assert client.get(unreadable.get_absolute_url()).status_code == status
    assert client.post(f"/inbox/quarantine/{unreadable.pk}/reading/").status_code == 403


def test_the_list_takes_as_many_queries_for_fifty_as_for_one(client, ann, mailbox):
    client.force_login(ann)
    take_in(mailbox, NO_MAIL)
    for_one = questions(client, "/inbox/quarantine/")
    for number in range(4):
        take_in(mailbox, NO_MAIL + bytes([number]))
    assert questions(client, "/inbox/quarantine/") == for_one
    assert client.get("/inbox/quarantine/").content.decode().count("<tr data-row") == 5


def test_the_bytes_behind_a_message_are_hidden_with_its_customer(client, cast, mailbox, django_user_model):
    message = received(mailbox)
    raw = message.raw_mails.get()
    client.force_login(cast["ann"])
    assert client.get(raw.get_absolute_url()).status_code == 200

    from rapport.staff.models import Business, Team

    Business.objects.create(sees_by_team=True)
    message.customer.team = Team.objects.create(name="Elsewhere")
    message.customer.save()
    assert client.get(raw.get_absolute_url()).status_code == 404
