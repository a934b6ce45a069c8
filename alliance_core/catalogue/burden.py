"""Rules of the burden page: tests, readings, keys, words. Read from data/catalogue/burden.toml."""

from functools import lru_cache
from typing import Any

from alliance_core.catalogue import indicator, read
from alliance_core.errors import CatalogueError

SIDES = ("leader", "hegemon")


@lru_cache(maxsize=1)
def burden_rules() -> dict[str, Any]:
    """All rules as plain data. Raises CatalogueError for a key without a name or a rule of no known side."""
    rules = read("burden")
    keys = rules["keys"]
    if set(keys["order"]) != set(keys["names"]) or keys["default"] not in keys["names"]:
        raise CatalogueError(f"burden.toml: keys.order and keys.default must name {', '.join(keys['names'])}")
    for id_, rule in rules["anchor"]["rules"].items():
        if rule["side"] not in SIDES:
            raise CatalogueError(f"burden.toml: anchor.rules.{id_}.side must be {' or '.join(SIDES)}")
    return rules


def window() -> tuple[int, int]:
    """Years of shares that are averaged and the oldest GDP in years, those of the indicators of burden sharing."""
    rules = indicator("proportionality")
    return rules.parameter("years"), rules.parameter("max_gdp_age_years")
