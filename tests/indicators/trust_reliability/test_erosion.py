"""Erosion: how much strain has the alliance seen of late?

The yearly rate divides by the window of the half-life: 3 years / ln 2 = 3.0 / 0.6931 = 4.328 years.
"""

import pytest

from alliance_core.indicators.trust_reliability.erosion import erosion
from tests.indicators.checks import assert_wider_when_estimated, is_missing, only, used, value_of

WINDOW = 4.3281
HIGH = """
    alliance_id  publicity
    moon         high
"""


def eroded(known, events: str, publicity: str = HIGH, date: str = "2020-12-31") -> dict:
    return only(erosion(known(date, events=events, vocabulary_event_coverage=publicity)))


def test_a_strain_weighs_its_severity_squared_and_half_of_it_after_three_years(known):
    """Severity 4 three years ago: 16 / 2 = 8 points, 8 / 4.328 = 1.848 points a year."""
    row = eroded(known, """
        date        severity
        2017-12-31  4
    """)  # fmt: skip
    assert row["value"] == row["raw"] == pytest.approx(8 / WINDOW, rel=1e-3)
    assert (row["strains"], row["offset"]) == (1, 0)


def test_twelve_years_are_four_half_lives(known):
    """12 years are exactly 4383 days of 12 x 365.25: severity 4 weighs 16 / 16 = 1, 1 / 4.328 = 0.231."""
    row = eroded(known, """
        date        severity
        2008-12-31  4
    """)  # fmt: skip
    assert row["value"] == pytest.approx(1 / WINDOW, rel=1e-5)


def test_strains_of_all_dimensions_add_up(known):
    """Today: 3 squared + 4 squared = 25 points, 25 / 4.328 = 5.776 a year."""
    row = eroded(known, """
        date        severity  dimension
        2020-12-31  3         trust_reliability
        2020-12-31  4         strategic_alignment
    """)  # fmt: skip
    assert row["value"] == pytest.approx(25 / WINDOW, rel=1e-4)


@pytest.mark.parametrize(
    ("gain", "offset"),
    [
        pytest.param("1  trust_reliability", 1, id="a small gain offsets what it weighs"),
        pytest.param("4  trust_reliability", 8, id="a gain as large as the strain offsets half"),
        pytest.param("5  trust_reliability", 8, id="a larger gain offsets no more than half"),
        pytest.param("5  strategic_alignment", 0, id="a gain of another dimension offsets nothing"),
    ],
)
def test_gains_offset_at_most_half_of_the_strain_of_their_own_dimension(known, gain, offset):
    """A strain of severity 4 today weighs 16 points: 16 - offset are left, a year 1 / 4.328 of it."""
    row = eroded(known, f"""
        date        type              severity  dimension
        2020-12-31  dispute           4         trust_reliability
        2020-12-31  cooperation_gain  {gain}
    """)  # fmt: skip
    assert row["offset"] == pytest.approx(offset / WINDOW, rel=1e-4)
    assert row["value"] == pytest.approx((16 - offset) / WINDOW, rel=1e-4)
    assert row["strains"] == 1


def test_a_gain_that_was_undone_offsets_nothing_from_that_day_on(known):
    """16 - 8 = 8 points while the gain of severity 4 holds, 16 once it was undone."""
    events = """
        event_id  date        resolved    type              severity
        strain    2020-12-31  -           dispute           4
        gain      2020-12-31  2020-12-31  cooperation_gain  4
    """
    undone = erosion(known("2020-12-31", events=events, vocabulary_event_coverage=HIGH))
    assert value_of(undone) == pytest.approx(16 / WINDOW, rel=1e-4)
    assert used(undone) == ["event_coverage:moon", "events:moon:strain"]
    holding = eroded(known, events.replace("2020-12-31  2020-12-31", "2020-12-31  2021-01-01"))
    assert holding["value"] == pytest.approx(8 / WINDOW, rel=1e-4)


def test_a_strain_that_was_settled_still_wears(known):
    open_, settled = (
        eroded(known, f"""
            date        resolved  severity
            2020-06-30  {end}     4
        """)["value"]
        for end in ("-", "2020-07-31")
    )  # fmt: skip
    assert settled == open_


def test_gains_alone_are_no_erosion(known):
    row = eroded(known, """
        date        type
        2020-12-31  expansion
    """)  # fmt: skip
    assert (row["value"], row["strains"]) == (0, 0)


def test_a_chain_counts_once(known):
    """Of the three rows of one quarrel only the counted one stands: 4 squared = 16 points."""
    row = eroded(known, """
        event_id  chain_id  date        severity  counts
        words     quarrel   2020-12-31  5         0
        break     quarrel   2020-12-31  4         1
        echo      quarrel   2020-12-31  3         0
    """)  # fmt: skip
    assert row["value"] == pytest.approx(16 / WINDOW, rel=1e-4)
    assert (row["strains"], row["n"]) == (1, 2)


def test_no_event_at_all_gives_no_value_because_silence_is_no_evidence_of_calm(known):
    assert is_missing(erosion(known("2020-12-31", vocabulary_event_coverage=HIGH)))


FOUR_STRAINS = """
    date        severity
    2020-12-31  3
    2020-12-31  3
    2020-12-31  3
    2020-12-31  3
"""


@pytest.mark.parametrize(
    ("publicity", "wider"),
    [pytest.param("high", 1, id="high"), pytest.param("medium", 1.5, id="medium"), pytest.param("low", 3, id="low")],
)
def test_the_interval_is_that_of_a_compound_poisson_count_and_reaches_further_up_where_quarrels_are_hidden(
    known, publicity, wider
):
    """Four strains of 9 / 4.328 = 2.079 points a year: value 8.318, error sqrt(4) x 2.079 = 4.159.

    1.645 x 4.159 = 6.841 either way: low 1.477; high 15.159, and with three times the reach 28.840.
    """
    row = eroded(known, FOUR_STRAINS, HIGH.replace("high", publicity))
    assert (row["value"], row["low"]) == pytest.approx((8.318, 1.477), abs=0.002)
    assert row["high"] == pytest.approx(8.318 + wider * 6.841, abs=0.005)
    assert row["coverage"] == pytest.approx(1 / wider)


def test_unknown_publicity_is_taken_as_low(known):
    unknown, low = (
        only(erosion(known("2020-12-31", events=FOUR_STRAINS, vocabulary_event_coverage=rows)))
        for rows in ([], HIGH.replace("high", "low"))
    )
    assert (unknown["high"], unknown["coverage"]) == (low["high"], low["coverage"])


def test_the_interval_is_wider_where_the_rows_are_estimates(known):
    assert_wider_when_estimated(erosion, known, "2020-12-31", events=FOUR_STRAINS, vocabulary_event_coverage=HIGH)


def test_one_strain_less_never_raises_it(known):
    fewer = FOUR_STRAINS.rstrip().rsplit("\n", 1)[0]
    assert eroded(known, fewer)["value"] < eroded(known, FOUR_STRAINS)["value"]
