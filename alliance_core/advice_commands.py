"""Commands of the last step: advise, report, hand-over."""

import argparse
from collections.abc import Callable
from pathlib import Path

from alliance_core.advice.advise import advice_json, advice_lines, advise
from alliance_core.advice.bias import bias_checks, summary
from alliance_core.advice.hand_over.files import hand_over, write_files
from alliance_core.advice.hand_over.files import summary as hand_over_summary
from alliance_core.console import as_of_option, existing, print_json, reading_options
from alliance_core.evidence.store import Evidence
from alliance_core.friction.inventory import inventory
from alliance_core.scorecard.assessment import assess

Adder = Callable[[str, Callable[[argparse.Namespace], int], str], argparse.ArgumentParser]


def add_commands(command: Adder) -> None:
    """Add the commands of the last step to the parser."""
    added = command("advise", run_advise, "Verdict, what to do and what it would change, conditions of withdrawal.")
    added.add_argument("alliance", metavar="ALLIANCE")
    added.add_argument("--actor", default=None, metavar="ISO3", help="whose view is taken; without it nobody's")
    reading_options(added)
    added = command("hand-over", run_hand_over, "Files for neighbouring methods: stakeholders, scenarios, diplomacy.")
    added.add_argument("alliance", metavar="ALLIANCE")
    added.add_argument("--out", type=Path, default=None, metavar="FOLDER", help="write the files there")
    reading_options(added)


def run_advise(options: argparse.Namespace) -> int:
    """advise"""
    evidence, as_of = Evidence(options.data), as_of_option(options)
    (alliance,) = existing(evidence, [options.alliance], as_of)
    assessment, frictions = assess(evidence, as_of), inventory(evidence, as_of)
    advice = advise(evidence, as_of, alliance, options.actor, assessment, frictions)
    checks = bias_checks(evidence, assessment, frictions, alliance, advice.verdict.ground.actor)
    if options.json:
        print_json({**advice_json(advice), "bias_checks": checks.to_dicts()})
        return 0
    told = [f"- {row['name']}: {row['status_name']}. {row['finding']}" for row in checks.to_dicts()]
    misled = ["", f"What may mislead us. {summary(checks, advice.verdict.ground.name)}", *told]
    print("\n".join([f"As of {as_of}", "", *advice_lines(advice), *misled]))
    return 0


def run_hand_over(options: argparse.Namespace) -> int:
    """hand-over"""
    evidence, as_of = Evidence(options.data), as_of_option(options)
    (alliance,) = existing(evidence, [options.alliance], as_of)
    found = hand_over(evidence, alliance, as_of)
    written = write_files(found, options.out) if options.out is not None else []
    if options.json:
        print_json(found.as_json())
        return 0
    lines = hand_over_summary(found)
    print("\n".join([*lines, *(["", *map(str, written)] if written else [])]))
    return 0
