"""Many alliances at once: one row each, best first."""

import datetime as dt

import polars as pl
import pytest

from alliance_core.catalogue import dimensions
from alliance_core.scorecard import portfolio
from alliance_core.scorecard.assessment import assess
from alliance_core.scorecard.trend import trend
from tests.scorecard.hand import HOME, card, even, table

FIVE = list(dimensions())
DAY = dt.date(2020, 12, 31)


@pytest.fixture(scope="module")
def rows(assessed, history):
    return portfolio.portfolio(assessed, history)


@pytest.fixture
def by_hand(evidence_of):
    """The assessment of alliances by scores of their indicators."""

    def make(**profiles):
        founded = [{"alliance_id": name, "short_name": name.title(), "founded": "2000"} for name in profiles]
        return assess(evidence_of(alliance=founded), DAY, measured=table(profiles, date=DAY, spread=4))

    return make


def history_of(*points):
    """A trend of one alliance: (date, score) pairs, a score of None being too little evidence."""
    return card(
        pl.concat(table({HOME: even(score)}, date=dt.date.fromisoformat(day)) for day, score in points), draws=2
    )


def test_every_alliance_has_one_row_best_first(rows, assessed):
    assert sorted(rows["alliance_id"]) == sorted(assessed.overall["alliance_id"])
    known = rows["score"].drop_nulls()
    assert known.to_list() == sorted(known, reverse=True)


def test_an_alliance_without_a_score_stands_last_and_is_shown(by_hand):
    assessment = by_hand(void={}, weak=even(30), sound=even(70))
    frame = portfolio.portfolio(assessment, assessment.cards)
    assert frame["alliance"].to_list() == ["Sound", "Weak", "Void"]
    assert frame.row(2, named=True)["score"] is None
    assert frame.row(2, named=True)["interval"] is None


def test_equal_scores_are_in_the_order_of_the_alphabet(by_hand):
    assessment = by_hand(beta=even(50), alpha=even(50), gamma=even(50))
    assert portfolio.portfolio(assessment, assessment.cards)["alliance"].to_list() == ["Alpha", "Beta", "Gamma"]


def test_a_row_repeats_the_assessment(rows, assessed):
    row = rows.row(by_predicate=pl.col("alliance_id") == "iss", named=True)
    own = assessed.overall.row(by_predicate=pl.col("alliance_id") == "iss", named=True)
    assert (row["score"], row["warning"], row["band"]) == (own["score"], own["warning"], own["band"])
    assert row["interval"] == f"{own['low']:.0f}–{own['high']:.0f}"
    scores = dict(assessed.dimensions.filter(alliance_id="iss").select("dimension", "score").iter_rows())
    assert {id_: row[id_] for id_ in FIVE} == scores
    assert row["flags"] == assessed.flags.filter(alliance_id="iss")["short"].to_list()


def test_the_line_of_a_row_ends_with_its_score(rows):
    for row in rows.drop_nulls("score").iter_rows(named=True):
        assert row["trend"][-1] == pytest.approx(row["score"], abs=0.051)


def test_an_alliance_without_flags_has_an_empty_list(rows):
    assert rows["flags"].null_count() == 0
    assert rows["trend"].null_count() == 0


@pytest.mark.parametrize(
    ("points", "change", "since"),
    [
        pytest.param([("2019-12-31", 40), ("2020-12-31", 52)], 12, "2019-12-31", id="a year ago"),
        pytest.param([("2018-12-31", 40), ("2019-12-31", 45), ("2020-06-30", 52)], 12, "2018-12-31", id="too short"),
        pytest.param([("2019-12-31", 45), ("2020-10-26", 52)], 7, "2019-12-31", id="300 days are about a year"),
        pytest.param([("2020-06-30", 45), ("2020-12-31", 52)], None, None, id="nothing old enough"),
        pytest.param([("2019-12-31", None), ("2020-12-31", 52)], None, "2019-12-31", id="no score then"),
    ],
)  # fmt: skip
def test_the_change_is_that_of_about_a_year(points, change, since):
    row = portfolio.change(history_of(*points)).row(0, named=True)
    assert row["change"] == (None if change is None else pytest.approx(change))
    assert str(row["since"]) == str(since)


def test_the_trend_of_chosen_alliances_carries_their_names(shipped, history):
    frame = portfolio.named_trend(shipped, history.overall, ["iss", "artemis"])
    assert set(frame["alliance"]) == {"ISS", "Artemis"}
    assert frame.height == history.overall.filter(pl.col("alliance_id").is_in(["iss", "artemis"])).height
    by_dimension = portfolio.named_trend(shipped, history.dimensions, ["iss"])
    assert set(by_dimension["dimension_name"]) == {item.name for item in dimensions().values()}


def test_the_headline_names_the_first_and_the_last_with_their_intervals(assessed):
    ranked = assessed.overall.drop_nulls("score").sort("score")
    told = portfolio.headline(assessed)
    first, last = ranked.row(-1, named=True), ranked.row(0, named=True)
    assert f"**{first['alliance']}**" in told
    assert f"{first['score']:.0f}" in told
    assert f"**{last['alliance']}**" in told


def test_the_headline_of_one_alliance_has_no_last(by_hand):
    assert "trails" not in portfolio.headline(by_hand(alpha=even(50)))


def test_the_headline_of_nothing_says_so(by_hand):
    assert portfolio.headline(by_hand(alpha={})) == "No alliance has enough evidence for a score at this date."


def test_the_portfolio_of_a_past_date_compares_with_the_year_before_it(shipped):
    """As of 2019-06-30 the last point at least 300 days back is the end of 2017."""
    day = dt.date(2019, 6, 30)
    assessment, line = assess(shipped, day), trend(shipped, day, 2016)
    row = portfolio.portfolio(assessment, line).row(by_predicate=pl.col("alliance_id") == "iss", named=True)
    before = line.overall.filter(alliance_id="iss", as_of=dt.date(2017, 12, 31))["score"][0]
    now = line.overall.filter(alliance_id="iss", as_of=day)["score"][0]
    assert row["change"] == pytest.approx(now - before)
