"""The track record of the models as tables and sentences for a screen."""

import polars as pl
from scipy.stats import beta

from alliance_core.catalogue import evidence_rules
from alliance_core.catalogue.scenario_rules import scenario_rules, shocks
from alliance_core.scenarios.backtest import Backtest, auc_interval, score_table
from alliance_core.scenarios.hazard import Hazard

QUESTIONS = {"programme": "What becomes of the programme", "partner": "What partners do"}
PREDICTORS = {
    "model": "The model", "base_rate": "Base rates", "tier_only": "Rates by tier or kind",
    "everyone_stays": "Everyone stays",
}  # fmt: skip
SURPRISE = 3


def how(found: Backtest, models: Hazard) -> str:
    """How the backtest was made, and which fit the app uses."""
    return (
        f"Each of {len(found.cases.ids)} cases with {len(found.rows)} partners that had to respond is predicted by "
        f"models fitted without it. The stress tests use the fit to all {models.cases} cases, version {models.version}."
    )


def score_lines(found: Backtest) -> pl.DataFrame:
    """Scores for people: question, predictor, log_score, brier, auc, gain, span (interval of the gain), says, and the
    columns of backtest.score_table that they come from."""
    span = pl.format("{} to {}", pl.col("gain_low").round(3), pl.col("gain_high").round(3))
    says = pl.when("better").then(pl.lit("better")).when(pl.col("better").not_()).then(pl.lit("no better than this"))
    return score_table(found).with_columns(
        question=pl.col("question").replace(QUESTIONS), predictor=pl.col("predictor").replace(PREDICTORS),
        span=pl.when(pl.col("gain").is_not_null()).then(span), says=says,
    )  # fmt: skip


def area_lines(found: Backtest) -> list[str]:
    """For each question how well the model tells the worst outcome from the others, with its interval."""
    told = []
    for question, what in (("programme", "programmes that fractured"), ("partner", "partners that left")):
        value, low, high = auc_interval(found, question)
        told.append(
            f"Telling {what} from the others: AUC **{value:.2f}** ({low:.2f} to {high:.2f}); a half is chance, one is "
            "never wrong."
        )
    return told


def baseline_table() -> pl.DataFrame:
    """What each baseline says: baseline, says."""
    told = scenario_rules()["backtest"]["baselines"]
    return pl.DataFrame({"baseline": [PREDICTORS[id_] for id_ in told], "says": list(told.values())})


def author_table(models: Hazard) -> pl.DataFrame:
    """Share in which authors of a shock left, by kind: shock, share, low, high (90 %), rows (authors on record)."""
    tail = (1 - evidence_rules()["interval"]["confidence"]) / 2
    rows = []
    for kind, (left, stayed) in models.authors.items():
        low, high = beta.ppf([tail, 1 - tail], left, stayed)
        rows.append(
            {
                "shock": shocks()[kind].name, "share": left / (left + stayed), "low": float(low), "high": float(high),
                "rows": round(left + stayed) - 2,
            }
        )  # fmt: skip
    return pl.DataFrame(rows)


def author_sentence(models: Hazard) -> str:
    """How often authors leave over all kinds."""
    table = author_table(models)
    seen = int(table["rows"].sum())
    return (
        f"Who acts, does what it says: {seen} authors and targets are on record. Kinds with few of them are pooled "
        "towards all the others."
    )


def case_lines(table: pl.DataFrame, rows: pl.DataFrame) -> pl.DataFrame:
    """backtest.case_table with shock in words and ids (evidence ids of the case's rows), newest first."""
    titles = {id_: shock.name for id_, shock in shocks().items()}
    ids = rows.sort("partner_actor_id").group_by("case_id", maintain_order=True).agg(ids=pl.col("evidence_id"))
    return (
        table.join(ids, on="case_id", how="left")
        .with_columns(pl.col("shock").replace(titles))
        .sort("year", "case_id", descending=[True, False])
    )


def case_sentence(table: pl.DataFrame) -> str:
    """The cases that surprised the model most."""
    worst = table.sort("chance", "case_id").head(SURPRISE)
    told = [f"{row['programme']} in {row['year']} ({row['chance']:.0%})" for row in worst.iter_rows(named=True)]
    return f"Least expected of what happened: {'; '.join(told)}."


def limits(found: Backtest, models: Hazard) -> list[str]:
    """What the models cannot do, in plain sentences."""
    seen = set(found.cases.kinds)
    unseen = [shock.name for id_, shock in shocks().items() if id_ not in seen]
    told = [
        f"{models.cases} cases and {models.rows} responses are few: intervals are wide, and rare outcomes hang on a "
        "handful of cases.",
        "Sizes of shocks, exit costs and alternatives are coded judgements of the compilers, not measurements.",
        "The cases are those that somebody wrote about: shocks that nobody noticed are missing, which makes programmes "
        "look more brittle than they are.",
        "A case says what happened after a shock, not how likely the shock is.",
    ]
    if unseen:
        names = ", ".join(unseen)
        told.append(f"No case informs: {names}. There an expert prior, or the mean of all kinds, stands in.")
    return told
