"""Which parts of an alliance a member uses, and on what each answer rests."""

import polars as pl

from alliance_core.catalogue.dissolution import dissolution_rules
from alliance_core.dissolution.units import Units
from alliance_core.evidence.actors import actor_names
from alliance_core.evidence.snapshot import Snapshot

PART = ["function", "detail"]
GROUND = ["actor_id", *PART, "ground", "by", "words", "evidence_id"]


def uses(snapshot: Snapshot, found: Units, parts: pl.DataFrame) -> pl.DataFrame:
    """Every member and part: does it use it, and why (coded reading of the tables).

    Takes  parts: PART, provided (bool)
    Gives  actor_id, PART, uses, grade (shown, measured, by tier; null = no use), why_uses (words), own_piece (the
           use rests on its own provision alone), use_evidence (list)
    """
    rules = dissolution_rules()
    order = {name: place for place, name in enumerate(rules["use"])}
    grade = {name: rule["grade"] for name, rule in rules["use"].items()}
    told = (
        grounds(snapshot, found, parts)
        .sort("actor_id", *PART, pl.col("ground").replace_strict(order, return_dtype=pl.Int64), "own", "by",
              "evidence_id", descending=[False] * 4 + [True, False, False])
        .group_by("actor_id", *PART, maintain_order=True)
        .agg(
            found=pl.col("ground").first(),
            own_piece=(pl.col("ground") == "provides").all(),
            told=pl.col("words").unique(maintain_order=True).str.join("; "),
            use_evidence=pl.col("evidence_id").unique().sort(),
        )
    )  # fmt: skip
    silent = pl.when("provided").then(pl.lit(rules["no_use"]["signed"])).otherwise(pl.lit(rules["no_use"]["not_there"]))
    counts = pl.col("provided") & pl.col("found").is_not_null()
    return (
        found.members.select("actor_id")
        .join(parts.select(*PART, "provided"), how="cross")
        .join(told, on=["actor_id", *PART], how="left")
        .with_columns(
            uses=counts,
            grade=pl.when(counts).then(pl.col("found").replace_strict(grade, return_dtype=pl.String)),
            why_uses=pl.when(counts).then("told").otherwise(silent),
            own_piece=pl.col("own_piece").fill_null(False),
            use_evidence=pl.col("use_evidence").fill_null([]),
        )
        .select("actor_id", *PART, "uses", "grade", "why_uses", "own_piece", "use_evidence")
        .sort("actor_id", *PART)
    )


def grounds(snapshot: Snapshot, found: Units, parts: pl.DataFrame) -> pl.DataFrame:
    """All that shows a use: GROUND and own (not through an organisation)."""
    rules = dissolution_rules()["use"]
    names = actor_names(snapshot.evidence)
    acting = found.acting.select("actor_id", "by")
    here = {"alliance_id": found.alliance}
    provided = snapshot.functions.filter(**here).select(*PART, "evidence_id", by="actor_id")
    promised = (
        snapshot.commitments.filter(**here)
        .filter(pl.col("state") != "ended")
        .select("function", "evidence_id", by="actor_id")
        .join(parts.select(PART), on="function")
    )
    drawn = _benefits(snapshot, found.alliance).join(parts.select(PART), how="cross")
    listed = found.acting.filter(pl.col("tier").is_in(rules["tier"]["tiers"])).join(parts.select(PART), how="cross")
    found_by = {
        "provides": (provided.join(acting, on="by"), pl.lit(rules["provides"]["words"])),
        "commitment": (promised.join(acting, on="by"), pl.lit(rules["commitment"]["words"])),
        "benefit": (drawn.join(acting, on="by"), pl.lit(rules["benefit"]["words"])),
        "tier": (listed, pl.format(rules["tier"]["words"], "tier")),
    }
    own = pl.col("by") == pl.col("actor_id")
    through = pl.when(own).then(pl.lit("")).otherwise(pl.format(" through {}", pl.col("by").replace(names)))
    return pl.concat(
        frame.with_columns(ground=pl.lit(name), words=pl.concat_str(words, through)).select(GROUND)
        for name, (frame, words) in found_by.items()
    ).with_columns(own=own)


def _benefits(snapshot: Snapshot, alliance: str) -> pl.DataFrame:
    """Actors with a share of the benefit above zero in the latest ended year known: by, evidence_id."""
    day = snapshot.dates["as_of"][0]
    measures = dissolution_rules()["use"]["benefit"]["measures"]
    shared = snapshot.shares.filter(alliance_id=alliance, measure="benefit").select(
        "evidence_id", "actor_id", "measure", "year", "share"
    )
    single = (
        snapshot.evidence.scan("benefits")
        .filter(pl.col("measure").is_in(measures), alliance_id=alliance)
        .filter(pl.date(pl.col("year"), 12, 31) <= day)
        .select("evidence_id", "actor_id", "measure", "year", share=pl.col("share_pct") / 100)
        .collect()
    )
    # A whole key has the same year for all its rows; single figures are known for one actor at a time.
    latest = pl.concat([
        shared.filter(pl.col("year") == pl.col("year").max()),
        single.filter(pl.col("year") == pl.col("year").max().over("actor_id", "measure")),
    ])  # fmt: skip
    return latest.filter(pl.col("share") > 0).select("evidence_id", by="actor_id")
