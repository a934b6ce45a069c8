"""Capability as tables for people to read and take away."""

import polars as pl

from alliance_core.capability.capability import Capability
from alliance_core.catalogue.capability import capability_rules


def part_titles(found: Capability) -> dict[str, str]:
    """Title of each part on the screen by "function/detail", in the order of the matrix."""
    rows = found.matrix.unique(["function", "detail"], keep="first", maintain_order=True)
    return {
        f"{function}/{detail}": title
        for function, detail, title in rows.select("function", "detail", "title").iter_rows()
    }


def function_table(found: Capability) -> pl.DataFrame:
    """One row per part and provider: criticality, function, state, provider, provision, since, in_words."""
    states = capability_rules()["states"]
    return found.matrix.select(
        "criticality",
        function="title",
        state=pl.col("state").replace_strict(states, return_dtype=pl.String),
        provider=pl.col("provider_name").fill_null(capability_rules()["words"]["gap"]),
        provision="mark",
        since="since",
        in_words=pl.col("told").list.join("; "),
    )
