"""Rules of the advice: what triggers an action, what it changes and costs. Read from data/catalogue/advice.toml."""

import dataclasses
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from alliance_core.catalogue import all_dimensions, entry, indicators, read
from alliance_core.catalogue.friction_rules import friction_rules
from alliance_core.catalogue.rules import flags
from alliance_core.catalogue.verdicts import verdict_rules
from alliance_core.errors import CatalogueError, UnknownNameError

EVENT = "event"


@dataclass(frozen=True, kw_only=True, slots=True)
class AdviceRule:
    """One recommendation: any of frictions, flags, verdicts, low and missing triggers it; all of `needs` must hold.

    low, needs: mark of the score by indicator; change: kind and its settings; who: roles; least_severity: rank that a
    friction must have; most_findings: how many findings it looks at, the gravest first (None = all)
    """

    id: str
    name: str
    dimension: str
    action: str
    change: dict[str, Any]
    cost: str
    obstacle: str
    time: str
    who: tuple[str, ...]
    reason: str
    source: str
    effect_note: str
    frictions: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()
    verdicts: tuple[str, ...] = ()
    low: dict[str, float] = field(default_factory=dict)
    missing: tuple[str, ...] = ()
    needs: dict[str, float] = field(default_factory=dict)
    least_severity: int = 1
    most_findings: int | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Condition:
    """A condition of withdrawal: met at or above `least`, or under `below`."""

    id: str
    name: str
    measure: str
    unit: str
    text: str
    reason: str
    least: float | None = None
    below: float | None = None

    def __post_init__(self) -> None:
        if (self.least is None) == (self.below is None):
            raise CatalogueError(f"advice.toml: conditions.{self.id} needs either least or below")

    @property
    def mark(self) -> float:
        """Where it is met."""
        return self.least if self.least is not None else self.below  # type: ignore[return-value]

    def met(self, number: float | None) -> bool | None:
        """Whether a number meets it; None stays None."""
        if number is None:
            return None
        return number >= self.mark if self.least is not None else number < self.mark


@lru_cache(maxsize=1)
def advice_settings() -> dict[str, Any]:
    """The whole file as plain data."""
    return read("advice")


@lru_cache(maxsize=1)
def advice_rules() -> dict[str, AdviceRule]:
    """All recommendations by id. Raises CatalogueError for a rule that names what does not exist."""
    settings = advice_settings()
    found = {}
    for id_, values in settings["rules"].items():
        lists = {name: tuple(values[name]) for name in ("who", "frictions", "flags", "verdicts", "missing")
                 if name in values}  # fmt: skip
        rule = entry(AdviceRule, "advice", id_, {**values, **lists})
        _refuse_unknown(rule, settings)
        found[id_] = rule
    return found


def advice_rule(id_: str) -> AdviceRule:
    """One recommendation. Raises UnknownNameError."""
    if id_ not in advice_rules():
        raise UnknownNameError("recommendation", id_, advice_rules())
    return advice_rules()[id_]


@lru_cache(maxsize=1)
def withdrawal_conditions() -> dict[str, Condition]:
    """All conditions of withdrawal by id. Raises CatalogueError."""
    return {id_: entry(Condition, "advice", id_, values) for id_, values in advice_settings()["conditions"].items()}


def _refuse_unknown(rule: AdviceRule, settings: dict[str, Any]) -> None:
    allowed = {
        "frictions": {*friction_rules()["rules"], EVENT},
        "flags": set(flags()),
        "verdicts": set(verdict_rules()["verdicts"]),
        "low": set(indicators()),
        "needs": set(indicators()),
        "missing": set(indicators()),
        "who": set(settings["roles"]),
    }
    named = dataclasses.asdict(rule)
    for part, known in allowed.items():
        if unknown := [name for name in named[part] if name not in known]:
            raise CatalogueError(f"advice.toml: rules.{rule.id}.{part} names the unknown {', '.join(unknown)}")
    for part in ("cost", "time"):
        if named[part] not in settings[part]:
            raise CatalogueError(f"advice.toml: rules.{rule.id}.{part} is '{named[part]}'; allowed: "
                                 f"{', '.join(settings[part])}")  # fmt: skip
    if rule.dimension not in all_dimensions():
        raise CatalogueError(f"advice.toml: rules.{rule.id} names the unknown dimension '{rule.dimension}'")
    if not any(named[part] for part in ("frictions", "flags", "verdicts", "low", "missing")):
        raise CatalogueError(f"advice.toml: rules.{rule.id} has nothing that triggers it")
