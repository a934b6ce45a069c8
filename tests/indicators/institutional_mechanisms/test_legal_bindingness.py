"""Legal bindingness: how firmly does the text bind most members?"""

import pytest

from alliance_core.indicators.institutional_mechanisms.legal_bindingness import legal_bindingness
from tests.indicators.institutional_mechanisms.rubrics import (
    assert_follows_its_dates,
    assert_level_has_the_words_of_the_rubric,
    assert_wider_where_estimated_and_missing_where_unrated,
)


@pytest.mark.parametrize(
    ("level", "meaning"),
    [
        (0, "no text"),
        (1, "political principles"),
        (2, "memorandum or contract"),
        (3, "agreement of governments without ratification, or statute of one party"),
        (4, "treaty ratified by nearly all parties, or supranational law"),
    ],
)
def test_the_latest_level_stands_with_the_words_of_the_rubric(known, level, meaning):
    assert_level_has_the_words_of_the_rubric(legal_bindingness, known, level, meaning)


def test_a_level_holds_from_its_date_until_the_next(known):
    assert_follows_its_dates(legal_bindingness, known)


def test_an_estimated_level_is_less_certain_and_an_unrated_alliance_has_none(known):
    assert_wider_where_estimated_and_missing_where_unrated(legal_bindingness, known)
