"""The cascade step by step: who has left, or fallen silent, by which round."""

import polars as pl

from alliance_core.scenarios.setting import TIERS
from alliance_core.scenarios.stress import Stress


def step_table(found: Stress) -> pl.DataFrame:
    """Share of the draws in which each partner has gone by each round; round 0 is the shock itself.

    Gives  actor_id, name, tier, stake (bool: without one it falls silent rather than leaves), round, share (0..1, never
           falls from round to round), final (share after the last round); who goes most often first, then by round
    """
    setting, run = found.setting, found.run
    gone = run.round_left >= 0
    final = gone.mean(axis=0)
    rows = [
        {
            "actor_id": actor, "name": setting.names[i], "tier": TIERS[setting.tier[i]],
            "stake": bool(setting.stake[i]), "round": round_,
            "share": float((gone[:, i] & (run.round_left[:, i] <= round_)).mean()), "final": float(final[i]),
        }
        for i, actor in enumerate(setting.actors)
        for round_ in range(run.rounds + 1)
    ]  # fmt: skip
    schema = {"actor_id": pl.String, "name": pl.String, "tier": pl.String, "stake": pl.Boolean, "round": pl.Int64,
              "share": pl.Float64, "final": pl.Float64}  # fmt: skip
    return pl.DataFrame(rows, schema=schema).sort("final", "actor_id", "round", descending=[True, False, False])
