"""Crisis survival: when it came to the worst, did the partners stay?"""

import pytest
from scipy import stats

from alliance_core.indicators.trust_reliability.crisis_survival import crisis_survival
from tests.indicators.checks import assert_wider_when_estimated, is_missing, only, used, value_of

MEMBERS = """
    actor_id  joined  left        tier
    AAA       2000    -           anchor
    BBB       2000    2016-06-23  core
    CCC       2000    2011-06-30  associate
"""
CRISES = """
    event_id  date        resolved    outcome   severity
    funds     2005-01-01  2006-01-01  resolved  4
    shuttle   2010-01-01  2012-01-01  adapted   5
    break     2016-01-01  2017-01-01  resolved  4
"""


def test_the_rule_of_succession_counts_the_crises_that_cost_no_anchor_or_core_member(known):
    """BBB (core) left during the third, CCC (associate) during the second, which counts as survived:
    (1 + 2) / (2 + 3) = 0.6."""
    row = only(crisis_survival(known("2020-12-31", members=MEMBERS, events=CRISES)))
    assert row["value"] == pytest.approx(0.6)
    assert (row["survived"], row["faced"], row["open"]) == (2, 3, 0)


def test_the_interval_holds_the_middle_90_per_cent_of_the_posterior(known):
    """Two survived and one lost on top of Beta(1, 1) are Beta(3, 2); SciPy gives its quantiles."""
    row = only(crisis_survival(known("2020-12-31", members=MEMBERS, events=CRISES)))
    assert (row["low"], row["high"]) == pytest.approx(stats.beta(3, 2).ppf([0.05, 0.95]))


def test_the_interval_is_wider_where_the_rows_are_estimates(known):
    assert_wider_when_estimated(crisis_survival, known, "2020-12-31", members=MEMBERS, events=CRISES)


def test_the_evidence_is_the_crises_and_the_departures_that_they_saw(known):
    assert used(crisis_survival(known("2020-12-31", members=MEMBERS, events=CRISES))) == [
        "events:moon:break", "events:moon:funds", "events:moon:shuttle", "members:moon:BBB:2000",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("left", "survived"),
    [
        pytest.param("2015-12-31", 1, id="a member that left before is not lost to the crisis"),
        pytest.param("2016-01-01", 0, id="one that left on its first day is"),
        pytest.param("2017-01-01", 0, id="so is one that left on its last day"),
        pytest.param("2017-01-02", 1, id="one that left afterwards is not"),
        pytest.param("-", 1, id="nor one that stayed"),
    ],
)
def test_only_who_left_during_a_crisis_is_lost_to_it(known, left, survived):
    """One crisis: (1 + 1) / (2 + 1) = 0.667 if survived, (1 + 0) / (2 + 1) = 0.333 if not."""
    row = only(
        crisis_survival(
            known("2020-12-31", members=f"""
                actor_id  left    tier
                AAA       {left}  anchor
            """, events="""
                date        resolved    severity
                2016-01-01  2017-01-01  4
            """)
        )
    )  # fmt: skip
    assert row["value"] == pytest.approx((1 + survived) / 3)


@pytest.mark.parametrize("outcome", ["partner_left", "alliance_ended"])
def test_a_crisis_is_lost_too_where_its_outcome_says_so(known, outcome):
    """(1 + 0) / (2 + 1) = 0.333"""
    events = f"""
        date        resolved    outcome    severity
        2016-01-01  2017-01-01  {outcome}  5
    """
    assert value_of(crisis_survival(known("2020-12-31", events=events))) == pytest.approx(1 / 3)


def test_an_open_crisis_waits_for_its_end_unless_a_partner_has_left_already(known):
    """One resolved crisis and one open: (1 + 1) / (2 + 1). BBB leaves, and the open one is lost:
    (1 + 1) / (2 + 2) = 0.5."""
    events = """
        date        resolved    severity
        2005-01-01  2006-01-01  4
        2018-01-01  -           5
    """
    staying = only(crisis_survival(known("2020-12-31", members=MEMBERS, events=events)))
    assert staying["value"] == pytest.approx(2 / 3)
    assert (staying["faced"], staying["open"]) == (1, 1)
    leaving = MEMBERS.replace("2016-06-23", "2019-06-23")
    row = only(crisis_survival(known("2020-12-31", members=leaving, events=events)))
    assert row["value"] == pytest.approx(0.5)
    assert (row["faced"], row["open"]) == (2, 0)


def test_a_crisis_resolved_later_is_still_open_at_an_earlier_date(known):
    """In mid-2011 the first is survived, the second open, the third ahead: (1 + 1) / (2 + 1) = 0.667."""
    row = only(crisis_survival(known("2011-06-15", members=MEMBERS, events=CRISES)))
    assert row["value"] == pytest.approx(2 / 3)
    assert (row["faced"], row["open"]) == (1, 1)


@pytest.mark.parametrize(
    "event",
    [
        pytest.param("dispute           3  2016-01-01", id="a strain of severity 3 is no crisis"),
        pytest.param("cooperation_gain  5  2016-01-01", id="a gain is none"),
        pytest.param("dispute           5  -", id="an open crisis is not yet survived"),
    ],
)
def test_without_a_crisis_that_has_ended_there_is_no_value(known, event):
    events = f"""
        type  severity  resolved  date
        {event}                   2015-01-01
    """
    assert is_missing(crisis_survival(known("2020-12-31", events=events)))


def test_one_more_crisis_survived_raises_it(known):
    more = CRISES + "    pandemic  2018-01-01  2019-01-01  adapted   4\n"
    before, after = (
        value_of(crisis_survival(known("2020-12-31", members=MEMBERS, events=rows))) for rows in (CRISES, more)
    )
    assert after > before
