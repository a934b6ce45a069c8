"""Rules of the verdict. Read from data/catalogue/verdict.toml."""

from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from alliance_core.catalogue import read
from alliance_core.errors import CatalogueError


@dataclass(frozen=True, slots=True)
class VerdictRule:
    """Decides for a verdict where every input named in `least` is at or above, and in `below` under its mark."""

    id: str
    verdict: str
    reason: str
    least: dict[str, float] = field(default_factory=dict)
    below: dict[str, float] = field(default_factory=dict)


@lru_cache(maxsize=1)
def verdict_rules() -> dict[str, Any]:
    """All rules as plain data. Raises CatalogueError for a rule that names what does not exist."""
    rules = read("verdict")
    for rule in rules["rules"]:
        if rule["verdict"] not in rules["verdicts"]:
            raise CatalogueError(f"verdict.toml: rule {rule['id']} names the unknown verdict '{rule['verdict']}'")
        for unknown in ({*rule.get("least", {}), *rule.get("below", {})}) - set(rules["inputs"]):
            raise CatalogueError(f"verdict.toml: rule {rule['id']} names the unknown input '{unknown}'")
    return rules


@lru_cache(maxsize=1)
def deciding_rules() -> tuple[VerdictRule, ...]:
    """The rules in their order."""
    return tuple(VerdictRule(**rule) for rule in verdict_rules()["rules"])


def verdict_name(verdict: str | None) -> str:
    """A verdict as people read it."""
    return "no verdict" if verdict is None else verdict_rules()["verdicts"][verdict]["name"]


def firmness_of(share: float) -> dict[str, Any]:
    """How firm a verdict is that this share of the draws backs: least, id (firm, leaning, close), words.

    >>> firmness_of(0.95)["words"], firmness_of(0.6)["words"], firmness_of(0.2)["words"]
    ('firm', 'leaning', 'too close to call')
    """
    marks = sorted(verdict_rules()["firmness"], key=lambda mark: -mark["least"])
    return next(mark for mark in marks if share >= mark["least"])
