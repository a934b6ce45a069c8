"""The burden of an alliance as the command line prints it."""

from typing import Any

import polars as pl

from alliance_core.burden import sentences
from alliance_core.burden.burden import Burden
from alliance_core.burden.concentration import INDICES
from alliance_core.burden.keys import in_money, mix, normalised
from alliance_core.catalogue.burden import burden_rules
from alliance_core.evidence.snapshot import KEY

PARTNER = [
    "actor_id", "name", "cost", "benefit", "decision", "gdp", "gdp_share", "population", "population_share",
    "relative_burden", "relative_per_head", "benefit_net", "decision_net", "member", "verification",
    "cost_verified", "benefit_verified", "decision_verified",
]  # fmt: skip


def burden_json(found: Burden, weights: dict[str, float]) -> dict[str, Any]:
    """The whole answer; shares 0..1, sums in million dollars, null = unknown. Raises WorkbenchError for the key."""
    index = found.concentration or {}
    total = found.total
    return {
        "alliance": found.alliance,
        "as_of": found.snapshot.dates["as_of"][0],
        "partners": found.partners.select(PARTNER).rename({"actor_id": "actor"}).to_dicts(),
        "concentration": {name: index.get(name) for name in (*INDICES, "largest", "payer", "compared")},
        "by_year": found.years.to_dicts(),
        "exploitation": {
            "tests": found.tests.to_dicts(),
            "proxies": found.proxies.to_dicts(),
        },
        "anchor": _anchor_json(found),
        "free_riders": found.riders.drop(KEY).rename({"actor_id": "actor"}).to_dicts(),
        "free_riding": None if not index else found.riders["gdp_share"].fill_null(0.0).sum(),
        "keys": {
            "weights": normalised(weights),
            "shares": found.keys.rename({"actor_id": "actor"}).to_dicts(),
            "mix": in_money(mix(found.keys, weights), total["musd"] if total else None)
            .rename({"actor_id": "actor"})
            .to_dicts(),
            "total": total,
            "not_available": {"gni": burden_rules()["keys"]["gni"]},
        },
    }


def _anchor_json(found: Burden) -> dict[str, Any]:
    own = found.anchor
    return {
        "payer": own.payer,
        "share": own.share,
        "threshold": own.threshold,
        "dominant": own.dominant,
        "syndrome": own.syndrome,
        "reading": own.reading,
        "coded": True,
        "rules": own.rules.to_dicts(),
        "acts": own.acts.to_dicts(),
        "perceived_equity": own.perceived,
        "perceived_words": own.perceived_words,
    }


def burden_lines(found: Burden, weights: dict[str, float]) -> list[str]:
    """The answer for people. Raises WorkbenchError for the key."""
    table = mix(found.keys, weights).select("actor_id", mixed="share")
    rows = found.partners.join(table, on="actor_id", how="left", maintain_order="left")
    lines = [sentences.headline(found).replace("**", ""), "", f"{'':28}   cost benefit decides  x GDP    key"]
    for row in rows.filter(pl.col("cost").is_null() | (pl.col("cost") > 0)).to_dicts():
        shares = "".join(f"{_share(row[name]):>8}" for name in ("cost", "benefit", "decision"))
        burden = "–" if row["relative_burden"] is None else f"{row['relative_burden']:.2f}"
        mixed = "–" if row["mixed"] is None else f"{row['mixed']:.1f} %"
        lines.append(f"{row['name'][:28]:28}{shares}{burden:>7}{mixed:>8}")
    told = [sentences.indices(found), sentences.tests(found), sentences.anchor_sentence(found)]
    return [*lines, "", *[line.replace("**", "") for line in [*told, burden_rules()["keys"]["gni"]]]]


def _share(share: float | None) -> str:
    return "–" if share is None else f"{share:.1%}"
