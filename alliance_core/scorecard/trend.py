"""Trends: the same assessment at a row of dates, all by one edition of the method."""

import datetime as dt

from alliance_core.catalogue.rules import scorecard_rules
from alliance_core.errors import WorkbenchError
from alliance_core.evidence.snapshot import Snapshot
from alliance_core.evidence.store import Evidence
from alliance_core.scorecard.card import Scorecards, scorecards
from alliance_core.scorecard.weights import WeightProfile

FIRST_YEAR = 2015


def trend_dates(last: dt.date, first_year: int = FIRST_YEAR) -> list[dt.date]:
    """Every 31 December from the first year on, and the last day itself.

    >>> [str(day) for day in trend_dates(dt.date(2017, 6, 30), 2015)]
    ['2015-12-31', '2016-12-31', '2017-06-30']
    """
    if last.year < first_year:
        raise WorkbenchError(f"a trend from {first_year} cannot end on {last}")
    ends = [dt.date(year, 12, 31) for year in range(first_year, last.year)]
    return [*ends, last]


def trend(
    evidence: Evidence,
    last: dt.date,
    first_year: int = FIRST_YEAR,
    weights: WeightProfile | None = None,
    aggregator_id: str = "arithmetic",
    seed: int = 0,
) -> Scorecards:
    """Scorecards at every date of the trend, in one pass over the evidence."""
    snapshot = Snapshot(evidence, trend_dates(last, first_year))
    draws = scorecard_rules()["uncertainty"]["trend_draws"]
    return scorecards(snapshot, weights, aggregator_id, seed, draws)
