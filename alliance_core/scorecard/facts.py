"""Facts of alliances side by side, and their members by tier."""

import polars as pl

from alliance_core.catalogue import dimensions
from alliance_core.evidence.actors import actor_names
from alliance_core.evidence.dates import precision_column, shown
from alliance_core.indicators.operational_integration.interoperability_level import layer_levels
from alliance_core.scorecard.assessment import Assessment

TIERS = ["anchor", "core", "associate", "peripheral"]
UNKNOWN = "not known"


def facts(assessment: Assessment, alliances: list[str]) -> pl.DataFrame:
    """What binds and governs each alliance, and who carries it.

    Gives  fact, and one column of text per alliance (short name), in the order given. Texts are of today.
    """
    table = assessment.snapshot.evidence.alliances.filter(pl.col("alliance_id").is_in(alliances))
    founded = shown(pl.col("founded"), pl.col(precision_column("founded")))
    notice = pl.format("{} months", pl.col("withdrawal_notice_months").cast(pl.Int32))
    members = members_by_tier(assessment, alliances)
    counts = members.group_by("alliance_id").agg(total=pl.col("members").sum())
    tiers = members.group_by("alliance_id", maintain_order=True).agg(
        tiers=pl.format("{} {}", "members", "tier").str.join(", ")
    )
    anchor = assessment.indicators.filter(indicator="anchor_dependence").select("alliance_id", anchor_share="value")
    rows = (
        table.join(counts, on="alliance_id", how="left")
        .join(tiers, on="alliance_id", how="left")
        .join(anchor, on="alliance_id", how="left")
        .select(
            "alliance_id", "short_name",
            **{
                "Founded": founded,
                "Kind": pl.col("kind").str.replace_all("_", " "),
                "Legal form": pl.col("legal_form"),
                "Decisions": pl.col("decision_rule"),
                "Withdrawal notice": notice,
                "Disputes": pl.col("dispute_forum"),
                "Standing body": pl.col("secretariat"),
                "Anchor": pl.col("anchor_actor"),
                "Largest cost share": pl.format("{} %", (100 * pl.col("anchor_share")).round(0).cast(pl.Int32)),
                "Members": pl.col("total").cast(pl.String),
                "Members by tier": pl.col("tiers"),
            },
        )
    )  # fmt: skip
    ordered = (
        pl.DataFrame({"alliance_id": alliances})
        .join(rows, on="alliance_id", maintain_order="left")
        .drop_nulls("short_name")
    )
    wide = ordered.drop("alliance_id").with_columns(pl.all().cast(pl.String).fill_null(UNKNOWN))
    return wide.transpose(include_header=True, header_name="fact", column_names="short_name")


def members_by_tier(assessment: Assessment, alliances: list[str]) -> pl.DataFrame:
    """Number of members in each tier: alliance_id, tier, members; anchor first."""
    order = {tier: i for i, tier in enumerate(TIERS)}
    return (
        assessment.snapshot.members.filter(pl.col("alliance_id").is_in(alliances))
        .group_by("alliance_id", "tier")
        .agg(members=pl.len())
        .sort("alliance_id", pl.col("tier").replace_strict(order))
    )


def member_table(assessment: Assessment, alliance: str, nation: str | None = None) -> pl.DataFrame:
    """The members of one alliance at the date, anchor first.

    Takes  nation: whose row is marked, and that of an organisation that stands for it
    Gives  mark (only with a nation), actor_id, name, tier, joined (as written; "not known"), functions (provided
           now), delivered (commitments), cost_share (per cent of the latest ended year, null = no figure), verification
    """
    snapshot = assessment.snapshot
    listed = snapshot.members.filter(alliance_id=alliance)
    names = (
        snapshot.evidence.scan("members")
        .select("evidence_id", "name", start=shown(pl.col("joined"), pl.col(precision_column("joined"))))
        .collect()
    )
    functions = (
        snapshot.functions.filter(alliance_id=alliance)
        .group_by("actor_id")
        .agg(functions=pl.col("function").n_unique())
    )
    delivered = (
        snapshot.commitments.filter(alliance_id=alliance, state="delivered")
        .group_by("actor_id")
        .agg(delivered=pl.len())
    )
    cost = snapshot.shares.filter(alliance_id=alliance, measure="cost")
    latest = cost.filter(pl.col("year") == pl.col("year").max()).select("actor_id", cost_share=100 * pl.col("share"))
    order = {tier: i for i, tier in enumerate(TIERS)}
    marked = [nation, *_behind(assessment, nation)] if nation else []
    return (
        listed.join(names, on="evidence_id", how="left")
        .join(functions, on="actor_id", how="left")
        .join(delivered, on="actor_id", how="left")
        .join(latest, on="actor_id", how="left")
        .with_columns(pl.col("functions", "delivered").fill_null(0), joined=pl.col("start").fill_null(UNKNOWN))
        .sort(pl.col("tier").replace_strict(order), "name")
        .with_columns(mark=pl.when(pl.col("actor_id").is_in(marked)).then(pl.lit("▸")).otherwise(pl.lit("")))
        .select(
            *(["mark"] if nation else []),
            "actor_id", "name", "tier", "joined", "functions", "delivered", "cost_share", "verification",
        )
    )  # fmt: skip


def membership_sentence(assessment: Assessment, alliance: str, nation: str | None) -> str:
    """How a nation belongs to an alliance: itself, through an organisation, or not; empty for nobody's view."""
    if nation is None:
        return ""
    names = actor_names(assessment.snapshot.evidence)
    rows = member_table(assessment, alliance)
    own = rows.filter(actor_id=nation)
    through = rows.filter(pl.col("actor_id").is_in(_behind(assessment, nation)))
    text = f"**{names[nation]}** "
    if not own.is_empty():
        row = own.row(0, named=True)
        provides = f"{row['functions']} function{'s' if row['functions'] != 1 else ''}"
        text += f"is a member (tier {row['tier']}, joined: {row['joined']}), provides {provides} itself"
        text += f" and has delivered {row['delivered']} commitment{'s' if row['delivered'] != 1 else ''}"
    elif through.is_empty():
        return text + "does not belong to this alliance."
    else:
        text += "is no member itself"
    if not through.is_empty():
        text += f"; it acts through {', '.join(through['name'])}"
    return text + "."


def _behind(assessment: Assessment, nation: str) -> list[str]:
    """Organisations that stood for a nation at the date."""
    return assessment.snapshot.organisation_states.filter(actor_id=nation)["organisation"].to_list()


def layers(assessment: Assessment, alliances: list[str]) -> pl.DataFrame:
    """Interoperability by layer: alliance (short name), layer, level_mean, level_max (0..4), links."""
    names = assessment.snapshot.evidence.alliances.select("alliance_id", alliance="short_name")
    levels = layer_levels(assessment.snapshot).filter(pl.col("alliance_id").is_in(alliances))
    return levels.join(names, on="alliance_id", maintain_order="left").drop("alliance_id", "as_of")


def scored_indicators(assessment: Assessment, alliance: str) -> pl.DataFrame:
    """Indicators of one alliance that count for its health score: the columns of Assessment.indicators."""
    return assessment.indicators.filter(
        (pl.col("alliance_id") == alliance) & pl.col("dimension").is_in(list(dimensions()))
    )
