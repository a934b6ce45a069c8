"""Which scenarios would break the alliance."""

from typing import Any

from alliance_core.advice.brief import share
from alliance_core.catalogue.scenario_rules import scenario_rules
from alliance_core.errors import WorkbenchError
from alliance_core.report.content import Bars, Block, Column, Section, Series, Text, name, table
from alliance_core.report.known import Known
from alliance_core.report.words import refused, said
from alliance_core.scenarios import screens, sentences
from alliance_core.scenarios.library import library
from alliance_core.scenarios.setting import base_rates, setting_of
from alliance_core.scenarios.stress import Stress, first_to_break, hollowing, partner_table, stress, structural

MOST = 12
HOW_TO_READ = (
    "Two models fitted to past shocks, run in {draws:,} draws; sizes, exit costs and alternatives are coded "
    "judgements. Not intact: restructured, fractured or dissolved."
)


def section(known: Known, alliance: str) -> Section:
    """All scenarios of the library, and the first of them in detail."""
    try:
        blocks = _blocks(known, alliance)
    except WorkbenchError as error:
        blocks = [refused(error)]
    return Section("stress", "Stress tests", tuple(blocks), new_page=True)


def _blocks(known: Known, alliance: str) -> list[Block]:
    scenario = next(iter(library().values()))
    setting = setting_of(known.snapshot, alliance)
    found = stress(setting, scenario.blows, known.hazard, base_rates(known.snapshot))
    outcomes = found.outcomes
    grounds = {
        "not_intact": found.not_intact, "outcomes": outcomes.ravel().tolist(), "hollow_before": setting.hollow,
        "model_alone": float((found.run.model_outcome > 0).mean()), "partners": screens.exit_table(found).to_dicts(),
        "complements": (1 - outcomes).ravel().tolist(), **_more(found),
    }  # fmt: skip
    head = [sentences.headline(found, known.titles[alliance]), sentences.model_alone(found)]
    rest = [sentences.who_goes(found), sentences.breaks_first(found)]
    return [
        said(f"{scenario.name}: {' '.join(filter(None, head))}", "lead", scenario=scenario.name, **grounds),
        *(said(text, **grounds) for text in rest if text),
        *scenario_bars(known, alliance),
        exits(known, found),
        how_to_read(),
        said(screens.fitted_to(known.hazard), "note", cases=known.hazard.cases, rows=known.hazard.rows,
             version=known.hazard.version),
        *(said(note, "label") for note in screens.expert_notes(
            [blow for one in library().values() for blow in one.blows])),
    ]  # fmt: skip


def scenario_bars(known: Known, alliance: str) -> list[Block]:
    """Likelihood of not surviving intact under each scenario, as a chart and a table."""
    rows = known.resilience.filter(alliance_id=alliance)
    scored = rows.drop_nulls("not_intact").sort("not_intact", "scenario", descending=[True, False])
    if scored.is_empty():
        return []
    worst, best = scored.row(0, named=True), scored.row(-1, named=True)
    series = Series("not intact", tuple(scored["not_intact"]), tuple(scored["low"]), tuple(scored["high"]))
    cells = [(row["scenario_name"], row["not_intact"], row["low"], row["high"], row["word"], row["fractured"])
             for row in scored.to_dicts()]  # fmt: skip
    columns = (Column("Scenario", width=0.36), Column("Not intact", "share"), Column("Low", "share"),
               Column("High", "share"), Column("In a word"), Column("Fractured", "share"))  # fmt: skip
    return [
        Bars("scenarios", "Likelihood that the programme does not survive intact, with 90 % intervals",
             f"Worst: {worst['scenario_name']} ({_share(worst['not_intact'])}); mildest: {best['scenario_name']} "
             f"({_share(best['not_intact'])}).",
             tuple(scored["scenario_name"]), (series,), "of the draws", share=True, maximum=1.0),
        table("scenarios_table", "All scenarios of the library", columns, cells),
    ]  # fmt: skip


def exits(known: Known, found: Stress) -> Block:
    """Partners by the probability of going."""
    rows = screens.exit_table(found, known.concerned).head(MOST)
    cells = [(name(row["name"]), row["tier"], row["p_leaves"], row["p_reduces"], row["p_silent"])
             for row in rows.to_dicts()]  # fmt: skip
    columns = (Column("Partner", width=0.4), Column("Tier"), Column("Leaves", "share"), Column("Reduces", "share"),
               Column("Falls silent", "share"))  # fmt: skip
    return table("exits", "Who goes under the first scenario", columns, cells,
                 note="Who has nothing to withdraw does not leave but falls silent.",
                 marked=tuple(i for i, row in enumerate(rows.to_dicts()) if row["mine"]))  # fmt: skip


def comparison(known: Known) -> Section:
    """All alliances of the report against the library."""
    try:
        rows = known.resilience
        hazard = known.hazard
    except WorkbenchError as error:
        return Section("stress", "Stress tests", (refused(error),))
    cells = []
    for scenario in library().values():
        own = dict(rows.filter(scenario=scenario.id).select("alliance_id", "not_intact").iter_rows())
        cells.append((scenario.name, *(own.get(alliance) for alliance in known.alliances)))
    columns = (Column("Scenario", width=0.36), *(Column(name(known.titles[id_]), "share") for id_ in known.alliances))
    first = next(iter(library().values()))
    told = rows.filter(scenario=first.id).drop_nulls("not_intact")
    blocks: list[Block] = []
    if not told.is_empty():
        series = Series("not intact", tuple(told["not_intact"]), tuple(told["low"]), tuple(told["high"]))
        titles = tuple(name(known.titles[id_]) for id_ in told["alliance_id"])
        blocks.append(Bars("first_scenario", f"{first.name}: likelihood of not surviving intact, with 90 % intervals",
                           f"From {_share(told['not_intact'].min())} to {_share(told['not_intact'].max())}.",
                           titles, (series,), "of the draws", share=True, maximum=1.0))  # fmt: skip
    blocks += [
        table("resilience", "Likelihood that the programme does not survive intact", columns, cells,
              note="A dash: too little evidence, or the shock cannot hit the alliance."),
        how_to_read(),
        said(screens.fitted_to(hazard), "note", cases=hazard.cases, rows=hazard.rows, version=hazard.version),
    ]  # fmt: skip
    return Section("stress", "Stress tests", tuple(blocks), new_page=True)


def how_to_read() -> Text:
    """How the numbers came about."""
    draws = scenario_rules()["draws"]["count"]
    return Text(HOW_TO_READ.format(draws=draws), "note", {"draws": draws})


def _share(probability: Any) -> str:
    return "unknown" if probability is None else share(probability)


def _more(found: Stress) -> dict:
    core = partner_table(found).filter(tier="core")["p_leaves"].to_list()
    first = first_to_break(found)
    return {
        "structural": structural(found), "hollow_after": hollowing(found),
        "core_stays": 1 - sum(core) / len(core) if core else None,
        "first_to_break": first["probability"] if first else None,
    }  # fmt: skip
