"""Two checks on what carries an alliance: treaty fetishism, and dependence on persons and one partner."""

import polars as pl

from alliance_core.advice.bias_check import (
    Found,
    Number,
    at_most,
    not_intact,
    rating_level,
    reaches,
    rows_of,
    setting,
    value_of,
)
from alliance_core.advice.case import Case
from alliance_core.catalogue.bias_rules import check_rules
from alliance_core.catalogue.rules import flags, score_text
from alliance_core.dissolution.sentences import per_cent
from alliance_core.scenarios.library import library

PRACTICE = ("interoperability_level", "exercised_share")
FORMAL = ("legal_bindingness", "dispute_settlement", "exit_cost")


def treaty_fetishism(case: Case) -> Found:
    """Formal commitment far above operational integration, members in name only, nothing ever done together."""
    marks = flags()["parchment_partnership"]
    row = case.assessment.operational.filter(alliance_id=case.alliance).row(0, named=True)
    formal, practice, gap, hollow = (row[name] for name in ("formal", "operational", "gap", "parchment_share"))
    combined = row["combined_operations"]
    tests = {
        f"Formal commitment {marks['gap']:.0f} points or more above operational integration": reaches(
            gap, marks["gap"]
        ),
        f"{per_cent(marks['parchment_share'])} or more of the members in name only": reaches(
            hollow, marks["parchment_share"]
        ),
        "Never conducted combined operations": None if combined is None else not combined,
    }
    if gap is None:
        text = "How far the texts run ahead of the work is not known"
    else:
        way = "above" if gap >= 0 else "below"
        text = (
            f"Formal commitment ({score_text(formal)}) lies {abs(gap):.0f} points {way} operational integration "
            f"({score_text(practice)})"
        )
        if gap <= -marks["gap"]:
            text += ", the reverse of treaty fetishism: who judges by texts alone would think too little of it"
    text += (
        "; the members in name only are not known"
        if hollow is None
        else f"; {per_cent(hollow)} of the members are in name only"
    )
    known = {None: "whether they ever operated together is not known", True: "they have operated together",
             False: "they have never conducted combined operations"}  # fmt: skip
    return Found(
        "treaty_fetishism", tests, f"{text}; {known[combined]}.",
        (
            Number("Formal commitment", formal, "points"), Number("Operational integration", practice, "points"),
            Number("Parchment gap", gap, "points"), Number("Members in name only", hollow, "share"),
            Number("Combined operations", None if combined is None else float(combined), "yes or no"),
        ),
        rows_of(case, *FORMAL, *PRACTICE),
    )  # fmt: skip


def leadership(case: Case) -> Found:
    """How far an alliance hangs on persons and on one partner: five signals."""
    rules = check_rules("leadership")
    share = value_of(case, "anchor_dependence")
    governance, governance_rows = rating_level(case, "governance_capacity")
    authority, authority_rows = rating_level(case, "decision_authority_balance")
    links, link_rows = anchor_links(case)
    turnover = not_intact(case, setting(case), library()[rules["scenario"]].blows)
    marks = {name: per_cent(rules[name]) for name in ("anchor_share", "links_share", "turnover")}
    signals = {
        f"The largest payer bears {marks['anchor_share']} or more": reaches(share, rules["anchor_share"]),
        f"Governance capacity at level {rules['governance_level']} or less": at_most(
            governance, rules["governance_level"]
        ),
        f"Balance of authority at level {rules['authority_level']} or less": at_most(
            authority, rules["authority_level"]
        ),
        f"{marks['links_share']} of the links or more run to the anchor": reaches(links, rules["links_share"]),
        f"A change of leaders would break it in {marks['turnover']} of the draws or more": reaches(
            turnover, rules["turnover"]
        ),
    }
    count, missing = sum(bool(one) for one in signals.values()), sum(one is None for one in signals.values())
    if count >= rules["signals"]:
        tests: dict[str, bool | None] = {words: one for words, one in signals.items() if one}
    elif count + missing >= rules["signals"]:
        tests = {words: None for words, one in signals.items() if one is None}
    else:
        tests = {f"{rules['signals']} of {len(signals)} signals of dependence": False}
    told = {
        "the largest payer bears {} of the cost": share, "{} of the links run to the anchor": links,
        "a change of leaders breaks it in {} of the draws (expert prior)": turnover,
    }  # fmt: skip
    parts = [words.format(per_cent(number)) for words, number in told.items() if number is not None]
    if governance is not None:
        parts.insert(1, f"governance capacity is at level {governance:.0f} of 4")
    gaps = f"; {missing} {'is' if missing == 1 else 'are'} not known" if missing else ""
    return Found(
        "leadership", tests, f"{count} of {len(signals)} signals of dependence{gaps}"
        + (f": {', '.join(parts)}." if parts else "."),
        (
            Number("Signals", float(count), "count"), Number("Signals not known", float(missing), "count"),
            Number("Cost share of the largest payer", share, "share"),
            Number("Governance capacity", governance, "level"), Number("Balance of authority", authority, "level"),
            Number("Anchor's share of the decisions", decision_share(case), "share"),
            Number("Links with the anchor", links, "share"),
            Number("Not intact after a change of leaders (expert prior)", turnover, "share"),
        ),
        [*rows_of(case, "anchor_dependence"), *governance_rows, *authority_rows, *link_rows],
    )  # fmt: skip


def anchor_links(case: Case) -> tuple[float | None, list[str]]:
    """Share of the links of interoperability that run to the anchor, and the rows of those; a link to all counts."""
    snapshot = case.assessment.snapshot
    links = snapshot.interoperability.filter(alliance_id=case.alliance)
    anchors = snapshot.alliances.filter(alliance_id=case.alliance)["anchor_actor"].drop_nulls().to_list()
    if links.is_empty() or not anchors:
        return None, []
    own = links.filter(pl.col("actor_a").is_in(anchors) | pl.col("actor_b").is_in([*anchors, "ALL"]))
    return own.height / links.height, own["evidence_id"].to_list()


def decision_share(case: Case) -> float | None:
    """The anchor's share of the decisions in the latest year known, with that of the states that it stands for."""
    snapshot = case.assessment.snapshot
    anchors = snapshot.alliances.filter(alliance_id=case.alliance)["anchor_actor"].drop_nulls().to_list()
    behind = snapshot.organisation_states.filter(pl.col("organisation").is_in(anchors))["actor_id"].to_list()
    shares = snapshot.shares.filter(alliance_id=case.alliance, measure="decision")
    latest = shares.filter(pl.col("year") == pl.col("year").max(), pl.col("actor_id").is_in([*anchors, *behind]))
    return None if latest.is_empty() else float(latest["share"].sum())
