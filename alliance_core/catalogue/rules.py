"""Rules of the scorecard: bands, means, presets, flags. Read from data/catalogue/scorecard.toml."""

import math
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from alliance_core.catalogue import BANDS, dimensions, entry, read
from alliance_core.errors import CatalogueError, UnknownNameError


@dataclass(frozen=True, kw_only=True, slots=True)
class Aggregator:
    """A power mean: 1 arithmetic, 0 geometric, -1 harmonic, -inf the weakest link."""

    id: str
    name: str
    reason: str
    power: float
    floor: float = 0.0


@dataclass(frozen=True, kw_only=True, slots=True)
class Preset:
    """A named standpoint: the weights of the dimensions and why."""

    id: str
    name: str
    reason: str
    weights: dict[str, float]

    def __post_init__(self) -> None:
        if set(self.weights) != set(dimensions()):
            raise CatalogueError(f"scorecard.toml: preset {self.id} must weigh exactly {', '.join(dimensions())}")


@lru_cache(maxsize=1)
def scorecard_rules() -> dict[str, Any]:
    """All rules of the scorecard as plain data. Raises CatalogueError if marks of a scale are not in order."""
    rules = read("scorecard")
    if list(rules["bands"]) != list(BANDS):
        raise CatalogueError(f"scorecard.toml: bands must be {', '.join(BANDS)}, in this order")
    for scale, top in (("bands", 100), ("likelihood", 1)):
        marks = list(rules[scale].values())
        if marks != sorted(set(marks)):
            raise CatalogueError(f"scorecard.toml: the marks of {scale} must rise")
        if marks[-1] <= top:
            raise CatalogueError(f"scorecard.toml: the last mark of {scale} must lie above {top}")
    return rules


def aggregators() -> dict[str, Aggregator]:
    """All aggregators by id."""
    return {
        id_: entry(Aggregator, "scorecard", id_, values) for id_, values in scorecard_rules()["aggregators"].items()
    }


def aggregator(id_: str) -> Aggregator:
    """One aggregator. Raises UnknownNameError."""
    if id_ not in aggregators():
        raise UnknownNameError("aggregator", id_, aggregators())
    return aggregators()[id_]


def presets() -> dict[str, Preset]:
    """All presets by id."""
    return {id_: entry(Preset, "scorecard", id_, values) for id_, values in scorecard_rules()["presets"].items()}


def flags() -> dict[str, dict[str, Any]]:
    """All flags by id, gravest first."""
    return scorecard_rules()["flags"]


def score_text(score: float) -> str:
    """A score in whole points; just below a band's edge it keeps a decimal, so that number and word agree.

    >>> score_text(54.4), score_text(59.58), score_text(60.2)
    ('54', '59.5', '60')
    """
    whole = round(score)
    edges = sorted(scorecard_rules()["bands"].values())[:-1]
    return f"{math.floor(score * 10) / 10:.1f}" if whole in edges and score < whole else f"{whole}"
