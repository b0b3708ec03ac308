"""Customers ask, correct, accept, object and rate on their own pages; nothing that was said among us is there."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from rapport.care.cases import actions as cases
from rapport.care.causes.testing import a_complaint as a_row
from rapport.care.complaints import actions as complaints
from rapport.care.complaints.actions import Weight
from rapport.care.models import Case, Fairness, Severity, Stage
from rapport.care.own_pages import queries
from rapport.core import passes
from rapport.customers.rights import erasing
from rapport.customers.testing import a_customer
from rapport.messaging.inbox import noting
from rapport.messaging.models import Message
from rapport.messaging.outgoing import sealed
from rapport.messaging.own_pages.writing import write
from rapport.orders.models import Product
from rapport.orders.testing import a_product

PDF = b"%PDF-1.7 a receipt"


@pytest.fixture
def here(cora, portal_visitor):
    return portal_visitor(cora)


def asks(here, kind="question", **more):
    said = {"kind": kind, "subject": "The drawer sticks", "text": "It will not open.", "once": uuid4()} | more
    return here.post("/portal/requests/new/", said)


def the_case() -> Case:
    return Case.objects.select_related("customer", "owner", "conversation").get()


def page_of(here) -> str:
    return here.get(f"/portal/requests/{the_case().pk}/").content.decode()


def complained(here, ann) -> Case:
    """A complaint that Ann has acknowledged and restated."""
    asks(here, "complaint", wanted="A new drawer.")
    case = the_case()
    complaints.acknowledge(case, "Thank you for telling us.", by=ann, at=timezone.now())
    complaints.restate(
        case, happened="The drawer will not open.", meant="You cannot work.", wanted="A new drawer.", by=ann,
        at=timezone.now(),
    )  # fmt: skip
    return the_case()


def answered(here, ann) -> Case:
    case = complained(here, ann)
    here.post(f"/portal/requests/{case.pk}/understanding/", {"yes": "1"})
    complaints.assess(case, Weight(severity=Severity.MINOR), by=ann, at=timezone.now())
    complaints.investigate(case, "The runner is bent.", by=ann, at=timezone.now())
    complaints.propose(case, kind="apology", text="In person", by=ann, at=timezone.now())
    answer = complaints.Answer("The runner is bent.", "We are sorry that it happened.", "You get a new one.")
    complaints.respond(case, answer, by=ann, at=timezone.now())
    return the_case()


def test_their_requests_are_read_to_the_end_page_by_page(here, cora, monkeypatch):
    monkeypatch.setattr("rapport.care.own_pages.queries.PER_PAGE", 2)
    for n in range(5):
        a_row(cora, subject=f"Drawer {n}", at=timezone.now() - timedelta(days=n))
    where, found = "/portal/requests/", []
    while where:
        page = here.get(where).content.decode()
        found += re.findall(r"Drawer \d", page)
        after = re.search(r'href="(\?after=[^"]+)"', page)
        where = f"/portal/requests/{after[1]}" if after else ""
    assert found == [f"Drawer {n}" for n in range(5)]
    assert here.get("/portal/requests/?after=nonsense").status_code == 404


def test_a_question_is_a_case_with_the_dates_that_staff_see(here, mailbox, cora):
    response = asks(here, files=[SimpleUploadedFile("receipt.pdf", PDF)])

    case = the_case()
    assert response.url == f"/portal/requests/{case.pk}/"
    assert (case.by_customer, case.customer, case.words) == (True, cora, "It will not open.")
    page = page_of(here)
    assert "receipt.pdf" in page and "It will not open." in page
    for promise in (case.answer, case.resolution):
        assert f'datetime="{promise.due_at.isoformat()}"' in page
    entry = cora.entries.get(kind="case.opened")
    assert entry.by_customer


def test_the_same_form_twice_is_one_case(here, mailbox):
    form = uuid4()
    assert asks(here, once=form).url == asks(here, once=form).url
    assert Case.objects.count() == 1


def test_bad_input_is_answered_with_the_form_and_keeps_nothing(here, mailbox):
    assert asks(here, subject="\u200b").status_code == 422
    assert asks(here, kind="nonsense").status_code == 422
    assert asks(here, text=" ").status_code == 422
    assert not Case.objects.exists() and not Message.objects.exists()


def test_fifty_megabytes_get_a_clear_answer(here, mailbox):
    film = SimpleUploadedFile("film.mp4", b"\0\0\0\x18ftypisom" + bytes(50 * 2**20))

    response = asks(here, files=[film])

    assert response.status_code == 422
    assert "“film.mp4” is too large. Files may have up to 25.0\xa0MB." in response.content.decode()
    assert not Case.objects.exists()


def test_they_write_and_staff_answer_in_one_thread_without_what_is_said_among_us(here, mailbox, cora, ann, run_jobs):
    asks(here)
    case = the_case()
    noting.note(case.conversation, "He is always like that.", by=ann, at=timezone.now())
    cases.give_update(case, "We come on Tuesday.", by=ann, at=timezone.now())
    run_jobs()
    here.post(f"/portal/requests/{case.pk}/", {"text": "Tuesday is fine.", "once": uuid4()})

    page = page_of(here)
    assert "We come on Tuesday." in page and "Tuesday is fine." in page
    assert "always like that" not in page
    assert here.get(f"/portal/requests/{case.pk}/").status_code == 200


def test_a_word_by_mail_says_that_an_answer_is_there(here, mailbox, cora, ann, run_jobs):
    asks(here)
    cases.give_update(the_case(), "We come on Tuesday.", by=ann, at=timezone.now())
    run_jobs()

    word = Message.objects.get(channel=mailbox, direction="out")
    assert "/portal/l/•" in word.text and "The drawer sticks" in word.text
    with sealed.opened(word):
        assert passes.read(word.text.partition("/portal/l/")[2].partition("/")[0]).pk == the_case().pk


def test_what_we_understood_is_confirmed_or_put_right_in_their_words(here, mailbox, cora, ann):
    case = complained(here, ann)
    assert "You cannot work." in page_of(here)
    address = f"/portal/requests/{case.pk}/understanding/"
    assert here.post(address, {"correction": ""}).status_code == 422
    assert here.post(address, {"correction": "It opens, but falls out."}).status_code == 302

    restatement = case.restatements.get()
    assert (restatement.answer, restatement.by_customer) == ("corrected", True)
    assert cora.entries.get(kind="complaint.corrected").by_customer
    assert here.post(address, {"yes": "1"}).status_code == 409


def test_an_answer_is_accepted_rated_and_the_fairness_told(here, mailbox, cora, ann):
    case = answered(here, ann)
    assert "I accept this" in page_of(here)
    here.post(f"/portal/requests/{case.pk}/acceptance/")
    here.post(f"/portal/requests/{case.pk}/rating/", {"stars": "5", "words": "Quick"})
    Fairness.objects.create(case=case, asked_at=timezone.now())
    assert "Three short questions" in page_of(here)
    fair = f"/portal/requests/{case.pk}/fairness/"
    assert here.post(fair, {"result": "6", "way": "4", "respect": "5"}).status_code == 422
    assert here.post(fair, {"result": "3", "way": "4", "respect": "5"}).status_code == 302

    case = the_case()
    assert (case.state, case.rating, case.fairness.respect) == ("closed", 5, 5)
    assert case.complaint.stage in (Stage.ACCEPTED, Stage.MONITORING)
    assert cora.entries.get(kind="case.rated").by_customer


def test_an_answer_that_is_not_accepted_goes_to_somebody_else(here, mailbox, cast, cora):
    case = answered(here, cast["ann"])
    here.post(f"/portal/requests/{case.pk}/objection/", {"words": "It still sticks."})

    assert the_case().owner != cast["ann"]
    assert cora.entries.get(kind="complaint.objected").by_customer


def test_what_was_closed_is_taken_up_again(here, mailbox, ann):
    asks(here)
    cases.resolve(the_case(), "Oiled it.", by=ann, at=timezone.now())
    page = page_of(here)
    assert "Yes, it is solved" in page
    here.post(f"/portal/requests/{the_case().pk}/acceptance/")
    here.post(f"/portal/requests/{the_case().pk}/objection/", {"words": "It sticks again."})

    assert the_case().state == "reopened"


def test_how_it_was_solved_for_colleagues_is_not_shown(here, mailbox, ann, run_jobs):
    asks(here)
    cases.resolve(the_case(), "Supplier sends bad runners.", text="It glides again.", by=ann, at=timezone.now())
    run_jobs()

    page = page_of(here)
    assert "It glides again." in page and "bad runners" not in page


def test_everything_of_another_customer_is_not_there(here, mailbox, cora, ann, portal_visitor):
    asks(here, files=[SimpleUploadedFile("receipt.pdf", PDF)])
    case, bert_here = the_case(), portal_visitor(a_customer("Bert"))
    file = case.conversation.messages.get().files.get()
    one = f"/portal/requests/{case.pk}/"
    parts = ("", "understanding/", "acceptance/", "objection/", "withdrawal/", "manager/", "rating/", "fairness/")
    for address in (*(one + part for part in parts), f"/portal/conversations/{case.conversation.pk}/"):
        assert bert_here.get(address).status_code == 404, address
        assert bert_here.post(address, {"text": "Hi", "yes": "1", "once": uuid4()}).status_code == 404, address
    assert bert_here.get(f"/portal/files/{file.pk}/").status_code == 404
    mine = here.get(f"/portal/files/{file.pk}/")
    assert (mine.status_code, mine.headers["Cache-Control"]) == (200, "no-store, private")
    assert the_case().version == case.version


def test_whoever_wants_somebody_above_is_heard_and_may_leave_it_at_that(here, mailbox, cast):
    asks(here)
    here.post(f"/portal/requests/{the_case().pk}/manager/")
    assert the_case().escalations.filter(because="asked").exists()

    here.post(f"/portal/requests/{the_case().pk}/withdrawal/")
    assert the_case().state == "closed"


def test_a_customer_who_is_erased_meanwhile_is_out_and_nothing_is_owed_any_more(here, mailbox, cora, cast):
    complained(here, cast["ann"])
    erasing.erase(cora, by=cast["olga"], at=timezone.now(), ground="asked", named_in=())

    case = the_case()
    assert here.get(f"/portal/requests/{case.pk}/").status_code == 302
    assert here.post(f"/portal/requests/{case.pk}/", {"text": "Hi", "once": uuid4()}).status_code == 302
    assert "drawer" not in f"{case.subject}{case.words}"


def test_the_pages_ask_a_fixed_number_of_questions(here, mailbox, ann, django_assert_max_num_queries):
    complained(here, ann)
    address = f"/portal/requests/{the_case().pk}/"
    here.get(address)
    with django_assert_max_num_queries(16):
        here.get(address)
    with django_assert_max_num_queries(8):
        here.get("/portal/requests/")


def test_what_was_said_without_a_case_can_be_read_and_gone_on_with(here, written, cora):
    conversation = written("Do you make beds?").conversation
    assert "Our table" in here.get("/portal/requests/").content.decode()

    address = f"/portal/conversations/{conversation.pk}/"
    here.post(address, {"text": "Oak, please.", "once": uuid4()})
    page = here.get(address).content.decode()
    assert "Do you make beds?" in page and "Oak, please." in page
    assert Message.objects.filter(conversation=conversation).count() == 2


def test_a_link_to_one_case_opens_that_one_alone(client, here, mailbox, cora):
    asks(here)
    case = the_case()
    link = passes.address("case", case.pk, cora.pk, at=timezone.now())
    there = client.get("/portal/l/" + link.split("/portal/l/")[1], follow=True)
    assert "It will not open." in there.content.decode()
    assert client.get("/portal/requests/").status_code == 302


def test_sixty_days_after_it_was_closed_a_complaint_is_not_reopened(here, mailbox, ann):
    case = answered(here, ann)
    complaints.accept(case, at=timezone.now() - timedelta(days=61), by_customer=True)
    assert "Take it up again" not in page_of(here)
    assert here.post(f"/portal/requests/{case.pk}/objection/", {"words": "Again"}).status_code == 409


def test_earlier_messages_are_a_page_further(portal_visitor, cora, monkeypatch):
    monkeypatch.setattr(queries, "PER_PAGE", 2)
    for number in range(3):
        write(cora, f"Words {number}", at=timezone.now() - timedelta(days=number), subject=f"Matter {number}")
    client = portal_visitor(cora)
    page = client.get("/portal/requests/")
    assert [one.subject for one in page.context["conversations"]] == ["Matter 0", "Matter 1"]
    further = client.get(f"/portal/requests/?talk={page.context['conversations'].next}")
    assert [one.subject for one in further.context["conversations"]] == ["Matter 2"]
    assert client.get("/portal/requests/?talk=nonsense").status_code == 404


def test_a_request_from_the_page_of_a_product_is_about_it(business, portal_visitor, cora):
    lamp, hidden = a_product(name="Lamp"), a_product(name="Prototype")
    Product.objects.filter(pk=hidden.pk).update(is_active=False)
    client = portal_visitor(cora)
    page = client.get(f"/portal/requests/new/?product={lamp.pk}").content.decode()
    assert "About which product?" in page and "Lamp" in page
    for nothing in (hidden.pk, cora.pk, "x"):
        assert "About which product?" not in client.get(f"/portal/requests/new/?product={nothing}").content.decode()

    said = {"kind": "help", "subject": "Dark", "text": "It stays dark.", "product": lamp.pk, "once": str(uuid4())}
    assert client.post("/portal/requests/new/", said).status_code == 302
    assert Case.objects.get().product == lamp
