"""Rules of the stress tests: shocks, terms of the hazard models, words. Read from data/catalogue/scenarios.toml."""

from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from alliance_core.catalogue import entry, read
from alliance_core.errors import CatalogueError, UnknownNameError

NEEDS = ("anchor", "partner", "function")
AUTHORS = ("anchor", "partner", "none")


@dataclass(frozen=True, kw_only=True, slots=True)
class Shock:
    """A kind of shock: what it is, what its size measures, the plausible range, who must be there for it.

    of_anchor  the size is a share of what the anchor brings, so that it counts by the anchor's share of the cost
    """

    id: str
    name: str
    text: str
    measures: str
    default: float
    low: float
    high: float
    needs: str
    author: str
    of_anchor: bool = False
    expert: dict[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        where = f"scenarios.toml: shocks.{self.id}"
        if not 0 < self.low <= self.default <= self.high <= 1:
            raise CatalogueError(f"{where}: 0 < low <= default <= high <= 1 does not hold")
        if self.needs not in NEEDS or self.author not in AUTHORS:
            raise CatalogueError(f"{where}: needs must be one of {', '.join(NEEDS)}, author of {', '.join(AUTHORS)}")


@lru_cache(maxsize=1)
def scenario_rules() -> dict[str, Any]:
    """All rules as plain data."""
    return read("scenarios")


@lru_cache(maxsize=1)
def shocks() -> dict[str, Shock]:
    """All kinds of shocks by id."""
    return {id_: entry(Shock, "scenarios", id_, values) for id_, values in scenario_rules()["shocks"].items()}


def shock(id_: str) -> Shock:
    """One kind of shock. Raises UnknownNameError."""
    if id_ not in shocks():
        raise UnknownNameError("shock", id_, shocks())
    return shocks()[id_]


def intact_word(probability: float) -> str:
    """How likely it is that a programme does not survive intact, in a word.

    >>> intact_word(0.1), intact_word(0.5), intact_word(0.9)
    ('low', 'moderate', 'high')
    """
    return next(entry["word"] for entry in scenario_rules()["intact"] if probability < entry["below"])


def intact_words() -> list[str]:
    """These words, mildest first."""
    return [entry["word"] for entry in scenario_rules()["intact"]]
