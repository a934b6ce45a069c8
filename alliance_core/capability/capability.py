"""The whole capability of one alliance at a date: matrix, figures, exits, network, audit."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

import polars as pl

from alliance_core.capability.audit import audit, never_looked_at
from alliance_core.capability.exits import PROVISION, losses_of, resilience
from alliance_core.capability.network import links, readings
from alliance_core.capability.parts import matrix, parts
from alliance_core.errors import WorkbenchError
from alliance_core.evidence.actors import actor_names
from alliance_core.evidence.snapshot import Snapshot
from alliance_core.evidence.store import Evidence
from alliance_core.indicators.capability_complementarity.provision import independent_providers
from alliance_core.indicators.registry import measure
from alliance_core.scorecard.trend import FIRST_YEAR, trend_dates

# Figure of the page: the indicator that measures it.
INDICATORS = {
    "effective_providers": "provider_diversity",
    "redundancy": "provider_redundancy",
    "duplication": "duplication",
    "coverage": "function_coverage",
}


@dataclass(frozen=True, slots=True)
class Capability:
    """What one alliance can do, and on whom it hangs.

    parts      parts.parts of the alliance
    matrix     parts.matrix of the alliance
    figures    functions_needed, functions_provided, gaps, critical_single (numbers of parts), single_sourced,
               specialisation, resilience, worst_exit (shares), worst_provider, worst_name, and for each of
               INDICATORS its value, and its interval as NAME_low, NAME_high; null = no evidence
    losses     exits.exit_losses of the alliance with provider_name
    tradeoff   exits.resilience of all alliances with alliance (short name), worst_name
    reading    network.readings of the alliance as a dictionary; all null where nobody provides anything
    history    as_of, centralisation, reading, partners, hub_name: every 31 December since 2015, and the date
    links      network.links of the alliance
    audit      audit.audit of the alliance
    silent     audit.never_looked_at of the alliance
    """

    snapshot: Snapshot
    alliance: str
    name: str
    parts: pl.DataFrame
    matrix: pl.DataFrame
    figures: dict[str, Any]
    losses: pl.DataFrame
    tradeoff: pl.DataFrame
    reading: dict[str, Any]
    history: pl.DataFrame
    links: pl.DataFrame
    audit: pl.DataFrame
    silent: pl.DataFrame

    @property
    def as_of(self) -> dt.date:
        """The date looked at."""
        return self.snapshot.dates["as_of"][0]


def capability(
    evidence: Evidence, as_of: dt.date, alliance: str, today: dt.date, snapshot: Snapshot | None = None
) -> Capability:
    """What an alliance could do at a date. Raises UnknownNameError; WorkbenchError if it did not exist yet.

    Takes  today: plans show only for today or later; snapshot: that of the date, if it is at hand
    """
    evidence.require_alliances([alliance])
    known = snapshot or Snapshot(evidence, as_of)
    about = evidence.alliances.filter(alliance_id=alliance).row(0, named=True)
    if known.alliances.filter(alliance_id=alliance).is_empty():
        raise WorkbenchError(
            f"{about['short_name']} did not exist on {as_of}: it was founded on {about['founded']}. Choose a later date"
        )
    needed = parts(known)
    names = evidence.alliances.select("alliance_id", alliance="short_name")
    actors = actor_names(evidence)
    tradeoff = (
        resilience(independent_providers(known).select(PROVISION), needed)
        .join(names, on="alliance_id")
        .with_columns(worst_name=pl.col("worst_provider").replace(actors))
    )
    own = [frame.filter(alliance_id=alliance) for frame in (needed, matrix(known, today), losses_of(known, needed))]
    read = readings(known).filter(alliance_id=alliance)
    return Capability(
        snapshot=known,
        alliance=alliance,
        name=about["short_name"],
        parts=own[0],
        matrix=own[1],
        figures=_figures(known, alliance, own[0], tradeoff.filter(alliance_id=alliance)),
        losses=own[2],
        tradeoff=tradeoff,
        reading=read.row(0, named=True) if read.height else dict.fromkeys(read.columns),
        history=history(evidence, as_of, alliance),
        links=links(known).filter(alliance_id=alliance),
        audit=audit(known).filter(alliance_id=alliance),
        silent=never_looked_at(known).filter(alliance_id=alliance),
    )


def history(evidence: Evidence, as_of: dt.date, alliance: str) -> pl.DataFrame:
    """Centralisation of an alliance at every 31 December since 2015, and at the date, in one pass.

    Gives  as_of, centralisation (null = fewer than three partners, or nobody provides anything), reading, partners,
           hub_name; dates on which the alliance existed
    """
    dates = Snapshot(evidence, trend_dates(as_of, min(FIRST_YEAR, as_of.year)))
    existed = dates.alliances.filter(alliance_id=alliance).select("alliance_id", "as_of")
    return (
        existed.join(readings(dates), on=["alliance_id", "as_of"], how="left")
        .select(
            "as_of",
            "centralisation",
            pl.col("reading").fill_null("too_few"),
            pl.col("partners").fill_null(0),
            "hub_name",
        )
        .sort("as_of")
    )


def _figures(snapshot: Snapshot, alliance: str, needed: pl.DataFrame, shares: pl.DataFrame) -> dict[str, Any]:
    """The key figures; those of an indicator are the indicator's own."""
    wanted = {id_: figure for figure, id_ in INDICATORS.items()}
    measured = measure(snapshot, list(wanted)).filter(alliance_id=alliance)
    by_indicator = {
        f"{wanted[row['indicator']]}{suffix}": row[column]
        for row in measured.to_dicts()
        for column, suffix in (("value", ""), ("low", "_low"), ("high", "_high"))
    }
    row = shares.row(0, named=True) if shares.height else dict.fromkeys(shares.columns)
    return {
        "functions_needed": needed.height,
        "functions_provided": needed.filter(~pl.col("gap")).height,
        "gaps": needed.filter("gap").height,
        "critical_single": needed.filter(state="single_critical").height,
        "single_sourced": row["single_sourced"],
        "specialisation": row["specialisation"],
        "resilience": row["resilience"],
        "worst_exit": row["worst"],
        "worst_provider": row["worst_provider"],
        "worst_name": row["worst_name"],
        **by_indicator,
    }


def part_evidence(found: Capability, function: str, detail: str) -> list[str]:
    """Ids of the rows behind one part: its providers, former ones and plans as shown, and promises of the function."""
    rows = found.matrix.filter(function=function, detail=detail).drop_nulls("provider")["evidence"]
    promises = found.snapshot.commitments.filter(
        pl.col("alliance_id") == found.alliance,
        pl.col("function") == function,
        pl.col("nature").is_in(["hardware", "service"]),
    )
    return [*(id_ for ids in rows for id_ in ids), *promises["evidence_id"].sort().to_list()]
