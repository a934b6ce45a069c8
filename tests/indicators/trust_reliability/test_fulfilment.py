"""Fulfilment: which share of the promises that came due was kept?"""

import pytest
from scipy import stats

from alliance_core.indicators.trust_reliability.fulfilment import fulfilment
from tests.indicators.checks import assert_wider_when_estimated, is_missing, only, used, value_of

THREE_OF_FOUR = """
    commitment_id  declared  due         delivered   ended
    kept           2010      2015-01-01  2014-06-01  -
    kept_late      2010      2015-01-01  2019-06-01  -
    kept_undated   2010      -           2016        -
    given_up       2010      2020-01-01  -           2017-05
"""


def test_the_prior_of_three_kept_and_one_broken_is_added_to_the_record(known):
    """Three delivered of four matured: (3 + 3) / (4 + 4) = 6 / 8 = 0.75."""
    row = only(fulfilment(known("2020-12-31", commitments=THREE_OF_FOUR)))
    assert row["value"] == pytest.approx(0.75)
    assert (row["delivered"], row["matured"], row["kept"], row["broken"]) == (3, 4, 3, 1)
    assert (row["n"], row["coverage"]) == (4, 1)


def test_the_interval_holds_the_middle_90_per_cent_of_the_posterior(known):
    """Three kept and one broken on top of the prior (3, 1) are Beta(6, 2); SciPy gives its quantiles."""
    row = only(fulfilment(known("2020-12-31", commitments=THREE_OF_FOUR)))
    assert (row["low"], row["high"]) == pytest.approx(stats.beta(6, 2).ppf([0.05, 0.95]))


def test_the_interval_is_wider_where_the_rows_are_estimates(known):
    assert_wider_when_estimated(fulfilment, known, "2020-12-31", commitments=THREE_OF_FOUR)


def test_only_what_came_due_or_to_its_end_is_counted_and_only_hardware_and_services(known):
    """Counted are the overdue lander and the delivered seat: (3 + 1) / (4 + 2) = 0.6667."""
    measured = fulfilment(
        known("2020-12-31", commitments="""
            commitment_id  nature    declared  due         delivered
            overdue        hardware  2010      2020-12-30  -
            seat           service   2010      -           2012
            not_due_yet    hardware  2010      2021-01-01  -
            no_date        hardware  2010      -           -
            dues           payment   2010      2011        2011
            study          other     2010      2011        2011
        """)
    )  # fmt: skip
    assert value_of(measured) == pytest.approx(4 / 6)
    assert used(measured) == ["commitments:moon:overdue", "commitments:moon:seat"]


def test_nothing_matured_gives_no_value_because_the_prior_alone_is_no_evidence(known):
    measured = fulfilment(
        known("2020-12-31", commitments="""
            declared  due
            2019      2025
        """)
    )  # fmt: skip
    assert is_missing(measured)


def test_one_more_delivery_raises_it_and_one_more_broken_promise_lowers_it(known):
    def after(row: str) -> float:
        return value_of(fulfilment(known("2020-12-31", commitments=THREE_OF_FOUR + row)))

    kept = after("    one_more       2010      2018-01-01  2018-01-01  -\n")
    overdue = after("    one_more       2010      2018-01-01  -           -\n")
    given_up = after("    one_more       2010      2018-01-01  -           2018-01-01\n")
    assert given_up == overdue < value_of(fulfilment(known("2020-12-31", commitments=THREE_OF_FOUR))) < kept


def test_a_slip_that_another_partner_caused_stays_a_slip_of_the_alliance(known):
    """One overdue: 3 / (4 + 1) = 0.6, whoever delayed it."""
    own, of_another = (
        value_of(
            fulfilment(
                known("2020-12-31", commitments=f"""
                    declared  due         delayed_by
                    2010      2015-01-01  {culprit}
                """)
            )
        )
        for culprit in ("-", "BBB")
    )  # fmt: skip
    assert own == of_another == pytest.approx(0.6)
