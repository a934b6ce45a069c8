"""Small frames for the advice: in one row of which the effect was not computed."""

import polars as pl
import pytest


@pytest.fixture
def ranked_effects() -> pl.DataFrame:
    return pl.DataFrame(
        [
            (1, "Find a second provider", 2.5, 1.2, 3.1, "high", False),
            (2, "Write an exit clause", 1.5, 0.4, 1.6, "low", True),
            (3, "Name success", None, None, None, "low", False),
            (4, "Settle the strain", 0.0, 0.0, 0.0, "medium", True),
            (5, "Broaden the base", -0.6, -1.5, 0.4, "high", False),
        ],
        schema=["priority", "name", "effect", "effect_low", "effect_high", "cost", "mine"],
        orient="row",
    )
