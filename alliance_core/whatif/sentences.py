"""What-if results in plain sentences, with the doubts said."""

import numpy as np

from alliance_core.catalogue import dimensions
from alliance_core.catalogue.variants import support_words
from alliance_core.whatif.dethrone import Dethroned
from alliance_core.whatif.performance import Performance
from alliance_core.whatif.what_if import Backing, WhatIf


def headline(answer: WhatIf, found: Backing) -> str:
    """Who is first, in how much of all weightings, and what that says about the profile.

    Where several are level, the one with the most support speaks for them.
    """
    names = answer.table.names
    leaders = sorted(answer.first, key=lambda unit: -found.support.ranks[unit, 0])
    support = float(found.support.ranks[leaders[0], 0])
    weightings = "all weightings" if not found.order.groups else "all weightings that keep the order of importance"
    if len(leaders) > 1:
        level = _listing([names[unit] for unit in leaders])
        who = f"**{level}** are level in first place with these weights; {names[leaders[0]]} is first"
    else:
        who = f"**{names[leaders[0]]}** is first with these weights, and"
    return f"{who} in **{share(support)}** of {weightings}: {support_words(support)}."


def contenders(table: Performance, found: Backing) -> str:
    """How many alliances some weighting puts first."""
    able = int((found.support.ranks[:, 0] > 0).sum())
    never = [name for name, first in zip(table.names, found.support.ranks[:, 0], strict=True) if first == 0]
    text = f"{able} of {len(table.names)} alliances are first under some weighting"
    if 0 < len(never) <= 3:
        text += f"; {_listing(never)} under none"
    return text + "."


def method(found: Backing) -> str:
    """How the shares came about."""
    draws = f"{found.support.draws:,} weightings, drawn evenly from all that are possible"
    kept = " and keep the order of importance" if found.order.groups else ""
    text = f"Shares of {draws}{kept}; the same draws on every move."
    if found.with_evidence:
        return f"{text} Scores vary within their intervals together with the weights."
    off = ~np.eye(len(found.wins), dtype=bool)
    if found.exact[off].all():
        return f"{text} Chances of pairs are exact."
    return (
        f"{text} Chances of pairs are exact where neither has a dimension without evidence."
        if found.exact[off].any()
        else text
    )


def dethroning(answer: WhatIf) -> str:
    """The smallest change that costs the first its place."""
    if len(answer.first) > 1:
        return "The first place is shared already: the smallest change of weights decides it."
    change = answer.dethroned
    names = answer.table.names
    if change is None:
        return f"No change of the weights that are not locked costs {names[answer.first[0]]} the first place."
    if change.loses_score:
        return (
            f"Moving {_points(change.moved)} of weight to dimensions without evidence costs {names[change.first]} "
            f"its score, and {names[change.rival]} is first."
        )
    reach = "draw level with" if np.isfinite(answer.tuned.point.overall[change.rival]) else "get a score no lower than"
    return (
        f"Moving **{_points(change.moved)}** of weight ({_moves(answer, change)}) is enough for {names[change.rival]} "
        f"to {reach} {names[change.first]}."
    )


def changes(answer: WhatIf) -> str:
    """Who gains and who loses places against the balanced profile."""
    moved = answer.changes
    told = [
        f"{name} {'gains' if gain > 0 else 'loses'} {abs(gain):.0f} place{'s' if abs(gain) != 1 else ''}"
        for name, gain in sorted(zip(answer.table.names, moved, strict=True), key=lambda pair: -pair[1])
        if not np.isnan(gain) and gain != 0
    ]
    gone = [
        name for name, before, now in zip(answer.table.names, answer.balanced.ranks, answer.tuned.ranks, strict=True)
        if np.isnan(now) and not np.isnan(before)
    ]  # fmt: skip
    told += [f"{name} has too little evidence under these weights for a score and is left out" for name in gone]
    if not told:
        return "The ranking is that of the balanced profile."
    return f"Against the balanced profile {'; '.join(told)}."


def share(value: float) -> str:
    """A share in per cent; none and all are said only of counts that are exactly that.

    >>> share(0.0426), share(0.0004), share(0.0), share(0.9999)
    ('4 %', '<1 %', '0 %', '>99 %')
    """
    if 0 < value <= 0.005:
        return "<1 %"
    if 0.995 <= value < 1:
        return ">99 %"
    return f"{100 * value:.0f} %"


def _moves(answer: WhatIf, change: Dethroned) -> str:
    """Which dimensions give and which take."""
    difference = 100 * (change.weights - answer.tuned.profile.array)
    told = [
        f"{item.short} {step:+.1f}".replace("-", "−")
        for item, step in zip(dimensions().values(), difference, strict=True) if abs(step) >= 0.05
    ]  # fmt: skip
    return ", ".join(told) or "hardly any"


def _points(moved: float) -> str:
    points = 100 * moved
    return f"{points:.1f} points" if points >= 0.05 else "under 0.1 points"


def _listing(names: list[str]) -> str:
    return " and ".join(filter(None, [", ".join(names[:-1]), names[-1]]))
