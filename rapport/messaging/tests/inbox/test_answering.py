"""Answers: greeting, collision, the ten seconds, drafts."""

from datetime import timedelta

import pytest
from django.contrib.messages import get_messages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from rapport.messaging.inbox import canned, drafting, greeting, noting, replying, restating
from rapport.messaging.models import CannedReply, Conversation, Draft, Message
from rapport.messaging.outgoing import suppressing
from rapport.messaging.tests.inbox.conftest import fresh, out_of
from rapport.promises.models import Promise


def answer(client, conversation, text="It is ready on Friday.", **fields):
    seen = fields.pop("seen", replying.last_seen(conversation))
    return client.post(f"/inbox/{conversation.pk}/reply/", {"body": text, "seen": seen, **fields})


def test_the_composer_begins_with_their_greeting(signed_in, asked):
    page = signed_in("ann").get(asked.get_absolute_url()).content.decode()
    assert "Dear Cora Lindqvist," in page


def test_an_answer_waits_ten_seconds_and_can_be_taken_back(signed_in, asked):
    client = signed_in("ann")
    answered = answer(client, asked)
    message = Message.objects.get(conversation=asked, direction="out")
    assert message.state == "queued"
    assert 5 < (message.send_after - timezone.now()).total_seconds() <= 10
    undo = next(m.extra_tags for m in get_messages(answered.wsgi_request))
    assert undo == f"undo:/inbox/messages/{message.pk}/taking-back/"

    client.post(undo.removeprefix("undo:"))
    message.refresh_from_db()
    assert message.state == "cancelled"
    assert Draft.objects.get(conversation=asked).text == "It is ready on Friday."


def test_an_answer_keeps_the_promise_once_it_is_out(signed_in, asked):
    answer(signed_in("ann"), asked)
    assert Promise.objects.get(pk=asked.promise_id).is_open
    out_of(Message.objects.get(conversation=asked, direction="out"))
    assert Promise.objects.get(pk=asked.promise_id).state == "kept"
    assert fresh(asked).state == Conversation.State.WAITING


def test_send_and_done_still_keeps_the_promise(signed_in, asked):
    client = signed_in("ann")
    answer(client, asked, then="close")
    assert fresh(asked).state == Conversation.State.DONE
    message = Message.objects.get(conversation=asked, direction="out")
    out_of(message)
    assert Promise.objects.get(pk=asked.promise_id).state == "kept"


def test_what_is_taken_back_is_not_done_any_more(signed_in, asked):
    client = signed_in("ann")
    answer(client, asked, then="close")
    message = Message.objects.get(conversation=asked, direction="out")
    client.post(f"/inbox/messages/{message.pk}/taking-back/")
    assert fresh(asked).state == Conversation.State.OPEN
    assert fresh(asked).due_at == asked.due_at


def test_an_answer_is_held_back_when_a_colleague_answered_meanwhile(signed_in, asked, cast, cora):
    from rapport.messaging.outgoing.actions import send

    seen = replying.last_seen(asked)
    theirs = send(cora, "Bob here: on Thursday.", by=cast["bob"], conversation=asked)
    client = signed_in("ann")

    held = answer(client, asked, seen=seen)
    page = held.content.decode()
    assert held.status_code == 409
    assert "Bob here: on Thursday." in page
    assert "It is ready on Friday." in page, "her words are kept"
    assert not Message.objects.filter(by=cast["ann"]).exists()

    assert f'name="seen" value="{theirs.pk}"' in page
    assert answer(client, asked, seen=str(theirs.pk)).status_code == 302
    assert Message.objects.filter(by=cast["ann"]).count() == 1


def test_an_answer_is_held_back_when_they_wrote_again_by_mail(signed_in, asked, written):
    seen = replying.last_seen(asked)
    written("Never mind, I found it.", minutes=1, conversation=asked)
    assert answer(signed_in("ann"), asked, seen=seen).status_code == 409


def test_ones_own_words_and_inside_notes_hold_nothing_back(signed_in, asked):
    client = signed_in("ann")
    seen = replying.last_seen(asked)
    client.post(f"/inbox/{asked.pk}/note/", {"body": "Oak, I think"})
    assert answer(client, asked, seen=seen).status_code == 302
    assert answer(client, asked, "One more thing.", seen=seen).status_code == 302


def test_the_greeting_alone_is_not_sent(signed_in, asked):
    page = answer(signed_in("ann"), asked, "Dear Cora Lindqvist,")
    assert page.status_code == 422
    assert not Message.objects.filter(direction="out").exists()


def test_a_promise_made_while_answering_is_theirs(signed_in, asked, ann):
    day = timezone.localdate() + timezone.timedelta(days=3)
    answer(signed_in("ann"), asked, promised="The table, glued", promised_on=day.isoformat())
    promise = Promise.objects.get(text="The table, glued")
    assert (promise.owner, promise.customer) == (ann, asked.customer)
    half = answer(signed_in("ann"), asked, promised="The table, oiled")
    assert half.status_code == 422


def test_what_is_typed_is_kept_for_its_writer_alone(signed_in, asked, cast):
    client = signed_in("ann")
    address = f"/inbox/{asked.pk}/drafts/reply/"
    told = client.post(address, {"body": "Dear Cora Lindqvist,\n\nit is"}, headers={"Accept": "application/json"})
    assert told.json()["words"]
    assert "it is" in client.get(asked.get_absolute_url()).content.decode()
    assert drafting.draft_of(cast["bob"], conversation=asked) is None

    client.post(address, {"body": "Dear Cora Lindqvist,"}, headers={"Accept": "application/json"})
    assert not Draft.objects.exists(), "the greeting alone is no draft"


def test_ready_answers_are_filled_in(asked, ann, cora):
    text = "{greeting}\n\nyour answer by {due}. {me}, {business}. {unheard_of}"
    words = canned.filled(text, customer=cora, by=ann, conversation=asked)
    assert words.startswith("Dear Cora Lindqvist,")
    assert "Ann, Linden Workshop" in words
    assert "{due}" not in words
    assert "{unheard_of}" in words, "a gap is seen, not sent"


def test_ready_answers_are_offered_in_the_customers_language(ann, cast, cora):
    def reply(name, **fields):
        return CannedReply.objects.create(name=name, text="Thank you.", **{"language": "en"} | fields)

    mine, everybodys = reply("Mine", owner=ann), reply("All", shortcut="thx")
    reply("Bob's", owner=cast["bob"])
    reply("Czech", language="cs")
    assert set(canned.offered(ann, cora)) == {mine, everybodys}
    assert canned.offered(ann, cora, "th") == [everybodys, mine] or set(canned.offered(ann, cora, "th")) == {
        mine,
        everybodys,
    }
    assert greeting.signature_of(ann, "en") == ""


def test_writing_first_begins_a_conversation_in_ones_own_hands(signed_in, ann, cora, mailbox):
    client = signed_in("ann")
    page = client.get(f"/customers/{cora.pk}/message/")
    assert "Dear Cora Lindqvist," in page.content.decode()
    client.post(
        f"/customers/{cora.pk}/message/", {"body": "Your table is glued.", "subject": "News", "channel": mailbox.pk}
    )
    conversation = Conversation.objects.get()
    assert (conversation.assignee, conversation.subject) == (ann, "News")


@pytest.mark.parametrize("body", ["", "   "])
def test_an_empty_note_is_refused(signed_in, asked, body):
    assert signed_in("ann").post(f"/inbox/{asked.pk}/note/", {"body": body}).status_code == 422


def test_what_is_taken_back_is_a_draft_with_its_files_and_copies(signed_in, asked, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    plan = SimpleUploadedFile("plan.txt", b"four legs", content_type="text/plain")
    answer(client := signed_in("ann"), asked, cc="nora@example.com", files=[plan])
    message = Message.objects.get(conversation=asked, direction="out")

    client.post(f"/inbox/messages/{message.pk}/taking-back/")
    draft = Draft.objects.get(conversation=asked)
    file = draft.files.get()
    assert (draft.cc, draft.channel, file.name) == ("nora@example.com", asked.channel, "plan.txt")
    drafting.remove_file(file)
    assert message.files.get().file.read() == b"four legs", "the message keeps its own"


def test_what_it_promised_and_asked_is_taken_back_with_a_message(signed_in, asked):
    day = timezone.localdate() + timezone.timedelta(days=3)
    answer(client := signed_in("ann"), asked, promised="The table, glued", promised_on=day.isoformat(), restates="on")
    message = Message.objects.get(conversation=asked, direction="out")
    assert noting.waits_for_yes(asked)

    client.post(f"/inbox/messages/{message.pk}/taking-back/")
    promise = Promise.objects.get(text="The table, glued")
    assert (promise.state, promise.tellings.count()) == ("void", 0)
    assert noting.waits_for_yes(asked) is None
    assert Promise.objects.get(pk=asked.promise_id).is_open, "their question is still to be answered"


def test_a_promise_in_words_that_were_held_back_was_told_to_nobody(signed_in, asked):
    suppressing.suppress("email", "cora@example.com", "by_hand")
    day = timezone.localdate() + timezone.timedelta(days=3)
    answer(signed_in("ann"), asked, promised="The table, glued", promised_on=day.isoformat(), restates="on")
    assert not Promise.objects.get(text="The table, glued").tellings.exists()
    assert noting.waits_for_yes(asked) is None


def test_saying_back_how_we_understood_them_asks_in_their_language(signed_in, asked, cora):
    answer(signed_in("ann"), asked, "Dear Cora Lindqvist,\n\nYou want it 4 cm lower.", restates="on")
    text = Message.objects.get(direction="out").text
    assert text.startswith(
        "Dear Cora Lindqvist,\n\nThis is how I understood you:\n\nYou want it 4 cm lower.\n\nIs that"
    )
    began = greeting.opening(cora, channel_kind="email")
    assert restating.said_back(text, began) == text, "said once"


def test_a_ready_answer_knows_the_conversation_and_counts_when_it_is_sent(signed_in, asked, cora):
    row = CannedReply.objects.create(name="Soon", language="en", subject="About {subject}", text="By {due}.")
    client = signed_in("ann")
    page = client.get(f"/customers/{cora.pk}/ready-answers/?in={asked.pk}").content.decode()
    assert 'data-subject="About Our table"' in page
    assert 'data-insert="By {due}."' not in page
    answer(client, asked, ready=[str(row.pk), "nonsense"])
    row.refresh_from_db()
    assert row.used == 1


def test_a_letter_that_is_not_taken_yet_says_how_often_and_when_again(signed_in, asked):
    client, again = signed_in("ann"), timezone.now() + timedelta(minutes=4)
    answer(client, asked)
    waiting = Message.objects.filter(conversation=asked, direction="out")
    waiting.update(attempts=3, send_after=again, detail="451 Come back later")
    page = client.get(asked.get_absolute_url()).content.decode()
    assert "Tried 3 times and not taken" in page
    assert "451 Come back later" in page
    assert "Take it back" in page
