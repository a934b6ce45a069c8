"""Strains as frictions: open ones, eased ones, and those that were closed of late. Lazy, so that it scales."""

import polars as pl

from alliance_core.catalogue.friction_rules import filled, friction_rules
from alliance_core.catalogue.rules import scorecard_rules
from alliance_core.evidence.snapshot import KEY, Snapshot
from alliance_core.friction.finding import CLOSED, EASED, FINDING, OPEN

EVENT = "event"
DAYS_PER_YEAR = 365.25
CHAIN = [*KEY, "chain_id"]
# Names as numbers, up to 4 billion alliances, 255 dimensions and 65,535 actors; Polars refuses more.
CODED = {
    "alliance_id": pl.Categorical(pl.Categories("friction_alliances", physical=pl.UInt32)),
    "dimension": pl.Categorical(pl.Categories("friction_dimensions", physical=pl.UInt8)),
}
ACTOR = pl.Categorical(pl.Categories("friction_actors", physical=pl.UInt16))


def strain_findings(snapshot: Snapshot) -> pl.DataFrame:
    """Strains of the snapshot as findings: the columns of finding.FINDING, evidence with all steps of the chain."""
    spans = (
        snapshot.event_steps.sort("date", "evidence_id")
        .group_by(CHAIN, maintain_order=True)
        .agg(since=pl.col("date").first(), last=pl.col("date").last(), evidence=pl.col("evidence_id"))
    )
    founded = snapshot.alliances.lazy().select(*KEY, "founded")
    events = (
        snapshot.events.lazy()
        .join(spans.lazy(), on=CHAIN)
        .join(founded, on=KEY)
        # A step may lie before the founding; an alliance cannot have had a friction before it existed.
        .with_columns(since=pl.max_horizontal("since", "founded"))
    )
    rated = rate_strains(events).collect()
    month = pl.col("date").dt.to_string("%b %Y")
    word = pl.col("type").replace_strict(scorecard_rules()["event_words"], return_dtype=pl.String)
    told = {
        "rule": pl.lit(EVENT), "subject": pl.format("chain {}", "chain_id"),
        "title": filled(friction_rules()["event_title"]["title"], type=word, month=month),
    }  # fmt: skip
    return rated.with_columns(**told).select(list(FINDING)).cast(FINDING)  # type: ignore[arg-type]


def rate_strains(events: pl.LazyFrame) -> pl.LazyFrame:
    """Consequence, likelihood and status of every strain that is open, or was closed of late.

    Takes  KEY, chain_id, date, last (newest step), resolved (null = open), actors, type, dimension, severity 1..5, gain
    Gives  the same rows without gains and old closed strains, in any order, with consequence, likelihood 1..5, status
    """
    rules = friction_rules()["events"]
    recent = pl.col("date") > pl.col("as_of").dt.offset_by(f"-{rules['repeat_years']}y")
    strains = events.filter(~pl.col("gain"))
    repeated = (
        strains.filter(recent)
        .group_by(*KEY, "type")
        .agg(alike=pl.len())
        .filter(pl.col("alike") >= rules["repeats"])
        .select(*KEY, "type", repeated=pl.lit(1))
    )
    closed_of_late = pl.col("resolved") > pl.col("as_of").dt.offset_by(f"-{rules['closed_years']}y")
    age = (pl.col("as_of") - pl.col("last")).dt.total_days() / DAYS_PER_YEAR
    fresh = _by_age(age, rules["age_years"], rules["age_likelihood"])
    return (
        strains.filter(pl.col("resolved").is_null() | closed_of_late)
        .join(repeated, on=[*KEY, "type"], how="left")
        .join(_relieved(events), on=CHAIN, how="left")
        .with_columns(pl.col("repeated", "relieved").fill_null(0))
        .with_columns(
            consequence=pl.col("severity").cast(pl.Int64),
            likelihood=pl.when(pl.col("resolved").is_not_null())
            .then(1)
            .otherwise((fresh + pl.col("repeated") - pl.col("relieved") * rules["relief"]).clip(1, 5)),
            status=pl.when(pl.col("resolved").is_not_null())
            .then(pl.lit(CLOSED))
            .when(pl.col("relieved") == 1)
            .then(pl.lit(EASED))
            .otherwise(pl.lit(OPEN)),
        )
    )


def _relieved(events: pl.LazyFrame) -> pl.LazyFrame:
    """Open strains after whose newest step one gain of the same dimension joined two of their actors, or the only one.

    Gives  CHAIN, relieved (1). A gain that was undone relieves nothing any more.
    """
    stands = pl.col("resolved").is_null()
    field = [*KEY, "dimension"]
    strains = events.filter(~pl.col("gain") & stands).select(*field, "chain_id", "last", "actors")
    gains = events.filter(pl.col("gain") & stands).select(*field, "actors", gained="date")
    several = pl.col("actors").list.len() > 1
    lone = strains.filter(~several).explode("actors", empty_as_null=False)
    # Only where a strain has a single actor do gains have to be looked at actor by actor.
    near = gains.join(lone.select(field).unique(), on=field, how="semi").explode("actors", empty_as_null=False)
    alone = lone.join(near, on=[*field, "actors"])
    together = _pairs(strains.filter(several), *CHAIN, "last").join(_pairs(gains, "gained"), on="pair")
    eased = pl.concat(frame.filter(pl.col("gained") > pl.col("last")).select(CHAIN) for frame in (alone, together))
    return eased.unique().with_columns(relieved=pl.lit(1))


def _pairs(rows: pl.LazyFrame, *kept: str) -> pl.LazyFrame:
    """The rows once for each two of their actors: pair, and the columns kept.

    `pair` is alliance, date, dimension and both actors in one number, because millions of rows are joined by
    one number several times as fast as by five words. Each part has room for all the codes that its kind has.
    """
    actors = pl.col("actors").cast(pl.List(ACTOR))
    alliance, dimension = (pl.col(name).cast(kind).to_physical() for name, kind in CODED.items())
    coded = rows.select(*kept, alliance=alliance, day=pl.col("as_of").to_physical(), field=dimension, one=actors,
                        other=actors)  # fmt: skip
    packed = pl.col("alliance").cast(pl.Int128)
    for name, bits in (("day", 32), ("field", 8), ("one", 16), ("other", 16)):
        packed = packed * 2**bits + pl.col(name).to_physical()
    return (
        coded.explode("one", empty_as_null=False)
        .explode("other", empty_as_null=False)
        .filter(pl.col("one").to_physical() < pl.col("other").to_physical())
        .select(*kept, pair=packed)
    )


def _by_age(age: pl.Expr, marks: list[float], levels: list[int]) -> pl.Expr:
    found = pl.lit(levels[-1], pl.Int64)
    for mark, likelihood in sorted(zip(marks, levels, strict=True), reverse=True):
        found = pl.when(age < mark).then(pl.lit(likelihood, pl.Int64)).otherwise(found)
    return found
