"""Rules of what is handed over to neighbouring methods. Read from data/catalogue/hand_over.toml."""

import math
from functools import lru_cache
from typing import Any

from alliance_core.catalogue import all_dimensions, read
from alliance_core.errors import CatalogueError

SIDES = ("power", "interest")


@lru_cache(maxsize=1)
def hand_over_rules() -> dict[str, Any]:
    """All rules as plain data. Raises CatalogueError where weights, marks or names cannot be."""
    rules = read("hand_over")
    for side in SIDES:
        total = sum(part["weight"] for part in rules["positions"][side].values())
        if not math.isclose(total, 1.0):
            raise CatalogueError(f"hand_over.toml: weights of {side} add up to {total:.3f}, not 1")
        for name, part in rules["positions"][side].items():
            if part["full"] <= 0:
                raise CatalogueError(f"hand_over.toml: {side}.{name}.full is {part['full']}; it must be above 0")
    if unknown := set(rules["axis"]["parts"]) - set(all_dimensions()):
        raise CatalogueError(f"hand_over.toml: axis names the unknown dimension {', '.join(sorted(unknown))}")
    return rules
