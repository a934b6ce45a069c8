"""Stress tests in plain sentences."""

import math

from alliance_core.catalogue.scenario_rules import intact_word
from alliance_core.scenarios.stress import Stress, first_to_break, hollowing, partner_table, structural


def headline(found: Stress, name: str) -> str:
    """What becomes of the programme and who stays."""
    survives, restructured, fractured = (f"{row[0]:.0%}" for row in found.outcomes)
    if not found.blows:
        return f"Without a shock **{name}** goes on as before in {survives} of the draws: the base rate of the tables."
    word = intact_word(found.not_intact)
    low, high = 1 - found.outcomes[0, 2], 1 - found.outcomes[0, 1]
    return (
        f"The likelihood that **{name}** does not survive intact is **{word}**: {found.not_intact:.0%} "
        f"({low:.0%} to {high:.0%}). It survives in {survives}, is restructured in {restructured}, fractures or "
        f"dissolves in {fractured} of the draws."
    )


def model_alone(found: Stress) -> str:
    """What the fitted model says of the shock, before the rule of the cascade on what breaks a structure counts."""
    model = float((found.run.model_outcome > 0).mean())
    broken = structural(found)
    if not found.blows or broken < 0.005:
        return ""
    return (
        f"The model fitted to history alone says {model:.0%} not intact; in {broken:.0%} of the draws it is the "
        "structure that breaks afterwards: the anchor or half of the core gone, or a vital function without a provider."
    )


def who_goes(found: Stress) -> str:
    """How core partners respond, and how many members are left in name only."""
    partners = partner_table(found)
    core = partners.filter(tier="core")
    text = ""
    if not core.is_empty():
        stay = 1 - float(core["p_leaves"].to_numpy().mean())
        likeliest = core.sort("p_leaves", "name", descending=[True, False]).row(0, named=True)
        text = f"Core partners stay in {stay:.0%} of the draws on average"
        text += f"; likeliest to leave: {likeliest['name']} ({likeliest['p_leaves']:.0%}). "
    before = found.setting.hollow
    if not math.isnan(before):
        text += f"Members in name only before: {before:.0%}. "
    text += f"Partners in name only, fallen silent or gone afterwards: {hollowing(found):.0%}."
    return text


def breaks_first(found: Stress) -> str:
    """What goes first."""
    first = first_to_break(found)
    if first is None:
        return "Nobody leaves and nothing is lost in any draw."
    if first["kind"] == "function":
        return f"First to break: {first['what'].replace('_', ' ')}, in {first['probability']:.0%} of the draws."
    name = found.setting.names[found.setting.actors.index(first["what"])]
    return f"First to leave, where anybody does: {name}, in {first['probability']:.0%} of the draws."
