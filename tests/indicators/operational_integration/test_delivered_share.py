"""Delivered commitments: how much of what came due exists?"""

import pytest

from alliance_core.indicators.operational_integration.delivered_share import delivered_share
from tests.indicators.checks import assert_wider_when_estimated, is_missing, only, used, value_of

COMMITMENTS = """
    commitment_id  nature    declared  due   delivered  ended
    module         hardware  2010      2015  2016       -
    seat           service   2010      -     2012       -
    lander         hardware  2010      2015  -          -
    arm            hardware  2010      2025  -          2018
    rocket         hardware  2010      2025  -          -
    dues           payment   2010      2015  2015       -
"""


def test_it_is_the_plain_share_of_matured_hardware_and_services_that_was_delivered(known):
    """Module and seat of module, seat, lander (overdue) and arm (given up): 2 of 4, without a prior.
    Wilson: centre 0.5, half sqrt(2.7055 (0.25/4 + 2.7055/64)) / (1 + 2.7055/4) = 0.3176."""
    row = only(delivered_share(known("2020-12-31", commitments=COMMITMENTS)))
    assert (row["value"], row["delivered"], row["matured"]) == (0.5, 2, 4)
    assert (row["low"], row["high"]) == pytest.approx((0.1824, 0.8176), abs=0.0001)


def test_the_interval_is_wider_where_the_rows_are_estimates(known):
    assert_wider_when_estimated(delivered_share, known, "2020-12-31", commitments=COMMITMENTS)


def test_at_an_earlier_date_less_had_matured(known):
    """At the end of 2012 only the seat."""
    measured = delivered_share(known("2012-12-31", commitments=COMMITMENTS))
    assert value_of(measured) == 1
    assert used(measured) == ["commitments:moon:seat"]


def test_nothing_matured_gives_no_value(known):
    assert is_missing(delivered_share(known("2011-12-31", commitments=COMMITMENTS)))


def test_one_more_delivery_raises_it(known):
    delivered = COMMITMENTS.replace("2015  -          -", "2015  2020       -")
    assert value_of(delivered_share(known("2020-12-31", commitments=delivered))) == 0.75
