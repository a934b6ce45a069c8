"""Rules of the bias checks and of the red team. Read from data/catalogue/bias.toml and red_team.toml."""

from functools import lru_cache
from typing import Any

from alliance_core.catalogue import indicators, read
from alliance_core.errors import CatalogueError


@lru_cache(maxsize=1)
def bias_rules() -> dict[str, Any]:
    """All rules of the bias checks. Raises CatalogueError where they name an indicator that does not exist."""
    rules = read("bias")
    for motive, entry in motives(rules).items():
        if unknown := sorted(set(entry["indicators"]) - set(indicators())):
            raise CatalogueError(f"bias.toml: motives.{motive} names the unknown indicator {', '.join(unknown)}")
    return rules


def motives(rules: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """The motives by id: name, indicators that serve them, reason."""
    return {id_: entry for id_, entry in rules["motives"].items() if isinstance(entry, dict)}


def check_rules(check: str) -> dict[str, Any]:
    """Marks and words of one check."""
    return bias_rules()["checks"][check]


@lru_cache(maxsize=1)
def red_team_rules() -> dict[str, Any]:
    """All rules of the red team."""
    return read("red_team")
