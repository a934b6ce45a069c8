"""The catalogue: every threshold, goalpost, weight, rubric and label, read from data and refused if odd.

The files lie in data/catalogue and are shown on the method page. No number of the method stands in code.
"""

import math
import tomllib
from collections.abc import Mapping
from dataclasses import MISSING, dataclass, field, fields
from functools import lru_cache
from typing import Any, TypeVar

from alliance_core.errors import CatalogueError, UnknownNameError
from alliance_core.paths import ROOT

FOLDER = ROOT / "data" / "catalogue"
BANDS = ("critical", "weak", "moderate", "strong", "very_strong")
Entry = TypeVar("Entry")


@dataclass(frozen=True, kw_only=True, slots=True)
class Dimension:
    """One of the dimensions of alliance health; weight 0 stands beside the score."""

    id: str
    name: str
    short: str
    question: str
    weight: float
    label: dict[str, str]

    def __post_init__(self) -> None:
        if set(self.label) != set(BANDS):
            raise CatalogueError(f"dimensions.toml: {self.id}.label needs the bands {', '.join(BANDS)}")


@dataclass(frozen=True, kw_only=True, slots=True)
class Indicator:
    """One indicator: what it asks, how it is computed, which values score 0 and 100."""

    id: str
    dimension: str
    name: str
    question: str
    unit: str
    worst: float
    best: float
    bounds: tuple[float, float]
    goalposts: str
    weight: float
    weight_reason: str
    tables: tuple[str, ...]
    formula: str
    words: str
    source: str
    limits: str
    scale: str = "linear"
    coded: bool = False
    parameters: dict[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        where = f"indicators.toml: {self.id}"
        if self.worst == self.best:
            raise CatalogueError(f"{where}: both goalposts are {self.best}; they must differ")
        if self.scale not in ("linear", "log"):
            raise CatalogueError(f"{where}: scale '{self.scale}' is unknown; allowed: linear, log")
        if self.scale == "log" and min(self.worst, self.best, *self.bounds) <= -1:
            raise CatalogueError(f"{where}: a log scale needs values above -1")
        if not self.bounds[0] <= min(self.worst, self.best) < max(self.worst, self.best) <= self.bounds[1]:
            raise CatalogueError(f"{where}: goalposts must lie inside the bounds {self.bounds}")
        if not 0 <= self.weight <= 1:
            raise CatalogueError(f"{where}: weight {self.weight} is not between 0 and 1")

    @property
    def is_cost(self) -> bool:
        """Whether a larger value is worse."""
        return self.best < self.worst

    def parameter(self, name: str) -> Any:
        """A number or word of the formula. Raises UnknownNameError."""
        if name not in self.parameters:
            raise UnknownNameError(f"parameter of {self.id}", name, self.parameters)
        return self.parameters[name]


def entry(kind: type[Entry], file: str, id_: str, values: Mapping[str, Any]) -> Entry:
    """One entry of a catalogue file. Raises CatalogueError for a key that is missing or unknown."""
    known = {item.name: item for item in fields(kind) if item.name != "id"}  # type: ignore[arg-type]
    needed = [name for name, item in known.items() if item.default is MISSING and item.default_factory is MISSING]
    if missing := [name for name in needed if name not in values]:
        raise CatalogueError(f"{file}.toml: {id_} lacks {', '.join(missing)}")
    if unknown := [name for name in values if name not in known]:
        raise CatalogueError(
            f"{file}.toml: {id_} has the unknown key {', '.join(unknown)}; allowed: {', '.join(known)}"
        )
    return kind(id=id_, **values)  # type: ignore[call-arg]


def read(name: str) -> dict[str, Any]:
    """One catalogue file as plain data. Raises CatalogueError with file and place if it is no TOML."""
    try:
        return tomllib.loads((FOLDER / f"{name}.toml").read_text(encoding="utf-8"))
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise CatalogueError(f"data/catalogue/{name}.toml cannot be read: {error}") from error


@lru_cache(maxsize=1)
def dimensions() -> dict[str, Dimension]:
    """The five dimensions of the health score, in order."""
    return {id_: dimension for id_, dimension in all_dimensions().items() if dimension.weight > 0}


@lru_cache(maxsize=1)
def all_dimensions() -> dict[str, Dimension]:
    """All dimensions, with those that stand beside the score."""
    return {id_: entry(Dimension, "dimensions", id_, values) for id_, values in read("dimensions").items()}


@lru_cache(maxsize=1)
def indicators() -> dict[str, Indicator]:
    """All indicators by id, in the order of the catalogue. Raises CatalogueError."""
    listed = {}
    for id_, values in read("indicators").items():
        if values.get("dimension") not in all_dimensions():
            raise CatalogueError(f"indicators.toml: {id_} names the unknown dimension '{values.get('dimension')}'")
        pairs = {name: tuple(values[name]) for name in ("bounds", "tables") if name in values}
        listed[id_] = entry(Indicator, "indicators", id_, {**values, **pairs})
    for dimension in all_dimensions():
        total = sum(indicator.weight for indicator in listed.values() if indicator.dimension == dimension)
        if not math.isclose(total, 1.0):
            raise CatalogueError(f"indicators.toml: weights of {dimension} add up to {total:.3f}, not 1")
    return listed


def indicator(id_: str) -> Indicator:
    """One indicator. Raises UnknownNameError with the allowed ids."""
    if id_ not in indicators():
        raise UnknownNameError("indicator", id_, indicators())
    return indicators()[id_]


@lru_cache(maxsize=1)
def evidence_rules() -> dict[str, Any]:
    """How evidence is weighed everywhere: tier weights, widening by verification, rubrics."""
    return read("evidence")
