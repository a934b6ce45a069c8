"""Common participation: do the members meet in other space frameworks too?"""

import polars as pl

from alliance_core.evidence.snapshot import KEY, Snapshot
from alliance_core.indicators.measurement import Measurement, measurement, widening, wilson
from alliance_core.indicators.strategic_alignment.states import represented_states


def common_participation(snapshot: Snapshot) -> Measurement:
    """Weighted mean Jaccard index of the other frameworks of pairs of member states.

    Gives  Measurement with pairs (number). Interval: Wilson with the number of states, because the pairs
           of one state are not independent. Two states without any other framework share none (0).
    Nulls  fewer than two states give no value
    """
    states = represented_states(snapshot)
    own = pl.col("alliance_id").cast(pl.String)
    joined = states.group_by("as_of", "actor_id").agg(frameworks=own.sort().str.join(";"))
    # States in the same frameworks are alike: few groups, few pairs.
    alike = (
        states.join(joined, on=["as_of", "actor_id"], maintain_order="left")
        .group_by(*KEY, "frameworks", maintain_order=True)
        .agg(weight=pl.col("weight").sum(), squares=(pl.col("weight") ** 2).sum())
        .with_columns(others=pl.col("frameworks").str.split(";").list.set_difference(pl.concat_list(own)))
        .with_columns(others=pl.col("others").list.sort().list.join(";"))
        .drop("frameworks")
    )
    pairs = alike.join(alike, on=KEY, suffix="_b").filter(pl.col("others") <= pl.col("others_b"))
    same = pl.col("others") == pl.col("others_b")
    alone = (pl.col("others") == "") | (pl.col("others_b") == "")
    shared = pl.col("others").str.split(";").list.set_intersection(pl.col("others_b").str.split(";")).list.len()
    both, sizes = pl.when(alone).then(0).otherwise(shared), _size("others") + _size("others_b")
    pooled = (
        pairs.sort(*KEY, "others", "others_b")
        .with_columns(
            jaccard=both / (sizes - both),
            pair_weight=pl.when(same)
            .then((pl.col("weight") ** 2 - pl.col("squares")) / 2)
            .otherwise(pl.col("weight") * pl.col("weight_b")),
        )
        .group_by(KEY)
        .agg(
            total=pl.col("pair_weight").sum(),
            value=(pl.col("jaccard") * pl.col("pair_weight")).sum() / pl.col("pair_weight").sum(),
        )
        .filter(pl.col("total") > 0)
    )
    counts = states.group_by(KEY).agg(states=pl.len().cast(pl.Float64))
    paired = states.join(pooled.select(KEY), on=KEY, how="semi").select(*KEY, "actor_id")
    rows = paired.lazy().join(states.lazy().select("as_of", "actor_id", "evidence_id"), on=["as_of", "actor_id"])
    low, high = wilson(pl.col("value") * pl.col("states"), pl.col("states"))
    estimates = (
        pooled.join(counts, on=KEY)
        .join(_memberships_counted(states, paired), on=KEY)
        .with_columns(pairs=pl.col("states") * (pl.col("states") - 1) / 2, low=low, high=high)
        .select(*KEY, "value", "low", "high", "pairs", "widening", "n")
    )
    return measurement("common_participation", estimates, rows, pl.col("widening"))


def _size(column: str) -> pl.Expr:
    """Number of names in a text that joins them by ;, where an empty text counts as one."""
    return pl.col(column).str.count_matches(";", literal=True) + 1


def _memberships_counted(states: pl.DataFrame, paired: pl.DataFrame) -> pl.DataFrame:
    """All memberships, in any framework, of the states of an alliance, each row once: KEY, n, widening (mean).

    A membership of a state's own belongs to it alone and is counted by state; one of an organisation stands
    behind several states.
    """
    voter, one = ["as_of", "actor_id"], pl.lit(1, pl.UInt32).alias("n")
    own = states.filter(pl.col("through").is_null()).group_by(voter).agg(n=pl.len(), weaker=widening().sum())
    behind = states.filter(pl.col("through").is_not_null()).select(*voter, "evidence_id", weaker=widening())
    parts = [
        paired.join(own, on=voter).select(*KEY, "n", "weaker"),
        paired.join(behind, on=voter).unique([*KEY, "evidence_id"]).select(*KEY, one, "weaker"),
    ]
    counts = pl.concat(parts).group_by(KEY).agg(pl.col("n").sum(), pl.col("weaker").sum())
    return counts.select(*KEY, "n", widening=pl.col("weaker") / pl.col("n"))
