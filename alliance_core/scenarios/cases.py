"""Past shocks as features: one row per case for the programme, one row per partner for the response."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl

from alliance_core.catalogue.scenario_rules import scenario_rules, shocks

NEEDED = ["case_id", "shock_kind", "shock_size", "partner_actor_id", "partner_tier", "role_in_shock",
          "partner_sunk_years", "partner_has_alternative", "exit_cost_level"]  # fmt: skip
BYSTANDERS = ["other", "party"]
TOP_LEVEL = 4
LONG = 30.0
OUTCOME = {"survived": 0, "restructured": 1, "fractured": 2, "dissolved": 2}
RESPONSE = {"stayed": 0, "reduced": 1, "left": 2, "expelled": 2}


@dataclass(frozen=True, slots=True)
class Cases:
    """Features of past shocks.

    ids, kinds   of the cases; programme [case, term] without the kinds; outcome [case] 0..2, -1 = unknown
    partners     KEY columns of the rows that respond, in the order of `responses`
    case         [row] the case of each partner row; response_terms [row, term] without the outcome; response [row]
    """

    ids: tuple[str, ...]
    kinds: tuple[str, ...]
    programme: np.ndarray
    outcome: np.ndarray
    actors: tuple[str, ...]
    roles: tuple[str, ...]
    case: np.ndarray
    partner: np.ndarray
    response: np.ndarray


def programme_terms() -> tuple[str, ...]:
    """Terms of the programme model: those of the catalogue, then one for each kind of shock."""
    return (*scenario_rules()["programme_terms"], *(f"kind_{kind}" for kind in shocks()))


def partner_terms() -> tuple[str, ...]:
    """Terms of the partner model."""
    return tuple(scenario_rules()["partner_terms"])


def sunk(years: np.ndarray | float) -> np.ndarray:
    """Years invested on a scale from 0 to about 1: the first ones bind most.

    >>> sunk(np.array([0.0, 30.0])).round(3).tolist()
    [0.0, 1.0]
    """
    return np.log1p(np.maximum(years, 0.0)) / np.log1p(LONG)


def read_cases(rows: pl.DataFrame) -> Cases:
    """Features of a table like shock_cases; outcomes may be absent.

    Takes  the columns NEEDED, and partner_outcome and programme_outcome if they are known
    """
    ordered = rows.sort("case_id", "partner_actor_id", maintain_order=True)
    ids = tuple(ordered["case_id"].unique(maintain_order=True))
    place = {id_: i for i, id_ in enumerate(ids)}
    case = np.array([place[id_] for id_ in ordered["case_id"]], dtype=int)
    size = ordered["shock_size"].to_numpy().astype(float)
    exit_cost = ordered["exit_cost_level"].to_numpy().astype(float) / TOP_LEVEL
    alternative = ordered["partner_has_alternative"].to_numpy().astype(float)
    years = sunk(ordered["partner_sunk_years"].to_numpy().astype(float))
    tier, role = ordered["partner_tier"], ordered["role_in_shock"]
    author = (role == "author").to_numpy()
    responds = role.is_in(BYSTANDERS).to_numpy()
    first = np.array([np.flatnonzero(case == i)[0] for i in range(len(ids))], dtype=int)

    def mean(values: np.ndarray, counted: np.ndarray) -> np.ndarray:
        """Mean over the counted rows of each case, over all its rows where none counts."""
        total, number = (np.bincount(case, weights, len(ids)) for weights in (values * counted, counted.astype(float)))
        every = np.bincount(case, values, len(ids)) / np.bincount(case, minlength=len(ids))
        return np.where(number > 0, total / np.maximum(number, 1), every)

    leading = tier.is_in(["anchor", "core"]).to_numpy()
    programme = np.column_stack(
        [
            size[first],
            np.bincount(case, author & (tier == "anchor").to_numpy(), len(ids)) > 0,
            mean(exit_cost, responds),
            mean(alternative, responds & leading),
            np.array([years[case == i].max() for i in range(len(ids))]),
        ]
    )
    partner = np.column_stack(
        [
            *(tier == name for name in ("core", "anchor", "peripheral")),
            alternative, exit_cost, years, (role == "party"), size,
        ]
    ).astype(float)  # fmt: skip
    return Cases(
        ids=ids, kinds=tuple(ordered["shock_kind"].gather(first)), programme=programme.astype(float),
        outcome=_coded(ordered, "programme_outcome", OUTCOME)[first], actors=tuple(ordered["partner_actor_id"]),
        roles=tuple(role), case=case, partner=partner, response=_coded(ordered, "partner_outcome", RESPONSE),
    )  # fmt: skip


def kind_columns(kinds: Sequence[str]) -> np.ndarray:
    """One column for each kind of the catalogue: [case, kind]."""
    return np.array([[float(kind == own) for kind in shocks()] for own in kinds]).reshape(len(kinds), len(shocks()))


def outcome_columns(outcome: np.ndarray) -> np.ndarray:
    """The outcome as the terms `restructured` and `fractured`, the one on top of the other: [..., 2]."""
    return np.stack([outcome >= 1, outcome >= 2], axis=-1).astype(float)


def _coded(rows: pl.DataFrame, column: str, codes: dict[str, int]) -> np.ndarray:
    if column not in rows.columns:
        return np.full(rows.height, -1)
    return rows[column].replace_strict(codes, default=-1, return_dtype=pl.Int64).fill_null(-1).to_numpy()
