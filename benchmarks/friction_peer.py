"""The same ranking in pandas, written as one would write it there: merges, group-bys and a sort.

The rules of the catalogue are those that alliance_core.friction.strains reads.
"""

from pathlib import Path

import numpy as np
import pandas as pd

from alliance_core.catalogue.friction_rules import friction_rules
from benchmarks.friction import RANKED

KEY = ["alliance_id", "as_of"]
CHAIN = [*KEY, "chain_id"]
DATES = ["as_of", "date", "last", "resolved"]


def rank(folder: Path, target: Path) -> None:
    """Rate and rank all events of a folder, into a Parquet file."""
    ranking(pd.read_parquet(folder)).to_parquet(target, index=False)


def ranking(events: pd.DataFrame) -> pd.DataFrame:
    """The strains of each alliance, ranked: RANKED."""
    rules = friction_rules()
    events = events.assign(**{column: pd.to_datetime(events[column]) for column in DATES})
    rated = _rated(events, rules["events"])
    matrix = np.array(rules["matrix"]["ranks"])
    rated["severity"] = matrix[rated["likelihood"] - 1, rated["consequence"] - 1]
    order = ["alliance_id", "severity", "last", "chain_id"]
    ranked = rated.sort_values(order, ascending=[True, False, False, True])
    ranked["place"] = ranked.groupby("alliance_id", sort=False).cumcount() + 1
    return ranked[RANKED].reset_index(drop=True)


def _rated(events: pd.DataFrame, rules: dict) -> pd.DataFrame:
    strains = events[~events["gain"]]
    recent = strains["date"] > strains["as_of"] - pd.DateOffset(years=rules["repeat_years"])
    alike = strains[recent].groupby([*KEY, "type"], as_index=False).size()
    repeated = alike[alike["size"] >= rules["repeats"]][[*KEY, "type"]].assign(repeated=1)
    late = strains["resolved"] > strains["as_of"] - pd.DateOffset(years=rules["closed_years"])
    rated = strains[strains["resolved"].isna() | late].drop(columns="actors")
    rated = rated.merge(repeated, on=[*KEY, "type"], how="left")
    rated = rated.merge(_relieved(events).assign(relieved=1), on=CHAIN, how="left")
    rated = rated.fillna({"repeated": 0, "relieved": 0})
    years = (rated["as_of"] - rated["last"]).dt.days / 365.25
    marks = np.searchsorted(rules["age_years"], years, side="right")
    fresh = np.array([*rules["age_likelihood"], rules["age_likelihood"][-1]])[marks]
    closed = rated["resolved"].notna()
    open_likelihood = (fresh + rated["repeated"] - rules["relief"] * rated["relieved"]).clip(1, 5)
    return rated.assign(
        consequence=rated["severity"].astype("int64"),
        likelihood=open_likelihood.mask(closed, 1).astype("int64"),
        status=np.select([closed, rated["relieved"] == 1], ["closed", "eased"], "open"),
    )


def _relieved(events: pd.DataFrame) -> pd.DataFrame:
    """Open strains after whose newest step one gain joined two of their actors, or the only one: CHAIN."""
    group = [*KEY, "dimension"]
    stands = events[events["resolved"].isna()]
    strains = stands[~stands["gain"]][[*group, "chain_id", "last", "actors"]]
    strains = strains.assign(asked=strains["actors"].str.len().clip(upper=2)).explode("actors")
    gains = stands[stands["gain"]][[*group, "chain_id", "date", "actors"]].rename(columns={"chain_id": "gained_by"})
    both = strains.merge(gains.explode("actors"), on=[*group, "actors"])
    later = both[both["date"] > both["last"]]
    joined = later.groupby([*CHAIN, "gained_by"], as_index=False).agg(
        joined=("actors", "size"), asked=("asked", "first")
    )
    return joined[joined["joined"] >= joined["asked"]][CHAIN].drop_duplicates()
