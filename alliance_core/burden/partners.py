"""The partners of an alliance: what each bears, gets and decides, against its economy and its people."""

import polars as pl

from alliance_core.catalogue import evidence_rules
from alliance_core.catalogue.burden import window
from alliance_core.evidence.actors import actor_names
from alliance_core.evidence.snapshot import KEY, Snapshot, once_per_snapshot
from alliance_core.indicators.burden_sharing_equity.units import (
    AS_GOOD_AS_NOTHING,
    MEASURES,
    UNIT,
    burden_units,
    covered_states,
    latest_gdp,
    mean_shares,
    recent_shares,
    unit_shares,
)
from alliance_core.indicators.measurement import widening
from alliance_core.indicators.strategic_alignment.states import represented_states

PERCENT = 100.0


@once_per_snapshot
def partners(snapshot: Snapshot, years: int) -> pl.DataFrame:
    """All partners of all alliances, the largest bearer first; the units of the indicators of burden sharing.

    Takes  years: how many of the latest ended years of shares are averaged
    Gives  UNIT, name, cost, benefit, decision (shares that add up to 1; null = measure unknown), gdp (billion
           dollars), population (million), member, compared (member with known cost and GDP), gdp_share,
           population_share (of those compared), relative_burden (cost share / GDP share among those compared;
           1 = the alliance's mean), relative_per_head, benefit_net, decision_net (benefit or decision minus
           cost), and the weakest verification of the rows: cost_verified, benefit_verified,
           decision_verified, verification (of all three; null = no row of its own)
    Nulls  unknown GDP or population stays null, and so does what rests on it
    """
    units = everybody(snapshot, years)
    names = actor_names(snapshot.evidence)
    compared = pl.col("member") & pl.col("cost").is_not_null() & pl.col("gdp").is_not_null()
    frame = (
        units.join(unit_population(snapshot, years), on=UNIT, how="left")
        .join(verified(snapshot, years), on=UNIT, how="left")
        .with_columns(
            compared=compared, name=pl.col("actor_id").cast(pl.String).replace_strict(names, default=pl.col("actor_id"))
        )
    )
    cost, gdp = (share_among(name, pl.col("compared")) for name in ("cost", "gdp"))
    counted = pl.col("compared") & pl.col("population").is_not_null()
    people, cost_of_people = share_among("population", counted), share_among("cost", counted)
    return frame.with_columns(
        gdp_share=gdp,
        population_share=people,
        relative_burden=cost / gdp,
        relative_per_head=cost_of_people / people,
        benefit_net=pl.col("benefit") - pl.col("cost"),
        decision_net=pl.col("decision") - pl.col("cost"),
    ).sort(*KEY, "cost", "gdp", "actor_id", descending=[False, False, True, True, False], nulls_last=True)


@once_per_snapshot
def everybody(snapshot: Snapshot, years: int) -> pl.DataFrame:
    """The units of burden sharing, and of an alliance without any share its member states, all shares unknown.

    Gives  the columns of burden_units
    """
    units = burden_units(snapshot, years, window()[1])
    gdp = latest_gdp(snapshot, window()[1]).drop("evidence_id")
    silent = (
        represented_states(snapshot)
        .select(UNIT)
        .join(units, on=KEY, how="anti")
        .join(gdp, on=["as_of", "actor_id"], how="left")
        .with_columns(
            *[pl.lit(None, units.schema[name]).alias(name) for name in MEASURES],
            gdp=pl.col("gdp").cast(units.schema["gdp"]),
            member=pl.lit(True),
        )
    )
    return pl.concat([units, silent.select(units.columns)])


def share_among(column: str, chosen: pl.Expr) -> pl.Expr:
    """Share of the sum of `column` over the chosen rows of an alliance; null for all others."""
    own = pl.when(chosen).then(pl.col(column))
    return own / own.sum().over(KEY)


@once_per_snapshot
def unit_population(snapshot: Snapshot, years: int) -> pl.DataFrame:
    """People behind each unit by the same rule as its GDP: UNIT, population (million).

    An organisation has the people of the states that it stands for; a state behind two units is split evenly.
    """
    oldest = pl.col("as_of").dt.year() - window()[1]
    latest = (
        snapshot.economy.filter(pl.col("population_m").is_not_null() & (pl.col("year") >= oldest))
        .sort("year")
        .group_by("as_of", "actor_id", maintain_order=True)
        .agg(population=pl.col("population_m").last())
    )
    through = (
        covered_states(snapshot, years)
        .join(latest, left_on=["as_of", "state"], right_on=["as_of", "actor_id"])
        .with_columns(part=pl.col("population") / pl.len().over(*KEY, "state"))
        .group_by(UNIT)
        .agg(through=pl.col("part").sum())
    )
    units = everybody(snapshot, years).select(UNIT)
    return (
        units.join(through, on=UNIT, how="left")
        .join(latest, on=["as_of", "actor_id"], how="left")
        .select(*UNIT, population=pl.coalesce("through", "population"))
    )


@once_per_snapshot
def verified(snapshot: Snapshot, years: int) -> pl.DataFrame:
    """Weakest verification of the share rows behind each unit: UNIT, cost_verified ..., verification.

    A state among whose organisation's cost a share was split rests on the organisation's rows, too.
    """
    rows = recent_shares(snapshot, years).select(*UNIT, "measure", weakness=widening())
    split = mean_shares(snapshot, years).select(UNIT).unique().join(unit_shares(snapshot, years), on=UNIT, how="anti")
    behind = snapshot.organisation_states.rename({"actor_id": "state"})
    passed_on = (
        rows.join(split.select(UNIT), on=UNIT, how="semi")
        .join(behind, left_on=["as_of", "actor_id"], right_on=["as_of", "organisation"])
        .select(*KEY, "measure", "weakness", actor_id="state")
        .select(rows.columns)
    )
    weakest = pl.concat([rows, passed_on]).group_by(*UNIT, "measure").agg(pl.col("weakness").max())
    wide = weakest.pivot("measure", on_columns=MEASURES, index=UNIT, values="weakness")
    return wide.select(
        *UNIT,
        *[level(pl.col(name)).alias(f"{name}_verified") for name in MEASURES],
        verification=level(pl.max_horizontal(MEASURES)),
    )


def level(weakness: pl.Expr) -> pl.Expr:
    """The word of a widening: read, recalled or estimated."""
    words = {factor: word for word, factor in evidence_rules()["verification_widening"].items()}
    return weakness.replace_strict(words, default=None, return_dtype=pl.String)


def free_riders(frame: pl.DataFrame) -> pl.DataFrame:
    """Member partners that bear no cost, the largest economy first.

    Takes  partners
    Gives  UNIT, name, gdp, gdp_share (0..1; adds up to the indicator free_riding), population; an unknown GDP
           comes last, as null
    """
    idle = pl.col("member") & (pl.col("cost") <= AS_GOOD_AS_NOTHING)
    return (
        frame.filter(idle)
        .select(*UNIT, "name", "gdp", "gdp_share", "population")
        .sort(*KEY, "gdp", "actor_id", descending=[False, False, True, False], nulls_last=True)
    )


def unit_of(snapshot: Snapshot, frame: pl.DataFrame, alliance: str, nation: str | None) -> tuple[str | None, str]:
    """Under which row a nation appears: (actor id or null, a sentence that says so; empty for nobody's view).

    Takes  partners of the same snapshot
    """
    if nation is None:
        return None, ""
    names = actor_names(snapshot.evidence)
    own = frame.filter(alliance_id=alliance)["actor_id"].to_list()
    if nation in own:
        return nation, f"{names[nation]} stands in the tables and charts in its own name, marked ▶."
    listed = represented_states(snapshot).filter(alliance_id=alliance)["actor_id"].to_list()
    behind = snapshot.organisation_states.filter(pl.col("actor_id") == nation)["organisation"].to_list()
    through = [name for name in behind if name in own]
    if through:
        told = " and ".join(names[name] for name in through)
        return through[0], f"{names[nation]} acts through {told} here: its row is that of {told}, marked ▶."
    if nation in listed:
        return None, f"{names[nation]} is a member, but no row of shares stands for it: its part is unknown, not zero."
    return None, f"{names[nation]} is no partner of this alliance at this date."


def marked(frame: pl.DataFrame, own: str | None) -> pl.DataFrame:
    """The frame with `own` first: ▶ in the row of this actor, else empty."""
    mark = pl.when(pl.col("actor_id").eq_missing(pl.lit(own, pl.String)) & pl.lit(own is not None)).then(pl.lit("▶"))
    return frame.select(mark.otherwise(pl.lit("")).alias("own"), *frame.columns)


def in_percent(frame: pl.DataFrame, own: str | None = None) -> pl.DataFrame:
    """The partners as people read and download them: shares and differences in per cent, no technical columns.

    Takes  partners of one alliance
    Gives  own, actor_id, name, cost, benefit, decision, benefit_net, decision_net, gdp_share, population_share
           (per cent or points), gdp, population, relative_burden, relative_per_head, member, and verification
           as partners gives it
    """
    shares = ["cost", "benefit", "decision", "benefit_net", "decision_net", "gdp_share", "population_share"]
    return marked(frame, own).select(
        "own", "actor_id", "name", *[pl.col(name) * PERCENT for name in shares], "gdp", "population",
        "relative_burden", "relative_per_head", "member", "cost_verified", "benefit_verified", "decision_verified",
    )  # fmt: skip


def shown(frame: pl.DataFrame, columns: list[str], rows: int, own: str | None) -> pl.DataFrame:
    """The rows that fit a chart: the largest by any of the columns, and always the reader's own; order kept.

    Who has nothing in any of them is left out; what is unknown stays in as far as there is room.
    """
    most = pl.max_horizontal(columns)
    rank = most.fill_null(-1.0).rank("ordinal", descending=True)
    mine = (pl.col("actor_id") == own) if own is not None else pl.lit(False)
    return frame.filter((rank <= rows) & (most.is_null() | (most > AS_GOOD_AS_NOTHING)) | mine)
