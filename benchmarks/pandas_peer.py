"""The burden family in pandas, written as one would write it there: merges, group-bys and transforms.

It reads the same Parquet files and answers as benchmarks.burden does; the steps are those of
alliance_core.evidence.snapshot and alliance_core.indicators.burden_sharing_equity.units.
"""

import datetime as dt
from pathlib import Path

import pandas as pd

from benchmarks.burden import SHARE_COLUMNS, VALUE_COLUMNS, passes

KEY = ["alliance_id", "as_of"]
UNIT = [*KEY, "actor_id"]
MEASURES = ["cost", "benefit", "decision"]
COLUMNS = {
    "alliance": ["alliance_id", "founded"],
    "members": ["alliance_id", "actor_id", "joined", "left"],
    "actors": ["actor_id", "kind"],
    "shares": ["alliance_id", "year", "measure", "actor_id", "share_pct"],
    "vocabulary_organisations": ["actor_id", "alliance_id"],
}
DATES = {"alliance": ["founded"], "members": ["joined", "left"]}


def burden(folder: Path, dates: list[dt.date], years: int = 3) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Mean shares (SHARE_COLUMNS) and values (VALUE_COLUMNS, NaN = unknown) of all alliances at the dates."""
    tables = {name: pd.read_parquet(folder / f"{name}.parquet", columns=used) for name, used in COLUMNS.items()}
    for name, columns in DATES.items():
        tables[name] = tables[name].assign(**{column: pd.to_datetime(tables[name][column]) for column in columns})
    parts = [_burden(tables, days, years) for days in passes(folder, dates)]
    shares, values = (pd.concat(frames, ignore_index=True) for frames in zip(*parts, strict=True))
    return shares, values


def _burden(tables: dict[str, pd.DataFrame], dates: list[dt.date], years: int) -> tuple[pd.DataFrame, pd.DataFrame]:
    days = pd.DataFrame({"as_of": pd.to_datetime(dates)})
    alliances = tables["alliance"].merge(days, how="cross").query("founded <= as_of")[KEY]
    shares = known_shares(tables["shares"], days, alliances)
    means = mean_shares(shares, years)
    units = unit_shares(means, organisation_states(tables, days, alliances, shares), tables)
    return means[SHARE_COLUMNS], values(units)


def known_shares(shares: pd.DataFrame, days: pd.DataFrame, alliances: pd.DataFrame) -> pd.DataFrame:
    """Shares of the years that had ended, of the alliances that existed."""
    new_year = days["as_of"] + pd.Timedelta(days=1)
    known = shares.merge(days.assign(last_year=new_year.dt.year - 1), how="cross").query("year <= last_year")
    known = known.merge(alliances, on=KEY)
    return known.assign(share=known["share_pct"] / 100)


def mean_shares(shares: pd.DataFrame, years: int) -> pd.DataFrame:
    """Mean share of each actor over the latest ended years: UNIT, measure, share."""
    group = [*KEY, "measure"]
    recent = shares[shares.groupby(group)["year"].rank("dense", ascending=False) <= years]
    known = recent.groupby(group)["year"].transform("nunique")
    part = recent.assign(share=recent["share"] / known)
    return part.groupby([*UNIT, "measure"], as_index=False, sort=False)["share"].sum()


def organisation_states(
    tables: dict[str, pd.DataFrame], days: pd.DataFrame, alliances: pd.DataFrame, shares: pd.DataFrame
) -> pd.DataFrame:
    """States for which an organisation stood: as_of, organisation, state."""
    homes = tables["vocabulary_organisations"].rename(columns={"actor_id": "organisation"})
    members = tables["members"].merge(homes, on="alliance_id").merge(days, how="cross").merge(alliances, on=KEY)
    joined = members["joined"].isna() | (members["joined"] <= members["as_of"])
    present = members[joined & ~(members["left"] <= members["as_of"])].merge(tables["actors"], on="actor_id")
    states = present[present["kind"] == "state"].drop_duplicates(UNIT)
    votes = shares[shares["measure"] == "decision"]
    latest = votes[votes["year"] == votes.groupby(KEY)["year"].transform("max")]
    judged = states.merge(latest[[*UNIT, "share"]], on=UNIT, how="left")
    judged = judged.merge(latest[KEY].drop_duplicates().assign(votes_known=True), on=KEY, how="left")
    voting = judged[judged["votes_known"].isna() | (judged["share"] > 0)]
    return voting[["as_of", "organisation", "actor_id"]].rename(columns={"actor_id": "state"})


def unit_shares(means: pd.DataFrame, behind: pd.DataFrame, tables: dict[str, pd.DataFrame]) -> pd.DataFrame:
    """One row per unit with cost, benefit and decision; organisations beside their own states are split."""
    actors = means[UNIT].drop_duplicates()
    beside = actors.rename(columns={"actor_id": "organisation"}).merge(behind, on=["as_of", "organisation"])
    beside = beside.merge(actors.rename(columns={"actor_id": "state"}), on=[*KEY, "state"])
    mixed = beside[[*KEY, "organisation"]].drop_duplicates().rename(columns={"organisation": "actor_id"})
    homes = tables["vocabulary_organisations"].rename(columns={"actor_id": "organisation"})
    paid = means[means["measure"] == "cost"].merge(homes, on="alliance_id").rename(columns={"actor_id": "state"})
    key = behind.merge(paid[["as_of", "organisation", "state", "share"]], on=["as_of", "organisation", "state"])
    key = key.assign(key=key["share"] / key.groupby(["as_of", "organisation"])["share"].transform("sum"))
    key = key.rename(columns={"organisation": "actor_id"})[["as_of", "actor_id", "state", "key"]]
    marked = means.merge(mixed.assign(mixed=True), on=UNIT, how="left")
    split = marked[marked["mixed"].notna()].merge(key, on=["as_of", "actor_id"], how="left")
    split = split.assign(
        actor_id=split["state"].fillna(split["actor_id"]), share=split["share"] * split["key"].fillna(1)
    )
    both = pd.concat([marked[marked["mixed"].isna()], split])[[*UNIT, "measure", "share"]]
    wide = both.pivot_table(index=UNIT, columns="measure", values="share", aggfunc="sum", sort=False)
    wide = wide.reindex(columns=MEASURES).reset_index()
    for name in MEASURES:
        known = wide.groupby(KEY)[name].transform("count") > 0
        wide[name] = wide[name].where(wide[name].notna() | ~known, 0.0)
    return wide


def values(units: pd.DataFrame) -> pd.DataFrame:
    """Authority alignment and anchor dependence of each alliance at each date."""
    paying = units[units["cost"].notna()]
    anchors = paying.groupby(KEY, as_index=False)["cost"].max().rename(columns={"cost": "anchor_dependence"})
    both = paying[paying["decision"].notna()]
    groups = both.groupby(KEY)
    apart = both["cost"] / groups["cost"].transform("sum") - both["decision"] / groups["decision"].transform("sum")
    moved = both.assign(moved=apart.abs() / 2).groupby(KEY, as_index=False).agg(
        moved=("moved", "sum"), payers=("actor_id", "size")
    )  # fmt: skip
    moved = moved[moved["payers"] > 1].assign(authority_alignment=1 - moved["moved"])
    return anchors.merge(moved[[*KEY, "authority_alignment"]], on=KEY, how="left")[VALUE_COLUMNS]
