"""Compliance monitoring: does anybody check whether promises are kept?"""

import pytest

from alliance_core.indicators.institutional_mechanisms.compliance_monitoring import compliance_monitoring
from tests.indicators.institutional_mechanisms.rubrics import (
    assert_follows_its_dates,
    assert_level_has_the_words_of_the_rubric,
    assert_wider_where_estimated_and_missing_where_unrated,
)


@pytest.mark.parametrize(
    ("level", "meaning"),
    [
        (0, "none"),
        (1, "self-declared"),
        (2, "periodic reports"),
        (3, "joint published reviews"),
        (4, "audit with sanctions"),
    ],
)
def test_the_latest_level_stands_with_the_words_of_the_rubric(known, level, meaning):
    assert_level_has_the_words_of_the_rubric(compliance_monitoring, known, level, meaning)


def test_a_level_holds_from_its_date_until_the_next(known):
    assert_follows_its_dates(compliance_monitoring, known)


def test_an_estimated_level_is_less_certain_and_an_unrated_alliance_has_none(known):
    assert_wider_where_estimated_and_missing_where_unrated(compliance_monitoring, known)
