"""The pages of the inbox: which list has what, how many questions they ask, who may do what."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from rapport.core.live import STATE
from rapport.messaging.inbox import actions, finding, noting, queries, thread
from rapport.messaging.models import AssignmentRule, CannedReply, Conversation, Message, MessageFile
from rapport.messaging.tests.inbox.conftest import fresh
from rapport.staff import actions as staff
from rapport.today.queries import morning


def shown(user, name):
    return list(queries.listed(user, queries.SHOWS[name]))


def test_each_list_has_its_own(asked, written, cast):
    ann, at = cast["ann"], timezone.now()
    mine = written("Chairs?", subject="Chairs", sender="nils@example.com", sender_name="Nils", minutes=90).conversation
    Conversation.objects.filter(pk=mine.pk).update(due_at=asked.due_at - timedelta(minutes=1))
    actions.take(mine, by=ann, at=at)
    assert [row.pk for row in shown(ann, "nobodys")] == [asked.pk]
    assert [row.pk for row in shown(ann, "mine")] == [mine.pk]
    assert [row.pk for row in shown(ann, "all")] == [mine.pk, asked.pk], "whose time ends first is first"

    team = staff.add_team("Workshop", people=[ann])
    Conversation.objects.filter(pk=asked.pk).update(team=team)
    assert [row.pk for row in shown(ann, "team")] == [asked.pk]
    actions.snooze(asked, at + timedelta(days=1), by=ann, at=at)
    assert (shown(ann, "nobodys"), [row.pk for row in shown(ann, "snoozed")]) == ([], [asked.pk])
    actions.follow(mine, user=cast["bob"], at=at)
    assert [row.pk for row in shown(cast["bob"], "followed")] == [mine.pk]
    actions.mark_spam(mine, by=ann, at=at)
    assert [row.pk for row in shown(ann, "spam")] == [mine.pk]
    assert queries.mine_count(ann) == 0


def test_a_page_of_a_list_asks_no_more_for_more(signed_in, written, cast):
    client = signed_in("ann")

    def asks(path) -> int:
        client.get(path)
        with CaptureQueriesContext(
            connection,
        ) as asked:
            assert client.get(path).status_code == 200
        return len(asked)

    first = written().conversation
    few = asks("/inbox/?show=all"), asks(first.get_absolute_url())
    for number in range(6):
        written(f"Stool {number}", sender=f"n{number}@example.com", sender_name=f"N {number}", subject=f"S {number}")
        written(f"Once more {number}", conversation=first, minutes=number)
        noting.note(first, f"Note {number}", by=cast["bob"], at=timezone.now())
    assert (asks("/inbox/?show=all"), asks(first.get_absolute_url())) == few
    assert few[0] < 25


def test_a_long_thread_shows_its_end_and_the_rest_when_asked(signed_in, asked, mailbox):
    at = timezone.now() - timedelta(days=3)
    Message.objects.bulk_create(
        Message(
            conversation=asked, customer=asked.customer, channel=mailbox, direction="in", state="received",
            text=f"Word {number}", at=at + timedelta(minutes=number),
        )
        for number in range(120)
    )  # fmt: skip
    found = thread.thread_of(asked)
    assert len(found.messages) == thread.SIZE
    assert found.messages[0].text == "When will the table be ready?", "the newest is there"
    earlier = thread.thread_of(asked, before=found.before)
    assert {m.text for m in earlier.messages}.isdisjoint({m.text for m in found.messages})

    page = signed_in("ann").get(f"/inbox/{asked.pk}/earlier/?before={found.before}").content.decode()
    assert "Word 90" in page
    assert "Word 110" not in page


def test_html_of_a_mail_stands_in_a_frame_that_can_do_nothing(signed_in, asked, written):
    html = '<p>Hello</p><img data-remote-src="https://elsewhere.example/1.gif">'
    message = written("Hello", html=html, conversation=asked)
    client = signed_in("ann")
    page = client.get(asked.get_absolute_url()).content.decode()
    assert "elsewhere.example" not in page
    assert "Pictures that lie elsewhere are not fetched" in page

    frame = client.get(f"/inbox/messages/{message.pk}/html/")
    policy = frame.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "sandbox" in policy
    assert "allow-scripts" not in policy
    assert ' src="https://elsewhere.example' not in frame.content.decode()


def test_a_file_that_may_do_harm_is_only_kept(signed_in, asked, settings, tmp_path):
    from django.core.files.base import ContentFile

    settings.MEDIA_ROOT = tmp_path
    message = Message.objects.get(conversation=asked)
    row = MessageFile(message=message, name="invoice.png", size=3, content_type="image/png", is_dangerous=True)
    row.file.save("x", ContentFile(b"MZx"), save=True)
    client = signed_in("ann")
    assert "It may do harm" in client.get(asked.get_absolute_url()).content.decode()
    answer = client.get(f"/inbox/files/{row.pk}/")
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["Content-Type"] == "application/octet-stream"


def test_an_open_page_hears_of_news_and_of_who_else_is_there(client, asked, written, cast):
    client.force_login(cast["ann"])
    live = f"/inbox/{asked.pk}/live/"
    state = client.get(live).headers[STATE]
    assert client.get(live, headers={STATE: state}).status_code == 204

    client.force_login(cast["bob"])
    client.get(f"{live}?writing=1")
    client.force_login(cast["ann"])
    news = client.get(live, headers={STATE: state})
    assert "Bob is writing a reply" in news.content.decode()

    state = news.headers[STATE]
    written("Are you there?", conversation=asked, minutes=0)
    assert "Are you there?" in client.get(live, headers={STATE: state}).content.decode()


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("გვირისტი მაგიდაზე", "გვირისტი"),
        ("Kdy bude hotový žlutý stůl?", "zluty"),
        ("மேசை எப்போது தயார்?", "மேசை"),
        ("The blue table", "tab"),
    ],
)
def test_words_are_found_in_every_script(asked, written, ann, text, wanted):
    message = written(text, conversation=asked)
    found = finding.find(ann, wanted)
    assert [row.pk for row in found] == [asked.pk]
    assert finding.find(ann, "xylophone") == []
    assert finding.find(ann, f"#{asked.number}") == [asked]
    assert message.found_by.words


def test_words_are_found_on_the_page_in_latin_letters_too(signed_in, asked, written):
    written("თამარის მაგიდა", conversation=asked)
    page = signed_in("ann").get("/inbox/?q=tamaris").content.decode()
    assert "1 conversation found" in page
    assert "თამარის" in page


def test_several_are_done_at_once_and_undone(signed_in, asked, written):
    other = written("Stools", sender="nils@example.com", sender_name="Nils", subject="Stools").conversation
    client = signed_in("ann")
    done = client.post("/inbox/together/", {"chosen": [asked.pk, other.pk], "deed": "close"}, follow=True)
    assert Conversation.objects.filter(state="done").count() == 2
    undo = next(m.extra_tags for m in done.context["messages"])
    client.post(undo.removeprefix("undo:"))
    assert Conversation.objects.filter(state="open").count() == 2


def test_a_reader_reads_and_changes_nothing(signed_in, asked):
    client = signed_in("rita")
    page = client.get(asked.get_absolute_url())
    assert page.status_code == 200
    assert "data-inbox-composer" not in page.content.decode()
    assert client.post(f"/inbox/{asked.pk}/closing/").status_code == 403
    assert fresh(asked).state == Conversation.State.OPEN


def test_whose_it_is_is_said_by_a_person(signed_in, written, cora, ann):
    from rapport.customers.testing import a_customer

    other = a_customer("Nora Lindqvist")
    other.emails.create(address="cora@example.com", key="cora@example.com")
    conversation = written(subject="Whose").conversation
    assert conversation.customer is None
    client = signed_in("ann")
    assert "Nobody knows yet whose" in client.get(conversation.get_absolute_url()).content.decode()
    page = client.get(f"/inbox/{conversation.pk}/customer/").content.decode()
    assert "Nora Lindqvist" in page
    client.post(f"/inbox/{conversation.pk}/customer/", {"customer": other.pk})
    assert fresh(conversation).customer == other


def test_who_was_named_sees_it_on_today_until_they_looked(asked, signed_in, cast):
    noting.note(asked, "@Bob do we have oak?", by=cast["ann"], at=timezone.now())
    assert "named you" in " ".join(item.what for item in items_of(cast["bob"]))
    signed_in("bob").get(asked.get_absolute_url())
    assert "named you" not in " ".join(item.what for item in items_of(cast["bob"]))


def test_who_follows_hears_on_today_of_new_words_until_they_looked(asked, written, signed_in, cast):
    actions.follow(asked, user=cast["bob"], at=timezone.now() - timedelta(hours=1))
    written("Are you there?", conversation=asked, minutes=0)
    assert "which you follow" in " ".join(item.what for item in items_of(cast["bob"]))
    signed_in("bob").get(asked.get_absolute_url())
    assert "which you follow" not in " ".join(item.what for item in items_of(cast["bob"]))


def test_a_tag_leads_to_all_that_have_it(signed_in, asked, written, ann):
    actions.tag(asked, ["žlutý dub"], by=ann, at=timezone.now())
    written("Stools?", sender="nils@example.com", sender_name="Nils", subject="Stools")
    assert [row.pk for row in queries.listed(ann, queries.SHOWS["all"], tag="žlutý dub")] == [asked.pk]
    assert finding.find(ann, "žlutý dub") == [asked]
    client = signed_in("ann")
    assert "tag=%C5%BElut%C3%BD%20dub" in client.get(asked.get_absolute_url()).content.decode()
    page = client.get("/inbox/", {"show": "all", "tag": "žlutý dub"}).content.decode()
    assert "Stools?" not in page


def items_of(user):
    found = morning(user, at=timezone.now(), kind="", whole="")
    return found.items


def test_a_ready_answer_is_written_changed_removed_and_brought_back(signed_in, business):
    client = signed_in("ann")
    fields = {
        "name": "Thanks",
        "shortcut": "thx",
        "language": business.language or "en",
        "text": "Thank you, {name}.",
        "whose": "me",
    }
    assert client.post("/settings/ready-answers/new/", {**fields, "text": "{nobody}"}).status_code == 422
    assert client.post("/settings/ready-answers/new/", fields).status_code == 302
    row = CannedReply.objects.get()
    address = f"/settings/ready-answers/{row.pk}/"
    client.post(address, {**fields, "text": "Many thanks, {name}."})
    removed = client.post(f"{address}removal/", follow=True)
    assert not CannedReply.objects.exists()
    undo = [m.extra_tags for m in removed.context["messages"]][-1].removeprefix("undo:")
    client.post(undo)
    assert CannedReply.objects.get(pk=row.pk).text == "Many thanks, {name}."
    assert signed_in("bob").get(address).status_code == 404


def test_a_rule_says_what_it_would_mean_before_it_is_saved(signed_in, asked):
    team = staff.add_team("Workshop")
    client = signed_in("mark")
    fields = {"name": "Tables", "position": 1, "is_active": "on", "words": "table", "way": "team", "team": team.pk}
    page = client.post("/settings/assignment/new/", {**fields, "preview": "1"}).content.decode()
    assert "1 conversation like that came" in page
    assert not AssignmentRule.objects.exists()
    client.post("/settings/assignment/new/", fields)
    assert AssignmentRule.objects.get().team == team
    assert signed_in("ann").get("/settings/assignment/").status_code == 403
