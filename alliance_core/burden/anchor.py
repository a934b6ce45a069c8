"""The anchor state: does one payer dominate, does it resent it, and does it lead or rule?"""

from dataclasses import dataclass
from typing import Any

import polars as pl

from alliance_core.burden.concentration import concentration
from alliance_core.catalogue import indicator
from alliance_core.catalogue.burden import burden_rules
from alliance_core.catalogue.rules import flags as flag_rules
from alliance_core.catalogue.rules import scorecard_rules
from alliance_core.evidence.actors import actor_names
from alliance_core.evidence.snapshot import Snapshot
from alliance_core.indicators.registry import measure_one
from alliance_core.scorecard.flags import anchor_state_syndrome

SYNDROME = "anchor_state_syndrome"


@dataclass(frozen=True, slots=True)
class Anchor:
    """The reading of one alliance at one date; a coded judgement of the catalogue's rules.

    payer, name    largest payer (null = no cost shares known); share 0..1; threshold of the flag
    actor_name     whose acts are listed: the payer if it dominates, else the seat of the anchor
    dominant       whether the share reaches the threshold (null = unknown)
    syndrome       whether the flag of the scorecard is raised
    reading, words no_anchor, leader, hegemon, mixed, open or unknown, and what that means
    rules          rule, side, name, test, holds (bool, null = unknown), numbers (in words); none without dominance
    acts           acts of the last years that name the anchor: evidence_id, date, type, words, severity, open,
                   resentful, alone (its own act, of a type that the catalogue lists)
    answers        survey answers known; perceived (mean 1..5, or null) and the words for it
    """

    payer: str | None
    name: str | None
    share: float | None
    threshold: float
    dominant: bool | None
    syndrome: bool
    reading: str
    words: str
    rules: pl.DataFrame
    acts: pl.DataFrame
    actor_name: str | None
    perceived: float | None
    answers: int
    perceived_words: str


def anchor(snapshot: Snapshot, frame: pl.DataFrame, alliance: str) -> Anchor:
    """Test one alliance at the (single) date of the snapshot.

    Takes  partners of the alliance
    """
    rules, flag = burden_rules()["anchor"], flag_rules()[SYNDROME]
    found = concentration(frame).to_dicts()
    payer = found[0]["payer"] if found else None
    share = found[0]["largest"] if found else None
    dominant = None if share is None else share >= flag["share"]
    seat = snapshot.alliances.filter(alliance_id=alliance)["anchor_actor"].to_list()
    actor = payer if dominant else (seat[0] if seat else None)
    names = actor_names(snapshot.evidence)
    acts = anchor_acts(snapshot, alliance, actor)
    alone = acts.filter("alone").height
    bearing = frame.filter(pl.col("actor_id").eq_missing(pl.lit(payer, pl.String))).to_dicts()
    tested = _rules(bearing, alone, acts.filter("alone")["words"].unique().sort())
    reading = _reading(dominant, tested)
    tested = tested if dominant else tested.clear()
    measured = measure_one(snapshot, "anchor_dependence").estimates.with_columns(indicator=pl.lit("anchor_dependence"))
    raised = anchor_state_syndrome(snapshot, measured).filter(alliance_id=alliance)
    perceived = measure_one(snapshot, "perceived_equity").estimates.filter(alliance_id=alliance)["value"].to_list()
    answers = snapshot.survey.filter(alliance_id=alliance).height
    return Anchor(
        payer=payer,
        name=None if payer is None else names[payer],
        actor_name=None if actor is None else names[actor],
        share=share,
        threshold=flag["share"],
        dominant=dominant,
        syndrome=not raised.is_empty(),
        reading=reading,
        words=rules["readings"][reading],
        rules=tested,
        acts=acts,
        perceived=perceived[0] if perceived else None,
        answers=answers,
        perceived_words=_perceived(perceived, answers),
    )


def anchor_acts(snapshot: Snapshot, alliance: str, actor: str | None) -> pl.DataFrame:
    """Chains of events of the last years that name the actor and are resentful, or that it acted out alone.

    An act is the actor's own where it is named first: so the tables are written, mostly, without a rule.

    Gives  evidence_id, date, type, words, severity, open (not resolved at the date), resentful, alone; latest first
    """
    flag, rules = flag_rules()[SYNDROME], burden_rules()["anchor"]
    recent = pl.col("date") > pl.col("as_of").dt.offset_by(f"-{flag['years']}y")
    resentful = pl.col("type").is_in(flag["types"])
    alone = pl.col("type").is_in(rules["types"]) & (pl.col("actors").list.first() == actor)
    words = pl.col("type").replace_strict(scorecard_rules()["event_words"], return_dtype=pl.String)
    return (
        snapshot.events.filter(recent & pl.col("actors").list.contains(actor) & (resentful | alone))
        .filter(alliance_id=alliance)
        .select(
            "evidence_id", "date", "type", words.alias("words"), "severity",
            pl.col("resolved").is_null().alias("open"), resentful.alias("resentful"), alone.alias("alone"),
        )
        .sort("date", "evidence_id", descending=[True, False])
    )  # fmt: skip


def _rules(payer: list[dict[str, Any]], acts: int, kinds: pl.Series) -> pl.DataFrame:
    """Every rule with whether it holds and its numbers."""
    rules = burden_rules()["anchor"]
    own = payer[0] if payer else {"cost": None, "benefit": None, "decision": None}
    cost, benefit, decision = own["cost"], own["benefit"], own["decision"]
    margin = rules["margin"]
    holds: dict[str, tuple[bool | None, str]] = {
        "carries_more": (_above(cost, benefit, margin), f"cost {_percent(cost)}, benefit {_percent(benefit)}"),
        "shares_decision": (
            None if (above := _above(decision, cost, margin)) is None else not above,
            f"decision {_percent(decision)}, cost {_percent(cost)}",
        ),
        "decides_more": (_above(decision, cost, margin), f"decision {_percent(decision)}, cost {_percent(cost)}"),
        "acts_alone": (
            None if not payer else acts >= rules["acts"],
            f"{acts} in {flag_rules()[SYNDROME]['years']} years" + (f": {', '.join(kinds)}" if acts else ""),
        ),
    }
    rows = [
        {
            "rule": id_,
            "side": rule["side"],
            "name": rule["name"],
            "test": rule["test"],
            "holds": holds[id_][0],
            "numbers": holds[id_][1],
        }
        for id_, rule in rules["rules"].items()
    ]
    return pl.DataFrame(rows, schema_overrides={"holds": pl.Boolean})


def _reading(dominant: bool | None, tested: pl.DataFrame) -> str:
    """Leader if all its rules hold and none of a hegemon; hegemon if one of its rules holds and one of a leader fails.

    A rule that cannot be tested leaves the reading open where it could decide.
    """
    if dominant is None:
        return "unknown"
    if not dominant:
        return "no_anchor"
    leads = tested.filter(side="leader")["holds"].all(ignore_nulls=False)
    rules = tested.filter(side="hegemon")["holds"].any(ignore_nulls=False)
    if leads is None or rules is None:
        return "open"
    if leads == rules:
        return "mixed"
    return "leader" if leads else "hegemon"


def _above(one: float | None, other: float | None, margin: float) -> bool | None:
    return None if one is None or other is None else one - other > margin


def _percent(share: float | None) -> str:
    return "unknown" if share is None else f"{share:.0%}"


def _perceived(perceived: list[float], answers: int) -> str:
    if perceived:
        return f"Perceived equity: {perceived[0]:.1f} of 5 over {answers} answers."
    if answers:
        least = indicator("perceived_equity").parameter("least_answers")
        return f"Perceived equity: {answers} answers, {least} are needed for a mean."
    return burden_rules()["anchor"]["perceived"]
