"""Predictions of the two models for cases in the format of shock_cases, outcomes not looked at."""

from pathlib import Path
from typing import Any

import numpy as np
import polars as pl

from alliance_core.catalogue.scenario_rules import shocks
from alliance_core.errors import WorkbenchError
from alliance_core.scenarios.cases import BYSTANDERS, NEEDED, Cases, kind_columns, outcome_columns, read_cases
from alliance_core.scenarios.hazard import Hazard

TIERS = ["anchor", "core", "associate", "peripheral"]
ROLES = ["author", "party", "target", "other"]
RANGES = {"shock_size": (0.0, 1.0), "partner_sunk_years": (0.0, 200.0), "exit_cost_level": (0.0, 4.0),
          "partner_has_alternative": (0.0, 1.0)}  # fmt: skip


def programme_probabilities(hazard: Hazard, cases: Cases) -> np.ndarray:
    """P(survived, restructured, fractured or dissolved) of each case: [case, 3]."""
    return hazard.programme.probabilities(np.column_stack([cases.programme, kind_columns(cases.kinds)]))


def partner_probabilities(hazard: Hazard, cases: Cases, programme: np.ndarray) -> np.ndarray:
    """P(stays, reduces, leaves) of each partner row: [row, 3], over all that may become of the programme.

    Authors, and those that a measure is aimed at, leave as often as authors of that kind of shock did; they never
    merely reduce.
    """
    told = np.zeros((len(cases.case), 3))
    for outcome in range(3):
        x = np.column_stack([cases.partner, np.tile(outcome_columns(np.array(outcome)), (len(cases.case), 1))])
        told += programme[cases.case, outcome, None] * hazard.partner.probabilities(x)
    leaves = np.array([hazard.authors[kind][0] / sum(hazard.authors[kind]) for kind in cases.kinds])[cases.case]
    bystander = np.isin(cases.roles, BYSTANDERS)
    return np.where(bystander[:, None], told, np.column_stack([1 - leaves, np.zeros_like(leaves), leaves]))


def predict(hazard: Hazard, rows: pl.DataFrame) -> list[dict[str, Any]]:
    """Predictions for every case of a table: case_id, p_survived, p_restructured, p_dissolved, partners."""
    cases = read_cases(rows)
    programme = programme_probabilities(hazard, cases)
    partners = partner_probabilities(hazard, cases, programme)
    return [
        {
            "case_id": id_,
            "p_survived": float(programme[i, 0]),
            "p_restructured": float(programme[i, 1]),
            "p_dissolved": float(programme[i, 2]),
            "partners": [
                {
                    "partner_actor_id": cases.actors[row],
                    "p_left": float(partners[row, 2]),
                    "p_reduced_or_left": float(partners[row, 1] + partners[row, 2]),
                }
                for row in np.flatnonzero(cases.case == i)
            ],
        }
        for i, id_ in enumerate(cases.ids)
    ]


def read_case_file(path: Path) -> pl.DataFrame:
    """A CSV in the format of shock_cases, without outcomes or with them.

    Raises WorkbenchError that names the line, the column, the value and what is allowed
    """
    try:
        raw = pl.read_csv(path, infer_schema=False)
    except FileNotFoundError as error:
        raise WorkbenchError(f"{path} does not exist; give a CSV in the format of shock_cases.csv") from error
    except (pl.exceptions.PolarsError, OSError) as error:
        raise WorkbenchError(f"{path} cannot be read as CSV: {str(error).splitlines()[0]}") from error
    if missing := [name for name in NEEDED if name not in raw.columns]:
        raise WorkbenchError(f"{path} lacks the columns {', '.join(missing)}; needed are {', '.join(NEEDED)}")
    if raw.is_empty():
        raise WorkbenchError(f"{path} holds no case")
    for column in ("case_id", "partner_actor_id"):
        _refuse(path, raw, column, pl.col(column).is_null(), "every row names its case and its partner")
    for column, allowed in (("shock_kind", list(shocks())), ("partner_tier", TIERS), ("role_in_shock", ROLES)):
        _refuse(path, raw, column, ~pl.col(column).is_in(allowed).fill_null(False), f"allowed: {', '.join(allowed)}")
    for column, (low, high) in RANGES.items():
        number = pl.col(column).cast(pl.Float64, strict=False)
        good = number.is_between(low, high).fill_null(False)
        _refuse(path, raw, column, ~good, f"it must be a number from {low:g} to {high:g}")
    for column in ("shock_kind", "shock_size"):
        mixed = raw.group_by("case_id").agg(pl.col(column).n_unique()).filter(pl.col(column) > 1)
        if not mixed.is_empty():
            raise WorkbenchError(f"{path}: the case {mixed['case_id'][0]} has more than one {column}")
    return raw.with_columns(pl.col(name).cast(pl.Float64) for name in RANGES)


def _refuse(path: Path, raw: pl.DataFrame, column: str, bad: pl.Expr, allowed: str) -> None:
    faults = raw.with_row_index("line", offset=2).filter(bad)
    if not faults.is_empty():
        line, value = faults["line"][0], faults[column][0]
        told = "the cell is empty" if value is None else f"'{value}' cannot be"
        raise WorkbenchError(f"{path}, line {line}, {column}: {told}; {allowed}")
