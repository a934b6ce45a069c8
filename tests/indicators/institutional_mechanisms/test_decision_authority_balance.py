"""Balance of authority: is the last word shared?"""

import pytest

from alliance_core.indicators.institutional_mechanisms.decision_authority_balance import decision_authority_balance
from tests.indicators.institutional_mechanisms.rubrics import (
    assert_follows_its_dates,
    assert_level_has_the_words_of_the_rubric,
    assert_wider_where_estimated_and_missing_where_unrated,
)


@pytest.mark.parametrize(
    ("level", "meaning"),
    [
        (0, "one party decides everything"),
        (1, "one party has the last word on nearly all"),
        (2, "the last word is divided, or main contributors have no vote"),
        (3, "all decide by consensus, unanimity or majority"),
        (4, "votes in proportion to contribution"),
    ],
)
def test_the_latest_level_stands_with_the_words_of_the_rubric(known, level, meaning):
    assert_level_has_the_words_of_the_rubric(decision_authority_balance, known, level, meaning)


def test_a_level_holds_from_its_date_until_the_next(known):
    assert_follows_its_dates(decision_authority_balance, known)


def test_an_estimated_level_is_less_certain_and_an_unrated_alliance_has_none(known):
    assert_wider_where_estimated_and_missing_where_unrated(decision_authority_balance, known)
