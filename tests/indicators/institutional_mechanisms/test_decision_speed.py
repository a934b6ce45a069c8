"""Decision speed: how fast can the alliance decide?"""

import pytest

from alliance_core.indicators.institutional_mechanisms.decision_speed import decision_speed
from tests.indicators.institutional_mechanisms.rubrics import (
    assert_follows_its_dates,
    assert_level_has_the_words_of_the_rubric,
    assert_wider_where_estimated_and_missing_where_unrated,
)


@pytest.mark.parametrize(
    ("level", "meaning"),
    [
        (0, "no decisions"),
        (1, "years"),
        (2, "about a year"),
        (3, "months"),
        (4, "weeks"),
    ],
)
def test_the_latest_level_stands_with_the_words_of_the_rubric(known, level, meaning):
    assert_level_has_the_words_of_the_rubric(decision_speed, known, level, meaning)


def test_a_level_holds_from_its_date_until_the_next(known):
    assert_follows_its_dates(decision_speed, known)


def test_an_estimated_level_is_less_certain_and_an_unrated_alliance_has_none(known):
    assert_wider_where_estimated_and_missing_where_unrated(decision_speed, known)
