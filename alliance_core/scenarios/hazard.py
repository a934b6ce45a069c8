"""The two hazard models, fitted to past shocks: what becomes of the programme, and what partners do then."""

import datetime as dt
import hashlib
import json
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl

from alliance_core.catalogue.scenario_rules import scenario_rules, shocks
from alliance_core.errors import EvidenceError, WorkbenchError
from alliance_core.evidence.store import Evidence
from alliance_core.paths import ROOT
from alliance_core.scenarios.cases import (
    BYSTANDERS,
    NEEDED,
    Cases,
    kind_columns,
    outcome_columns,
    partner_terms,
    programme_terms,
    read_cases,
)
from alliance_core.scenarios.ordered import OrderedLogit, fit

SHIPPED = ROOT / "data" / "models" / "hazard.json"


@dataclass(frozen=True)
class Hazard:
    """Both models, the shares in which authors left by kind of shock, and what they were fitted to.

    expert_shift  another mean of the expert priors than the catalogue's, on the scale of the logit; None = as it is
    """

    programme: OrderedLogit
    partner: OrderedLogit
    authors: dict[str, tuple[float, float]]
    cases: int
    rows: int
    version: str
    expert_shift: float | None = None


def fit_hazard(cases: Cases, use: np.ndarray | None = None) -> Hazard:
    """Fit both models to the cases, or to some of them.

    The programme: ordered logit on size, authorship of the anchor, exit cost, alternatives of the core, years
    invested, and kind of shock (pooled towards zero). The partners (bystanders and parties to a rupture): ordered logit
    on tier, alternative, exit cost, years invested, side of a rupture, size, and what became of the programme.

    Takes  use [case]: whether a case counts; all if not given
    """
    used = np.ones(len(cases.ids), bool) if use is None else use
    known = used & (cases.outcome >= 0)
    rules = scenario_rules()
    slope, kind = rules["prior"]["slope"], rules["prior"]["kind"]
    signs = np.array([rules["programme_terms"][term]["sign"] for term in rules["programme_terms"]])
    count = len(shocks())
    programme = fit(
        np.column_stack([cases.programme, kind_columns(cases.kinds)])[known], cases.outcome[known], programme_terms(),
        np.concatenate([signs, np.zeros(count)]), np.concatenate([np.full(len(signs), slope), np.full(count, kind)]),
    )  # fmt: skip
    responds = np.isin(cases.roles, BYSTANDERS) & (cases.response >= 0) & known[cases.case]
    partner_signs = np.array([rules["partner_terms"][term]["sign"] for term in partner_terms()])
    features = np.column_stack([cases.partner, outcome_columns(cases.outcome[cases.case])])
    partner = fit(
        features[responds], cases.response[responds], partner_terms(), partner_signs,
        np.full(len(partner_signs), slope),
    )  # fmt: skip
    return Hazard(programme, partner, _authors(cases, used), int(known.sum()), int(responds.sum()), "")


def _authors(cases: Cases, used: np.ndarray) -> dict[str, tuple[float, float]]:
    """Beta parameters of an author's leaving, by kind of shock, pooled towards all authors: {kind: (left, stayed)}."""
    rows = np.isin(cases.roles, ["author", "target"]) & (cases.response >= 0) & used[cases.case]
    left = cases.response == 2
    every = (left[rows].sum() + 1) / (rows.sum() + 2)
    kinds = np.array(cases.kinds)[cases.case]
    told = {}
    for kind in shocks():
        own = rows & (kinds == kind)
        told[kind] = (float(left[own].sum() + 2 * every), float((~left[own]).sum() + 2 * (1 - every)))
    return told


def shock_cases(evidence: Evidence) -> pl.DataFrame:
    """The shock cases of the fact tables."""
    return evidence.scan("shock_cases").collect()


def calibrate(evidence: Evidence, as_of: dt.date | None = None) -> Hazard:
    """Fit to all cases of the fact tables; the version names what went in.

    Takes  as_of: use only cases whose shock and responses were known by then; all if not given
    """
    rows = shock_cases(evidence)
    if as_of is not None:
        rows = rows.filter(_told_by(as_of))
    found = fit_hazard(read_cases(rows))
    columns = [*NEEDED, "partner_outcome", "programme_outcome"]
    told = rows.sort("case_id", "partner_actor_id").select(columns).write_csv() + json.dumps(
        scenario_rules(), sort_keys=True
    )
    return Hazard(
        found.programme, found.partner, found.authors, found.cases, found.rows,
        hashlib.sha256(told.encode()).hexdigest()[:12],
    )  # fmt: skip


def hazard_at(evidence: Evidence, as_of: dt.date, expert_shift: float | None = None) -> Hazard:
    """The models as they could be fitted at a date: the shipped ones where all cases were known by then.

    Raises WorkbenchError where too few shocks had happened, EvidenceError where the shipped ones cannot be read
    """
    known = shock_cases(evidence).filter(_told_by(as_of))["case_id"].n_unique()
    least = scenario_rules()["prior"]["least_cases"]
    if known < least:
        raise WorkbenchError(
            f"only {known} past shocks were known on {as_of}, too few to learn from; choose a later date, with {least}"
        )
    shipped = load()
    found = shipped if known >= shipped.cases else calibrate(evidence, as_of)
    return replace(found, expert_shift=expert_shift)


def _told_by(as_of: dt.date) -> pl.Expr:
    """Whether a case was over by a date: the shock, and the last response to it."""
    return pl.max_horizontal("shock_date", "outcome_date").max().over("case_id") <= as_of


def save(hazard: Hazard, path: Path = SHIPPED) -> None:
    """Write the coefficients as data, rounded to what the optimiser can tell."""
    path.parent.mkdir(parents=True, exist_ok=True)
    told = {
        "version": hazard.version, "cases": hazard.cases, "rows": hazard.rows,
        "programme": _as_data(hazard.programme), "partner": _as_data(hazard.partner),
        "authors": {kind: [round(value, 6) for value in pair] for kind, pair in hazard.authors.items()},
    }  # fmt: skip
    path.write_text(json.dumps(told, indent=1) + "\n", encoding="utf-8")


def load(path: Path = SHIPPED) -> Hazard:
    """The shipped coefficients. Raises EvidenceError where they cannot be read or are of other terms."""
    return _load(path, path.stat().st_mtime if path.is_file() else 0.0)


@lru_cache(maxsize=4)
def _load(path: Path, _written: float) -> Hazard:
    try:
        told = json.loads(path.read_text(encoding="utf-8"))
        models = [_from_data(told[name]) for name in ("programme", "partner")]
        authors = {kind: (pair[0], pair[1]) for kind, pair in told["authors"].items()}
        hazard = Hazard(models[0], models[1], authors, told["cases"], told["rows"], told["version"])
    except (OSError, ValueError, KeyError, IndexError, TypeError, AttributeError) as error:
        raise EvidenceError(
            f"{path} cannot be read as coefficients: {error}; run `python -m alliance_core calibrate`"
        ) from error
    if (
        hazard.programme.terms != programme_terms()
        or hazard.partner.terms != partner_terms()
        or set(authors) != set(shocks())
    ):
        raise EvidenceError(f"{path} was fitted to other terms; run `python -m alliance_core calibrate`")
    return hazard


def coefficient_table(hazard: Hazard) -> pl.DataFrame:
    """Coefficients for people: model, term, name, sign, value, low, high (90 %), reason."""
    rules = scenario_rules()
    rows: list[dict[str, Any]] = []
    for model, terms in (("programme", rules["programme_terms"]), ("partner", rules["partner_terms"])):
        fitted: OrderedLogit = getattr(hazard, model)
        deviations = np.sqrt(np.maximum(np.diag(fitted.covariance)[2:], 0))
        for term, value, sd, sign in zip(fitted.terms, fitted.beta, deviations, fitted.signs, strict=True):
            low, high = value - 1.645 * sd, value + 1.645 * sd
            told = terms.get(term) or {"name": f"Kind: {shocks()[term.removeprefix('kind_')].name}",
                                       "reason": rules["prior"]["reason"]}  # fmt: skip
            rows.append(
                {
                    "model": model, "term": term, "name": told["name"],
                    "sign": {1: "never negative", -1: "never positive", 0: "free"}[int(sign)], "value": float(value),
                    "low": float(max(low, 0) if sign > 0 else low), "high": float(min(high, 0) if sign < 0 else high),
                    "reason": told["reason"],
                }
            )  # fmt: skip
    return pl.DataFrame(rows)


def _as_data(model: OrderedLogit) -> dict[str, Any]:
    return {
        "terms": list(model.terms), "signs": model.signs.tolist(), "cuts": model.cuts.round(6).tolist(),
        "beta": model.beta.round(6).tolist(), "covariance": model.covariance.round(8).tolist(),
    }  # fmt: skip


def _from_data(told: dict[str, Any]) -> OrderedLogit:
    arrays = {name: np.array(told[name], dtype=float) for name in ("cuts", "beta", "covariance", "signs")}
    terms = len(told["terms"])
    shapes = {"cuts": (2,), "beta": (terms,), "covariance": (terms + 2, terms + 2), "signs": (terms,)}
    for name, values in arrays.items():
        if values.shape != shapes[name] or not np.isfinite(values).all():
            raise ValueError(f"{name} must be {' x '.join(map(str, shapes[name]))} numbers")
    if arrays["cuts"][0] >= arrays["cuts"][1]:
        raise ValueError("cuts must rise")
    return OrderedLogit(terms=tuple(told["terms"]), **arrays)
