"""Who pays, benefits and decides: one row per unit of burden sharing, no state counted twice.

A unit is a payer as the shares table names it. An organisation that pays stands for its member states,
unless some of these stand in the table themselves: then its share is split among all its states by the
organisation's own cost key. Member states that nothing in the table stands for are units without a share.
"""

import polars as pl

from alliance_core.evidence.snapshot import KEY, Snapshot, once_per_snapshot
from alliance_core.indicators.measurement import widening, z_score
from alliance_core.indicators.strategic_alignment.states import represented_states

MEASURES = ["cost", "benefit", "decision"]
UNIT = [*KEY, "actor_id"]
AS_GOOD_AS_NOTHING = 1e-9


@once_per_snapshot
def recent_shares(snapshot: Snapshot, years: int) -> pl.DataFrame:
    """Rows of the latest ended years of each measure: the columns of Snapshot.shares and years_known."""
    group = [*KEY, "measure"]
    rank = pl.col("year").rank("dense", descending=True).over(group)
    rows = snapshot.shares.filter(rank <= years)
    return rows.with_columns(years_known=pl.col("year").n_unique().over(group))


@once_per_snapshot
def mean_shares(snapshot: Snapshot, years: int) -> pl.DataFrame:
    """Mean share of each actor over the latest ended years: UNIT, measure, share (adds up to 1)."""
    return (
        recent_shares(snapshot, years)
        .group_by(*UNIT, "measure")
        .agg(share=(pl.col("share") / pl.col("years_known")).sum())
    )


@once_per_snapshot
def unit_shares(snapshot: Snapshot, years: int) -> pl.DataFrame:
    """Shares with organisations split where they stand beside their own states.

    Gives  UNIT, cost, benefit, decision (shares that add up to 1; null where the measure has no row)
    """
    means = mean_shares(snapshot, years)
    mixed = _split_organisations(snapshot, years)
    key = split_key(snapshot, years)
    split = means.join(mixed, on=UNIT, how="semi").join(
        key, left_on=["as_of", "actor_id"], right_on=["as_of", "organisation"], how="left"
    )
    pieces = split.select(
        *KEY,
        actor_id=pl.coalesce("state", "actor_id"),
        measure=pl.col("measure"),
        share=pl.col("share") * pl.col("key").fill_null(1.0),
    )
    whole = means.join(mixed, on=UNIT, how="anti").select(pieces.columns)
    return (
        pl.concat([whole, pieces])
        .group_by(*UNIT, "measure")
        .agg(pl.col("share").sum())
        .pivot("measure", on_columns=MEASURES, index=UNIT, values="share")
        .with_columns(
            pl.col(name).fill_null(pl.when(pl.col(name).count().over(KEY) > 0).then(0.0)) for name in MEASURES
        )
        .sort(UNIT)
    )


@once_per_snapshot
def _split_organisations(snapshot: Snapshot, years: int) -> pl.DataFrame:
    """Organisations that stand in a shares table beside their own states: UNIT."""
    behind = snapshot.organisation_states.rename({"actor_id": "state"})
    actors = mean_shares(snapshot, years).select(UNIT).unique()
    return (
        actors.join(behind, left_on=["as_of", "actor_id"], right_on=["as_of", "organisation"])
        .join(actors, left_on=[*KEY, "state"], right_on=UNIT, how="semi")
        .select(UNIT)
        .unique()
    )


@once_per_snapshot
def split_key(snapshot: Snapshot, years: int) -> pl.DataFrame:
    """How the states behind an organisation share its cost: as_of, organisation, state, key (adds up to 1)."""
    own = mean_shares(snapshot, years).filter(pl.col("measure") == "cost").join(snapshot.homes, on="alliance_id")
    paid = own.select("as_of", "organisation", "actor_id", "share")
    group = ["as_of", "organisation"]
    return (
        snapshot.organisation_states.join(paid, on=[*group, "actor_id"])
        .with_columns(key=pl.col("share") / pl.col("share").sum().over(group))
        .select(*group, state="actor_id", key="key")
    )


@once_per_snapshot
def covered_states(snapshot: Snapshot, years: int) -> pl.DataFrame:
    """States that a unit stands for, as an organisation, and that are no units themselves: UNIT, state."""
    units = unit_shares(snapshot, years).select(UNIT)
    behind = snapshot.organisation_states.rename({"actor_id": "state"})
    return units.join(behind, left_on=["as_of", "actor_id"], right_on=["as_of", "organisation"]).join(
        units, left_on=[*KEY, "state"], right_on=UNIT, how="anti"
    )


@once_per_snapshot
def burden_units(snapshot: Snapshot, years: int, max_gdp_age_years: int) -> pl.DataFrame:
    """All units of an alliance: payers, beneficiaries, deciders, and member states that are none of these.

    Gives  UNIT, cost, benefit, decision (null = measure unknown), gdp (billion dollars, null = unknown; a
           state behind two organisations is split evenly), member (stands for a member or a state that the
           alliance represents)
    """
    shares = unit_shares(snapshot, years)
    states = represented_states(snapshot).select(UNIT)
    covered = covered_states(snapshot, years)
    idle = states.join(shares, on=UNIT, how="anti").join(covered, left_on=UNIT, right_on=[*KEY, "state"], how="anti")
    known = shares.group_by(KEY).agg(
        pl.when(pl.col(name).is_not_null().any()).then(0.0).alias(name) for name in MEASURES
    )
    everyone = pl.concat([shares, idle.join(known, on=KEY).select(shares.columns)])
    gdp = latest_gdp(snapshot, max_gdp_age_years).drop("evidence_id")
    through = (
        covered.join(gdp, left_on=["as_of", "state"], right_on=["as_of", "actor_id"])
        .with_columns(gdp_part=pl.col("gdp") / pl.len().over(*KEY, "state"))
        .group_by(UNIT)
        .agg(gdp_through=pl.col("gdp_part").sum())
    )
    stands_for_states = covered.join(states, left_on=[*KEY, "state"], right_on=UNIT, how="semi").select(UNIT)
    members = pl.concat([states, snapshot.members.select(UNIT), stands_for_states]).unique()
    return (
        everyone.join(gdp, on=["as_of", "actor_id"], how="left")
        .join(through, on=UNIT, how="left")
        .join(members.with_columns(member=True), on=UNIT, how="left")
        .with_columns(gdp=pl.coalesce("gdp_through", "gdp"), member=pl.col("member").fill_null(False))
        .drop("gdp_through")
        .sort(UNIT)
    )


@once_per_snapshot
def latest_gdp(snapshot: Snapshot, max_age_years: int) -> pl.DataFrame:
    """Latest GDP of each actor, at most so many years old: as_of, actor_id, gdp (billion dollars), evidence_id."""
    fresh = snapshot.economy.filter(
        pl.col("gdp_busd").is_not_null() & (pl.col("year") >= pl.col("as_of").dt.year() - max_age_years)
    )
    return (
        fresh.sort("year")
        .group_by("as_of", "actor_id", maintain_order=True)
        .agg(pl.col("evidence_id").last(), gdp=pl.col("gdp_busd").last())
    )


@once_per_snapshot
def share_rows(snapshot: Snapshot, years: int, measures: tuple[str, ...]) -> pl.DataFrame:
    """Rows of the shares table behind the units: the alliance's own, and the keys that split organisations.

    Gives  KEY, evidence_id, verification
    """
    columns = [*KEY, "evidence_id", "verification"]
    rows = recent_shares(snapshot, years)
    own = rows.filter(pl.col("measure").is_in(measures))
    homes = snapshot.homes.rename({"alliance_id": "home"})
    splitting = _split_organisations(snapshot, years).join(homes, left_on="actor_id", right_on="organisation")
    keys = (
        splitting.filter(pl.col("home") != pl.col("alliance_id"))
        .join(rows.filter(measure="cost"), left_on=["home", "as_of"], right_on=KEY, suffix="_key")
        .join(own.select(KEY).unique(), on=KEY, how="semi")
    )
    return pl.concat([own.select(columns), keys.select(columns)])


@once_per_snapshot
def share_counts(snapshot: Snapshot, years: int, measures: tuple[str, ...]) -> pl.DataFrame:
    """The rows of share_rows counted: KEY, n, widening (mean by verification)."""
    rows = share_rows(snapshot, years, measures)
    return rows.group_by(KEY).agg(n=pl.col("evidence_id").n_unique().cast(pl.Int64), widening=widening().mean())


@once_per_snapshot
def gdp_rows(snapshot: Snapshot, max_age_years: int) -> pl.DataFrame:
    """Rows of GDP and membership of the states that an alliance represents: KEY, evidence_id."""
    states = represented_states(snapshot)
    gdp = latest_gdp(snapshot, max_age_years).select("as_of", "actor_id", gdp_row="evidence_id")
    used = states.join(gdp, on=["as_of", "actor_id"])
    return pl.concat([used.select(*KEY, evidence_id="gdp_row"), states.select(*KEY, "evidence_id")])


@once_per_snapshot
def gdp_counts(snapshot: Snapshot, max_age_years: int) -> pl.DataFrame:
    """The rows of gdp_rows counted: KEY, gdp_n."""
    rows = gdp_rows(snapshot, max_age_years)
    return rows.group_by(KEY).agg(gdp_n=pl.col("evidence_id").n_unique().cast(pl.Int64))


def dissimilarity(units: pl.DataFrame, one: str, other: str, relative_error: float) -> pl.DataFrame:
    """1 - half the sum of |share - share| (Duncan and Duncan 1955), with an interval.

    Takes  KEY and the columns `one` and `other` (non-negative; rescaled to add up to 1)
    Gives  KEY, value, moved (share that would change hands), payers (units), low, high. Interval: each
           amount of `one` has the relative error given, carried through the index (delta method).
    """
    a, b = pl.col(one), pl.col(other)
    sign = (pl.col("a") - pl.col("b")).sign()
    mean_sign = (sign * pl.col("a")).sum()
    return (
        units.with_columns(a=a / a.sum().over(KEY), b=b / b.sum().over(KEY))
        .group_by(KEY)
        .agg(
            moved=(pl.col("a") - pl.col("b")).abs().sum() / 2,
            payers=pl.len().cast(pl.Float64),
            error=relative_error / 2 * ((pl.col("a") * (sign - mean_sign)) ** 2).sum().sqrt(),
        )
        .with_columns(value=1 - pl.col("moved"))
        .with_columns(
            low=pl.col("value") - z_score() * pl.col("error"),
            high=pl.col("value") + z_score() * pl.col("error"),
        )
        .drop("error")
    )
