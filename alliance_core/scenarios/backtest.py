"""How well the models would have predicted each past shock from all the others, against simple baselines."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl

from alliance_core.catalogue import evidence_rules
from alliance_core.catalogue.scenario_rules import scenario_rules
from alliance_core.scenarios.cases import BYSTANDERS, RESPONSE, Cases, read_cases
from alliance_core.scenarios.hazard import fit_hazard
from alliance_core.scenarios.predict import TIERS, partner_probabilities, programme_probabilities

LEAST = 0.01
# Leaving a case out lowers the rate of its own outcome, so that even a constant would seem to rank backwards.
CONSTANT = ("base_rate", "everyone_stays")
OUTCOMES = ("survived", "restructured", "fractured")
RESPONSES = ("stayed", "reduced", "left")


@dataclass(frozen=True)
class Backtest:
    """Leave-one-case-out predictions. Baselines are smoothed so that none is infinitely wrong.

    programme  {model or baseline: [case, 3]}; partner {...: [row, 3]}
    rows       the partner rows that count: bystanders with a known response
    """

    cases: Cases
    outcome: np.ndarray
    programme: dict[str, np.ndarray]
    rows: np.ndarray
    response: np.ndarray
    partner: dict[str, np.ndarray]


def backtest(rows: pl.DataFrame) -> Backtest:
    """Predict each case by models fitted without it.

    Takes  rows: shock_cases with outcomes
    """
    cases = read_cases(rows)
    ordered = rows.sort("case_id", "partner_actor_id", maintain_order=True)
    tiers = np.array([TIERS.index(tier) for tier in ordered["partner_tier"]])
    counted = np.flatnonzero(np.isin(cases.roles, BYSTANDERS) & (cases.response >= 0))
    programme = {name: np.zeros((len(cases.ids), 3)) for name in ("model", "base_rate", "tier_only", "everyone_stays")}
    partner = {name: np.zeros((len(cases.case), 3)) for name in programme}
    kinds = np.array(cases.kinds)
    # One fit per case left out: 53 small optimisations that do not depend on one another.
    for i in range(len(cases.ids)):
        others = np.arange(len(cases.ids)) != i
        hazard = fit_hazard(cases, others)
        chances = programme_probabilities(hazard, cases)
        own = cases.case == i
        programme["model"][i] = chances[i]
        partner["model"][own] = partner_probabilities(hazard, cases, chances)[own]
        base = _rates(cases.outcome[others])
        programme["base_rate"][i] = base
        programme["tier_only"][i] = _rates(cases.outcome[others & (kinds == kinds[i])], base)
        known = counted[others[cases.case[counted]]]
        rate = _rates(cases.response[known])
        partner["base_rate"][own] = rate
        for tier in range(len(TIERS)):
            mine = own & (tiers == tier)
            partner["tier_only"][mine] = _rates(cases.response[known[tiers[known] == tier]], rate)
        programme["everyone_stays"][i] = partner["everyone_stays"][own] = [1 - 2 * LEAST, LEAST, LEAST]
    return Backtest(
        cases, cases.outcome, programme, counted, cases.response[counted],
        {name: values[counted] for name, values in partner.items()},
    )  # fmt: skip


def score_table(found: Backtest, seed: int = 0) -> pl.DataFrame:
    """Scores of models and baselines.

    Gives  question (programme, partner), predictor, log_score, brier (both: lower is better), auc (of the worst
           outcome; of leaving; half for what says the same of every case), gain, gain_low, gain_high (log score of the
           baseline less that of the model, 90 % over resampled cases; null for the model), better (bool: the whole
           interval lies above zero)
    """
    parts = []
    tail = (1 - evidence_rules()["interval"]["confidence"]) / 2
    for question, told, truth, groups in (
        ("programme", found.programme, found.outcome, np.arange(len(found.cases.ids))),
        ("partner", found.partner, found.response, found.cases.case[found.rows]),
    ):
        logs = {name: _log(chances, truth) for name, chances in told.items()}
        picks = _resampled(groups, seed)
        for name, chances in told.items():
            row: dict[str, Any] = {
                "question": question, "predictor": name, "log_score": float(logs[name].mean()),
                "brier": float(((chances - np.eye(3)[truth]) ** 2).sum(axis=1).mean()),
                "auc": 0.5 if name in CONSTANT else area_under_curve(chances[:, 2], truth == 2),
            }  # fmt: skip
            if name != "model":
                gains = logs[name] - logs["model"]
                draws = [gains[pick].mean() for pick in picks]
                low, high = np.quantile(draws, [tail, 1 - tail])
                row |= {
                    "gain": float(gains.mean()),
                    "gain_low": float(low),
                    "gain_high": float(high),
                    "better": low > 0,
                }
            parts.append(row)
    schema = {"question": pl.String, "predictor": pl.String, "log_score": pl.Float64, "brier": pl.Float64,
              "auc": pl.Float64, "gain": pl.Float64, "gain_low": pl.Float64, "gain_high": pl.Float64,
              "better": pl.Boolean}  # fmt: skip
    return pl.DataFrame(parts, schema=schema)


def auc_interval(found: Backtest, question: str, seed: int = 0) -> tuple[float, float, float]:
    """AUC of the model with its 90 % interval over resampled cases: value, low, high."""
    if question == "programme":
        chances, truth, groups = found.programme["model"], found.outcome, np.arange(len(found.cases.ids))
    else:
        chances, truth, groups = found.partner["model"], found.response, found.cases.case[found.rows]
    draws = [area_under_curve(chances[pick, 2], truth[pick] == 2) for pick in _resampled(groups, seed)]
    tail = (1 - evidence_rules()["interval"]["confidence"]) / 2
    low, high = np.nanquantile(draws, [tail, 1 - tail])
    return area_under_curve(chances[:, 2], truth == 2), float(low), float(high)


def calibration_table(found: Backtest) -> pl.DataFrame:
    """Predicted against happened, in bins: question, bin, n, predicted (mean), happened (share)."""
    edges = np.array(scenario_rules()["backtest"]["bins"])
    rows = []
    for question, chances, happened in (
        ("programme: does not survive intact", 1 - found.programme["model"][:, 0], found.outcome > 0),
        ("programme: fractures or dissolves", found.programme["model"][:, 2], found.outcome == 2),
        ("partner: reduces or leaves", 1 - found.partner["model"][:, 0], found.response > 0),
    ):
        bins = np.clip(np.digitize(chances, edges[1:-1]), 0, len(edges) - 2)
        for k in range(len(edges) - 1):
            here = bins == k
            if here.any():
                rows.append(
                    {
                        "question": question, "bin": f"{edges[k]:.0%} to {edges[k + 1]:.0%}", "n": int(here.sum()),
                        "predicted": float(chances[here].mean()), "happened": float(happened[here].mean()),
                    }
                )  # fmt: skip
    return pl.DataFrame(rows)


def case_table(found: Backtest, rows: pl.DataFrame) -> pl.DataFrame:
    """Case by case: case_id, programme (name), year, shock, size, predicted (three columns), happened, chance (given to
    what happened), partners_gone (expected), partners_gone_really."""
    first = rows.sort("case_id", "partner_actor_id").unique("case_id", keep="first", maintain_order=True)
    expected = np.bincount(found.cases.case[found.rows], 1 - found.partner["model"][:, 0], len(found.cases.ids))
    really = np.bincount(found.cases.case[found.rows], found.response > 0, len(found.cases.ids))
    model = found.programme["model"]
    return first.select(
        "case_id", programme="alliance_or_programme", year=pl.col("shock_date").dt.year(), shock="shock_kind",
        size="shock_size",
    ).with_columns(
        *(pl.Series(f"p_{name}", model[:, k]) for k, name in enumerate(OUTCOMES)),
        pl.Series("happened", [OUTCOMES[k] for k in found.outcome]),
        pl.Series("chance", model[np.arange(len(model)), found.outcome]),
        pl.Series("partners_gone", expected), pl.Series("partners_gone_really", really),
    ).sort("year", "case_id")  # fmt: skip


def backtest_json(found: Backtest, rows: pl.DataFrame) -> dict[str, Any]:
    """The backtest as the command line prints it."""
    areas = {}
    for question in ("programme", "partner"):
        value, low, high = auc_interval(found, question)
        areas[question] = {"auc": value, "low": low, "high": high}
    return {
        "cases": len(found.cases.ids),
        "partner_rows": len(found.rows),
        "scores": score_table(found).to_dicts(),
        "auc": areas,
        "calibration": calibration_table(found).to_dicts(),
        "by_case": case_table(found, rows).to_dicts(),
    }


def verdict(found: Backtest) -> str:
    """In a sentence or two, where the models beat the baselines and where not."""
    table = score_table(found)
    told = []
    for question, what in (("programme", "what becomes of the programme"), ("partner", "what partners do")):
        own = table.filter((pl.col("question") == question) & (pl.col("predictor") != "model"))
        beaten = own.filter("better")["predictor"].to_list()
        not_beaten = own.filter(~pl.col("better"))["predictor"].to_list()
        text = f"On {what} the model "
        if beaten:
            text += f"beats {_listed(beaten)}"
        if not_beaten:
            text += (", but " if beaten else "") + f"is not surely better than {_listed(not_beaten)}"
        told.append(text + ".")
    return " ".join(told)


def area_under_curve(chance: np.ndarray, happened: np.ndarray) -> float:
    """P(a case that happened got a higher chance than one that did not), ties half (Mann-Whitney); NaN without both.

    >>> area_under_curve(np.array([0.9, 0.2, 0.2]), np.array([True, False, True]))
    0.75
    """
    yes, no = chance[happened], chance[~happened]
    if not len(yes) or not len(no):
        return float("nan")
    return float((yes[:, None] > no).mean() + 0.5 * (yes[:, None] == no).mean())


def months_to_leave(rows: pl.DataFrame) -> list[float]:
    """Months from shock to response of partners that left or reduced, where both dates are known."""
    gone = rows.filter(
        pl.col("role_in_shock").is_in(BYSTANDERS)
        & pl.col("partner_outcome").replace_strict(RESPONSE, default=0, return_dtype=pl.Int64).gt(0)
    )
    months = (pl.col("outcome_date") - pl.col("shock_date")).dt.total_days() / 30.4375
    return gone.select(months.clip(0)).drop_nulls().to_series().to_list()


def _rates(outcome: np.ndarray, towards: np.ndarray | None = None) -> np.ndarray:
    """Shares of the outcomes, with one case's worth of prior."""
    prior = np.full(3, 1 / 3) if towards is None else towards
    return (np.bincount(outcome, minlength=3) + prior) / (len(outcome) + 1)


def _log(chances: np.ndarray, truth: np.ndarray) -> np.ndarray:
    return -np.log(np.maximum(chances[np.arange(len(truth)), truth], 1e-9))


def _resampled(groups: np.ndarray, seed: int) -> list[np.ndarray]:
    """Rows of whole cases drawn with replacement."""
    generator = np.random.default_rng([seed, 3])
    members = [np.flatnonzero(groups == group) for group in np.unique(groups)]
    picks = generator.integers(0, len(members), (scenario_rules()["backtest"]["bootstrap"], len(members)))
    return [np.concatenate([members[k] for k in pick]) for pick in picks]


def _listed(names: list[str]) -> str:
    words = {"base_rate": "base rates", "tier_only": "rates by tier or kind", "everyone_stays": "'everyone stays'"}
    told = [words[name] for name in names]
    return " and ".join(filter(None, [", ".join(told[:-1]), told[-1]]))
