"""The what-if work that is timed: ranking under a million weightings, by us and by peers, and moves of a slider."""

import datetime as dt
from collections.abc import Callable
from functools import partial

import numpy as np

from alliance_core import charts
from alliance_core.catalogue import dimensions
from alliance_core.catalogue.rules import aggregator
from alliance_core.evidence.snapshot import Snapshot
from alliance_core.evidence.store import Evidence
from alliance_core.scorecard.weights import WeightProfile
from alliance_core.whatif import tables
from alliance_core.whatif.acceptability import acceptability, draw_weights
from alliance_core.whatif.performance import Performance, performance, standing
from alliance_core.whatif.what_if import Backing, backing, what_if

ALLIANCES, INDICATORS, DRAWS = 10, 25, 1_000_000
MEAN = "arithmetic"
MOVED_TO = (5, 15, 35, 60)

Work = Callable[[], object]


def matrix(seed: int = 0) -> np.ndarray:
    """Scores 0..100 [alliance, indicator] without a gap."""
    return np.random.default_rng(seed).uniform(0, 100, (ALLIANCES, INDICATORS))


def works(name: str, repeat: int, peer_draws: int, last_day: dt.date) -> list[Work]:
    """A step as pieces of work to be timed one by one; what each may find at hand is prepared here."""
    if name == "move":
        return moves(last_day)
    if name == "cold":
        return [partial(_cold, matrix())] * repeat
    weights = draw_weights(DRAWS, INDICATORS)
    if name == "cached":
        return [partial(acceptability, matrix(), weights)] * repeat
    few = weights[:peer_draws]
    if name == "peers_agree":
        return [partial(require_agreement, matrix(), few)]
    # Imported late: a process that times our own work should not carry the peers in its memory.
    from benchmarks import mcda_peers

    return [lambda: mcda_peers.rank_shares(mcda_peers.RANKS[name](matrix(), few))] * repeat


def require_agreement(scores: np.ndarray, weights: np.ndarray) -> None:
    """Stop the run if a peer ranks otherwise than we do under the same weightings."""
    from benchmarks import mcda_peers

    own = acceptability(scores, weights).ranks
    for name, ranks in mcda_peers.RANKS.items():
        peer = mcda_peers.rank_shares(ranks(scores, weights))
        apart = mcda_peers.unexplained(own, peer, scores, weights)
        if apart > 0:
            raise SystemExit(f"{name} and acceptability differ by {apart:.2g} of all weightings more than ties explain")


def moves(last_day: dt.date) -> list[Work]:
    """Each dimension to each of several weights, on the shipped data; what no slider changes is at hand."""
    table = performance(Snapshot(Evidence(), last_day))
    found = backing(standing(table, WeightProfile.parse("balanced"), aggregator(MEAN)))
    return [partial(move, table, found, dimension, weight) for weight in MOVED_TO for dimension in dimensions()]


def move(table: Performance, found: Backing, dimension: str, weight: float) -> list[charts.Chart]:
    """All that the page works out and draws once a slider has moved; showing it is left to Streamlit."""
    others = (100 - weight) / (len(dimensions()) - 1)
    profile = WeightProfile.of({**dict.fromkeys(dimensions(), others), dimension: weight})
    answer = what_if(table, profile, aggregator(MEAN))
    standings = tables.standings(table, {"Balanced": answer.balanced, "Yours": answer.tuned})
    row = tables.stability_table(answer).filter(dimension=dimension).row(0, named=True)
    tables.break_even_table(answer)
    tables.central_table(table, found)
    return [
        charts.profile_scores(standings),
        charts.rank_bump(standings),
        charts.weight_lines(
            tables.line_table(answer, dimension), tables.break_even_table(answer, dimension),
            row["dimension_name"], row["weight"], row["low"], row["high"],
        ),
        charts.acceptability_bars(tables.acceptability_table(table, found)),
        charts.win_matrix(tables.win_table(table, found)),
    ]  # fmt: skip


def _cold(scores: np.ndarray) -> None:
    acceptability(scores, draw_weights(DRAWS, INDICATORS))
