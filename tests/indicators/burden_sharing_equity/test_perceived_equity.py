"""Perceived equity: do partners feel that they get fair value?"""

import pytest

from alliance_core.indicators.burden_sharing_equity.perceived_equity import perceived_equity
from tests.indicators.checks import assert_wider_when_estimated, is_missing, only, used, value_of

FIVE = """
    actor_id  respondent  date        fairness
    AAA       p1          2020-03-01  3
    AAA       p2          2020-03-01  4
    BBB       p1          2020-03-01  4
    BBB       p2          2020-03-01  5
    CCC       p1          2020-03-01  4
"""


def test_it_is_the_mean_answer(known):
    """(3 + 4 + 4 + 5 + 4) / 5 = 4."""
    row = only(perceived_equity(known("2020-12-31", survey=FIVE)))
    assert (row["value"], row["answers"], row["n"]) == (4, 5, 5)


def test_the_interval_is_that_of_student(known):
    """Spread sqrt((1 + 0 + 0 + 1 + 0) / 4) = 0.7071; t with four degrees of freedom, 95 per cent: 2.132;
    2.132 x 0.7071 / sqrt(5) = 0.674 either way."""
    row = only(perceived_equity(known("2020-12-31", survey=FIVE)))
    assert (row["low"], row["high"]) == pytest.approx((3.326, 4.674), abs=0.001)


def test_the_interval_is_wider_where_the_rows_are_estimates(known):
    assert_wider_when_estimated(perceived_equity, known, "2020-12-31", survey=FIVE)


def test_the_latest_answer_of_each_respondent_counts_up_to_the_date(known):
    """CCC's p1 went from 4 to 2: 18 / 5 = 3.6; what it will say in 2021 is not known."""
    more = FIVE + "    CCC       p1          2020-09-01  2\n    CCC       p1          2021-01-01  5\n"
    measured = perceived_equity(known("2020-12-31", survey=more))
    assert value_of(measured) == pytest.approx(3.6)
    assert [id_ for id_ in used(measured) if ":CCC:" in id_] == ["survey:moon:CCC:p1:2020-09-01"]


def test_fewer_than_five_respondents_give_no_value_however_often_they_answered(known):
    four = "\n".join(FIVE.splitlines()[:-1]) + "\n    AAA       p1          2020-09-01  5\n"
    assert is_missing(perceived_equity(known("2020-12-31", survey=four)))


def test_no_survey_gives_no_value(known):
    assert is_missing(perceived_equity(known("2020-12-31", members="actor_id\nAAA")))


def test_a_better_answer_raises_it(known):
    better = FIVE.replace("2020-03-01  3", "2020-03-01  5")
    assert value_of(perceived_equity(known("2020-12-31", survey=better))) == pytest.approx(4.4)
