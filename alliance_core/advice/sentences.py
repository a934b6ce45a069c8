"""The verdict in sentences: what, on which numbers, how surely, and what would change it."""

from typing import Any

from alliance_core.advice.verdict import Ground, Verdict, decide
from alliance_core.catalogue.rules import score_text
from alliance_core.catalogue.verdicts import firmness_of, verdict_name, verdict_rules


def sentence(verdict: Verdict) -> str:
    """What to do with the alliance, on what numbers, how surely; in whose view, where one is taken. Plain text."""
    ground = verdict.ground
    view = f", in the view of {ground.actor_name}" if ground.actor else ""
    if verdict.verdict is None or verdict.rule is None:
        missing = [name for name, value in ground.inputs.items() if value is None]
        words = " and ".join(verdict_rules()["inputs"][name]["name"].lower() for name in missing)
        why = f"{words} cannot be told from the evidence" if words else "no rule fits its numbers"
        return f"{ground.name}{view}: no verdict, because {why}."
    text = f"{ground.name}{view}: {verdict.name} ({how_surely(verdict)}). {told_numbers(ground)}"
    return f"{text} {_upper_end(verdict)}".rstrip()


def how_surely(verdict: Verdict) -> str:
    """How firm the verdict is, and the share of the draws of the health score that back it."""
    share = verdict.chances.get(verdict.verdict or "", 0.0)
    text = f"{firmness_of(share)['words']}: {_share(share)} of the draws of the health score say so"
    others = [(id_, chance) for id_, chance in verdict.chances.items() if id_ != verdict.verdict]
    return text + (f", {_share(others[0][1])} say {verdict_name(others[0][0])}" if others else "")


def told_numbers(ground: Ground) -> str:
    """What the verdict rests on, in one sentence; what is missing is said to be."""
    if ground.actor:
        lost = f"{ground.actor_name} would lose {{}} of all that the alliance provides{{}} and could not replace it"
    else:
        lost = "{} of all that it provides{} would be lost and could not be replaced"
    parts = []
    if ground.health is None:
        parts.append("health has too little evidence for a score")
    else:
        parts.append(f"health is {score_text(ground.health)} of 100 (90 %: {ground.low:.0f} to {ground.high:.0f})")
    if ground.value is None:
        parts.append("what would be lost is not known")
    else:
        parts.append(lost.format(_share(ground.value), _by_tier(ground)))
    if ground.formal is not None:
        parts.append(f"formal commitment is {score_text(ground.formal)} of 100")
    if ground.hollow is not None:
        parts.append(f"{_share(ground.hollow)} of the members are in name only")
    parts.append(f"the gravest strain ranks {ground.strain:.0f} of 25" if ground.strain else "no strain stands open")
    text = "; ".join(parts)
    return f"{text[:1].upper()}{text[1:]}."


def tripwire_sentences(verdict: Verdict) -> list[str]:
    """What would change the verdict, one input at a time, nearest first within each input."""
    return [tripwire_words(row) for row in verdict.tripwires.to_dicts()]


def tripwire_words(row: dict[str, Any]) -> str:
    """One row of verdict.tripwires in a sentence."""
    verb = "fell below" if row["direction"] == "falls below" else "reached"
    now, mark = apart(row["now"], row["mark"], row["unit"])
    return f"If {row['name'].lower()} {verb} {mark} (now {now}), the verdict would be: {row['verdict_name']}."


def apart(one: float, other: float, unit: str) -> tuple[str, str]:
    """Two numbers of a verdict with as many decimals as it takes to tell them apart, three at most.

    >>> apart(0.3333, 0.333, "share"), apart(59.96, 60.0, "points"), apart(0.2, 0.25, "share")
    (('33.33 %', '33.30 %'), ('59.9', '60'), ('20 %', '25 %'))
    """
    for decimals in range(4):
        texts = told(one, unit, decimals), told(other, unit, decimals)
        if texts[0] != texts[1] or one == other:
            break
    return texts


def told(value: float, unit: str, decimals: int = 0) -> str:
    """A number of a verdict in its unit.

    >>> told(0.254, "share"), told(39.4, "points"), told(23.0, "rank"), told(12.5, "points a year", 1)
    ('25 %', '39', 'rank 23', '12.5 points a year')
    """
    if unit == "share":
        return _share(value) if decimals == 0 else f"{100 * value:.{decimals}f} %"
    if unit == "points":
        return score_text(value) if decimals == 0 else f"{value:.{decimals}f}"
    if unit == "rank":
        return f"rank {value:.{decimals}f}"
    return f"{value:.{decimals}f} {unit}"


def _by_tier(ground: Ground) -> str:
    if ground.value is None or ground.value_high is None or round(100 * (ground.value_high - ground.value)) < 1:
        return ""
    return f" (up to {_share(ground.value_high)} with what is used by tier alone)"


def _upper_end(verdict: Verdict) -> str:
    """What the verdict would be at the upper end of strategic value, where it differs."""
    ground = verdict.ground
    if ground.value_high is None:
        return ""
    other = decide({**ground.inputs, "value": ground.value_high})
    if other is None or other.verdict == verdict.verdict:
        return ""
    return f"With that upper end it would be: {verdict_name(other.verdict)}."


def _share(value: float) -> str:
    if 0 < value < 0.005:
        return "under 1 %"
    return "over 99 %" if 0.995 <= value < 1 else f"{100 * value:.0f} %"
