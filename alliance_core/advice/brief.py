"""Three sentences on an alliance for leadership: state, direction, biggest risk. No adjective without a mark."""

from dataclasses import dataclass
from typing import Any

import polars as pl

from alliance_core.advice.statement import Statement
from alliance_core.catalogue import dimensions, read
from alliance_core.catalogue.friction_rules import friction_rules
from alliance_core.catalogue.rules import score_text, scorecard_rules
from alliance_core.catalogue.scenario_rules import intact_words
from alliance_core.friction.finding import CLOSED
from alliance_core.scenarios.library import library
from alliance_core.scorecard.assessment import Assessment
from alliance_core.scorecard.card import Scorecards
from alliance_core.scorecard.portfolio import change


@dataclass(frozen=True, slots=True)
class Brief:
    """An alliance in three sentences.

    state, direction, risk   the sentences with their numbers
    """

    alliance: str
    name: str
    state: Statement
    direction: Statement
    risk: Statement


def brief(
    assessment: Assessment, history: Scorecards, frictions: pl.DataFrame, alliance: str, resilience: pl.DataFrame
) -> Brief:
    """The three sentences at the date of the assessment.

    Takes  history: trend.trend up to the date; frictions: inventory.inventory at the date;
           resilience: library.resilience of the alliance (others are left aside)
    """
    return Brief(
        alliance=alliance,
        name=_row(assessment.overall, alliance)["alliance"],
        state=state(assessment, alliance),
        direction=direction(assessment, history, alliance),
        risk=risk(frictions, resilience, alliance),
    )


def state(assessment: Assessment, alliance: str) -> Statement:
    """How healthy it is, how sure that is, where it is strongest and weakest."""
    overall = _row(assessment.overall, alliance)
    name = overall["alliance"]
    scored = assessment.dimensions.filter(alliance_id=alliance).drop_nulls("score").sort("score", descending=True)
    if overall["score"] is None or scored.is_empty():
        return Statement(f"{name} has too little evidence for an overall score at this date.", {"alliance": name})
    best, worst = scored.row(0, named=True), scored.row(-1, named=True)
    grounds = {
        "alliance": name, "score": overall["score"], "low": overall["low"], "high": overall["high"],
        "band": scorecard_rules()["band_names"][overall["band"]], "strongest": best["dimension_name"],
        "strongest_score": best["score"], "weakest": worst["dimension_name"], "weakest_score": worst["score"],
    }  # fmt: skip
    text = (
        f"{name} scores {score_text(overall['score'])} of 100 (90 % interval {overall['low']:.0f} to "
        f"{overall['high']:.0f}), {grounds['band']}"
    )
    if scored.height > 1:
        text += (
            f"; strongest is {best['dimension_name'].lower()} with {score_text(best['score'])}, weakest "
            f"{worst['dimension_name'].lower()} with {score_text(worst['score'])}"
        )
    return Statement(f"{text}.", grounds)


def direction(assessment: Assessment, history: Scorecards, alliance: str) -> Statement:
    """Which way it has gone in about a year, and which dimension moved most."""
    name = _row(assessment.overall, alliance)["alliance"]
    moved = change(history).filter(alliance_id=alliance)
    points = moved["change"][0] if moved.height else None
    if points is None:
        return Statement(
            f"There is no assessment of {name} about a year before, so that it has no direction.", {"alliance": name}
        )
    words, since = read("brief")["direction"], moved["since"][0]
    word = direction_word(points)
    grounds: dict[str, Any] = {"alliance": name, "change": points, "since": since, "word": word, "mark": words["mark"]}
    text = f"It is {word}: {signed(points)} points since {since.day} {since:%B %Y}"
    parts = _by_dimension(history, alliance, since)
    if not parts.is_empty() and signed(parts["change"][0]) != signed(0.0):
        most = parts.row(0, named=True)
        grounds |= {"dimension": most["name"], "dimension_change": most["change"]}
        text += f"; most moved {most['name'].lower()}, by {signed(most['change'])}"
    return Statement(f"{text}.", grounds)


def direction_word(points: float) -> str:
    """Rising, steady or falling, by the mark of the catalogue."""
    words = read("brief")["direction"]
    if abs(points) < words["mark"]:
        return str(words["steady"])
    return str(words["rising"] if points > 0 else words["falling"])


def risk(frictions: pl.DataFrame, resilience: pl.DataFrame, alliance: str) -> Statement:
    """The gravest friction, in how many scenarios survival is in doubt, and what a cut by the anchor would do."""
    alive = frictions.filter(pl.col("alliance_id") == alliance, pl.col("status") != CLOSED).sort("place")
    run = resilience.filter(alliance_id=alliance).drop_nulls("not_intact")
    grounds: dict[str, Any] = {}
    if alive.is_empty():
        text = "No open friction was found"
    else:
        first = alive.row(0, named=True)
        zone = friction_rules()["zone_names"][first["zone"]]
        grounds |= {"friction": first["title"], "rank": first["severity"], "of": 25, "zone": zone,
                    "trend": first["trend"]}  # fmt: skip
        text = (
            f"The biggest risk is: {first['title']} (rank {first['severity']} of 25, {zone}; {first['trend']} "
            "against a year before)"
        )
    if run.is_empty():
        return Statement(f"{text}; there is too little evidence for a stress test.", grounds)
    first_scenario = next(iter(library().values()))
    told = run.filter(scenario=first_scenario.id)
    high = run.filter(pl.col("word") == intact_words()[-1]).height
    grounds |= {"scenarios": run.height, "called_high": high}
    text += (
        f"; in {high} of {run.height} scenarios the likelihood that the programme does not survive intact is called "
        f"{intact_words()[-1]}"
    )
    if told.is_empty():
        return Statement(f"{text}.", grounds)
    row = told.row(0, named=True)
    grounds |= {"scenario": first_scenario.name, "not_intact": row["not_intact"], "low": row["low"],
                "high": row["high"], "word": row["word"]}  # fmt: skip
    return Statement(
        f"{text}, and under “{first_scenario.name}” it is {row['word']}: {share(row['not_intact'])} "
        f"({share(row['low'])} to {share(row['high'])}).",
        grounds,
    )


def signed(points: float) -> str:
    """A change in points with its sign.

    >>> signed(2.34), signed(-0.04), signed(-3.0)
    ('+2.3', '0.0', '−3.0')
    """
    rounded = round(points, 1)
    return f"{abs(rounded):.1f}" if rounded == 0 else f"{rounded:+.1f}".replace("-", "−")


def share(probability: float) -> str:
    """A probability in whole per cent; draws show neither certainty nor impossibility.

    >>> share(0.734), share(1.0), share(0.0)
    ('73 %', 'over 99 %', 'under 1 %')
    """
    if probability > 0.995:
        return "over 99 %"
    return "under 1 %" if probability < 0.005 else f"{100 * probability:.0f} %"


def _by_dimension(history: Scorecards, alliance: str, since: object) -> pl.DataFrame:
    """Change of each dimension, largest first: name, change; those with a score at both dates."""
    own = history.dimensions.filter(alliance_id=alliance)
    last = own["as_of"].max()
    titles = {id_: item.name for id_, item in dimensions().items()}
    return (
        own.filter(as_of=last)
        .join(own.filter(as_of=since).select("dimension", before="score"), on="dimension")
        .with_columns(change=pl.col("score") - pl.col("before"), name=pl.col("dimension").replace(titles))
        .drop_nulls("change")
        .select("name", "change")
        .sort(pl.col("change").abs(), "name", descending=[True, False])
    )


def _row(frame: pl.DataFrame, alliance: str) -> dict[str, Any]:
    return frame.filter(alliance_id=alliance).row(0, named=True)
