"""The generated data are valid, reproducible and large; the pandas peer gives the same numbers."""

import datetime as dt

import polars as pl
import pytest

from alliance_core.errors import WorkbenchError
from alliance_core.evidence.build import build
from alliance_core.evidence.snapshot import KEY, Snapshot
from alliance_core.evidence.store import Evidence
from alliance_core.paths import PARQUET
from alliance_core.scorecard.card import scorecards
from benchmarks import burden, pandas_peer
from benchmarks.generate import generate

DAY = dt.date(2023, 6, 30)


@pytest.fixture(scope="module")
def two_worlds(tmp_path_factory):
    folder = tmp_path_factory.mktemp("worlds")
    generate(folder / "sources", scale=2)
    build(folder / "sources", folder / "parquet")
    return folder


def contents(folder):
    return {path.relative_to(folder): path.read_bytes() for path in sorted(folder.rglob("*.csv"))}


def test_every_world_has_every_alliance_and_each_gets_its_scores(two_worlds):
    overall = scorecards(Snapshot(Evidence(two_worlds / "parquet"), DAY)).overall
    worlds = overall.with_columns(pl.col("alliance_id").str.split("~").list.to_struct(fields=["name", "world"]))
    counted = worlds.unnest("alliance_id").group_by("world").agg(pl.col("name").n_unique(), pl.col("score").count())
    assert sorted(counted.rows()) == [("0", 11, 11), ("1", 11, 11)]


def test_world_0_is_the_shipped_data_under_other_names(two_worlds):
    unlike = pl.col("dimension") != "strategic_alignment"
    # Alignment is left out: its share of the world's spending sees the spenders of both worlds.
    generated = scorecards(Snapshot(Evidence(two_worlds / "parquet"), DAY)).dimensions
    own = generated.filter(pl.col("alliance_id").str.ends_with("~0") & unlike).sort("alliance_id", "dimension")
    shipped = scorecards(Snapshot(Evidence(), DAY)).dimensions.filter(unlike).sort("alliance_id", "dimension")
    assert own["score"].to_list() == pytest.approx(shipped["score"].to_list(), abs=1e-9, nan_ok=True)


def test_shares_still_add_up_to_100(two_worlds):
    totals = (
        Evidence(two_worlds / "parquet").scan("shares").group_by("alliance_id", "year", "measure")
        .agg(pl.col("share_pct").sum()).collect()["share_pct"]
    )  # fmt: skip
    assert totals.min() > 99.95
    assert totals.max() < 100.05


def test_the_same_seed_writes_the_same_files_and_another_seed_others(tmp_path):
    for name, seed in (("a", 0), ("b", 0), ("c", 1)):
        generate(tmp_path / name, scale=2, seed=seed)
    assert contents(tmp_path / "a") == contents(tmp_path / "b")
    assert contents(tmp_path / "a") != contents(tmp_path / "c")


@pytest.mark.parametrize(("scale", "seed"), [(0, 0), (2, -1)])
def test_a_scale_or_seed_that_cannot_be_is_refused(tmp_path, scale, seed):
    with pytest.raises(WorkbenchError, match="scale must be 1 or more, seed 0 or more"):
        generate(tmp_path, scale=scale, seed=seed)


def test_pandas_gives_the_same_numbers_as_polars():
    dates = [dt.date(2019, 12, 31), DAY]
    own = burden.burden(PARQUET, dates)
    peer = [
        pl.from_pandas(frame).with_columns(pl.col("as_of").cast(pl.Date))
        for frame in pandas_peer.burden(PARQUET, dates)
    ]
    assert burden.greatest_difference(own[0], peer[0], [*KEY, "actor_id", "measure"]) < 1e-9
    assert burden.greatest_difference(own[1], peer[1], KEY) < 1e-9


def test_a_difference_between_the_two_would_be_seen():
    shares, _ = burden.burden(PARQUET, [DAY])
    other = shares.with_columns(share=pl.col("share") + 1e-6)
    assert burden.greatest_difference(shares, other, [*KEY, "actor_id", "measure"]) == pytest.approx(1e-6)
    assert burden.greatest_difference(shares, shares.head(5), [*KEY, "actor_id", "measure"]) == float("inf")
