"""Words there and back: what a visitor may, what they see, and what nobody else does."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from rapport.customers.models import Customer
from rapport.messaging.chat import hours, limits, showing
from rapport.messaging.inbox import noting
from rapport.messaging.inbox.replying import Written, reply
from rapport.messaging.models import ChatVisitor, Conversation, Identity, Message
from rapport.messaging.outgoing.actions import send
from rapport.messaging.tests.chat.conftest import SITE, Browser, a_picture
from rapport.promises.testing import TUESDAY

pytestmark = pytest.mark.django_db


def answer(browser: Browser, by, text: str = "Yes, bring it along.") -> Message:
    return reply(browser.conversation, Written(text), by=by, at=timezone.now())


def test_the_first_words_begin_a_conversation_with_somebody_new(browser, ann):
    response = browser.say("Do you repair chairs?\nI have two.", zone="Asia/Tbilisi", lang="ka")

    conversation = browser.conversation
    assert response.status_code == 200 and len(browser.secret) > 40
    assert (conversation.state, conversation.channel.kind, conversation.language) == ("open", "webchat", "ka")
    assert conversation.waiting_since and conversation.due_at
    assert conversation.customer.name == conversation.peer_name and not conversation.customer.emails.exists()
    assert Identity.objects.get(customer=conversation.customer).key == browser.visitor.key
    assert "Do you repair chairs?<br>I have two." in response.json()["html"]
    assert browser.visitor.zone == "Asia/Tbilisi"
    assert browser.secret not in str(ChatVisitor.objects.values()), "the secret itself is kept nowhere"


def test_what_is_said_next_goes_on_there_and_the_same_words_sent_twice_are_one_message(browser):
    key = uuid4().hex
    browser.say("One")
    browser.say("Two", key=key)
    browser.say("Two", key=key)
    assert [m.text for m in Message.objects.order_by("at")] == ["One", "Two"]
    assert Conversation.objects.count() == ChatVisitor.objects.count() == Customer.objects.count() == 1


def test_an_answer_from_the_inbox_is_there_at_once_and_is_known_to_have_been_read(browser, ann):
    browser.say()
    out = answer(browser, ann)
    assert out.state == "sent" and browser.conversation.state == "waiting" and not browser.conversation.waiting_since

    html = browser.sees(read="0")
    assert "Yes, bring it along." in html and ann.get_short_name() in html
    out.refresh_from_db()
    assert out.state == "delivered" and browser.look(read="0").status_code == 200
    browser.look(read="1")
    out.refresh_from_db()
    assert out.state == "opened" and out.opened_at


def test_a_page_that_knows_everything_is_told_nothing(browser):
    state = browser.say().headers["Rapport-State"]
    browser.headers["Rapport-State"] = state
    assert browser.look(read="1").status_code == 204


def test_visitors_see_no_notes_no_names_where_the_house_hides_them_and_nothing_held_back(chat, browser, ann):
    chat.settings["hides_person"] = True
    chat.save()
    browser.say()
    noting.note(browser.conversation, "Looks like trouble", by=ann, at=timezone.now())
    send(browser.conversation.customer, "Dear {nobody}", by=ann, conversation=browser.conversation)
    later = send(browser.conversation.customer, "Not yet", conversation=browser.conversation,
                 send_after=timezone.now() + timedelta(hours=1))  # fmt: skip
    answer(browser, ann, "<b>We</b> do: https://linden.example/chairs")

    html = browser.sees()

    assert (
        "trouble" not in html and "nobody" not in html and later.text not in html and ann.get_short_name() not in html
    )
    assert "&lt;b&gt;We&lt;/b&gt;" in html and 'rel="nofollow"' in html


def test_a_secret_opens_one_conversation_and_no_other(chat, browser, ann):
    browser.say("Mine")
    stranger = Browser(chat)
    stranger.say("Another's")

    assert "Mine" not in stranger.sees() and "Another" not in browser.sees()
    for secret in ("", "x", browser.secret[:-1], "'", "a" * 500):
        thief = Browser(chat, secret)
        said = thief.look()
        assert said.status_code == 200 and "html" not in said.json() and bool(said.json()["gone"]) == bool(secret)
        assert thief.post("address", email="thief@example.com").status_code == 404
    other = type(chat).objects.create(kind="webchat", name="Another page")
    assert "html" not in Browser(other, browser.secret).look().json()


def test_a_conversation_that_a_colleague_joined_with_their_mails_shows_them_only_the_chat(browser, mailbox, cora, ann):
    browser.say("In the chat")
    mails = Conversation.objects.create(customer=cora, channel=mailbox, peer="cora@example.com")
    common = {"conversation": mails, "customer": cora, "channel": mailbox}
    Message.objects.create(**common, direction="in", state="received", text="Private", sender="cora@example.com")
    Message.objects.create(**common, direction="out", state="sent", text="Secret",
                           recipients=[{"way": "to", "address": "cora@example.com", "name": ""}])  # fmt: skip
    Conversation.objects.filter(pk=browser.visitor.conversation_id).update(merged_into=mails)
    Message.objects.filter(text="In the chat").update(conversation=mails)

    html = browser.sees()

    assert "In the chat" in html and "Private" not in html and "Secret" not in html


def test_files_come_in_guarded_and_are_shown_to_their_visitor_alone(browser, chat):
    response = browser.say("", files=[a_picture()])
    message = Message.objects.get()
    file = message.files.get()
    link = response.json()["html"].split('class="chat-file" href="')[1].split('"')[0]

    assert (file.name, file.content_type, file.is_dangerous) == ("chair.png", "image/png", False)
    assert b"".join(Client().get(link).streaming_content).startswith(b"\x89PNG")
    assert Client().get(link.replace(link[-4], "0" if link[-4] != "0" else "1")).status_code == 404

    page = SimpleUploadedFile("x.html", b"<script>alert(1)</script>")
    browser.say("", files=[page])
    kept = Message.objects.latest("at").files.get()
    assert kept.is_dangerous
    shown = Client().get(f"/chat/files/{showing.lines_of(browser.visitor, [kept.message])[0].files[0][1]}/")
    assert (
        shown.headers["Content-Disposition"].startswith("attachment")
        and "sandbox" in shown.headers["Content-Security-Policy"]
    )


def test_what_is_too_much_is_refused_in_words(browser, monkeypatch):
    program = SimpleUploadedFile("x.exe", b"MZ\0\0" + b"\0" * 50)
    refusals = [
        browser.say(" \n"),
        browser.say("x" * 4001),
        browser.say("", files=[a_picture() for _ in range(6)]),
        browser.say("", files=[a_picture(size=10 * 2**20)]),
        browser.say("", files=[program]),
    ]
    assert [r.status_code for r in refusals] == [409] * 5 and all(r.json()["said"] for r in refusals)
    assert browser.say("Hello", key="no key").status_code == 422
    assert not (Message.objects.exists() or ChatVisitor.objects.exists())


def test_programs_are_stopped_where_people_never_come(browser, chat, monkeypatch):
    monkeypatch.setattr(limits, "WORDS", (limits.Limit("words", 3, 3600),))
    monkeypatch.setattr(limits, "NEW", (limits.Limit("new", 2, 3600),))
    assert [browser.say(str(n)).status_code for n in range(5)] == [200, 200, 200, 429, 429]
    assert [Browser(chat).say().status_code for _ in range(2)] == [200, 429]
    assert Conversation.objects.count() == 2
    assert limits.forget_old(timezone.now() + timedelta(days=3)) >= 2


def test_only_our_own_frame_is_listened_to(browser):
    browser.headers.pop("Rapport-Chat")
    assert browser.say().status_code == 403, "a form of another site"
    browser.headers |= {"Rapport-Chat": "1", "Origin": SITE}
    assert browser.say().status_code == 403, "a script of another site"
    browser.headers |= {"Origin": "http://testserver", "Sec-Fetch-Site": "cross-site"}
    assert browser.say().status_code == 403
    browser.headers["Sec-Fetch-Site"] = "same-origin"
    response = browser.say()
    assert response.status_code == 200
    assert not [name for name in response.headers if name.lower().startswith("access-control")] and not response.cookies


def test_the_frame_is_shown_on_the_listed_sites_only_and_in_the_language_of_the_page(client, chat):
    response = client.get(f"/chat/{chat.pk}/frame/?lang=cs-CZ")
    policy = response.headers["Content-Security-Policy"]
    assert f"frame-ancestors 'self' {SITE}" in policy and "script-src 'self'" in policy and "unsafe-eval" not in policy
    assert "X-Frame-Options" not in response.headers and not response.cookies
    assert '<html lang="cs"' in response.text and "--brand: #7a1f5a; --on-brand: #ffffff" in response.text

    script = client.get(f"/chat/{chat.pk}.js")
    assert script.headers["Content-Type"].startswith("text/javascript")
    assert script.headers["Cross-Origin-Resource-Policy"] == "cross-origin"


def test_a_chat_that_is_not_used_and_one_that_never_was_look_the_same(client, chat, mailbox):
    chat.is_active = False
    chat.save()
    for pk in (chat.pk, mailbox.pk, uuid4()):
        for where in (f"{pk}.js", f"{pk}/frame/", f"{pk}/talk/"):
            assert client.get(f"/chat/{where}").status_code == 404


@pytest.mark.parametrize(
    "at, zone, is_open, said",
    [
        (TUESDAY, "", True, "We are open. You have an answer by"),
        (TUESDAY, "Asia/Tokyo", True, "your time"),
        (TUESDAY.replace(hour=22), "", False, "We are closed, and here again on"),
        (TUESDAY.replace(hour=22), "America/New_York", False, "your time"),
    ],
)
def test_visitors_are_told_honestly_when_somebody_answers(chat, at, zone, is_open, said):
    told = hours.hours(chat, at, zone)
    assert told.is_open == is_open and said in told.words


def test_who_was_erased_and_comes_back_is_somebody_new(browser):
    browser.say("Before")
    before = browser.conversation
    Identity.objects.all().delete()
    Customer.objects.filter(pk=before.customer_id).update(standing="erased")
    browser.say("After")
    assert browser.conversation.pk != before.pk and "Before" not in browser.sees()
