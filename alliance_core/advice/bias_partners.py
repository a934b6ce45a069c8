"""Two checks on whose yardstick is used: mirror imaging, and weights that only suit a corner case."""

from functools import lru_cache

import numpy as np
import polars as pl

from alliance_core.advice.bias_check import Found, Number, reaches
from alliance_core.advice.case import Case, health_marks
from alliance_core.catalogue import dimensions
from alliance_core.catalogue.bias_rules import bias_rules, check_rules, motives
from alliance_core.catalogue.rules import presets, score_text
from alliance_core.catalogue.verdicts import verdict_name
from alliance_core.composite.aggregation import power_mean
from alliance_core.dissolution.sentences import listing, per_cent
from alliance_core.evidence.actors import actor_names
from alliance_core.scorecard.matrix import enough
from alliance_core.scorecard.weights import WeightProfile, scored_indicators
from alliance_core.whatif.acceptability import draw_weights
from alliance_core.whatif.linear import linear_scores
from alliance_core.whatif.pairwise import win_probability


def motive_scores(case: Case) -> pl.DataFrame:
    """How well the alliance serves each motive: motive, name, score 0..100 (null = under half of it scored), why."""
    scores = dict(zip(scored_indicators(), case.matrix.scores[case.place].tolist(), strict=True))
    least = check_rules("mirror_imaging")["coverage"]
    rows = []
    for id_, entry in motives(bias_rules()).items():
        known = [scores[name] for name in entry["indicators"] if not np.isnan(scores.get(name, np.nan))]
        enough_known = len(known) >= least * len(entry["indicators"])
        rows.append({"motive": id_, "name": entry["name"], "why": entry["reason"],
                     "score": float(np.mean(known)) if known and enough_known else None})  # fmt: skip
    return pl.DataFrame(rows, schema={"motive": pl.String, "name": pl.String, "why": pl.String, "score": pl.Float64})


def partner_scores(case: Case) -> pl.DataFrame:
    """How each partner with a profile of motives sees the alliance: the motives' scores weighed by its levels 0..4.

    Gives  actor_id, name, tier, counted (bool: anchor or core), score (null = under half of its motives scored),
           from_anchor (points above the anchor's own score, null), verdict (id under that score, null), evidence_id;
           lowest first
    """
    rules, snapshot = check_rules("mirror_imaging"), case.assessment.snapshot
    told = motive_scores(case)
    known = dict(told.drop_nulls("score").select("motive", "score").iter_rows())
    served, weight = pl.lit(0.0), pl.lit(0.0)
    for motive in sorted(known):
        served, weight = served + pl.col(motive) * known[motive], weight + pl.col(motive)
    whole = pl.sum_horizontal(told["motive"].to_list())
    members = snapshot.members.filter(alliance_id=case.alliance).select("actor_id", "tier")
    anchor = snapshot.alliances.filter(alliance_id=case.alliance)["anchor_actor"].to_list()
    frame = (
        snapshot.priorities.filter(alliance_id=case.alliance)
        .join(members, on="actor_id")
        .with_columns(weight=weight, whole=whole)
        .with_columns(
            score=pl.when((pl.col("whole") > 0) & (pl.col("weight") >= rules["coverage"] * pl.col("whole")))
            .then(served / weight),
            name=pl.col("actor_id").replace(actor_names(snapshot.evidence)),
            counted=pl.col("tier").is_in(rules["tiers"]),
        )
        .with_columns(from_anchor=pl.col("score") - pl.col("score").filter(pl.col("actor_id").is_in(anchor)).first())
    )  # fmt: skip
    seen = case.decided(health=frame["score"].cast(pl.Float64).to_numpy())
    verdicts = pl.Series("verdict", np.atleast_1d(seen), dtype=pl.String)
    return (
        frame.with_columns(verdicts)
        .with_columns(verdict=pl.when(pl.col("score").is_not_null() & (pl.col("verdict") != "")).then("verdict"))
        .select("actor_id", "name", "tier", "counted", "score", "from_anchor", "verdict", "evidence_id")
        .sort("score", "actor_id", nulls_last=True)
    )


def mirror_imaging(case: Case) -> Found:
    """Success by each partner's own motives: who sees it low, how far apart they are, how far from the anchor."""
    rules, health = check_rules("mirror_imaging"), case.ground.health
    own = partner_scores(case).filter("counted").drop_nulls("score")
    few = own.height < rules["least_partners"]
    low = [] if few else own.filter(pl.col("score") < rules["below"])["name"].to_list()
    spread = None if few else float(own["score"][-1] - own["score"][0])
    far = own.drop_nulls("from_anchor").with_columns(away=pl.col("from_anchor").abs()).sort("away", "actor_id").tail(1)
    away = None if few or far.is_empty() else float(far["away"][0])
    others = own.filter(pl.col("verdict") != (case.verdict.verdict or "")).height
    seen_by_anchor = own.drop_nulls("from_anchor").select(pl.col("score") - pl.col("from_anchor")).to_series()
    # Without a profile of the anchor the common yardstick stands for what "we" see.
    ours = health if seen_by_anchor.is_empty() else float(seen_by_anchor[0])
    if few:
        text = (
            f"Under {rules['least_partners']} anchor or core partners have motives in the tables and indicators that "
            "serve them, so that success cannot be told by their own measure"
        )
    else:
        first, last = own.row(0, named=True), own.row(-1, named=True)
        text = (
            f"By their own motives {own.height} anchor and core partners score it {score_text(first['score'])} "
            f"({first['name']}) to {score_text(last['score'])} ({last['name']})"
        )
        text += "" if health is None else f", against {score_text(health)} on the common yardstick"
        text += f"; {listing(low)} below {rules['below']:.0f}" if low else ""
        if away is not None:
            text += f"; farthest from the anchor's own score is {far['name'][0]}, by {away:.1f} points"
        text += f"; by their own score {others} of them would come to another verdict" if others else ""
    differs = None if few or ours is None else ours >= rules["below"] and bool(low)
    share = None if few or case.verdict.verdict is None else others / own.height
    return Found(
        "mirror_imaging",
        {
            f"A partner sees it below {rules['below']:.0f} while the anchor does not": differs,
            f"Own scores lie {rules['spread']:.0f} points or more apart": reaches(spread, rules["spread"]),
            f"{per_cent(rules['others'])} of the partners or more would come to another verdict": reaches(
                share, rules["others"]
            ),
        },
        f"{text}.",
        (
            Number("Partners looked at", float(own.height), "count"),
            Number("Lowest own score", None if few else own["score"][0], "points"),
            Number("Highest own score", None if few else own["score"][-1], "points"),
            Number("Spread", spread, "points"), Number("Farthest from the anchor", away, "points"),
            Number(f"Partners below {rules['below']:.0f}", None if few else float(len(low)), "count"),
            Number("Partners with another verdict", None if few else float(others), "count"),
        ),
        own["evidence_id"].to_list(),
    )  # fmt: skip


@lru_cache(maxsize=2)
def all_weightings(count: int, parts: int, seed: int) -> np.ndarray:
    """Weightings drawn evenly, once: [draw, part]."""
    drawn = draw_weights(count, parts, seed)
    drawn.flags.writeable = False
    return drawn


def weighting_support(case: Case) -> dict[str, float]:
    """Share of all weightings of the dimensions under which each verdict holds, largest first; "" = no verdict.

    Exact (whatif.pairwise.win_probability at each mark of the health score) where every dimension has a score; else
    counted over cached draws, because a weighting may cover too little evidence for a score.
    """
    scores = case.point.dimensions
    marks = health_marks()
    if np.isnan(scores).any():
        rules = check_rules("corner_case")
        weights = all_weightings(rules["draws"], len(scores), rules["seed"]).astype(float)
        health = power_mean(scores[None, :], weights, case.mean)
        health[~enough(weights @ ~np.isnan(scores))] = np.nan
        found, counts = np.unique(case.decided(health=health), return_counts=True)
        shares = dict(zip(found.tolist(), (counts / counts.sum()).tolist(), strict=True))
    else:
        linear = linear_scores(scores, case.mean)
        at = linear_scores(np.array([[mark] for mark in marks]), case.mean)
        above = _at_least(linear, at)
        edges = np.concatenate([[1.0], above, [0.0]])
        # One health score inside each stretch between two marks stands for the whole stretch.
        inside = [(low + high) / 2 for low, high in zip([0.0, *marks], [*marks, 100.0], strict=True)]
        shares = {}
        for id_, share in zip(case.decided(health=np.array(inside)).tolist(), edges[:-1] - edges[1:], strict=True):
            shares[id_] = shares.get(id_, 0.0) + float(share)
    return {id_: share for id_, share in sorted(shares.items(), key=lambda item: (-item[1], item[0])) if share > 0}


def _at_least(linear: np.ndarray, marks: np.ndarray) -> np.ndarray:
    """P(weighted mean >= mark) over all weightings, for each mark [mark, 1]."""
    differences = linear[None, :] - marks
    level = (differences == 0).all(axis=1)
    return np.where(level, 1.0, win_probability(differences))


def preset_verdicts(case: Case) -> pl.DataFrame:
    """Health and verdict under each preset: preset, name, health, verdict (null = none), same (bool, null)."""
    rows = []
    for id_, preset in presets().items():
        profile = WeightProfile.of(preset.weights, id_, case.profile.indicators)
        health = case.health(profile)
        found = str(case.decided(health=health)) if health is not None else ""
        rows.append({"preset": id_, "name": preset.name, "health": health, "verdict": found or None})
    schema = {"preset": pl.String, "name": pl.String, "health": pl.Float64, "verdict": pl.String}
    return pl.DataFrame(rows, schema=schema).with_columns(same=pl.col("verdict") == pl.lit(case.verdict.verdict))


def corner_case(case: Case) -> Found:
    """Share of all weightings that back the verdict, and the presets that do not."""
    rules, now = check_rules("corner_case"), case.verdict.verdict
    missing = [item.short for item, score in zip(dimensions().values(), case.point.dimensions, strict=True)
               if np.isnan(score)]  # fmt: skip
    named = preset_verdicts(case)
    if now is None or case.ground.health is None:
        share, others = None, []
        text = "There is no score, so that no weights can be tested"
    else:
        support = weighting_support(case)
        share = support.get(now, 0.0)
        others = named.filter(~pl.col("same").fill_null(False))["name"].to_list()
        text = f"{per_cent(share)} of all weightings of the dimensions give the verdict {verdict_name(now)}"
        rest = {id_: part for id_, part in support.items() if id_ != now}
        if rest:
            text += f" ({', '.join(f'{per_cent(part)} {verdict_name(id_ or None)}' for id_, part in rest.items())})"
        else:
            text += " (no weighting takes the health score across a mark that counts here)"
        told = f"{listing(others)} would change it" if others else "none would change it"
        text += f"; of the {named.height} presets {told}"
        text += f"; without a score: {listing(missing)}" if missing else ""
    return Found(
        "corner_case",
        {
            f"Under {per_cent(rules['share'])} of all weightings back the verdict": None if share is None
            else share < rules["share"],
            f"{rules['presets']} presets or more give another verdict": None if share is None
            else len(others) >= rules["presets"],
        },
        f"{text}.",
        (
            Number("Weightings with the same verdict", share, "share"),
            Number("Presets with another verdict", None if share is None else float(len(others)), "count"),
            *(Number(f"Health, {row['name']}", row["health"], "points") for row in named.to_dicts()),
        ),
    )  # fmt: skip
