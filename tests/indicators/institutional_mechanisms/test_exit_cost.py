"""Exit cost: what does it cost to leave?"""

import pytest

from alliance_core.indicators.institutional_mechanisms.exit_cost import exit_cost
from tests.indicators.institutional_mechanisms.rubrics import (
    assert_follows_its_dates,
    assert_level_has_the_words_of_the_rubric,
    assert_wider_where_estimated_and_missing_where_unrated,
)


@pytest.mark.parametrize(
    ("level", "meaning"),
    [
        (0, "leave at once"),
        (1, "notice"),
        (2, "notice and lasting duties"),
        (3, "notice, duties and money"),
        (4, "only by changing a founding treaty"),
    ],
)
def test_the_latest_level_stands_with_the_words_of_the_rubric(known, level, meaning):
    assert_level_has_the_words_of_the_rubric(exit_cost, known, level, meaning)


def test_a_level_holds_from_its_date_until_the_next(known):
    assert_follows_its_dates(exit_cost, known)


def test_an_estimated_level_is_less_certain_and_an_unrated_alliance_has_none(known):
    assert_wider_where_estimated_and_missing_where_unrated(exit_cost, known)
