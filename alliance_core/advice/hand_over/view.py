"""The hand-over for a screen: what each file is for, and the weights and marks behind the files."""

import polars as pl

from alliance_core.catalogue import all_dimensions
from alliance_core.catalogue.hand_over_rules import hand_over_rules

FILES = {
    "power-interest.csv": "Power and interest of each partner, for a stakeholder matrix.",
    "power-interest.json": "The same as data, with the parts that make up each position.",
    "cohesion-axis.json": "Cohesion as an axis of scenario planning: where it stands, drivers, signposts.",
    "deliverability.json": "What diplomacy can promise for the alliance, by kind of promise.",
    "red-team.md": "The brief for a red team.",
}


def rule_table() -> pl.DataFrame:
    """Weights and marks: file, rule, setting, reason."""
    rules = hand_over_rules()
    positions, axis, promises = rules["positions"], rules["axis"], rules["deliverability"]
    rows = [
        ("power-interest", f"{side.capitalize()}: {part['name']}",
         f"weight {part['weight']:.0%}, full at {part['full']:g}", part["reason"])
        for side in ("power", "interest")
        for part in positions[side].values()
    ]  # fmt: skip
    marks = positions["marks"]
    rows += [
        ("power-interest", "Marks", f"power {marks['power']}, interest {marks['interest']}", marks["reason"]),
        ("power-interest", "Least weight known", f"{positions['least_weight']:.0%}", positions["reason"]),
        ("cohesion-axis", "Parts", ", ".join(f"{all_dimensions()[id_].short} {part['weight']:g}"
                                             for id_, part in axis["parts"].items()), axis["reason"]),
        *(("deliverability", word["name"], _conditions(word), word["text"]) for word in promises["words"]),
        ("deliverability", promises["unknown"]["name"], f"under {promises['least_matured']} promises due",
         promises["reason"]),
    ]  # fmt: skip
    return pl.DataFrame(rows, schema=["file", "rule", "setting", "reason"], orient="row")


def _conditions(word: dict) -> str:
    return ", ".join(
        f"{key.replace('_', ' ')} {value:g}" for key, value in word.items() if isinstance(value, int | float)
    )
