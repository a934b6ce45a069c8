"""Rules of the scorecard: bands, means, presets, flags. Read from data/catalogue/scorecard.toml."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from alliance_core.catalogue import BANDS, dimensions, read
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
    """All rules of the scorecard as plain data. Raises CatalogueError if the bands are not in order."""
    rules = read("scorecard")
    marks = [rules["bands"][band] for band in BANDS]
    if marks != sorted(marks):
        raise CatalogueError("scorecard.toml: the marks of the bands must rise")
    return rules


def aggregators() -> dict[str, Aggregator]:
    """All aggregators by id."""
    return {id_: Aggregator(id=id_, **values) for id_, values in scorecard_rules()["aggregators"].items()}


def aggregator(id_: str) -> Aggregator:
    """One aggregator. Raises UnknownNameError."""
    if id_ not in aggregators():
        raise UnknownNameError("aggregator", id_, aggregators())
    return aggregators()[id_]


def presets() -> dict[str, Preset]:
    """All presets by id."""
    return {id_: Preset(id=id_, **values) for id_, values in scorecard_rules()["presets"].items()}


def flags() -> dict[str, dict[str, Any]]:
    """All flags by id, gravest first."""
    return scorecard_rules()["flags"]
