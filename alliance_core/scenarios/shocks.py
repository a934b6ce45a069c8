"""Shocks as people write them, and checked against an alliance."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from alliance_core.catalogue.scenario_rules import Shock, shock
from alliance_core.errors import UnknownNameError, WorkbenchError
from alliance_core.scenarios.setting import Setting


@dataclass(frozen=True, slots=True)
class Blow:
    """One shock of a scenario: its kind, size, and whom or what it hits (None = the rule chooses).

    >>> Blow.parse("anchor_funding_cut=0.4"), Blow.parse("partner_exit:JPN").size
    (Blow(kind='anchor_funding_cut', size=0.4, target=None), 0.25)
    """

    kind: str
    size: float
    target: str | None = None

    @classmethod
    def parse(cls, text: str) -> "Blow":
        """KIND=SIZE, KIND:TARGET=SIZE, or either without a size for the default.

        Raises UnknownNameError, and WorkbenchError for a size that is no number or outside the plausible range
        """
        head, given, number = text.strip().partition("=")
        kind, aimed, target = (piece.strip() for piece in head.partition(":"))
        rule = shock(kind)
        size = rule.default
        if given:
            try:
                size = float(number)
            except ValueError:
                raise WorkbenchError(
                    f"'{text}': the size '{number}' is no number; write {kind}={rule.default:g}"
                ) from None
        if not math.isfinite(size) or not rule.low <= size <= rule.high:
            raise WorkbenchError(
                f"{kind}: the size {size:g} lies outside its range from {rule.low:g} to {rule.high:g} ({rule.measures})"
            )
        if aimed and not target:
            raise WorkbenchError(f"'{text}': after the colon stands whom or what the shock hits, such as {kind}:JPN")
        return cls(kind, size, target or None)

    def text(self) -> str:
        """As `parse` reads it."""
        return f"{self.kind}{f':{self.target}' if self.target else ''}={self.size:g}"

    @property
    def rule(self) -> Shock:
        """What the catalogue says of its kind."""
        return shock(self.kind)


@dataclass(frozen=True, slots=True)
class Struck:
    """A shock placed on an alliance: the partner it comes from or hits, the parts of functions that it takes away."""

    blow: Blow
    partner: int | None
    parts: np.ndarray


def parse_scenario(texts: Sequence[str]) -> tuple[Blow, ...]:
    """Shocks of a scenario; the same kind on the same target only once. Raises WorkbenchError."""
    blows = tuple(Blow.parse(text) for text in texts)
    marks = [(blow.kind, blow.target) for blow in blows]
    for kind, target in marks:
        if marks.count((kind, target)) > 1:
            raise WorkbenchError(f"{kind}{f' on {target}' if target else ''} is given twice; give each shock once")
    return blows


def place(blow: Blow, setting: Setting) -> Struck:
    """Put a shock on an alliance.

    Without a target a shock of a partner comes from the core partner with most provision, and the loss of
    infrastructure takes the most critical function, single-sourced ones first.

    Raises WorkbenchError where the alliance has no anchor, partner or function for it, or the target does not exist
    """
    rule = blow.rule
    none = np.zeros(len(setting.parts), bool)
    if rule.needs == "anchor":
        if setting.anchor is None:
            raise WorkbenchError(
                f"{setting.alliance} has no anchor on {setting.as_of}, so that {blow.kind} cannot hit it"
            )
        if blow.target is not None and setting.place(blow.target) != setting.anchor:
            allowed = setting.actors[setting.anchor]
            raise WorkbenchError(f"{blow.kind} hits the anchor, which is {allowed}; leave '{blow.target}' out")
        return Struck(blow, setting.anchor, none)
    if rule.needs == "partner":
        if blow.target is not None:
            return Struck(blow, setting.place(blow.target), none)
        return Struck(blow, _leading_partner(setting, blow.kind), none)
    functions = [function for function, _ in setting.parts]
    if blow.target is not None and blow.target not in functions:
        raise UnknownNameError(f"function of {setting.alliance}", blow.target, set(functions))
    chosen = blow.target or functions[_most_critical(setting)]
    return Struck(blow, None, np.array([function == chosen for function in functions]))


def _leading_partner(setting: Setting, kind: str) -> int:
    """The partner beside the anchor that carries most: by tier, provision, cost, then name."""
    others = [i for i in range(len(setting.actors)) if i != setting.anchor]
    if not others:
        raise WorkbenchError(f"{setting.alliance} has no partner beside the anchor, so that {kind} cannot hit it")
    carried = setting.weight @ setting.provides
    cost = np.nan_to_num(setting.cost)
    return min(others, key=lambda i: (setting.tier[i], -carried[i], -cost[i], setting.actors[i]))


def _most_critical(setting: Setting) -> int:
    alone = setting.provides.sum(axis=1) == 1
    order = sorted(range(len(setting.parts)), key=lambda i: (-setting.criticality[i], not alone[i], setting.parts[i]))
    return order[0]
