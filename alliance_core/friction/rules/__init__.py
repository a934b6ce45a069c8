"""Rules that find frictions in the tables, one file for each dimension; `RULES` names them all."""

import polars as pl

from alliance_core.evidence.snapshot import Snapshot
from alliance_core.friction.rules import alignment, burden, capability, institutions, trust

RULES = {
    rule.__name__: rule
    for module in (alignment, capability, burden, institutions, trust)
    for rule in module.RULES
}  # fmt: skip


def all_findings(snapshot: Snapshot) -> pl.DataFrame:
    """What all rules find at the dates of the snapshot: the columns of finding.FINDING."""
    return pl.concat(rule(snapshot) for rule in RULES.values())
