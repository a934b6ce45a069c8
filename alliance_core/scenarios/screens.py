"""Stress tests as tables and sentences for a screen: outcomes, partners, cases alike, features changed, resilience."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

import polars as pl
import polars.selectors as cs

from alliance_core.catalogue.scenario_rules import intact_word, scenario_rules, shocks
from alliance_core.errors import WorkbenchError
from alliance_core.evidence.actors import actor_names
from alliance_core.evidence.store import Evidence
from alliance_core.scenarios.backtest import OUTCOMES
from alliance_core.scenarios.cases import BYSTANDERS
from alliance_core.scenarios.hazard import Hazard
from alliance_core.scenarios.library import library
from alliance_core.scenarios.setting import Setting
from alliance_core.scenarios.shocks import Blow, parse_scenario, place
from alliance_core.scenarios.simulate import LEAVES
from alliance_core.scenarios.stress import Stress, function_table, partner_table, shares

NOTHING = "none"
PARTING = ";"
ORDERS = ("Most resilient first", "Least resilient first", "By name")


def parse_text(text: str) -> tuple[Blow, ...]:
    """Shocks of a link: KIND=SIZE or KIND:TARGET=SIZE, parted by semicolons; 'none' is the empty scenario, nothing the
    first one of the library. Raises WorkbenchError for what cannot be read.

    >>> parse_text("partner_exit:JPN=0.2; cost_overrun=0.5")[0].target, parse_text("none")
    ('JPN', ())
    """
    told = text.strip()
    if not told:
        return next(iter(library().values())).blows
    if told == NOTHING:
        return ()
    return parse_scenario([piece for piece in told.split(PARTING) if piece.strip()])


def as_text(blows: Sequence[Blow]) -> str:
    """The text that `parse_text` reads; the first scenario of the library is the empty text."""
    if tuple(blows) == next(iter(library().values())).blows:
        return ""
    return PARTING.join(blow.text() for blow in blows) or NOTHING


def named(blows: Sequence[Blow]) -> str | None:
    """Id of the library's scenario with exactly these shocks, None for one of the reader's own."""
    return next((id_ for id_, scenario in library().items() if scenario.blows == tuple(blows)), None)


def with_kinds(blows: Sequence[Blow], kinds: Sequence[str]) -> tuple[Blow, ...]:
    """The shocks of these kinds: those that are there as they are, new ones with their default size."""
    kept = [blow for blow in blows if blow.kind in kinds]
    there = {blow.kind for blow in kept}
    return (*kept, *(Blow(kind, shocks()[kind].default) for kind in kinds if kind not in there))


def targets(setting: Setting, kind: str) -> dict[str, str]:
    """What a kind of shock can be aimed at: partners or functions with their names; nothing where the anchor is hit."""
    needs = shocks()[kind].needs
    if needs == "partner":
        return dict(zip(setting.actors, setting.names, strict=True))
    if needs == "function":
        return {function: plain(function) for function in sorted({function for function, _ in setting.parts})}
    return {}


def usual_target(setting: Setting, kind: str) -> str:
    """Name of what the rule chooses where nothing is aimed at; says so where the shock cannot hit the alliance."""
    try:
        struck = place(Blow(kind, shocks()[kind].default), setting)
    except WorkbenchError:
        return "nobody: it cannot hit this alliance"
    if struck.partner is not None:
        return setting.names[struck.partner]
    return plain(setting.parts[int(struck.parts.argmax())][0])


def plain(id_: str) -> str:
    """An id as people read it.

    >>> plain("heavy_lift_launch")
    'Heavy lift launch'
    """
    return id_.replace("_", " ").capitalize()


def shock_words(blows: Sequence[Blow], setting: Setting) -> str:
    """The scenario in a line: each shock with its size, what that measures, and whom it hits."""
    told = []
    for blow in blows:
        hit = targets(setting, blow.kind).get(blow.target or "", "") or usual_target(setting, blow.kind)
        told.append(f"**{blow.rule.name}** ({hit}; {blow.size:.0%}: {blow.rule.measures})")
    return "; ".join(told) or "No shock: what happens anyway."


def expert_notes(blows: Sequence[Blow]) -> list[str]:
    """A note for each shock that no case of the tables informs: an expert prior stands in."""
    return [f"**{blow.rule.name}**: {blow.rule.expert['reason']}" for blow in blows if blow.rule.expert]


def outcome_table(found: Stress) -> pl.DataFrame:
    """Outcomes of the programme: outcome (id), name, mean, low, high (probability, 90 % interval)."""
    words = scenario_rules()["outcomes"]["words"]
    rows = [
        {"outcome": id_, "name": words[id_].capitalize(), "mean": mean, "low": low, "high": high}
        for id_, (mean, low, high) in zip(OUTCOMES, found.outcomes.tolist(), strict=True)
    ]
    return pl.DataFrame(rows)


def exit_table(found: Stress, concerned: Sequence[str] = ()) -> pl.DataFrame:
    """Partners by probability of going, as stress.partner_table, with low and high (90 % interval of leaving or of
    falling silent) and mine (bool: among the actors concerned)."""
    run = found.run
    spans = [shares(run.response[:, i] == LEAVES, run.replicates) for i in range(len(found.setting.actors))]
    ends = pl.DataFrame(
        {"actor_id": found.setting.actors, "low": [s[1] for s in spans], "high": [s[2] for s in spans]},
        schema={"actor_id": pl.String, "low": pl.Float64, "high": pl.Float64},
    )
    return (
        partner_table(found)
        .join(ends, on="actor_id", maintain_order="left")
        .with_columns(mine=pl.col("actor_id").is_in(list(concerned)))
    )


def lost_table(found: Stress) -> pl.DataFrame:
    """Functions by probability of being lost, as stress.function_table, with part (function and detail in words)."""
    name, detail = (pl.col(column).str.replace_all("_", " ") for column in ("function", "detail"))
    same = pl.col("function") == pl.col("detail")
    told = pl.when(same).then(name).otherwise(pl.format("{}: {}", name, detail))
    return function_table(found).with_columns(part=told)


def cases_alike(rows: pl.DataFrame, kinds: Sequence[str], as_of: dt.date, names: Mapping[str, str]) -> pl.DataFrame:
    """Past shocks of these kinds that were over at the date, newest first.

    Takes  rows: shock_cases; names: of actors by id
    Gives  case_id, programme, year, shock, size, happened, partners (number that had to respond), went (those of them
           that left or reduced), what (description of the compilers), ids (list of evidence ids)
    """
    outcome = pl.col("outcome_date").is_null() | (pl.col("outcome_date") <= as_of)
    responds = pl.col("role_in_shock").is_in(BYSTANDERS)
    gone = responds & pl.col("partner_outcome").is_in(["left", "reduced", "expelled"])
    who = pl.format("{} ({})", pl.col("partner_actor_id").replace(dict(names)), "partner_outcome")
    titles = {id_: shock.name for id_, shock in shocks().items()}
    return (
        rows.filter(pl.col("shock_kind").is_in(list(kinds)) & (pl.col("shock_date") <= as_of))
        .filter(outcome.all().over("case_id"))
        .sort("case_id", "partner_actor_id")
        .group_by("case_id", maintain_order=True)
        .agg(
            programme=pl.col("alliance_or_programme").first(), year=pl.col("shock_date").first().dt.year(),
            shock=pl.col("shock_kind").first().replace(titles), size=pl.col("shock_size").first(),
            happened=pl.col("programme_outcome").first(), partners=responds.sum(),
            went=who.filter(gone).str.join(", "), what=pl.col("shock_description").first(), ids=pl.col("evidence_id"),
        )
        .sort("year", "case_id", descending=[True, False])
    )  # fmt: skip


def alike_sentence(cases: pl.DataFrame) -> str:
    """How often programmes survived shocks of these kinds."""
    if cases.is_empty():
        return "No past shock of these kinds is in the tables at this date: the other kinds and the priors speak."
    survived = cases.filter(happened="survived").height
    return (
        f"Of {cases.height} past shock{'s' if cases.height != 1 else ''} of these kinds the programme survived intact "
        f"in {survived}."
    )


def concerned_by(evidence: Evidence, setting: Setting, nation: str | None, stands_for: Sequence[str]) -> str:
    """In a sentence, as what a nation takes part; empty for nobody's view."""
    if nation is None:
        return ""
    names = actor_names(evidence)
    own = [names.get(actor, actor) for actor in stands_for if actor in setting.actors]
    if not own:
        return f"{names.get(nation, nation)} is no partner of this alliance at this date, nor is its organisation."
    through = " and ".join(filter(None, [", ".join(own[:-1]), own[-1]]))
    rows = "its row is" if len(own) == 1 else "their rows are"
    return f"{names.get(nation, nation)} takes part as **{through}**; {rows} marked ▸."


def changed_table(before: Stress, after: Stress, actor: str) -> pl.DataFrame:
    """What other features of one partner change: what, before, after, change (probabilities 0..1)."""
    name = before.setting.names[before.setting.place(actor)]
    rows: list[dict[str, Any]] = []
    told = [partner_table(found).filter(actor_id=actor).row(0, named=True) for found in (before, after)]
    for column, words in (("p_leaves", "leaves"), ("p_reduces", "reduces"), ("p_silent", "falls silent")):
        rows.append({"what": f"{name} {words}", "before": told[0][column], "after": told[1][column]})
    for place_, id_ in enumerate(OUTCOMES):
        words = scenario_rules()["outcomes"]["words"][id_]
        rows.append({"what": f"The programme {words}", "before": float(before.outcomes[place_, 0]),
                     "after": float(after.outcomes[place_, 0])})  # fmt: skip
    return pl.DataFrame(rows).with_columns(change=pl.col("after") - pl.col("before"))


def changed_sentence(before: Stress, after: Stress, actor: str) -> str:
    """In a sentence, what the other features would change."""
    table = changed_table(before, after, actor)
    own = table.filter(pl.col("before") + pl.col("after") > 0).row(0, named=True)
    return (
        f"With these features the probability that {own['what']} goes from {own['before']:.0%} to "
        f"{own['after']:.0%}, and that the programme does not survive intact from {before.not_intact:.0%} to "
        f"{after.not_intact:.0%}."
    )


def ordered(cells: pl.DataFrame, order: str, titles: Mapping[str, str]) -> pl.DataFrame:
    """Cells of library.resilience with alliance (short name) and mean (over its scenarios), alliances in one of ORDERS,
    scenarios by what they do on average, the worst first; what has no number comes last."""
    mean = pl.col("not_intact").mean()
    told = cells.with_columns(
        alliance=pl.col("alliance_id").replace(dict(titles)), mean=mean.over("alliance_id"),
        bite=mean.over("scenario"),
    )  # fmt: skip
    first, down = {ORDERS[0]: ("mean", False), ORDERS[1]: ("mean", True), ORDERS[2]: ("alliance", False)}[order]
    return told.sort(
        first, "alliance", "bite", "scenario", descending=[down, False, True, False], nulls_last=True
    )  # fmt: skip


def resilience_sentence(cells: pl.DataFrame) -> str:
    """Which alliance bends least and most over the library, and which scenario bites most.

    Takes  cells of `ordered`
    """
    known = cells.drop_nulls("not_intact")
    if known.is_empty():
        return "At this date no alliance has enough evidence for a stress test. Choose a later date in the sidebar."
    alliances = known.unique("alliance", maintain_order=True).sort("mean", "alliance")
    scenarios = known.unique("scenario", maintain_order=True).sort("bite", "scenario", descending=[True, False])
    best, worst, bite = alliances.row(0, named=True), alliances.row(-1, named=True), scenarios.row(0, named=True)
    text = f"Over {scenarios.height} scenarios **{best['alliance']}** is the most resilient: on average it does not "
    text += f"survive intact in {_about(best['mean'])} of the draws"
    if alliances.height > 1:
        text += f"; **{worst['alliance']}** is the least, with {_about(worst['mean'])}"
    return (
        f"{text}. *{bite['scenario_name']}* bites most: {_about(bite['bite'])} on average, which is called "
        f"{intact_word(bite['bite'])}."
    )


def unscored(cells: pl.DataFrame) -> pl.DataFrame:
    """Cells without a number with the reason: alliance, scenario_name, note."""
    return cells.drop_nulls("note").select("alliance", "scenario_name", "note")


def library_table() -> pl.DataFrame:
    """The library for people: name, text, shocks."""
    return pl.DataFrame(
        [
            {"name": scenario.name, "text": scenario.text, "shocks": "; ".join(blow.text() for blow in scenario.blows)}
            for scenario in library().values()
        ]
    )


def fitted_to(models: Hazard) -> str:
    """To how much history the models were fitted."""
    return (
        f"The models are fitted to the {models.cases} shocks with {models.rows} responses that were known at this date "
        f"(version {models.version})."
    )


def known_cases(rows: pl.DataFrame, as_of: dt.date) -> pl.DataFrame:
    """Rows of shock_cases that could be known at the date: shock and response up to it."""
    answered = pl.col("outcome_date").is_null() | (pl.col("outcome_date") <= as_of)
    return rows.filter((pl.col("shock_date") <= as_of) & answered)


def marked(frame: pl.DataFrame, concerned: Sequence[str]) -> pl.DataFrame:
    """A frame with actor_id, and mine (bool: among the actors concerned)."""
    return frame.with_columns(mine=pl.col("actor_id").is_in(list(concerned)))


def features_of(setting: Setting, actor: str) -> dict[str, float]:
    """Alternative (probability) and years of one partner, as sliders can show them."""
    place_ = setting.place(actor)
    alternative, years = float(setting.alternative[place_]), float(setting.years[place_])
    return {"alternative": round(20 * alternative) / 20, "years": float(round(years))}


def existing(evidence: Evidence, as_of: dt.date) -> list[str]:
    """Alliances that existed at the date, by id."""
    return evidence.alliances.filter(pl.col("founded") <= as_of)["alliance_id"].to_list()


def only_changed(
    usual: Mapping[str, float], actor: str, alternative: float, years: float
) -> tuple[str, float | None, float | None]:
    """Actor, alternative and years; None for a feature that still stands as it was shown."""
    told = {"alternative": alternative, "years": years}
    kept = [None if value == usual[name] else value for name, value in told.items()]
    return actor, kept[0], kept[1]


def rounded(frame: pl.DataFrame) -> pl.DataFrame:
    """The frame with its numbers as a screen shows them: whole per cent of a share, hundredths of the rest."""
    return frame.with_columns(cs.float().round(2))


def _about(probability: float) -> str:
    """Per cent; no count of draws shows that something is certain or impossible.

    >>> _about(0.999), _about(0.5), _about(0.0)
    ('over 99%', '50%', 'under 1%')
    """
    if probability > 0.995:
        return "over 99%"
    return "under 1%" if probability < 0.005 else f"{probability:.0%}"
