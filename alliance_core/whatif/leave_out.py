"""Leaving one indicator or dimension out: what the ranking owes to it."""

from dataclasses import dataclass

import numpy as np

from alliance_core.catalogue import dimensions
from alliance_core.catalogue.rules import Aggregator
from alliance_core.scorecard.matrix import PointScores, point_scores
from alliance_core.scorecard.weights import WeightProfile, scored_indicators
from alliance_core.whatif.performance import Performance, ranked


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Scores and ranks [alliance] without one indicator or dimension."""

    id: str
    is_dimension: bool
    point: PointScores
    ranks: np.ndarray


def without(profile: WeightProfile, id_: str) -> WeightProfile | None:
    """The profile with one indicator or dimension left out, its weight shared out; None if nothing would count.

    A dimension whose only indicator is left out goes with it.
    """
    shares, inner = dict(profile.shares), dict(profile.indicators)
    if id_ in shares:
        shares[id_] = 0.0
    else:
        dimension = scored_indicators()[id_].dimension
        own = [other for other, item in scored_indicators().items() if item.dimension == dimension]
        if sum(inner[other] for other in own) - inner[id_] > 0:
            inner[id_] = 0.0
        else:
            shares[dimension] = 0.0
    if sum(shares.values()) <= 0:
        return None
    return WeightProfile.of(shares, f"{profile.name} without {id_}", inner)


def leave_one_out(table: Performance, profile: WeightProfile, mean: Aggregator) -> list[LeftOut]:
    """Each dimension, then each indicator left out in turn."""
    told = []
    for id_ in [*dimensions(), *scored_indicators()]:
        rest = without(profile, id_)
        if rest is not None:
            point = point_scores(table.matrix.scores, table.matrix.coverage, rest, mean)
            told.append(LeftOut(id_, id_ in dimensions(), point, ranked(point.overall)))
    return told
