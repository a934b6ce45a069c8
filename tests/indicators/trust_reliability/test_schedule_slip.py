"""Schedule slip: how late does the alliance deliver?"""

import pytest

from alliance_core.indicators.trust_reliability.schedule_slip import delays, schedule_slip, survival
from tests.indicators.checks import assert_wider_when_estimated, is_missing, only, used, value_of

# Six promises for 2004, seen after six years: delays of 1, 2, 4 and 5 years, and two that are censored.
SIX = """
    commitment_id  declared  due         delivered   ended
    after_1        2000      2004-12-31  2005-12-31  -
    after_2        2000      2004-12-31  2006-12-31  -
    given_up_at_3  2000      2004-12-31  -           2007-12-31
    after_4        2000      2004-12-31  2008-12-31  -
    after_5        2000      2004-12-31  2009-12-31  -
    overdue_by_6   2000      2004-12-31  -           -
"""
SEEN = "2010-12-31"
A_FEW_DAYS = 3 / 365.25  # calendar years and half years differ from 365.25 days by less than this


def test_the_median_is_where_the_kaplan_meier_curve_first_falls_to_one_half(known):
    """Worked by hand, d delivered of n at risk:

    1 year   1 - 1/6          = 0.833
    2 years  0.833 (1 - 1/5)  = 0.667
    3 years  given up, not delivered: leaves the risk set and the curve stays
    4 years  0.667 (1 - 1/3)  = 0.444, the first at or below one half

    Had the one given up counted as delivered, the curve would be at one half after 3 years; left out
    altogether, it would read 1 - 1/5, 1 - 2/5, 1 - 3/5: also 4 years, but of five promises.
    """
    row = only(schedule_slip(known(SEEN, commitments=SIX)))
    assert row["value"] == pytest.approx(4, abs=A_FEW_DAYS)
    assert (row["promised"], row["late"], row["n"]) == (6, 1, 6)


def test_the_bounds_are_where_the_greenwood_bounds_of_the_curve_cross_one_half(known):
    """With s = sum of d / (n (n - d)) the log-log bounds are S ^ exp(+-1.645 sqrt(s) / |ln S|).

    Lower bound, 1 year: S = 5/6, s = 1/30, so 0.833 ^ exp(1.645 x 0.1826 / 0.1823) = 0.833 ^ 5.192
    = 0.388, below one half at once. Upper bound, 5 years: S = 2/9, s = 1/30 + 1/20 + 1/6 + 1/2 = 0.75, so
    0.222 ^ exp(-1.645 x 0.866 / 1.504) = 0.222 ^ 0.388 = 0.558, never below: the longest delay stands in.
    """
    row = only(schedule_slip(known(SEEN, commitments=SIX)))
    assert row["low"] == pytest.approx(1, abs=A_FEW_DAYS)
    assert row["high"] == pytest.approx(6, abs=A_FEW_DAYS)


def test_the_bounds_of_the_curve_are_those_worked_by_hand(known):
    """Same numbers as above: 0.388 after one year, 0.558 after five."""
    curve = survival(delays(known(SEEN, commitments=SIX)))
    assert curve["survivors"].to_list() == pytest.approx([5 / 6, 2 / 3, 2 / 3, 4 / 9, 2 / 9, 2 / 9])
    assert curve["lower"][0] == pytest.approx(0.388, abs=0.001)
    assert curve["upper"][4] == pytest.approx(0.558, abs=0.001)


def test_the_interval_is_wider_where_the_rows_are_estimates(known):
    assert_wider_when_estimated(schedule_slip, known, SEEN, commitments=SIX)


@pytest.mark.parametrize("number", [24, 28, 30])
def test_a_curve_that_is_at_one_half_on_paper_has_its_median_there(known, number):
    """Of an even number of different delays and none censored, half are left after the middle one.

    (1 - 1/24)(1 - 1/23) ... (1 - 1/13) = 12/24, though the product of rounded fractions lies above it.
    """
    rows = [
        {"declared": 2000, "due": "2004-12-31", "delivered": f"{2005 + year}-12-31"} for year in range(number)
    ]  # fmt: skip
    row = only(schedule_slip(known("2050-12-31", commitments=rows)))
    assert row["value"] == pytest.approx(number / 2, abs=A_FEW_DAYS)


def test_early_counts_as_on_time(known):
    """Five promises, three of them early by years: half are delivered with a delay of 0, not less."""
    row = only(
        schedule_slip(
            known(SEEN, commitments="""
                declared  due         delivered
                2000      2004-12-31  2001-12-31
                2000      2004-12-31  2002-12-31
                2000      2004-12-31  2003-12-31
                2000      2004-12-31  2006-12-31
                2000      2004-12-31  2008-12-31
            """)
        )
    )  # fmt: skip
    assert row["value"] == 0


def test_where_half_is_never_reached_the_longest_delay_stands_in(known):
    """One delivered of five: the curve stays at 4/5. The four others have waited for six years."""
    rows = [{"declared": 2000, "due": "2004-12-31", "delivered": day} for day in ("2005-12-31", *[None] * 4)]
    assert value_of(schedule_slip(known(SEEN, commitments=rows))) == pytest.approx(6, abs=A_FEW_DAYS)


def test_a_promise_without_a_date_or_ended_before_its_date_or_not_yet_due_says_nothing_about_slips(known):
    more = """    undated        2000      -           2009-12-31  -
    ended_early    2000      2004-12-31  -           2003-12-31
    not_yet_due    2000      2011-01-01  -           -
    """
    measured = schedule_slip(known(SEEN, commitments=SIX + more))
    alone = schedule_slip(known(SEEN, commitments=SIX))
    assert only(measured) == only(alone)
    assert used(measured) == sorted(
        f"commitments:moon:{name}"
        for name in ("after_1", "after_2", "given_up_at_3", "after_4", "after_5", "overdue_by_6")
    )


def test_fewer_than_five_dated_promises_give_no_value(known):
    rows = [{"declared": 2000, "due": "2004-12-31", "delivered": f"200{year}-12-31"} for year in range(5, 9)]
    assert is_missing(schedule_slip(known(SEEN, commitments=rows)))


def test_an_earlier_delivery_never_lengthens_the_slip(known):
    sooner = SIX.replace("2008-12-31", "2007-06-30")
    slow, quick = (value_of(schedule_slip(known(SEEN, commitments=rows))) for rows in (SIX, sooner))
    assert quick == pytest.approx(2.5, abs=A_FEW_DAYS)
    assert quick < slow


def test_what_is_overdue_today_was_less_overdue_earlier(known):
    """In mid-2007 two are delivered after 1 and 2 years and four have waited 2.5 years: the curve reads
    5/6, 4/6 and stays there, so that the longest delay, 2.5 years, stands in."""
    row = only(schedule_slip(known("2007-06-30", commitments=SIX)))
    assert row["value"] == pytest.approx(2.5, abs=A_FEW_DAYS)
    assert row["late"] == 4
