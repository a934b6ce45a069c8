"""Dispute settlement: is there a forum, and can it decide?"""

import pytest

from alliance_core.indicators.institutional_mechanisms.dispute_settlement import dispute_settlement
from tests.indicators.institutional_mechanisms.rubrics import (
    assert_follows_its_dates,
    assert_level_has_the_words_of_the_rubric,
    assert_wider_where_estimated_and_missing_where_unrated,
)


@pytest.mark.parametrize(
    ("level", "meaning"),
    [
        (0, "none"),
        (1, "consultations"),
        (2, "ladder or joint board"),
        (3, "arbitration by consent"),
        (4, "compulsory arbitration or court"),
    ],
)
def test_the_latest_level_stands_with_the_words_of_the_rubric(known, level, meaning):
    assert_level_has_the_words_of_the_rubric(dispute_settlement, known, level, meaning)


def test_a_level_holds_from_its_date_until_the_next(known):
    assert_follows_its_dates(dispute_settlement, known)


def test_an_estimated_level_is_less_certain_and_an_unrated_alliance_has_none(known):
    assert_wider_where_estimated_and_missing_where_unrated(dispute_settlement, known)
