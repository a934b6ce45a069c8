"""The whole answer on the burden of one alliance at one date."""

from dataclasses import dataclass
from typing import Any

import polars as pl

from alliance_core.burden.anchor import Anchor, anchor
from alliance_core.burden.concentration import by_year, concentration, lorenz
from alliance_core.burden.contributions import contribution_table, cost_shares, yearly_total
from alliance_core.burden.exploitation import benefit_proxies, exploitation
from alliance_core.burden.keys import key_shares
from alliance_core.burden.partners import free_riders, partners
from alliance_core.catalogue.burden import window
from alliance_core.errors import WorkbenchError
from alliance_core.evidence.snapshot import Snapshot
from alliance_core.indicators.burden_sharing_equity.units import MEASURES, gdp_rows, share_rows


@dataclass(frozen=True, slots=True)
class Burden:
    """Who pays, benefits and decides in one alliance at one date.

    name           short name of the alliance
    partners       partners.partners of the alliance
    contributions  contributions.contribution_table
    cost_years     contributions.cost_shares
    concentration  the columns of concentration.concentration as a dictionary; None without cost shares
    years          concentration.by_year
    curves         concentration.lorenz over GDP and over people, with `over` (GDP, people)
    tests          exploitation.exploitation
    proxies        exploitation.benefit_proxies
    anchor         anchor.anchor
    riders         partners.free_riders
    keys           keys.key_shares
    total          contributions.yearly_total, or None
    """

    snapshot: Snapshot
    alliance: str
    name: str
    partners: pl.DataFrame
    contributions: pl.DataFrame
    cost_years: pl.DataFrame
    concentration: dict[str, Any] | None
    years: pl.DataFrame
    curves: pl.DataFrame
    tests: pl.DataFrame
    proxies: pl.DataFrame
    anchor: Anchor
    riders: pl.DataFrame
    keys: pl.DataFrame
    total: dict[str, Any] | None


def burden(snapshot: Snapshot, alliance: str) -> Burden:
    """Look at one alliance at the (single) date of the snapshot.

    Raises UnknownNameError for the alliance; WorkbenchError if it did not exist yet
    """
    snapshot.evidence.require_alliances([alliance])
    listed = snapshot.evidence.alliances.filter(alliance_id=alliance).row(0, named=True)
    if snapshot.alliances.filter(alliance_id=alliance).is_empty():
        day = snapshot.dates["as_of"][0]
        raise WorkbenchError(f"{alliance} did not exist on {day}: it was founded on {listed['founded']}")
    frame = partners(snapshot, window()[0]).filter(alliance_id=alliance)
    found = concentration(frame).to_dicts()
    return Burden(
        snapshot=snapshot,
        alliance=alliance,
        name=listed["short_name"],
        partners=frame,
        contributions=contribution_table(snapshot, alliance),
        cost_years=cost_shares(snapshot, alliance),
        concentration=found[0] if found else None,
        years=by_year(snapshot, alliance),
        curves=pl.concat(
            lorenz(frame, weight).with_columns(over=pl.lit(over))
            for weight, over in (("gdp", "GDP"), ("population", "people"))
        ),
        tests=exploitation(frame),
        proxies=benefit_proxies(snapshot, alliance, frame),
        anchor=anchor(snapshot, frame, alliance),
        riders=free_riders(frame),
        keys=key_shares(frame),
        total=yearly_total(snapshot, frame, alliance),
    )


def evidence_ids(found: Burden, part: str) -> list[str]:
    """Ids of the rows of evidence behind a part of the page: shares, economy, contributions, benefits or acts."""
    years, oldest = window()
    own = pl.col("alliance_id") == found.alliance
    rows = {
        "shares": lambda: share_rows(found.snapshot, years, tuple(MEASURES)).filter(own)["evidence_id"],
        "economy": lambda: gdp_rows(found.snapshot, oldest).filter(own)["evidence_id"],
        "contributions": lambda: found.contributions["evidence_id"],
        "benefits": lambda: found.snapshot.benefits.filter(own)["evidence_id"],
        "acts": lambda: found.anchor.acts["evidence_id"],
    }
    return rows[part]().unique().sort().to_list()
