"""How concentrated the cost is: Lorenz curve, Gini, Kakwani, Herfindahl, dissimilarity, at dates and over years."""

import datetime as dt

import polars as pl

from alliance_core.burden.partners import partners
from alliance_core.evidence.snapshot import KEY, Snapshot, once_per_snapshot
from alliance_core.indicators.burden_sharing_equity.units import dissimilarity

INDICES = ["gini", "gini_heads", "hhi", "effective_payers", "dissimilarity", "dissimilarity_heads", "progressivity"]


def lorenz(frame: pl.DataFrame, weight: str) -> pl.DataFrame:
    """Lorenz curve of cost over GDP or people: partners ordered by cost per weight, both running up to 1.

    Takes  partners; weight: gdp or population
    Gives  KEY, actor_id, name (null at the origin), weight_share, cost_share (cumulated, 0..1), step (place in
           the order, 0 = origin). Source: Lorenz (1905).
    Nulls  only partners that are compared and whose weight is known have a point; without any cost no curve
    """
    known = frame.filter(pl.col("compared") & (pl.col(weight) > 0))
    ordered = (
        known.filter(pl.col("cost").sum().over(KEY) > 0)
        .with_columns(rate=pl.col("cost") / pl.col(weight))
        .sort(*KEY, "rate", "actor_id")
    )
    curve = ordered.select(
        *KEY,
        "actor_id",
        "name",
        weight_share=pl.col(weight).cum_sum().over(KEY) / pl.col(weight).sum().over(KEY),
        cost_share=pl.col("cost").cum_sum().over(KEY) / pl.col("cost").sum().over(KEY),
        step=pl.int_range(1, pl.len() + 1, dtype=pl.Int64).over(KEY),
    )
    origin = curve.select(KEY).unique().with_columns(
        actor_id=pl.lit(None, curve.schema["actor_id"]), name=pl.lit(None, pl.String),
        weight_share=pl.lit(0.0), cost_share=pl.lit(0.0), step=pl.lit(0, pl.Int64),
    )  # fmt: skip
    return pl.concat([origin.select(curve.columns), curve]).sort(*KEY, "step")


def area_index(curve: pl.DataFrame, name: str) -> pl.DataFrame:
    """1 minus twice the area under a curve of running shares, as `name`: the Gini or concentration index.

    Takes  KEY, weight_share, cost_share, step, ordered, from (0, 0) to (1, 1)
    Gives  KEY, name; null where there is only one partner. Source: Gini (1914), trapezium rule.
    """
    width = pl.col("weight_share") - pl.col("weight_share").shift(1)
    height = pl.col("cost_share") + pl.col("cost_share").shift(1)
    area = (width * height).sum()
    return curve.group_by(KEY, maintain_order=True).agg(
        pl.when(pl.len() > 2).then((1 - area).clip(-1.0, 1.0)).alias(name)
    )


def progressivity(frame: pl.DataFrame) -> pl.DataFrame:
    """Concentration index of cost minus Gini of GDP, over people ordered by GDP per head (Kakwani 1977).

    Takes  partners; those compared whose population is known count, equal GDP per head taken together
    Gives  KEY, progressivity (above 0: the wealthier per head bear more than their part of GDP)
    """
    ability = (pl.col("gdp") / pl.col("population")).round_sig_figs(12)
    groups = (
        frame.filter(pl.col("compared") & (pl.col("population") > 0))
        .group_by(*KEY, ability=ability)
        .agg(pl.col("cost", "gdp", "population").sum())
        .sort(*KEY, "ability")
    )

    def index(amount: str, name: str) -> pl.DataFrame:
        return area_index(_running(groups, "population", amount), name)

    return (
        index("cost", "of_cost")
        .join(index("gdp", "of_gdp"), on=KEY)
        .select(*KEY, progressivity=pl.col("of_cost") - pl.col("of_gdp"))
    )


def _running(ordered: pl.DataFrame, weight: str, amount: str) -> pl.DataFrame:
    """Running shares of weight and amount in the order of the rows, from (0, 0) on; none without any amount."""
    kept = ordered.filter(pl.col(amount).sum().over(KEY) > 0)
    curve = kept.select(
        *KEY,
        weight_share=pl.col(weight).cum_sum().over(KEY) / pl.col(weight).sum().over(KEY),
        cost_share=pl.col(amount).cum_sum().over(KEY) / pl.col(amount).sum().over(KEY),
        step=pl.int_range(1, pl.len() + 1, dtype=pl.Int64).over(KEY),
    )
    origin = (
        curve.select(KEY)
        .unique()
        .with_columns(weight_share=pl.lit(0.0), cost_share=pl.lit(0.0), step=pl.lit(0, pl.Int64))
    )
    return pl.concat([origin.select(curve.columns), curve]).sort(*KEY, "step")


def concentration(frame: pl.DataFrame) -> pl.DataFrame:
    """All indices of each alliance and date.

    Takes  partners
    Gives  KEY, compared (number of partners), gini (over GDP), gini_heads, hhi (of all payers),
           effective_payers (1 / hhi), dissimilarity (against GDP; 1 minus the indicator proportionality),
           dissimilarity_heads, progressivity, largest (share), payer (actor id)
    Nulls  an alliance without cost shares has no row; an index with fewer than two partners is null
    """
    share = pl.col("cost") / pl.col("cost").sum()
    payers = (
        frame.filter(pl.col("cost") > 0)
        .sort("cost", "actor_id", descending=[True, False])
        .group_by(KEY, maintain_order=True)
        .agg(hhi=(share**2).sum(), largest=pl.col("cost").max(), payer=pl.col("actor_id").first())
    )
    members = frame.filter("compared")
    indices = [
        members.group_by(KEY).agg(compared=pl.len().cast(pl.Int64)),
        area_index(lorenz(frame, "gdp"), "gini"),
        area_index(lorenz(frame, "population"), "gini_heads"),
        _moved(members, "gdp", "dissimilarity"),
        _moved(members.filter(pl.col("population") > 0), "population", "dissimilarity_heads"),
        progressivity(frame),
    ]
    for part in indices:
        payers = payers.join(part, on=KEY, how="left")
    return payers.select(
        *KEY, pl.col("compared").fill_null(0), "gini", "gini_heads", "hhi", effective_payers=1 / pl.col("hhi"),
        dissimilarity="dissimilarity", dissimilarity_heads="dissimilarity_heads", progressivity="progressivity",
        largest="largest", payer="payer",
    ).sort(KEY)  # fmt: skip


def _moved(members: pl.DataFrame, weight: str, name: str) -> pl.DataFrame:
    """Share of the cost that would change hands if it followed the weight: KEY, name; null with one partner."""
    found = dissimilarity(members, "cost", weight, 0.0).filter(pl.col("payers") > 1)
    return found.select(*KEY, pl.col("moved").fill_nan(None).alias(name))


@once_per_snapshot
def by_year(snapshot: Snapshot, alliance: str) -> pl.DataFrame:
    """The indices of each year of shares: assessed at its end, with the members and the GDP known then.

    Gives  year, and the columns of concentration without KEY; years before the founding have no row
    """
    known = snapshot.shares.filter(alliance_id=alliance, measure="cost")
    ends = [dt.date(year, 12, 31) for year in known["year"].unique().sort().to_list()]
    if not ends:
        return pl.DataFrame(schema={"year": pl.Int32, **concentration(partners(snapshot, 1)).drop(KEY).schema})
    then = Snapshot(snapshot.evidence, ends)
    own = concentration(partners(then, 1).filter(alliance_id=alliance))
    return own.select(pl.col("as_of").dt.year().alias("year"), pl.all().exclude(KEY)).sort("year")
