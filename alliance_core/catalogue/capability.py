"""Rules of the capability page: single sources, exits, network, audit. Read from data/catalogue/capability.toml."""

from functools import lru_cache
from typing import Any

from alliance_core.catalogue import read
from alliance_core.errors import CatalogueError

LEVELS = ["0", "1", "2", "3", "4"]


@lru_cache(maxsize=1)
def capability_rules() -> dict[str, Any]:
    """All rules as plain data. Raises CatalogueError where a scale leaves a value without words."""
    rules = read("capability")
    marks = [entry["below"] for entry in rules["network"]["reading"]]
    if marks != sorted(set(marks)) or marks[-1] <= 1:
        raise CatalogueError("capability.toml: the marks of network.reading must rise, and the last must lie above 1")
    if list(rules["audit"]["levels"]) != LEVELS:
        raise CatalogueError(f"capability.toml: audit.levels must be {', '.join(LEVELS)}, in this order")
    return rules


def level_words(level: int) -> str:
    """What a level of interoperability means.

    >>> level_words(2), level_words(4)
    ('specified', 'routine')
    """
    return capability_rules()["audit"]["levels"][str(level)]


def capability_text() -> str:
    """Every definition and threshold of the page with its reason, as Markdown."""
    rules = capability_rules()
    network, audit = rules["network"], rules["audit"]
    marks = [f"{entry['words']} below {min(entry['below'], 1):g}" for entry in network["reading"]]
    levels = ", ".join(f"{level} {words}" for level, words in audit["levels"].items())
    parts = {
        f"Single source (critical from {rules['single_source']['critical_from']})": rules["single_source"]["reason"],
        "Three or more": rules["duplication"]["reason"],
        "Gap": rules["gap"]["reason"],
        "Plans": rules["plans"]["reason"],
        "Exit": f"{rules['exit_loss']['reason']} Thinner: {rules['exit_loss']['thinner']}",
        "Specialisation": rules["specialisation"]["reason"],
        "Resilience": rules["resilience"]["reason"],
        f"Link (level {network['link_level']})": f"{network['reason']} {network['all_partners']}",
        f"Hub or network ({', '.join(marks)}; at least {network['least_partners']} partners)": (
            f"{network['thresholds']['reason']} {network['least_reason']} {network['source']}."
        ),
        f"Audit (exercised from {audit['exercised_level']})": f"{audit['reason']} Levels: {levels}.",
    }
    return "\n".join(f"- **{head}.** {text}" for head, text in parts.items())
