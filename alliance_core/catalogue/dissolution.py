"""Rules of the dissolution test: uses, ways to keep a function, credits. Read from data/catalogue/dissolution.toml."""

from functools import lru_cache
from typing import Any

from alliance_core.catalogue import read
from alliance_core.errors import CatalogueError

STRENGTHS = ("one_of_several", "other_part", "same_provider")


@lru_cache(maxsize=1)
def dissolution_rules() -> dict[str, Any]:
    """All rules as plain data. Raises CatalogueError if a credit lies outside 0..1."""
    rules = read("dissolution")
    credits = {name: way["credit"] for name, way in rules["way"].items()}
    credits |= {name: rules["strength"][name] for name in STRENGTHS}
    for name, credit in credits.items():
        require_share(f"dissolution.toml: {name}", credit)
    return rules


def require_share(what: str, credit: float) -> float:
    """The credit, which must lie between 0 and 1. Raises CatalogueError.

    >>> require_share("credit", 0.5)
    0.5
    """
    if not 0 <= credit <= 1:
        raise CatalogueError(f"{what} is {credit}; a credit lies between 0 (nothing stays) and 1 (all of it stays)")
    return credit
