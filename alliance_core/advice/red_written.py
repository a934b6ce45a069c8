"""The red team as data, and as the brief that goes to a red team: plain Markdown."""

import datetime as dt
import re
import unicodedata
from collections.abc import Iterable
from typing import Any

from alliance_core.advice.red_arguments import FOR
from alliance_core.advice.red_found import RedTeam
from alliance_core.catalogue import dimensions
from alliance_core.catalogue.rules import score_text
from alliance_core.dissolution.sentences import per_cent

SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~^$])")
# Only where a line would begin as a list, a number or a rule.
AT_START = re.compile(r"^([-+=:>])|^(\d+)([.)])")
# Characters that are no text: control, format (direction), surrogate, private, unassigned.
NO_TEXT = ("Cc", "Cf", "Cs", "Co", "Cn")
LONGEST = 1000
MOST_EVIDENCE = 4


def red_team_json(found: RedTeam) -> dict[str, Any]:
    """Scores in points, shares and probabilities 0..1; null = too little evidence, or no verdict to compare."""
    ground = found.ground
    return {
        "alliance": ground.alliance, "name": ground.name, "as_of": ground.as_of, "actor": ground.actor,
        "verdict": found.verdict, "verdict_name": found.name, "health": ground.health, "low": ground.low,
        "high": ground.high, "inputs": ground.inputs, "headline": found.headline(), "side": found.side,
        "variants_scored": found.scored, "variants_flipped": found.flipped,
        "share_flipped": found.flipped / found.scored if found.scored else None,
        **{part: getattr(found, part).to_dicts() for part in ("variants", "families", "break_even")},
        "nearest_weights": [
            {**{key: row[key] for key in ("direction", "mark", "verdict", "moved", "health")},
             "weights": {id_: row[id_] for id_ in dimensions()}}
            for row in found.flips.to_dicts()
        ],
        "nearest": found.nearest(), "yardstick": found.yardstick,
        "arguments": found.arguments.to_dicts(),
        "change_our_mind": {
            "tripwires": list(found.tripwires), "missing_evidence": found.missing.to_dicts(),
            "watch": found.watch.to_dicts(),
        },
    }  # fmt: skip


def escaped(text: str) -> str:
    """Text as Markdown shows it: nothing in a name becomes markup, and a line stays a line.

    >>> escaped("<b>*a*</b> [x](y)")
    '\\\\<b\\\\>\\\\*a\\\\*\\\\</b\\\\> \\\\[x\\\\](y)'
    """
    kept = "".join(" " if char.isspace() else char for char in text)
    plain = "".join(char for char in kept if unicodedata.category(char) not in NO_TEXT)
    plain = " ".join(plain.split())[:LONGEST]
    marked = SPECIAL.sub(r"\\\1", plain.replace("&", "&amp;"))
    return AT_START.sub(lambda match: f"\\{match[1]}" if match[1] else f"{match[2]}\\{match[3]}", marked)


def red_team_markdown(found: RedTeam) -> str:
    """The red-team brief: the verdict, what flips it, the counter-case, what would change our mind."""
    ground = found.ground
    lines = [
        f"# Red-team brief: {escaped(ground.name)}", "",
        f"As of {_day(ground.as_of)}. View: {escaped(ground.actor_name) if ground.actor else 'nobody in particular'}. "
        "Made from the fact tables; coded judgements and expert estimates are part of them.", "",
        "## The assessment under attack", "",
        f"- Verdict: {escaped(found.name)}", f"- Health: {_health(found)}",
        f"- Strategic value: {_share(ground.value)}; members in name only: {_share(ground.hollow)}; gravest open "
        f"strain: rank {ground.strain:.0f} of 25", "",
        escaped(found.headline()), "", "## Yardsticks", "", escaped(found.yardstick), "", escaped(found.nearest()), "",
        *_table(("Family", "Variants", "Flip"), (
            (row["family_name"], str(row["scored"]), str(row["flips"])) for row in found.families.to_dicts()
        )), "",
    ]  # fmt: skip
    turning = found.variants.filter("flips").to_dicts()
    if turning:
        lines += ["### Variants that flip the verdict", "", *_table(
            ("Variant", "Health", "Verdict", "Chance that it flips"),
            ((f"{row['family_name']}: {row['name']}", _points(row["health"]), row["verdict_name"],
              _share(row["p_flip"], "no draws")) for row in turning),
        ), ""]  # fmt: skip
    lines += [
        "## The counter-case", "", f"The strongest arguments {found.side} the alliance:", "",
        *_arguments(found, True), "",
        "## What backs the assessment", "", *_arguments(found, False), "", "## What would change our mind", "",
    ]  # fmt: skip
    lines += [f"- {escaped(text)}" for text in found.tripwires] or ["- No single ground would change the verdict."]
    lines += ["", "### Evidence worth having", ""]
    lines += [f"- {escaped(text)}" for text in found.missing["text"]] or ["- Nothing that is missing would move it."]
    lines += ["", "### Dates to watch", ""]
    lines += [f"- {_day(row['date'])} ({row['kind']}): {escaped(row['what'])}" for row in found.watch.to_dicts()] or [
        "- The tables hold no promise that falls due."
    ]
    asked = [f"{place}. {text}" for place, text in enumerate(QUESTIONS, start=1)]
    return "\n".join([*lines, "", "## Questions for the red team", "", *asked, ""])


QUESTIONS = (
    "Would the alliance withstand an adversary who knows the arguments above?",
    "Which argument of the counter-case can be refuted by evidence that is not in the tables?",
    "Was the alliance built for what it is judged by?",
    "Which tripwire is closest, and who would notice it first?",
)


def _arguments(found: RedTeam, counter: bool) -> list[str]:
    rows = (found.counter if counter else found.other_side).to_dicts()
    told = []
    for row in rows:
        ids = row["evidence"]
        more = f" and {len(ids) - MOST_EVIDENCE} more" if len(ids) > MOST_EVIDENCE else ""
        rest = f"Evidence: {', '.join(ids[:MOST_EVIDENCE])}{more}." if ids else "It rests on a model or on sums."
        told.append(f"{row['place']}. {escaped(row['text'])} {escaped(rest)}")
    side = found.side if counter else ("against" if found.side == FOR else "for")
    return told or [f"The tables hold no strong argument {side} the alliance."]


def _table(heads: Iterable[str], rows: Iterable[Iterable[str]]) -> list[str]:
    columns = list(heads)
    return [
        f"| {' | '.join(columns)} |", f"|{'---|' * len(columns)}",
        *(f"| {' | '.join(escaped(cell) for cell in row)} |" for row in rows),
    ]  # fmt: skip


def _health(found: RedTeam) -> str:
    ground = found.ground
    if ground.health is None or ground.low is None or ground.high is None:
        return "too little evidence"
    return f"{score_text(ground.health)} of 100 (90 % interval {ground.low:.0f} to {ground.high:.0f})"


def _share(value: float | None, missing: str = "not known") -> str:
    return missing if value is None else per_cent(value)


def _points(value: float | None) -> str:
    return "not known" if value is None else score_text(value)


def _day(day: dt.date) -> str:
    return f"{day.day} {day:%B %Y}"
