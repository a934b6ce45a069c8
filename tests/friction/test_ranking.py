"""The order of frictions: the graver cell, then the fresher evidence, then the name."""

import datetime as dt

import polars as pl

from alliance_core.friction.ranking import placed

ROWS = pl.DataFrame(
    [
        ("moon", 5, 1, dt.date(2020, 1, 1), "nuisance"),
        ("moon", 1, 5, dt.date(2000, 1, 1), "catastrophe"),
        ("moon", 3, 3, dt.date(2019, 1, 1), "b"),
        ("moon", 3, 3, dt.date(2019, 1, 1), "a"),
        ("moon", 3, 3, dt.date(2020, 1, 1), "fresh"),
        ("mars", 1, 1, dt.date(2020, 1, 1), "other"),
    ],
    schema=["alliance_id", "likelihood", "consequence", "last_evidence", "id"], orient="row",
)  # fmt: skip


def test_each_alliance_has_its_own_places_the_graver_then_the_fresher_first():
    ranked = placed(ROWS.lazy()).collect()
    assert ranked.select("alliance_id", "place", "severity", "id").rows() == [
        ("mars", 1, 1, "other"), ("moon", 1, 15, "fresh"), ("moon", 2, 15, "a"), ("moon", 3, 15, "b"),
        ("moon", 4, 12, "catastrophe"), ("moon", 5, 7, "nuisance"),
    ]  # fmt: skip


def test_the_order_of_the_rows_given_does_not_matter():
    for seed in range(5):
        mixed = ROWS.sample(fraction=1, shuffle=True, seed=seed)
        assert placed(mixed.lazy()).collect().equals(placed(ROWS.lazy()).collect())
