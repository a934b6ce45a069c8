"""The dissolution test: what would each member lose that it cannot replicate independently?"""

from dataclasses import dataclass

import polars as pl

from alliance_core.catalogue.dissolution import dissolution_rules, require_share
from alliance_core.dissolution.dependence import dependence
from alliance_core.dissolution.rebuild import rebuilding
from alliance_core.dissolution.units import Units, units
from alliance_core.dissolution.uses import uses
from alliance_core.dissolution.ways import ways
from alliance_core.evidence.actors import actor_names
from alliance_core.evidence.snapshot import Snapshot

PART = ["function", "detail"]
BY_MEMBER = ["actor_id", *PART]


@dataclass(frozen=True, slots=True)
class Dissolution:
    """The end of one alliance at one date, for everybody who belongs to it. A coded reading, see the catalogue.

    units       who belongs, and through whom
    parts       PART, title, part (name for screens), domain, criticality (shared among the details), provided (now),
                years, built_years, built_n, value_musd, value_n, part_evidence; the heaviest first
    standing    one row per member and part: actor_id, the columns of parts, uses, grade, why_uses, alone, through
                (list of words, best first), caught_by (list of structs alliance, provider, way, credit), retained
                (0..1, null = not used), lost (criticality that goes), outcome (alone, own piece, through others,
                lost, not used, not there), evidence (list)
    members     actor_id, name, kind, tier, through, counted, weight_used, loss (criticality), loss_by_tier (what of it
                rests on the tier alone), share (of what it uses, null = uses nothing), share_of_alliance,
                longest_years (null = nothing lost or not known), reason (null = something lost); most first
    dependence  a, b, share (of what a uses that only b provides), reverse, leverage (of b over a); most first
    ways        ways.ways
    """

    snapshot: Snapshot
    alliance: str
    name: str
    units: Units
    parts: pl.DataFrame
    standing: pl.DataFrame
    members: pl.DataFrame
    dependence: pl.DataFrame
    ways: pl.DataFrame


def dissolve(snapshot: Snapshot, alliance: str, credit: float | None = None) -> Dissolution:
    """What the end of an alliance at the (single) date of the snapshot takes from each member.

    Takes  credit: what stays of a function that a partner provides in another alliance, 0..1; null = catalogue
    Raises UnknownNameError for the alliance; WorkbenchError if it did not exist yet; CatalogueError for the credit
    """
    if credit is not None:
        require_share("the credit of another alliance", credit)
    found = units(snapshot, alliance)
    parts = needed(snapshot, alliance)
    kept = ways(snapshot, found, parts, credit)
    standing = _standing(snapshot, found, parts, kept)
    return Dissolution(
        snapshot=snapshot,
        alliance=alliance,
        name=str(snapshot.evidence.alliances.filter(alliance_id=alliance)["short_name"][0]),
        units=found,
        parts=parts,
        standing=standing,
        members=_members(found, parts, standing),
        dependence=dependence(snapshot, found, standing),
        ways=kept,
    )


def needed(snapshot: Snapshot, alliance: str) -> pl.DataFrame:
    """The parts of functions that an alliance needs: the frame Dissolution.parts."""
    providers = (
        snapshot.functions.filter(alliance_id=alliance)
        .group_by(PART)
        .agg(provider_evidence=pl.col("evidence_id").sort(), everybody=pl.col("actor_id").unique().sort())
    )
    finer = pl.col("detail") != pl.col("function")
    words = pl.format("{}: {}", "title", pl.col("detail").str.replace_all("_", " "))
    return (
        snapshot.needs.filter(alliance_id=alliance)
        .select(*PART, criticality="weight")
        .join(rebuilding(snapshot, alliance), on="function", how="left")
        .join(providers, on=PART, how="left")
        .with_columns(
            title=pl.col("title").fill_null(pl.col("function").str.replace_all("_", " ")),
            domain=pl.col("domain").fill_null("not known"),
            provided=pl.col("everybody").is_not_null(),
            everybody=pl.col("everybody").fill_null([]),
            part_evidence=pl.concat_list(
                pl.col("provider_evidence").fill_null([]),
                pl.col("built_evidence").fill_null([]),
                pl.concat_list("vocabulary_id").list.drop_nulls(),
            ),
            **{name: pl.col(name).fill_null(0) for name in ("built_n", "value_n")},
        )
        .with_columns(part=pl.when(finer).then(words).otherwise("title"))
        .select(*PART, "title", "part", "domain", "criticality", "provided", "everybody", "years", "built_years",
                "built_n", "value_musd", "value_n", "part_evidence")
        .sort("criticality", *PART, descending=[True, False, False])
    )  # fmt: skip


def _standing(snapshot: Snapshot, found: Units, parts: pl.DataFrame, kept: pl.DataFrame) -> pl.DataFrame:
    """One row per member and part: the frame Dissolution.standing."""
    used = pl.col("uses")
    # What nobody else provides comes from the member alone, whatever its role: the alliance adds nothing to it.
    nobody_else = (pl.col("everybody").list.len() == 1) & (pl.col("everybody").list.first() == pl.col("actor_id"))
    own_piece = pl.col("own_piece") | nobody_else
    retained = pl.when(own_piece).then(1.0).otherwise(pl.col("best").fill_null(0.0))
    outcome = (
        pl.when(~pl.col("provided")).then(pl.lit("not there"))
        .when(~used).then(pl.lit("not used"))
        .when("alone").then(pl.lit("alone"))
        .when(own_piece | (pl.col("best_way") == "own").fill_null(False)).then(pl.lit("own piece"))
        .when(pl.col("best") > 0).then(pl.lit("through others"))
        .otherwise(pl.lit("lost"))
    )  # fmt: skip
    evidence = pl.concat_list("use_evidence", "way_evidence", "part_evidence").list.unique().list.sort()
    return (
        uses(snapshot, found, parts)
        .join(parts, on=PART)
        .join(_best(snapshot, kept), on=BY_MEMBER, how="left")
        .with_columns(
            alone=pl.col("alone").fill_null(False),
            through=pl.col("through").fill_null([]),
            way_evidence=pl.col("way_evidence").fill_null([]),
        )
        .with_columns(retained=pl.when(used).then(retained), outcome=outcome, evidence=evidence)
        .with_columns(lost=pl.col("criticality") * (1 - pl.col("retained").fill_null(1.0)))
        .drop("own_piece", "best", "best_way", "use_evidence", "way_evidence", "everybody", "part_evidence")
        .sort("actor_id", "criticality", *PART, descending=[False, True, False, False])
    )


def _best(snapshot: Snapshot, kept: pl.DataFrame) -> pl.DataFrame:
    """All ways of each member and part: BY_MEMBER, best, best_way, alone, through, caught_by, way_evidence."""
    names = actor_names(snapshot.evidence)
    short = dict(snapshot.evidence.alliances.select("alliance_id", "short_name").iter_rows())
    provider = pl.col("provider").replace(names)
    words = (
        pl.when(pl.col("way") == "organisation")
        .then(provider)
        .otherwise(pl.format("{} ({})", pl.col("alliance_id").replace(short), provider))
    )
    others = pl.col("way") != "own"
    caught = pl.struct("alliance_id", "provider", "way", "credit")
    return kept.group_by(BY_MEMBER, maintain_order=True).agg(
        best=pl.col("credit").max(),
        best_way=pl.col("way").first(),
        alone=pl.col("whole").any(),
        through=words.filter(others & (pl.col("credit") > 0)).unique(maintain_order=True),
        caught_by=caught.filter(others).unique(maintain_order=True),
        way_evidence=pl.col("evidence_id").unique().sort(),
    )


def _members(found: Units, parts: pl.DataFrame, standing: pl.DataFrame) -> pl.DataFrame:
    """Who needs the alliance most: the frame Dissolution.members."""
    whole = parts["criticality"].sum()
    gone = pl.col("lost") > 0
    sums = standing.group_by("actor_id").agg(
        weight_used=pl.col("criticality").filter("uses").sum(),
        loss=pl.col("lost").sum(),
        loss_by_tier=pl.col("lost").filter(pl.col("grade") == "by tier").sum(),
        longest_years=pl.col("years").filter(gone).max(),
        parts_used=pl.col("uses").sum(),
    )
    signed = dissolution_rules()["no_use"]["signed"]
    nothing = pl.lit("keeps all that it uses")
    share = pl.when(pl.col("weight_used") > 0).then(pl.col("loss") / pl.col("weight_used"))
    return (
        found.members.join(sums, on="actor_id", how="left")
        .with_columns(
            pl.col("weight_used", "loss", "loss_by_tier", "parts_used").fill_null(0),
            share=share,
            share_of_alliance=pl.when(whole > 0).then(pl.col("loss") / whole),
        )
        .with_columns(
            reason=pl.when(pl.col("parts_used") == 0).then(pl.lit(signed))
            .when(pl.col("loss") == 0).then(nothing)
        )
        .sort("loss", "weight_used", "name", descending=[True, True, False])
    )  # fmt: skip
