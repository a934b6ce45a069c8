"""The burden in plain sentences, with the doubts said."""

from typing import Any

import polars as pl

from alliance_core.burden.burden import Burden
from alliance_core.burden.keys import SUM, key_names, normalised
from alliance_core.catalogue.burden import burden_rules, window
from alliance_core.catalogue.rules import flags
from alliance_core.evidence.actors import actor_names
from alliance_core.indicators.burden_sharing_equity.units import AS_GOOD_AS_NOTHING


def headline(found: Burden) -> str:
    """Who bears how much, how far that is from the economies, how many pay at all, and how the anchor reads."""
    index = found.concentration
    if index is None:
        return f"**{found.name}**: no cost shares are known at this date; who pays how much is unknown, not zero."
    payer = actor_names(found.snapshot.evidence)[index["payer"]]
    text = f"**{payer}** bears **{index['largest']:.0%}** of the cost of {found.name}"
    if index["dissimilarity"] is not None:
        text += f"; **{index['dissimilarity']:.0%}** would have to change hands to match the partners' economies"
    return f"{text}. {riding(found)} {reading(found)}"


def reading(found: Burden) -> str:
    """How the largest payer reads, with the rules that it matched; a coded judgement."""
    own = found.anchor
    matched = own.rules.filter("holds")["name"].str.to_lowercase().to_list()
    if not own.dominant or not matched:
        return own.words
    return f"{own.words} Matched: {', '.join(matched)}."


def index_table(found: Burden) -> pl.DataFrame:
    """The indices with their formulas, as people read them: index, value (text), formula."""
    rules = burden_rules()
    values = found.concentration or {}
    rows = [
        {
            "index": title,
            "value": _number(values.get(index)),
            "formula": rules["formulas"][rules["indices"]["formula"][index]],
        }
        for index, title in rules["indices"]["names"].items()
    ]
    return pl.DataFrame(rows, schema={"index": pl.String, "value": pl.String, "formula": pl.String})


def _number(value: float | None) -> str:
    return "unknown" if value is None else f"{value:.2f}"


def plain(name: str) -> str:
    """The name of a basis as people read it.

    >>> plain("association_payment"), plain("SLS")
    ('Association payment', 'SLS')
    """
    words = name.replace("_", " ")
    return words[:1].upper() + words[1:]


def basis(chosen: dict[str, Any]) -> str:
    """What a basis covers, from a row of contributions.bases."""
    partners = "1 partner" if chosen["partners"] == 1 else f"{chosen['partners']} partners"
    rows = "1 row" if chosen["rows"] == 1 else f"{chosen['rows']} rows"
    return (
        f"{rows} of {partners}, {chosen['first_year']} to {chosen['last_year']}: {chosen['unit']}. "
        "Different bases are never added."
    )


def riding(found: Burden) -> str:
    """How many members bear nothing, and their part of the members' GDP."""
    if found.concentration is None:
        return "Who bears nothing is unknown without cost shares."
    if found.riders.is_empty():
        return "Every member partner bears some cost."
    count, part = found.riders.height, found.riders["gdp_share"].sum()
    verb = "bears" if count == 1 else "bear"
    return f"{count} member partner{'s' if count > 1 else ''} with {part:.0%} of the members' GDP {verb} no cost."


def quality(found: Burden) -> str:
    """How far the shares were verified, and over which years they are averaged."""
    payers = found.partners.filter(pl.col("cost") > AS_GOOD_AS_NOTHING)
    levels = payers.group_by("cost_verified").len().sort("len", "cost_verified", descending=[True, False])
    counts = ", ".join(f"{count} {level or 'unknown'}" for level, count in levels.iter_rows())
    text = f"Shares are means of the latest {window()[0]} ended years. "
    text += f"Cost shares by weakest row: {counts}." if counts else "No cost shares are known."
    silent = found.partners.filter(pl.col("gdp").is_null())["name"].to_list()
    text += f" GDP unknown: {', '.join(silent)}; not compared." if silent else ""
    outside = found.partners.filter(~pl.col("member"))
    if not outside.is_empty():
        text += f" {outside.height} payers or beneficiaries are no members and are not compared."
    return text


def indices(found: Burden) -> str:
    """The concentration in words."""
    index = found.concentration
    if index is None:
        return "No cost shares are known at this date."
    text = f"The cost is as concentrated as if **{index['effective_payers']:.1f}** equal payers shared it"
    if index["gini"] is not None:
        text += f"; the Gini index of cost over GDP is **{index['gini']:.2f}** (0 = all bear the same per GDP)"
    if (lean := index["progressivity"]) is not None:
        wealth = "bear more than" if lean > 0 else "bear less than"
        text += f", and partners that are wealthier per head {wealth} their part of GDP (**{lean:+.2f}**)"
    return text.replace("+-", "-") + "."


def tests(found: Burden) -> str:
    """What the two rank tests say."""
    rows = {(row["test"], row["among"]): row for row in found.tests.to_dicts()}
    everyone, payers = (rows["spearman", among]["reading"] for among in ("member partners", "payers only"))
    benefit = rows["signed_rank", "benefit shares"]["reading"]
    return (
        f"Cost per GDP against GDP, among all member partners: **{everyone}**; among payers only: **{payers}**. "
        f"Benefit against cost: **{benefit}**. A p below "
        f"{burden_rules()['tests']['significance']:g} counts as a relation."
    )


def anchor_sentence(found: Burden) -> str:
    """The anchor-state test in a sentence."""
    own = found.anchor
    if own.share is None:
        return own.words
    side = "at or above" if own.dominant else "below"
    raised = "raises" if own.syndrome else "does not raise"
    resentful = own.acts.filter("resentful")
    acts = "1 resentful act" if resentful.height == 1 else f"{resentful.height} resentful acts"
    return (
        f"The largest payer, {own.name}, bears {own.share:.0%}, {side} the threshold of {own.threshold:.0%}. In the "
        f"last {flags()['anchor_state_syndrome']['years']} years {acts} with {own.actor_name} among the actors "
        f"{'is' if resentful.height == 1 else 'are'} on record, {resentful.filter('open').height} still open. "
        f"Together this {raised} the flag of the anchor-state syndrome. {own.perceived_words}"
    )


def total_sentence(found: Burden) -> str:
    """Which basis turns shares into money, or that none does."""
    if found.total is None:
        return (
            "No single basis of the contributions table gives the cost of a whole year here, and different bases "
            "are never added: only shares and points are shown."
        )
    own = found.total
    return (
        f"In money: {own['musd']:,.0f} million dollars in {own['year']} ({plain(own['basis'])}; "
        f"{own['verification']}; its payers bear {own['cover']:.0%} of the cost), shared out by the "
        f"percentages shown. {own['reason']}"
    )


def mixture(weights: dict[str, float], ceiling: float | None, floor: float | None) -> str:
    """The chosen formula in words. Raises WorkbenchError if no key has a weight.

    >>> mixture({"gdp": 30, "equal": 10}, 40, None)
    'Formula: **75 % GDP + 25 % equal parts**, nobody above 40 %.'
    """
    names = key_names()
    acronyms = {name for name in names.values() if name.isupper()}
    parts = [
        f"{part:.0%} {names[key] if names[key] in acronyms else names[key].lower()}".replace("%", " %")
        for key, part in normalised(weights).items()
    ]
    text = f"Formula: **{' + '.join(parts)}**"
    text += f", nobody above {ceiling:g} %" if ceiling is not None and ceiling < SUM else ""
    return text + (f", nobody below {floor:g} %" if floor else "") + "."
