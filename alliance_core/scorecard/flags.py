"""Flags: what leadership must know beside the score."""

import polars as pl

from alliance_core.catalogue.rules import flags as flag_rules
from alliance_core.catalogue.rules import scorecard_rules
from alliance_core.evidence.snapshot import KEY, Snapshot
from alliance_core.indicators.trust_reliability.crisis_survival import crises

DAYS_PER_YEAR = 365.25


def flags(
    snapshot: Snapshot, cards_dimensions: pl.DataFrame, scored: pl.DataFrame, integration: pl.DataFrame
) -> pl.DataFrame:
    """All flags raised, gravest first by the catalogue.

    Takes  Scorecards.dimensions, Scorecards.indicators, and operational.operational
    Gives  KEY, flag, name, short, text, warning (words of the catalogue), dimension (null = the alliance),
           evidence (list of evidence ids)
    """
    raised = {
        "untested": snapshot.alliances.select(KEY).join(crises(snapshot), on=KEY, how="anti"),
        "never_combined_operations": integration.filter(pl.col("combined_operations").eq(False)),
        "parchment_partnership": parchment(integration),
        "anchor_state_syndrome": anchor_state_syndrome(snapshot, scored),
        "insufficient_evidence": cards_dimensions.filter(pl.col("score").is_null()).select(KEY).unique(),
    }
    order = list(flag_rules())
    no_evidence = pl.lit([], dtype=pl.List(pl.String)).alias("evidence")
    parts = [
        frame.select(
            *KEY,
            pl.lit(flag).alias("flag"),
            pl.lit(flag_rules()[flag]["name"]).alias("name"),
            *[pl.lit(flag_rules()[flag][word]).alias(word) for word in ("short", "text", "warning")],
            pl.lit(flag_rules()[flag].get("dimension"), pl.String).alias("dimension"),
            "evidence" if "evidence" in frame.columns else no_evidence,
        )
        for flag, frame in raised.items()
    ]
    rank = pl.col("flag").replace_strict({flag: i for i, flag in enumerate(order)})
    return pl.concat(parts).sort(*KEY, rank)


def parchment(integration: pl.DataFrame) -> pl.DataFrame:
    """Alliances whose formal commitment or member list runs ahead of what is done: KEY."""
    rules = flag_rules()["parchment_partnership"]
    ahead = (pl.col("gap") >= rules["gap"]).fill_null(False)
    in_name_only = (pl.col("parchment_share") >= rules["parchment_share"]).fill_null(False)
    return integration.filter(ahead | in_name_only).select(KEY)


def anchor_state_syndrome(snapshot: Snapshot, scored: pl.DataFrame) -> pl.DataFrame:
    """Alliances with a dominant payer and resentful acts of the anchor of late: KEY, evidence."""
    rules = flag_rules()["anchor_state_syndrome"]
    dominated = scored.filter((pl.col("indicator") == "anchor_dependence") & (pl.col("value") >= rules["share"]))
    recent = pl.col("date") > pl.col("as_of").dt.offset_by(f"-{rules['years']}y")
    acts = (
        snapshot.events.join(snapshot.alliances.select(*KEY, "anchor_actor"), on=KEY)
        .filter(recent & pl.col("type").is_in(rules["types"]) & pl.col("actors").list.contains(pl.col("anchor_actor")))
        .group_by(KEY)
        .agg(acts=pl.len(), evidence=pl.col("evidence_id").sort())
        .filter(pl.col("acts") >= rules["events"])
    )
    return acts.join(dominated, on=KEY, how="semi").select(*KEY, "evidence")


def top_warnings(snapshot: Snapshot, raised: pl.DataFrame, dimensions: pl.DataFrame) -> pl.DataFrame:
    """The one thing to know about each alliance.

    An open strain of the gravest kind comes first, then the gravest flag, then the lowest dimension.
    The words come from dated cells only, so that nothing later is told.

    Takes  flags, Scorecards.dimensions (with short, the name of the dimension)
    Gives  KEY, warning, evidence_id (of the strain, else null)
    """
    grave = scorecard_rules()["warning"]["least_severity"]
    strains = (
        snapshot.events.filter(~pl.col("gain") & pl.col("resolved").is_null() & (pl.col("severity") >= grave))
        .sort("severity", "date", "evidence_id", descending=[True, True, False])
        .group_by(KEY, maintain_order=True)
        .first()
    )
    words = pl.col("type").replace_strict(scorecard_rules()["event_words"], return_dtype=pl.String)
    since = pl.col("date").dt.to_string("%Y-%m")
    told = strains.select(*KEY, "evidence_id", strain=pl.format("Open since {}: {}", since, words))
    flagged = raised.group_by(KEY, maintain_order=True).agg(flag=pl.col("warning").first())
    lowest = (dimensions.drop_nulls("score").sort("score").group_by(KEY, maintain_order=True).first()).select(
        *KEY, weakest=pl.format("Weakest: {} at {} of 100", "short", pl.col("score").round(0).cast(pl.Int32))
    )
    frame = snapshot.alliances.select(KEY)
    for part in (told, flagged, lowest):
        frame = frame.join(part, on=KEY, how="left")
    return frame.select(*KEY, "evidence_id", warning=pl.coalesce("strain", "flag", "weakest")).sort(KEY)
