"""`python -m benchmarks`: how long the work takes, on the shipped data and on a generated set many times as large.

Every step runs in a process of its own, so that each has its own peak of memory; imports and the start of
the interpreter are not counted. The pandas version of the burden family runs beside the Polars one, and the
run fails if their numbers differ.
"""

import argparse
import datetime as dt
import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median
from typing import Any

import polars as pl

from alliance_core.evidence.build import build
from alliance_core.evidence.snapshot import Snapshot
from alliance_core.evidence.store import Evidence
from alliance_core.paths import PARQUET, SOURCES
from alliance_core.scorecard.card import scorecards
from alliance_core.scorecard.trend import trend, trend_dates
from benchmarks import burden, pandas_peer
from benchmarks.generate import generate

LAST_DAY = dt.date(2026, 11, 23)
AGREEMENT = 1e-9
# Seconds and gigabytes asked for on two cores.
GOALS = {
    "shipped": {"panel": (1.0, 4.0)},
    "generated": {"build": (60.0, 4.0), "snapshot": (60.0, 4.0), "panel": (60.0, 4.0)},
}
WORDS = {
    "build": "build Parquet from CSV",
    "snapshot": "one date: all indicators and scorecards, draws not kept",
    "panel": "every year 2015 to today",
    "burden": "burden family, Polars",
    "peer": "burden family, pandas",
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


def measured(name: str, sources: Path, parquet: Path, repeat: int, scale: int = 1) -> dict[str, Any]:
    """Seconds (best and median) and peak gigabytes of one step in a process of its own."""
    command = [sys.executable, "-m", "benchmarks", "--step", name, "--repeat", str(repeat), "--scale", str(scale)]
    command += ["--sources", str(sources), "--parquet", str(parquet)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    return json.loads(done.stdout)


def report_step(name: str, sources: Path, parquet: Path, repeat: int, scale: int) -> dict[str, Any]:
    """The same inside that process."""
    seconds = []
    for _ in range(repeat):
        start = time.perf_counter()
        run_step(name, sources, parquet, scale)
        seconds.append(time.perf_counter() - start)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
    return {"best": min(seconds), "median": median(seconds), "first": seconds[0], "peak_gb": peak}


def measure_set(kind: str, sources: Path, parquet: Path, repeat: int) -> dict[str, Any]:
    """All steps on one set of data."""
    result = {name: measured(name, sources, parquet, repeat) for name in WORDS}
    measured("agree", sources, parquet, 1)
    rows = sum(Evidence(parquet).rows.values())
    return {"set": kind, "rows": rows, "steps": result, "ratio": result["peer"]["best"] / result["burden"]["best"]}


def table(answer: dict[str, Any]) -> str:
    """One set as a Markdown table, with the goal beside the figure."""
    lines = [
        f"\n**{answer['set'].capitalize()} data, {answer['rows']:,} rows**\n",
        "| work | first s | best s | median s | peak GB | goal |",
        "| --- | --- | --- | --- | --- | --- |",
    ]
    for name, row in answer["steps"].items():
        goal = GOALS[answer["set"]].get(name)
        asked = "" if goal is None else f"{goal[0]:g} s, {goal[1]:g} GB"
        met = "" if goal is None else (" met" if row["best"] <= goal[0] and row["peak_gb"] <= goal[1] else " MISSED")
        numbers = " | ".join(f"{row[key]:.2f}" for key in ("first", "best", "median", "peak_gb"))
        lines.append(f"| {WORDS[name]} | {numbers} | {asked}{met} |")
    return "\n".join([*lines, f"\nThe same numbers take pandas {answer['ratio']:.1f} times as long as Polars."])


def main() -> None:
    """Measure, print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--scale", type=int, default=1000, help="how many times the shipped rows")
    parser.add_argument("--only", choices=["shipped", "generated"], help="measure only this set")
    parser.add_argument("--repeat", type=int, default=5, help="runs of each step on the shipped data")
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.add_argument("--step", help=argparse.SUPPRESS)
    parser.add_argument("--sources", type=Path, default=SOURCES, help=argparse.SUPPRESS)
    parser.add_argument("--parquet", type=Path, default=PARQUET, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.step:
        print(json.dumps(report_step(options.step, options.sources, options.parquet, options.repeat, options.scale)))
        return
    answers = []
    if options.only != "generated":
        answers.append(measure_set("shipped", SOURCES, PARQUET, options.repeat))
    if options.only != "shipped":
        with tempfile.TemporaryDirectory() as folder:
            sources, parquet = Path(folder) / "sources", Path(folder) / "parquet"
            # In processes of their own, because a child starts with the peak of memory of its parent.
            measured("generate", sources, parquet, 1, options.scale)
            measured("prepare", sources, parquet, 1)
            answers.append(measure_set("generated", sources, parquet, 1))
    print(json.dumps(answers, indent=1) if options.json else "\n".join(map(table, answers)))


if __name__ == "__main__":
    main()
