"""Power and interest of the partners of an alliance, for a stakeholder matrix (power-interest grid, Mendelow 1981)."""

from typing import Any

import polars as pl

from alliance_core.burden.partners import partners
from alliance_core.capability.exits import losses_of
from alliance_core.capability.parts import parts
from alliance_core.catalogue.burden import window
from alliance_core.catalogue.hand_over_rules import SIDES, hand_over_rules
from alliance_core.dissolution.dissolve import Dissolution
from alliance_core.evidence.actors import actor_names
from alliance_core.evidence.snapshot import KEY, Snapshot
from alliance_core.indicators.burden_sharing_equity.units import MEASURES, covered_states, share_rows

RUNNING = ["in_progress", "delayed"]

COLUMNS = [
    "actor_id", "name", "member", "stands_for", "acts_through", "cost_share", "decision_share", "indispensable",
    "leverage", "dissolution_loss", "dissolution_loss_high", "benefit_share", "open_commitments", "power",
    "power_known", "interest", "interest_known", "quadrant", "quadrant_name", "verification", "evidence",
]  # fmt: skip


def positions(found: Dissolution) -> pl.DataFrame:
    """Where every partner of an alliance stands: how much it can move, how much it has at stake.

    Partners are the units of burden sharing (a state that an organisation stands for is within that organisation's
    row), and whoever else provides a function or has a promise open. Power and interest are no shares: rows must not
    be added.

    Takes  found: the dissolution test of the alliance at the date
    Gives  actor_id, name, member (bool), stands_for (list of states), acts_through (list of organisations);
           cost_share, decision_share (0..1); indispensable (0..1: share of the needed criticality that goes with it);
           leverage (0..1: mean one-sided dependence of the other members on it); dissolution_loss (0..1: share of all
           that the alliance provides that it would lose, on firm ground), dissolution_loss_high (with what it uses by
           tier alone); benefit_share (0..1); open_commitments (number);
           power_known, interest_known (share of the weight that is known); power, interest (0..100);
           quadrant (id), quadrant_name; verification (weakest of the rows of shares); evidence (ids).
           The most powerful first
    Nulls  what is not known stays null and its weight is shared out; no position under half of the weight
    """
    snapshot, alliance = found.snapshot, found.alliance
    frame = _everybody(snapshot, alliance)
    for part in (_indispensable(snapshot, alliance), _leverage(found), _loss(found), _evidence(snapshot, found)):
        frame = frame.join(part, on="actor_id", how="left")
    # Tables of functions and promises are lists of who has any: who is not in them has none, if they exist at all.
    provided = not snapshot.functions.filter(alliance_id=alliance).is_empty()
    promised = not snapshot.commitments.filter(alliance_id=alliance).is_empty()
    used = found.members["weight_used"].sum() > 0
    known = [
        pl.col(name).fill_null(0.0) if there else pl.lit(None, pl.Float64).alias(name)
        for name, there in (("indispensable", provided), ("leverage", used), ("open_commitments", promised))
    ]
    named = pl.col("actor_id").replace(actor_names(snapshot.evidence))
    whole = frame.with_columns(*known, name=named, evidence=pl.col("evidence").fill_null([]))
    ordered = placed(whole).sort("power", "interest", "name", descending=[True, True, False], nulls_last=True)
    return ordered.select(COLUMNS)


def placed(frame: pl.DataFrame) -> pl.DataFrame:
    """Power, interest and quadrant of partners whose parts are known.

    Takes  a column for each part of the catalogue's [positions.power] and [positions.interest]
    Gives  the frame with power_known, power, interest_known, interest, quadrant, quadrant_name
    """
    rules = hand_over_rules()["positions"]
    for side in SIDES:
        listed = rules[side]
        weight = sum(pl.when(pl.col(name).is_not_null()).then(part["weight"]).otherwise(0.0)
                     for name, part in listed.items())  # fmt: skip
        points = sum(
            (part["weight"] * 100.0 * (pl.col(name) / part["full"]).clip(0.0, 1.0)).fill_null(0.0)
            for name, part in listed.items()
        )
        known = f"{side}_known"
        frame = frame.with_columns(weight.alias(known), (points / weight).alias(side)).with_columns(  # type: ignore[union-attr]
            pl.when(pl.col(known) >= rules["least_weight"] - 1e-9).then(pl.col(side)).alias(side)
        )
    high = {side: pl.col(side) >= rules["marks"][side] for side in SIDES}
    quadrant = pl.coalesce(
        pl.when((high["power"] == place["power"]) & (high["interest"] == place["interest"])).then(pl.lit(id_))
        for id_, place in rules["quadrants"].items()
    )
    names = {id_: place["name"] for id_, place in rules["quadrants"].items()}
    return frame.with_columns(quadrant=quadrant).with_columns(
        quadrant_name=pl.col("quadrant").replace_strict(names, default=None, return_dtype=pl.String)
    )


def positions_json(found: Dissolution, frame: pl.DataFrame) -> dict[str, Any]:
    """The positions with what they mean, as data. Takes  positions of the same alliance."""
    rules = hand_over_rules()
    return {
        "file": "power_interest",
        "alliance_id": found.alliance,
        "alliance": found.name,
        "as_of": found.snapshot.dates["as_of"][0].isoformat(),
        "judgement": rules["label"],
        "parts": {
            side: {
                name: {key: part[key] for key in ("name", "weight", "full", "reason")}
                for name, part in rules["positions"][side].items()
            }
            for side in SIDES
        },
        "marks": {side: rules["positions"]["marks"][side] for side in SIDES},
        "partners": frame.select(COLUMNS).to_dicts(),
    }


def _everybody(snapshot: Snapshot, alliance: str) -> pl.DataFrame:
    """Partners with their shares: actor_id, member, stands_for, acts_through, cost_share, benefit_share,
    decision_share, verification, open_commitments."""
    years = window()[0]
    units = partners(snapshot, years).filter(alliance_id=alliance)
    behind = covered_states(snapshot, years).filter(alliance_id=alliance)
    open_ = snapshot.commitments.filter(pl.col("alliance_id") == alliance, pl.col("state").is_in(RUNNING))
    promising = open_.group_by("actor_id").agg(open_commitments=pl.len().cast(pl.Float64))
    providing = losses_of(snapshot, parts(snapshot)).filter(alliance_id=alliance).select(actor_id="provider")
    ids = pl.concat([units.select("actor_id"), providing, promising.select("actor_id")]).unique()
    listed = snapshot.members.filter(alliance_id=alliance).select("actor_id", listed=True)
    stands = behind.group_by("actor_id").agg(stands_for=pl.col("state").unique().sort())
    through = behind.group_by(actor_id="state").agg(acts_through=pl.col("actor_id").unique().sort())
    nobody = pl.lit([], pl.List(pl.String))
    columns = ["actor_id", "cost", "benefit", "decision", "member", "verification"]
    return (
        ids.join(units.select(columns), on="actor_id", how="left")
        .join(listed, on="actor_id", how="left")
        .join(stands, on="actor_id", how="left")
        .join(through, on="actor_id", how="left")
        .join(promising, on="actor_id", how="left")
        .with_columns(
            member=pl.coalesce("listed", "member").fill_null(False),
            stands_for=pl.col("stands_for").fill_null(nobody),
            acts_through=pl.col("acts_through").fill_null(nobody),
        )
        .drop("listed")
        .rename({measure: f"{measure}_share" for measure in MEASURES})
        .sort("actor_id")
    )


def _indispensable(snapshot: Snapshot, alliance: str) -> pl.DataFrame:
    """What would go with each provider: actor_id, indispensable (0..1)."""
    thinner = hand_over_rules()["positions"]["thinner"]
    lost = losses_of(snapshot, parts(snapshot)).filter(alliance_id=alliance)
    return lost.select(actor_id="provider", indispensable=pl.col("loss") + thinner * pl.col("thinner"))


def _leverage(found: Dissolution) -> pl.DataFrame:
    """Mean over the other members that use anything of their one-sided dependence: actor_id, leverage (0..1)."""
    using = found.members.filter(pl.col("weight_used") > 0)["actor_id"]
    over = found.dependence.group_by(actor_id="b").agg(total=pl.col("leverage").clip(0.0).sum())
    others = using.len() - pl.col("actor_id").is_in(using.to_list()).cast(pl.Int64)
    return over.select("actor_id", leverage=pl.when(others > 0).then(pl.col("total") / others).fill_null(0.0))


def _loss(found: Dissolution) -> pl.DataFrame:
    """What each member would lose: actor_id, dissolution_loss (without what rests on its tier alone),
    dissolution_loss_high."""
    firm = 1 - (pl.col("loss_by_tier") / pl.col("loss")).fill_nan(0.0).fill_null(0.0)
    share = pl.col("share_of_alliance")
    return found.members.select("actor_id", dissolution_loss=share * firm, dissolution_loss_high=share)


def _evidence(snapshot: Snapshot, found: Dissolution) -> pl.DataFrame:
    """Ids of the rows behind each partner: its shares, functions and promises, and what its loss rests on."""
    alliance = found.alliance
    shares = snapshot.shares.join(
        share_rows(snapshot, window()[0], tuple(MEASURES)).filter(alliance_id=alliance).select(*KEY, "evidence_id"),
        on=[*KEY, "evidence_id"], how="semi",
    )  # fmt: skip
    open_ = snapshot.commitments.filter(pl.col("alliance_id") == alliance, pl.col("state").is_in(RUNNING))
    own = snapshot.functions.filter(alliance_id=alliance)
    lost = found.standing.filter(pl.col("lost") > 0).select("actor_id", evidence_id="evidence").explode(
        "evidence_id", empty_as_null=False
    )  # fmt: skip
    rows = pl.concat([*(table.select("actor_id", "evidence_id") for table in (shares, open_, own)), lost])
    return rows.group_by("actor_id").agg(evidence=pl.col("evidence_id").unique().sort())
