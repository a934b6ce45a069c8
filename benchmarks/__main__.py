"""`python -m benchmarks`: how long the work takes, on the shipped data and on a generated set many times as large.

Every step runs in a process of its own, so that each has its own peak of memory; imports and the start of
the interpreter are not counted. The pandas version of the burden family runs beside the Polars one, pymcdm and
scikit-criteria beside our rank acceptability, a pandas version of the friction ranking and a stress test in plain
loops beside ours, and the run fails if their numbers differ.
"""

import argparse
import datetime as dt
import json
import resource
import subprocess
import sys
import tempfile
import time
from functools import partial
from pathlib import Path
from statistics import median
from typing import Any

import polars as pl

from alliance_core.catalogue.scenario_rules import scenario_rules
from alliance_core.evidence.build import build
from alliance_core.evidence.snapshot import Snapshot
from alliance_core.evidence.store import Evidence
from alliance_core.paths import PARQUET, SOURCES
from alliance_core.scorecard.card import scorecards
from alliance_core.scorecard.trend import trend, trend_dates
from benchmarks import burden, friction, pandas_peer, report, scenarios, whatif
from benchmarks.generate import generate

LAST_DAY = dt.date(2026, 11, 23)
AGREEMENT = 1e-9
# Seconds and gigabytes asked for on two cores; None where nothing was asked of the memory.
GOALS: dict[str, dict[str, tuple[float, float | None]]] = {
    "shipped": {"panel": (1.0, 4.0)},
    "generated": {"build": (60.0, 4.0), "snapshot": (60.0, 4.0), "panel": (60.0, 4.0)},
    "whatif": {"cold": (0.5, None), "cached": (0.15, None), "move": (0.05, None)},
    "friction": {"frictions": (10.0, 3.0)},
    "scenarios": {"draws": (1.0, None), "all_rounds": (1.0, None), "matrix": (10.0, None)},
    "report": {"report_whole": (5.0, None)},
}
DATA_WORDS = {
    "build": "build Parquet from CSV",
    "snapshot": "one date: all indicators and scorecards, draws not kept",
    "panel": "every year 2015 to today",
    "burden": "burden family, Polars",
    "peer": "burden family, pandas",
}
WHATIF_WORDS = {
    "cold": "rank acceptability, weightings drawn first",
    "cached": "rank acceptability, weightings at hand",
    "pymcdm": "the same, pymcdm, {peer_draws:,} of the weightings",
    "skcriteria": "the same, scikit-criteria, {peer_draws:,} of the weightings",
    "move": "one move of a slider, shipped data, 20 moves",
}
PEERS = ("pymcdm", "skcriteria")
FRICTION_WORDS = {
    "frictions": "rate and rank {events:,} events, Parquet to Parquet",
    "few_frictions": "the same, {peer_events:,} events",
    "pandas_frictions": "the same in pandas, {peer_events:,} events",
}
SCENARIO_WORDS = {
    "draws": "one stress test, {draws:,} draws",
    "all_rounds": "the same, made to go through {rounds} rounds",
    "few_draws": "the same as the first, {peer_draws:,} draws",
    "loops": "the same in plain loops, {peer_draws:,} draws",
    "matrix": "shipped data, all alliances against all scenarios, {draws:,} draws each",
}


REPORT_WORDS = {
    "report_whole": "from evidence to PDF, all sections",
    "report_content": "the content alone",
    "report_pdf": "PDF of content at hand",
    "report_pptx": "slides",
    "report_xlsx": "workbook",
    "report_html": "page",
    "report_md": "Markdown",
    "report_json": "JSON",
}


def run_step(name: str, sources: Path, parquet: Path, scale: int) -> None:
    """Do one step of the work once."""
    if name == "generate":
        generate(sources, scale)
    elif name == "prepare":
        build(sources, parquet)
    elif name == "build":
        with tempfile.TemporaryDirectory() as target:
            build(sources, Path(target))
    elif name == "snapshot":
        scorecards(Snapshot(Evidence(parquet), LAST_DAY), keep_draws=False)
    elif name == "panel":
        trend(Evidence(parquet), LAST_DAY)
    elif name == "burden":
        burden.burden(parquet, trend_dates(LAST_DAY))
    elif name == "peer":
        pandas_peer.burden(parquet, trend_dates(LAST_DAY))
    elif name == "agree":
        _agree(parquet)
    else:
        friction.run_step(name, parquet, scale)


def _agree(parquet: Path) -> None:
    """Stop the run if pandas and Polars give other numbers."""
    dates = trend_dates(LAST_DAY)
    shares, values = burden.burden(parquet, dates)
    peer_shares, peer_values = (
        pl.from_pandas(frame).with_columns(pl.col("as_of").cast(pl.Date))
        for frame in pandas_peer.burden(parquet, dates)
    )
    for own, other, keys in (
        (shares, peer_shares, [*burden.KEY, "actor_id", "measure"]),
        (values, peer_values, burden.KEY),
    ):
        apart = burden.greatest_difference(own, other, keys)
        if apart > AGREEMENT:
            raise SystemExit(f"pandas and Polars differ by {apart}")


def measured(name: str, repeat: int, **options: object) -> dict[str, Any]:
    """Seconds (first, best and median) and peak gigabytes of one step in a process of its own."""
    command = [sys.executable, "-m", "benchmarks", "--step", name, "--repeat", str(repeat)]
    for option, value in options.items():
        command += [f"--{option.replace('_', '-')}", str(value)]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    return json.loads(done.stdout)


def report_step(options: argparse.Namespace) -> dict[str, Any]:
    """The same inside that process."""
    name, repeat = options.step, options.repeat
    if name in WHATIF_WORDS or name == "peers_agree":
        works = whatif.works(name, repeat, options.peer_draws, LAST_DAY)
    elif name in SCENARIO_WORDS or name == "scenarios_agree":
        works = scenarios.works(name, repeat, LAST_DAY)
    elif name in REPORT_WORDS:
        works = report.works(name, repeat, LAST_DAY)
    else:
        works = [partial(run_step, name, options.sources, options.parquet, options.scale)] * repeat
    seconds = []
    for work in works:
        start = time.perf_counter()
        work()
        seconds.append(time.perf_counter() - start)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
    return {"best": min(seconds), "median": median(seconds), "first": seconds[0], "peak_gb": peak}


def measure_set(kind: str, sources: Path, parquet: Path, repeat: int) -> dict[str, Any]:
    """All steps on one set of data."""
    result = {name: measured(name, repeat, sources=sources, parquet=parquet) for name in DATA_WORDS}
    measured("agree", 1, sources=sources, parquet=parquet)
    rows = sum(Evidence(parquet).rows.values())
    return {"set": kind, "rows": rows, "steps": result, "ratio": result["peer"]["best"] / result["burden"]["best"]}


def measure_whatif(repeat: int, peer_draws: int) -> dict[str, Any]:
    """All steps of the what-if; the peers rank fewer weightings, and their time is scaled to as many as ours."""
    measured("peers_agree", 1, peer_draws=peer_draws)
    result = {name: measured(name, repeat, peer_draws=peer_draws) for name in WHATIF_WORDS}
    scaled = {name: result[name]["best"] * whatif.DRAWS / peer_draws for name in PEERS}
    return {"set": "whatif", "peer_draws": peer_draws, "steps": result, "scaled": scaled}


def measure_friction(repeat: int) -> dict[str, Any]:
    """The friction ranking on many events, and beside pandas on a tenth of them."""
    sizes = {"events": friction.EVENTS, "peer_events": friction.PEER_EVENTS}
    with tempfile.TemporaryDirectory() as folder:
        many, few = Path(folder) / "many", Path(folder) / "few"
        # In processes of their own, because a child starts with the peak of memory of its parent.
        measured("make_frictions", 1, parquet=many, scale=sizes["events"])
        measured("make_frictions", 1, parquet=few, scale=sizes["peer_events"])
        measured("frictions_agree", 1, parquet=few)
        result = {name: measured(name, repeat, parquet=many if name == "frictions" else few) for name in FRICTION_WORDS}
    per_event = result["pandas_frictions"]["best"] / sizes["peer_events"]
    ratio = per_event / (result["frictions"]["best"] / sizes["events"])
    return {"set": "friction", **sizes, "steps": result, "ratio": ratio}


def measure_scenarios(repeat: int) -> dict[str, Any]:
    """The stress tests, and beside plain loops on fewer draws; their time is scaled to as many as ours."""
    measured("scenarios_agree", 1)
    # The first test in a process of its own: what the matrix takes when nothing was computed before.
    result = {name: measured(name, 1 if name in ("matrix", "loops") else repeat) for name in SCENARIO_WORDS}
    scaled = result["loops"]["best"] * scenarios.DRAWS / scenarios.PEER_DRAWS
    return {
        "set": "scenarios", "draws": scenarios.DRAWS, "peer_draws": scenarios.PEER_DRAWS, "steps": result,
        "rounds": scenario_rules()["cascade"]["rounds"], "scaled": scaled, "ratio": scaled / result["draws"]["best"],
    }  # fmt: skip


def measure_report(repeat: int) -> dict[str, Any]:
    """The report and its formats; the first run of a step counts what is drawn and read for the first time."""
    return {"set": "report", "steps": {name: measured(name, repeat) for name in REPORT_WORDS}}


def title_of(answer: dict[str, Any]) -> str:
    """What was measured."""
    if answer["set"] == "whatif":
        return f"What-if, {whatif.ALLIANCES} alliances x {whatif.INDICATORS} indicators, {whatif.DRAWS:,} weightings"
    if answer["set"] == "friction":
        return (
            f"Frictions, {answer['events']:,} made-up events of {answer['events'] // friction.EVENTS_EACH:,} alliances"
        )
    if answer["set"] == "scenarios":
        return f"Stress tests, {scenarios.PARTNERS} made-up partners with {scenarios.PARTS} functions, and shipped data"
    if answer["set"] == "report":
        return f"Alliance Health Report of {report.ALLIANCE}, shipped data"
    return f"{answer['set'].capitalize()} data, {answer['rows']:,} rows"


def table(answer: dict[str, Any]) -> str:
    """One set as a Markdown table, with the goal beside the figure."""
    kind, steps = answer["set"], answer["steps"]
    lines = [
        f"\n**{title_of(answer)}**\n",
        "| work | first s | best s | median s | peak GB | goal |",
        "| --- | --- | --- | --- | --- | --- |",
    ]
    for name, row in steps.items():
        words = (DATA_WORDS | WHATIF_WORDS | FRICTION_WORDS | SCENARIO_WORDS | REPORT_WORDS)[name].format(**answer)
        numbers = " | ".join(f"{row[key]:.{2 if row[key] >= 1 else 3}f}" for key in ("first", "best", "median"))
        lines.append(f"| {words} | {numbers} | {row['peak_gb']:.2f} | {judged(name, row, GOALS[kind].get(name))} |")
    beside = {
        "whatif": beside_whatif,
        "friction": beside_friction,
        "scenarios": beside_scenarios,
        "report": beside_report,
    }
    return "\n".join([*lines, f"\n{beside.get(kind, beside_data)(answer)}"])


def judged(name: str, row: dict[str, float], goal: tuple[float, float | None] | None) -> str:
    """The goal, and whether it is met."""
    if goal is None:
        return ""
    seconds, gigabytes = goal
    # The moves of a slider differ: the best of them is only the easiest.
    taken = "median" if name == "move" else "best"
    met = row[taken] <= seconds and (gigabytes is None or row["peak_gb"] <= gigabytes)
    asked = f"{seconds:g} s" + (" (median)" if taken == "median" else "") + (f", {gigabytes:g} GB" if gigabytes else "")
    return f"{asked} {'met' if met else 'MISSED'}"


def beside_data(answer: dict[str, Any]) -> str:
    """The peer in a sentence."""
    return f"The same numbers take pandas {answer['ratio']:.1f} times as long as Polars."


def beside_friction(answer: dict[str, Any]) -> str:
    """The peer in a sentence: seconds for a million events, ours of the full set."""
    seconds = {
        name: answer["steps"][name]["best"] / size * 1e6
        for name, size in (("frictions", answer["events"]), ("pandas_frictions", answer["peer_events"]))
    }
    return (
        "pandas gives the same rows, ratings and places. "
        f"A million events take it {seconds['pandas_frictions']:.2f} s, and us {seconds['frictions']:.2f} s: "
        f"{answer['ratio']:.1f} times as long."
    )


def beside_report(answer: dict[str, Any]) -> str:
    """How the time is spent, in a sentence."""
    steps = answer["steps"]
    share = steps["report_content"]["best"] / steps["report_whole"]["best"]
    return f"The content takes {share:.0%} of the time to the PDF."


def beside_scenarios(answer: dict[str, Any]) -> str:
    """The peer in sentences: what was measured, and what is scaled."""
    return (
        f"Loops come to the same draw by draw. For {answer['peer_draws']:,} draws they take "
        f"{answer['steps']['loops']['best']:.2f} s; scaled, not measured, to {answer['draws']:,}: "
        f"{answer['scaled']:.0f} s, {answer['ratio']:,.0f} times as long."
    )


def beside_whatif(answer: dict[str, Any]) -> str:
    """The peers in sentences: what was measured, and what is scaled."""
    steps, lines = answer["steps"], []
    for name in PEERS:
        scaled = answer["scaled"][name]
        ratios = " and ".join(f"{scaled / steps[own]['best']:,.0f} times {own}" for own in ("cold", "cached"))
        lines.append(
            f"- {name}: {steps[name]['best']:.2f} s measured for {answer['peer_draws']:,} weightings; scaled, not "
            f"measured, to {whatif.DRAWS:,}: {scaled:,.0f} s, {ratios}."
        )
    agree = f"The peers rank as we do under those {answer['peer_draws']:,} weightings, but for ties."
    return "\n".join([agree, "", *lines])


def main() -> None:
    """Measure, print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--scale", type=int, default=1000, help="how many times the shipped rows")
    parser.add_argument("--only", choices=list(GOALS), help="measure only this set")
    parser.add_argument("--repeat", type=int, default=5, help="runs of each step but on generated data")
    parser.add_argument("--peer-draws", type=int, default=2000, help="weightings that the peers of the what-if rank")
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.add_argument("--step", help=argparse.SUPPRESS)
    parser.add_argument("--sources", type=Path, default=SOURCES, help=argparse.SUPPRESS)
    parser.add_argument("--parquet", type=Path, default=PARQUET, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.step:
        print(json.dumps(report_step(options)))
        return
    answers = []
    if options.only in (None, "shipped"):
        answers.append(measure_set("shipped", SOURCES, PARQUET, options.repeat))
    if options.only in (None, "whatif"):
        answers.append(measure_whatif(options.repeat, options.peer_draws))
    if options.only in (None, "friction"):
        answers.append(measure_friction(options.repeat))
    if options.only in (None, "scenarios"):
        answers.append(measure_scenarios(options.repeat))
    if options.only in (None, "report"):
        answers.append(measure_report(options.repeat))
    if options.only in (None, "generated"):
        with tempfile.TemporaryDirectory() as folder:
            sources, parquet = Path(folder) / "sources", Path(folder) / "parquet"
            # In processes of their own, because a child starts with the peak of memory of its parent.
            measured("generate", 1, sources=sources, scale=options.scale)
            measured("prepare", 1, sources=sources, parquet=parquet)
            answers.append(measure_set("generated", sources, parquet, 1))
    print(json.dumps(answers, indent=1) if options.json else "\n".join(map(table, answers)))


if __name__ == "__main__":
    main()
