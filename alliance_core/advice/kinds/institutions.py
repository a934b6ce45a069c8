"""Changes of institutions: a level of the rubrics that rises; and actions that change no evidence."""

import polars as pl

from alliance_core.advice.kinds.case import Case, Change, moot, nothing, replace_rows
from alliance_core.catalogue import evidence_rules, indicator
from alliance_core.catalogue.rules import presets

TOP = 4


def rating(case: Case) -> Change:
    """The rating of `indicator` at the level `to`, where it stands lower."""
    name, to = case.settings["indicator"], case.settings["to"]
    title = indicator(name).name.lower()
    row = case.own(case.snapshot.ratings).filter(indicator=name).to_dicts()
    if not row:
        return nothing(f"The {title} of this alliance was never rated.")
    level = row[0]["level"]
    if level >= to:
        return moot(f"The {title} stands at level {level} already.")
    rubric = evidence_rules()["rubric"][name]
    told = f"{indicator(name).name} rises from level {level} ({rubric[str(level)]}) to {to} ({rubric[str(to)]})."
    frame = replace_rows(case.snapshot.ratings, [row[0]["evidence_id"]], case.alliance, level=to,
                         since=pl.lit(case.key["as_of"]))  # fmt: skip
    return Change({"ratings": frame}, told, what=title)


def none(case: Case) -> Change:
    """Nothing in the evidence changes; the rule says why."""
    return nothing(case.settings["why"])


def reweigh(case: Case) -> Change:
    """The same evidence under other weights: no gain, another yardstick."""
    preset = case.settings["preset"]
    return Change(missing="No evidence changes, only the yardstick.", preset=preset, what=presets()[preset].name)
