"""Rules of what-if and sensitivity: ranking, draws, words, variants. Read from data/catalogue/whatif.toml."""

from functools import lru_cache
from typing import Any

from alliance_core.catalogue import read
from alliance_core.errors import CatalogueError


@lru_cache(maxsize=1)
def whatif_rules() -> dict[str, Any]:
    """All rules as plain data. Raises CatalogueError if the words of support leave a share without words."""
    rules = read("whatif")
    marks = [entry["below"] for entry in rules["support"]]
    if marks != sorted(set(marks)) or marks[-1] <= 1:
        raise CatalogueError("whatif.toml: the marks of support must rise, and the last must lie above 1")
    return rules


def support_words(share: float) -> str:
    """What a share 0..1 of all weightings says about a lead.

    >>> support_words(0.04), support_words(1.0)
    ('this profile is a corner case', 'the lead hardly depends on the weights')
    """
    return next(entry["words"] for entry in whatif_rules()["support"] if share < entry["below"])
