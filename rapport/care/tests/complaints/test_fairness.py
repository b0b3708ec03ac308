"""Three days after a complaint is closed: was it fair?"""

from datetime import timedelta

import pytest

from rapport.care.complaints import actions, clockwork, fairness, refusals
from rapport.care.models import Fairness
from rapport.care.tests.complaints.making import a_complaint, link_in
from rapport.promises.testing import TUESDAY

DAY = timedelta(days=1)


@pytest.fixture
def asked(answered) -> Fairness:
    actions.accept(answered, at=TUESDAY + DAY, by_customer=True)
    clockwork.day(TUESDAY + 4 * DAY - timedelta(minutes=1))
    assert not Fairness.objects.exists()
    for _again in range(2):
        clockwork.day(TUESDAY + 4 * DAY)
    return Fairness.objects.get()


def test_they_are_asked_once_by_a_link_and_answer_once(client, asked):
    address = link_in(asked.message, "/fairness/")
    assert asked.message.purpose == "survey"
    assert client.post(address, {"result": "5", "way": "9", "respect": "3"}).status_code == 422
    assert client.post(address, {"result": "5", "way": "2", "respect": "3", "words": "Slow."}).status_code == 200
    asked.refresh_from_db()
    assert (asked.result, asked.way, asked.respect, asked.words) == (5, 2, 3, "Slow.")
    assert client.post(address, {"result": "1", "way": "1", "respect": "1"}).status_code == 409
    with pytest.raises(refusals.AlreadyAnswered):
        fairness.answer(asked, result=1, way=1, respect=1, at=TUESDAY + 5 * DAY)


def test_who_withdrew_is_not_asked(case):
    actions.withdraw(case, at=TUESDAY, by_customer=True)
    clockwork.day(TUESDAY + 4 * DAY)
    assert not Fairness.objects.exists()


def test_another_open_complaint_keeps_the_questions_back(answered, cora, ann):
    a_complaint(cora, by=ann, owner=ann, subject="Another one", at=TUESDAY + DAY)
    actions.accept(answered, at=TUESDAY + DAY, by_customer=True)
    clockwork.day(TUESDAY + 4 * DAY)
    asked = Fairness.objects.filter(case=answered).first()
    assert asked is None
