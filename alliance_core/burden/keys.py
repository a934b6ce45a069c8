"""Who would pay how much under which key: keys, mixtures of keys, ceiling and floor."""

import math
from collections.abc import Mapping

import numpy as np
import polars as pl

from alliance_core.catalogue.burden import burden_rules
from alliance_core.errors import UnknownNameError, WorkbenchError

SUM = 100.0
SLACK = 1e-9


def key_names() -> dict[str, str]:
    """Names of the keys by id, in the order of the catalogue."""
    rules = burden_rules()["keys"]
    return {id_: rules["names"][id_] for id_ in rules["order"]}


def key_shares(frame: pl.DataFrame) -> pl.DataFrame:
    """What each member partner would bear under each key.

    Takes  partners of one alliance
    Gives  actor_id, name, and a column for each key: gdp, population, benefit, equal, decision, today, each adding
           up to 100; null = the key cannot be computed for this alliance
    Nulls  a member whose GDP or population is unknown has no row: its part is unknown, not zero
    """
    members = frame.filter(pl.col("member") & pl.col("gdp").is_not_null() & pl.col("population").is_not_null())
    amounts = {
        "gdp": pl.col("gdp"),
        "population": pl.col("population"),
        "benefit": pl.col("benefit"),
        "equal": pl.lit(1.0),
        "decision": pl.col("decision"),
        "today": pl.col("cost"),
    }
    return members.select("actor_id", "name", **{key: amounts[key] for key in key_names()}).select(
        "actor_id",
        "name",
        *[pl.when(pl.col(key).sum() > 0).then(SUM * pl.col(key) / pl.col(key).sum()).alias(key) for key in key_names()],
    )


def parse_key(text: str) -> dict[str, float]:
    """A mixture as it is written, KEY=NUMBER,... , as parts that add up to 1. Raises WorkbenchError.

    >>> parse_key("gdp=60,benefit=20")
    {'gdp': 0.75, 'benefit': 0.25}
    """
    parts: dict[str, float] = {}
    for piece in text.split(","):
        name, _, number = (word.strip() for word in piece.partition("="))
        if name in parts:
            raise WorkbenchError(f"the key '{name}' is weighed twice in '{text}'")
        try:
            parts[name] = float(number)
        except ValueError:
            raise WorkbenchError(f"'{piece.strip()}' is no weight of a key; write KEY=NUMBER, like gdp=50") from None
    return normalised(parts)


def normalised(weights: Mapping[str, float]) -> dict[str, float]:
    """Weights as parts that add up to 1. Raises UnknownNameError, or WorkbenchError if there is nothing to weigh."""
    for name, weight in weights.items():
        if name not in key_names():
            raise UnknownNameError("key", name, key_names())
        if not 0 <= weight < float("inf"):
            raise WorkbenchError(f"the weight of the key {name} is {weight}; it must be 0 or more")
    total = sum(weights.values())
    if not total > 0:
        raise WorkbenchError("no key has a weight; give at least one of them more than 0")
    return {name: weight / total for name, weight in weights.items() if weight > 0}


def mix(
    keys: pl.DataFrame, weights: Mapping[str, float], ceiling: float | None = None, floor: float | None = None
) -> pl.DataFrame:
    """What each partner would bear under a mixture of keys, within a ceiling and a floor.

    Takes  key_shares; weights (any scale); ceiling and floor in per cent of the cost
    Gives  actor_id, name, today, share (per cent; adds up to 100), change (points against today, null = unknown)
    Nulls  without any partner to share among there is no row
    Raises WorkbenchError for a key that the alliance has no figures for, or limits that cannot be kept
    """
    parts = normalised(weights)
    if keys.is_empty():
        return keys.select("actor_id", "name", "today", share="today", change="today")
    if missing := [key_names()[key] for key in parts if keys[key].null_count()]:
        raise WorkbenchError(f"no figures for the key {', '.join(missing)} here; choose other keys")
    raw = keys.select(pl.sum_horizontal(part * pl.col(key) for key, part in parts.items())).to_series().to_numpy()
    shared = limited(raw, ceiling, floor)
    share = pl.Series("share", shared, dtype=pl.Float64)
    return keys.select("actor_id", "name", "today").with_columns(share, change=share - pl.col("today"))


def limited(shares: np.ndarray, ceiling: float | None, floor: float | None) -> np.ndarray:
    """Shares that add up to 100 brought between floor and ceiling: all others by one common factor.

    The factor f solves sum(clip(f * share, floor, ceiling)) = 100, which is linear between its kinks.
    Raises WorkbenchError if so many partners cannot keep the limits.
    """
    low, high, count = floor or 0.0, SUM if ceiling is None else ceiling, len(shares)
    payers = int((shares > 0).sum())
    most = high * payers + low * (count - payers)
    if low > high:
        raise WorkbenchError(f"the floor of {low:g} % lies above the ceiling of {high:g} %")
    if low * count > SUM + SLACK:
        raise WorkbenchError(
            f"{count} partners cannot all bear {low:g} %: the floor is at most "
            f"{math.floor(10 * SUM / count) / 10:.1f} %"
        )
    if most < SUM - SLACK:
        raise WorkbenchError(
            f"{payers} partners that bear something cannot carry the cost with {high:g} % each; "
            f"the ceiling is at least {math.ceil(10 * (SUM - low * (count - payers)) / payers) / 10:.1f} %"
        )
    positive = shares[shares > 0]
    kinks = np.unique(np.concatenate([[0.0], low / positive, high / positive]))
    sums = np.clip(kinks[:, None] * shares[None, :], low, high).sum(axis=1)
    factor = np.interp(SUM, sums, kinks)
    return np.clip(factor * shares, low, high)


def in_money(mixed: pl.DataFrame, musd: float | None) -> pl.DataFrame:
    """The mixture with today_musd, musd and change_musd: the shares of a yearly total; null without one."""
    total = pl.lit(musd, pl.Float64)
    return mixed.with_columns(
        today_musd=total * pl.col("today") / SUM,
        musd=total * pl.col("share") / SUM,
        change_musd=total * pl.col("change") / SUM,
    )
