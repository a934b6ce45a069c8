"""Declared against revealed: is money and hardware behind what the partners declared?"""

import pytest

from alliance_core.indicators.strategic_alignment.declared_revealed_fit import declared_revealed_fit
from tests.indicators.checks import assert_wider_when_estimated, is_missing, only, used, value_of

OBJECTIVES = """
    objective_id  as_of  funded
    base          2015   yes
    rover         2015   partial
    telescope     2015   no
"""
COMMITMENTS = """
    commitment_id  nature    declared  due   delivered  ended
    module         hardware  2010      2015  2016       -
    lander         hardware  2010      2015  -          -
    arm            hardware  2010      2015  -          2014
    dues           payment   2010      -     2016       -
    rocket         hardware  2010      2025  -          -
"""
BOTH = {"objectives": OBJECTIVES, "commitments": COMMITMENTS}


def test_it_is_the_mean_backing_of_aims_and_matured_commitments(known):
    """Aims 1 + 0.5 + 0; module 1, lander (overdue) 0.5, arm (given up) 0, dues 1, the rocket is not due:
    4 of 7 = 0.571."""
    row = only(declared_revealed_fit(known("2020-12-31", **BOTH)))
    assert row["value"] == pytest.approx(4 / 7)
    assert (row["backed"], row["declared"], row["objectives"], row["commitments"]) == (4, 7, 3, 4)


def test_the_interval_is_that_of_wilson(known):
    """4 of 7 with z = 1.645: centre (0.5714 + 2.7055/14) / (1 + 2.7055/7) = 0.5515, half
    sqrt(2.7055 (0.2449/7 + 2.7055/196)) / 1.3865 = 0.2621."""
    row = only(declared_revealed_fit(known("2020-12-31", **BOTH)))
    assert (row["low"], row["high"]) == pytest.approx((0.2894, 0.8136), abs=0.0005)


def test_the_interval_is_wider_where_the_rows_are_estimates(known):
    assert_wider_when_estimated(declared_revealed_fit, known, "2020-12-31", **BOTH)


def test_the_evidence_is_the_aims_and_the_matured_commitments(known):
    assert used(declared_revealed_fit(known("2020-12-31", **BOTH))) == [
        "commitments:moon:arm", "commitments:moon:dues", "commitments:moon:lander", "commitments:moon:module",
        "objectives:moon:base", "objectives:moon:rover", "objectives:moon:telescope",
    ]  # fmt: skip


def test_an_aim_counts_by_the_money_behind_it_at_the_date(known):
    """One objective in two states: partly funded in 2016, fully from 2018 on."""
    states = """
        objective_id  as_of  funded
        base_a        2015   partial
        base_b        2018   yes
    """
    values = [value_of(declared_revealed_fit(known(date, objectives=states))) for date in ("2016-12-31", "2018-12-31")]
    assert values == [0.5, 1]


def test_a_commitment_counts_by_its_dates_and_not_by_what_is_known_today(known):
    """In mid-2015 nothing had come due but the arm, given up in 2014; the columns of today say otherwise."""
    today = """
        commitment_id  declared  due   delivered  ended  status     funded
        module         2010      2015  2016       -      delivered  no
        arm            2010      2015  -          2014   delivered  yes
    """
    measured = declared_revealed_fit(known("2015-06-30", commitments=today))
    assert value_of(measured) == 0
    assert used(measured) == ["commitments:moon:arm"]


def test_nothing_declared_gives_no_value_nor_does_an_alliance_before_its_founding(known):
    assert is_missing(declared_revealed_fit(known("2009-12-31", **BOTH)))
    founded_later = """
        alliance_id  founded
        moon         2021-01-01
    """
    assert is_missing(declared_revealed_fit(known("2020-12-31", alliance=founded_later, **BOTH)))


@pytest.mark.parametrize(
    ("worse", "better"),
    [("telescope     2015   no", "telescope     2015   partial"), ("rover         2015   partial", "rover  2015  yes")],
)
def test_more_money_behind_an_aim_raises_it(known, worse, better):
    funded = {**BOTH, "objectives": OBJECTIVES.replace(worse, better)}
    assert value_of(declared_revealed_fit(known("2020-12-31", **funded))) == pytest.approx(4.5 / 7)


def test_a_delivery_raises_it(known):
    """The lander delivered, 1 instead of 0.5: 4.5 of 7."""
    delivered = COMMITMENTS.replace("2015  -          -", "2015  2019       -")
    value = value_of(declared_revealed_fit(known("2020-12-31", objectives=OBJECTIVES, commitments=delivered)))
    assert value == pytest.approx(4.5 / 7)
