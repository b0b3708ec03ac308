"""The steps of a complaint by themselves."""

import pytest

from rapport.care.complaints import stages
from rapport.care.models import Stage


def test_one_step_comes_after_the_other():
    for before, after in zip(stages.FORWARD, stages.FORWARD[1:], strict=False):
        assert stages.may_follow(before, after)


@pytest.mark.parametrize(
    "stage, following",
    [
        (Stage.RECEIVED, Stage.RESTATED),
        (Stage.RECEIVED, Stage.ASSESSED),
        (Stage.ACKNOWLEDGED, Stage.RESPONDED),
        (Stage.RESTATED, Stage.INVESTIGATING),
        (Stage.ASSESSED, Stage.RESPONDED),
        (Stage.INVESTIGATING, Stage.ACCEPTED),
        (Stage.WITHDRAWN, Stage.RESPONDED),
        (Stage.ACCEPTED, Stage.WITHDRAWN),
    ],
)
def test_no_step_is_skipped_silently(stage, following):
    assert not stages.may_follow(stage, following)


def test_only_what_is_put_right_on_the_spot_goes_straight_to_its_answer():
    assert {stage for stage in stages.AFTER if stages.may_follow(stage, Stage.RESPONDED)} == {
        Stage.RECEIVED,
        Stage.INVESTIGATING,
    }


def test_every_step_but_the_first_has_a_limit_of_its_own():
    assert set(stages.LIMITS) == set(stages.FORWARD) - {Stage.RECEIVED}
    assert stages.opened_by(Stage.RECEIVED) == [Stage.ACKNOWLEDGED, Stage.RESPONDED]
    assert stages.opened_by(Stage.RESPONDED) == []


def test_what_was_closed_can_be_looked_into_again_and_nothing_else():
    for end in stages.ENDS:
        assert stages.may_follow(end, Stage.ASSESSED)
        assert not stages.may_follow(end, Stage.RESPONDED)
