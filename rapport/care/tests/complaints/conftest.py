"""Complaints of Cora, in the hands of Ann; Lea leads the team, Mark manages."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group

from rapport.care.complaints import actions
from rapport.care.complaints.actions import Weight
from rapport.care.tests.complaints.making import a_complaint, an_answer
from rapport.promises.testing import TUESDAY
from rapport.staff.models import Team, User


@pytest.fixture
def lea(cast) -> User:
    lea = User.objects.create(email="lea@linden.example", name="Lea")
    lea.groups.add(Group.objects.get(name="agent"))
    return lea


@pytest.fixture
def team(lea) -> Team:
    return Team.objects.create(name="Furniture", lead=lea)


@pytest.fixture
def case(mailbox, cora, ann, team):
    """Opened by Ann on Tuesday at ten, out of a mail of Cora's."""
    return a_complaint(cora, by=ann, team=team, owner=ann)


@pytest.fixture
def looked_into(case, ann):
    """Everything before the decision is done."""
    return up_to_the_decision(case, ann)


def up_to_the_decision(case, ann):
    at = TUESDAY
    actions.acknowledge(case, "I am sorry that this happened. I look into it.", by=ann, at=at, how="phone")
    restatement = actions.restate(
        case, happened="The top has a scratch.", meant="You waited nine weeks.", wanted="A new top.", by=ann, at=at
    )
    actions.answer_restatement(restatement, "confirmed", at=at + timedelta(hours=1), by_customer=True)
    actions.assess(case, Weight("moderate"), by=ann, at=at + timedelta(hours=2))
    actions.investigate(case, "A buckle lay on it in the van.", by=ann, at=at + timedelta(hours=3))
    case.refresh_from_db()
    return case


@pytest.fixture
def answered(looked_into, ann):
    """Ann decided: an apology, and why no more."""
    actions.propose(looked_into, kind="apology", by=ann, at=TUESDAY)
    actions.respond(looked_into, an_answer(), by=ann, at=TUESDAY + timedelta(hours=4))
    looked_into.refresh_from_db()
    return looked_into
