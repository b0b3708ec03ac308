"""Who sees and does what on the pages of cases."""

from datetime import timedelta

import pytest

from rapport.care.cases import actions
from rapport.care.cases.forms import MOST_ORDERS, DetailsForm, OpeningForm
from rapport.care.models import Case
from rapport.care.testing import MONDAY, a_case, fresh
from rapport.orders.testing import an_order
from rapport.staff.models import Team

pytestmark = pytest.mark.usefixtures("business")


def test_the_lists_show_what_waits_for_whom(signed_in, ann, cast, cora):
    a_case(cora, by=ann, subject="Table is late")
    a_case(cora, by=cast["bob"], subject="Chair creaks")
    client = signed_in("ann")
    mine = client.get("/cases/").content.decode()
    assert "Table is late" in mine and "Chair creaks" not in mine
    assert "Chair creaks" in client.get("/cases/?show=open").content.decode()
    assert "Chair creaks" in client.get("/cases/?q=creak").content.decode()
    number = Case.objects.get(subject="Chair creaks").number
    assert "Chair creaks" in client.get(f"/cases/?q={number}").content.decode()


@pytest.mark.parametrize(
    "address", ["/cases/", "/cases/?show=team&kind=question", "/cases/board/", "/cases/board/?team=x"]
)
def test_however_many_there_are_a_list_asks_as_much(signed_in, ann, cora, django_assert_max_num_queries, address):
    for number in range(7):
        a_case(cora, by=ann, subject=f"Case {number}")
    client = signed_in("ann")
    client.get(address)
    with django_assert_max_num_queries(20):
        assert client.get(address).status_code == 200


def test_the_board_has_a_card_in_its_lane_with_the_ways_it_may_go(signed_in, ann, cora):
    case = a_case(cora, by=ann)
    page = signed_in("ann").get("/cases/board/").content.decode()
    assert "When is my table ready?" in page
    assert f'action="/cases/{case.pk}/understanding/"' in page
    assert "data-moves" not in signed_in("rita").get("/cases/board/").content.decode()


def test_a_case_is_opened_while_they_are_on_the_telephone(signed_in, cora):
    client, address = signed_in("ann"), f"/customers/{cora.pk}/cases/new/"
    assert client.get(address).status_code == 200
    said = {"kind": "service", "subject": "Oil the table", "channel": "phone", "priority": "normal"}
    answer = client.post(address, said)
    case = Case.objects.get()
    assert answer.url == f"/cases/{case.pk}/" and case.answered_at
    assert client.post(address, said).url == answer.url, "pressed twice"
    assert client.post(address, said | {"subject": " "}).status_code == 422
    assert client.post(address, said | {"what": "No such thing"}).status_code == 422
    assert Case.objects.count() == 1


def test_an_order_older_than_the_last_twenty_stays_with_its_case(cora):
    old = an_order(customer=cora, at=MONDAY - timedelta(days=900))
    for day in range(MOST_ORDERS):
        an_order(customer=cora, at=MONDAY - timedelta(days=day))
    case = a_case(cora, order=old)
    assert old not in OpeningForm(customer=cora).fields["order"].queryset
    assert old in DetailsForm(instance=case).fields["order"].queryset


def test_one_click_beside_a_message_makes_a_case(signed_in, written):
    message = written()
    client = signed_in("ann")
    conversation = client.get(f"/inbox/{message.conversation_id}/").content.decode()
    assert f"/cases/from-message/{message.pk}/" in conversation
    first = client.post(f"/cases/from-message/{message.pk}/", {"kind": "complaint"})
    assert client.post(f"/cases/from-message/{message.pk}/").url == first.url
    assert client.get(f"/cases/from-message/{message.pk}/").url == first.url
    assert Case.objects.get().kind == "complaint"
    assert "Our table" in client.get(f"/customers/{message.customer_id}/").content.decode()


def test_the_page_of_a_case_tells_words_promises_and_story(signed_in, written, ann, django_assert_max_num_queries):
    case = actions.from_message(written("It wobbles."), at=MONDAY, by=ann)
    client = signed_in("ann")
    client.get(f"/cases/{case.pk}/")
    with django_assert_max_num_queries(24):
        page = client.get(f"/cases/{case.pk}/").content.decode()
    assert "It wobbles." in page and "What we committed to" in page and "What was written" in page


def test_a_conversation_is_linked_to_a_complaint_and_says_so_only_to_who_may_know(signed_in, written, cast, cora):
    conversation = written("It wobbles.").conversation
    case = a_case(cora, by=cast["ann"], kind="complaint", subject="Table is late")
    address = f"/inbox/{conversation.pk}/links/"
    client = signed_in("ann")
    assert "Table is late" in client.get(address).content.decode()
    client.post(address, {"about": f"care.case:{case.pk}"})
    assert f'href="/cases/{case.pk}/"' in client.get(conversation.get_absolute_url()).content.decode()

    Case.objects.filter(pk=case.pk).update(is_confidential=True, owner=cast["olga"])
    for page in (conversation.get_absolute_url(), address):
        assert f'href="/cases/{case.pk}/"' not in client.get(page).content.decode()
    assert conversation.links.get().label == f"Complaint #{case.number}", "its subject stands nowhere in the thread"


VERBS = {
    "understanding": {},
    "taking": {},
    "news": {"text": "It comes on Friday.", "next_update_on": "2030-01-01", "how": "phone"},
    "waiting": {"text": "Oak or walnut?", "how": "phone"},
    "solving": {"solution": "Oiled", "text": "It is oiled.", "how": "phone"},
    "handover": {"reason": "Knows oak"},
    "assignment": {"to": ""},
    "details": {"subject": "Wobbly", "kind": "help", "priority": "high", "tags_text": "oak, legs"},
    "withdrawal": {"words": "No more"},
    "manager": {},
}


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_works_from_its_page_and_is_closed_to_readers(signed_in, ann, cora, cast, verb):
    from datetime import timedelta

    from django.utils import timezone

    case = a_case(cora, by=ann, at=timezone.now() - timedelta(minutes=5))
    address, said = f"/cases/{case.pk}/{verb}/", dict(VERBS[verb])
    if verb == "handover":
        said["person"] = str(cast["bob"].pk)
    if verb == "waiting":
        said["until"] = (timezone.localdate() + timedelta(days=5)).isoformat()
    if verb == "news":
        said["next_update_on"] = (timezone.localdate() + timedelta(days=5)).isoformat()
    assert signed_in("rita").post(address, said).status_code == 403
    client = signed_in("ann")
    assert client.get(address).status_code in (200, 302)
    answer = client.post(address, said)
    assert answer.status_code == 302, answer.content.decode()[-3000:]
    assert fresh(case).version > case.version


@pytest.mark.parametrize("verb, said", [
    ("news", {"text": "", "next_update_on": "2030-01-01"}),
    ("news", {"text": "Soon", "next_update_on": "2020-01-01"}),
    ("waiting", {"text": "Well?", "until": "yesterday"}),
    ("solving", {"solution": "", "text": "Done"}),
    ("handover", {"reason": "No idea"}),
    ("details", {"subject": "", "kind": "help", "priority": "high"}),
])  # fmt: skip
def test_what_makes_no_sense_is_shown_beside_its_field(signed_in, ann, cora, verb, said):
    case = a_case(cora, by=ann)
    assert signed_in("ann").post(f"/cases/{case.pk}/{verb}/", said).status_code == 422
    assert fresh(case).version == case.version


def test_who_was_too_slow_is_told_so_and_nothing_is_sent(signed_in, ann, cast, cora):
    case = a_case(cora, by=ann)
    actions.take(case, by=cast["bob"], at=MONDAY)
    said = {"solution": "Oiled", "text": "It is oiled.", "how": "phone", "seen": str(case.version)}
    assert signed_in("ann").post(f"/cases/{case.pk}/solving/", said).status_code == 409
    assert fresh(case).is_open


def test_confidential_is_seen_by_its_owner_and_managers(signed_in, ann, cora):
    case = a_case(cora, by=ann, subject="About a colleague")
    actions.change(case, by=ann, at=MONDAY, is_confidential=True)
    seen = {name: signed_in(name).get(f"/cases/{case.pk}/").status_code for name in ("ann", "bob", "mark", "rita")}
    assert seen == {"ann": 200, "bob": 404, "mark": 200, "rita": 404}
    assert "About a colleague" not in signed_in("bob").get("/cases/?show=open").content.decode()


def test_in_a_divided_house_others_find_nothing(signed_in, business, ann, cast, cora):
    team = Team.objects.create(name="North")
    team.people.add(ann)
    type(cora).objects.filter(pk=cora.pk).update(team=team)
    business.sees_by_team = True
    business.save()
    cora.refresh_from_db()
    case = a_case(cora, by=ann)
    assert signed_in("ann").get(f"/cases/{case.pk}/").status_code == 200
    assert signed_in("bob").get(f"/cases/{case.pk}/").status_code == 404
    assert signed_in("bob").get(f"/customers/{cora.pk}/cases/new/").status_code == 404


def test_who_writes_sees_in_which_language_it_is_read(signed_in, ann, cora):
    case = a_case(cora, by=ann, language="ka")
    assert "They read Georgian." in signed_in("ann").get(f"/cases/{case.pk}/news/").content.decode()
    other = a_case(cora, by=ann, language="en", subject="Another")
    assert "They read" not in signed_in("ann").get(f"/cases/{other.pk}/news/").content.decode()
    assert "They read" not in signed_in("ann").get(f"/cases/{case.pk}/details/").content.decode()


def test_whoever_is_about_to_call_sees_what_is_open(signed_in, ann, cast, cora):
    a_case(cora, by=ann, subject="Table is late")
    private = a_case(cora, by=ann, subject="A private matter")
    actions.change(private, by=ann, at=MONDAY, is_confidential=True)
    page = signed_in("bob").get(f"/customers/{cora.pk}/call/").content.decode()
    assert "Table is late" in page
    assert "A private matter" not in page
