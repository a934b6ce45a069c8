"""The ranking of frictions that is timed: millions of events as Parquet, rated, ranked by alliance, as Parquet again.

The events are made up by a seed, in random order, with the columns of the built events table that the rating
needs. Their shares are harder than those of the shipped events: three in five are strains (shipped: 36 %), half
of the strains stand open (shipped: 20 %), each has two or three of the twelve actors of its alliance.
"""

import datetime as dt
from pathlib import Path
from types import ModuleType

import numpy as np
import polars as pl

from alliance_core.evidence.snapshot import GAINS
from alliance_core.friction.ranking import placed
from alliance_core.friction.strains import rate_strains

EVENTS, PEER_EVENTS = 10_000_000, 1_000_000
EVENTS_EACH = 100
PART = 1_000_000
TODAY = dt.date(2026, 11, 23)
FIRST = dt.date(2000, 1, 1)
STRAINS = ["renegotiation", "unilateral_timeline_change", "withheld_data_or_technology", "budget_cut",
           "withdrawal_threat", "withdrawal", "sanction", "dispute", "operational_failure", "crisis"]  # fmt: skip
DIMENSIONS = ["strategic_alignment", "capability_complementarity", "burden_sharing_equity",
              "institutional_mechanisms", "trust_reliability"]  # fmt: skip
GAIN_SHARE, UNDONE_SHARE, RESOLVED_SHARE, STEPS_SHARE, THIRD_SHARE = 0.4, 0.05, 0.5, 0.3, 0.5
ALL_ACTORS, OWN_ACTORS = 180, 12
RANKED = ["alliance_id", "place", "chain_id", "consequence", "likelihood", "severity", "status", "last"]


def run_step(name: str, folder: Path, number: int) -> None:
    """Do one step of the work once: make so many events in the folder, or rank those that are there."""
    target = folder.parent / f"{folder.name}-{name}.parquet"
    if name == "make_frictions":
        generate_events(folder, number)
    elif name == "pandas_frictions":
        _peer().rank(folder, target)
    elif name == "frictions_agree":
        peer = target.with_suffix(".peer")
        rank(folder, target)
        _peer().rank(folder, peer)
        if apart := disagreement(pl.read_parquet(target), pl.read_parquet(peer)):
            raise SystemExit(f"pandas and Polars rank frictions differently: {apart}")
    else:
        rank(folder, target)


def _peer() -> ModuleType:
    # Imported late: a process that times our own work should not carry the peer in its memory.
    from benchmarks import friction_peer

    return friction_peer


def generate_events(folder: Path, events: int, seed: int = 0) -> None:
    """Write so many events, one in a hundred times as many alliances, as Parquet files into a new folder."""
    folder.mkdir(parents=True)
    for part, first in enumerate(range(0, events, PART)):
        rng = np.random.default_rng((seed, part))
        frame = _events(rng, first, min(PART, events - first), max(1, events // EVENTS_EACH))
        frame.write_parquet(folder / f"events-{part:03}.parquet")


def rank(folder: Path, target: Path) -> None:
    """Rate and rank all events of a folder, into a Parquet file."""
    ranking(pl.scan_parquet(folder / "*.parquet")).sink_parquet(target)


def ranking(events: pl.LazyFrame) -> pl.LazyFrame:
    """The strains of each alliance, ranked as the friction inventory ranks them: RANKED."""
    rated = rate_strains(events).rename({"last": "last_evidence"})
    return placed(rated, "chain_id").rename({"last_evidence": "last"}).select(RANKED)


def disagreement(own: pl.DataFrame, peer: pl.DataFrame) -> str | None:
    """What two rankings differ in, in a sentence; None where they agree in every row and column."""
    if own.height != peer.height:
        return f"{own.height:,} rows here and {peer.height:,} there"
    own, peer = (frame.select(RANKED).sort("alliance_id", "chain_id") for frame in (own, peer))
    for column in RANKED:
        if apart := int(own[column].ne_missing(peer[column].cast(own.schema[column])).sum()):
            return f"{apart:,} rows differ in {column}"
    return None


def _events(rng: np.random.Generator, first: int, number: int, alliances: int) -> pl.DataFrame:
    alliance = rng.integers(0, alliances, number)
    gain = rng.random(number) < GAIN_SHARE
    span = (TODAY - FIRST).days
    date = rng.integers(0, span, number)
    last = np.where(rng.random(number) < STEPS_SHARE, np.minimum(date + rng.integers(1, 1100, number), span), date)
    ended = rng.random(number) < np.where(gain, UNDONE_SHARE, RESOLVED_SHARE)
    # An end that lies ahead is not known: such a strain stands open.
    resolved = last + rng.integers(1, 1500, number)
    ended &= resolved <= span
    # Distinct actors: each stands a few of the twelve places further than the one before.
    place, second, third = rng.integers(0, OWN_ACTORS, number), rng.integers(1, 5, number), rng.integers(1, 5, number)
    places = [place, place + second, place + second + third]
    actors = [(alliance * 7 + one % OWN_ACTORS) % ALL_ACTORS for one in places]
    frame = pl.DataFrame({
        "alliance": alliance, "number": np.arange(first, first + number), "gain": gain, "date": date, "last": last,
        "resolved": resolved, "ended": ended, "a": actors[0], "b": actors[1], "c": actors[2],
        "third": rng.random(number) < THIRD_SHARE, "strain": rng.integers(0, len(STRAINS), number),
        "gained": rng.integers(0, len(GAINS), number), "dimension": rng.integers(0, len(DIMENSIONS), number),
        "severity": rng.integers(1, 6, number),
    })  # fmt: skip
    names = pl.Series([f"A{actor:03}" for actor in range(ALL_ACTORS)])
    named = {one: pl.col(one).replace_strict(range(ALL_ACTORS), names, return_dtype=pl.String) for one in "abc"}
    return frame.with_columns(
        **named,
        gained=_word("gained", GAINS),
        strain=_word("strain", STRAINS),
        **{column: pl.lit(FIRST) + pl.duration(days=column) for column in ("date", "last", "resolved")},
    ).select(
        alliance_id=pl.format("al{}", pl.col("alliance").cast(pl.String).str.zfill(6)),
        as_of=pl.lit(TODAY, pl.Date),
        chain_id=pl.format("chain_{}", "number"),
        date="date",
        last="last",
        resolved=pl.when("ended").then("resolved"),
        actors=pl.concat_list("a", "b", pl.when("third").then("c")).list.drop_nulls(),
        type=pl.when("gain").then("gained").otherwise("strain"),
        dimension=_word("dimension", DIMENSIONS),
        severity=pl.col("severity").cast(pl.Int8),
        gain="gain",
    )


def _word(column: str, words: list[str]) -> pl.Expr:
    return pl.col(column).replace_strict(range(len(words)), words, return_dtype=pl.String)
