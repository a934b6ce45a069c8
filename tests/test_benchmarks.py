"""The generated data are valid, reproducible and large; the peers give the same numbers."""

import datetime as dt

import numpy as np
import polars as pl
import pytest

from alliance_core.catalogue.scenario_rules import scenario_rules
from alliance_core.errors import WorkbenchError
from alliance_core.evidence.build import build
from alliance_core.evidence.snapshot import KEY, Snapshot
from alliance_core.evidence.store import Evidence
from alliance_core.paths import PARQUET
from alliance_core.scenarios.hazard import calibrate
from alliance_core.scenarios.shocks import parse_scenario, place
from alliance_core.scenarios.simulate import simulate
from alliance_core.scorecard.card import scorecards
from alliance_core.whatif.acceptability import acceptability, draw_weights
from benchmarks import burden, friction, friction_peer, mcda_peers, pandas_peer, scenarios, whatif
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


PEERS = pytest.mark.parametrize("peer", mcda_peers.RANKS)


def difference_to(peer, scores, weights, change=lambda ranks: ranks):
    """What ties do not explain between our rank acceptability and that of a peer, whose ranks are changed first."""
    shares = mcda_peers.rank_shares(change(mcda_peers.RANKS[peer](scores, weights)))
    return mcda_peers.unexplained(acceptability(scores, weights).ranks, shares, scores, weights)


@PEERS
def test_a_peer_ranks_as_we_do_under_the_same_weightings(peer):
    weights = draw_weights(300, whatif.INDICATORS)
    assert difference_to(peer, whatif.matrix(), weights) == 0


@PEERS
def test_two_units_that_changed_places_once_would_be_seen(peer):
    weights = draw_weights(300, whatif.INDICATORS)

    def swap_first_and_last(ranks):
        first, last = ranks[7].argmin(), ranks[7].argmax()
        ranks[7, [first, last]] = ranks[7, [last, first]]
        return ranks

    assert difference_to(peer, whatif.matrix(), weights, swap_first_and_last) == pytest.approx(1 / 300)


@PEERS
def test_a_tie_is_no_disagreement_for_the_units_that_are_level_but_is_for_others(peer):
    scores, weights = whatif.matrix(), draw_weights(300, whatif.INDICATORS)
    scores[1] = scores[0]
    assert difference_to(peer, scores, weights) == 0
    # As if the peer always put the one before the other.
    assert difference_to(peer, scores, weights, lambda ranks: ranks + 0.1 * (np.arange(10) == 1)) == 0
    assert difference_to(peer, scores, weights, lambda ranks: ranks[:, [0, 1, 2, 3, 4, 5, 6, 7, 9, 8]]) > 0.01


@pytest.mark.parametrize(
    "ranks", [[1, 1, 2], [1, 1, 3], [1.5, 1.5, 3]], ids=["dense ranks", "least ranks", "mean ranks"]
)
def test_level_units_split_the_ranks_they_share_however_a_peer_counts_them(ranks):
    assert mcda_peers.rank_shares(np.array([ranks])).tolist() == [[0.5, 0.5, 0], [0.5, 0.5, 0], [0, 0, 1]]


def test_the_run_stops_where_a_peer_disagrees(monkeypatch):
    scores, weights = whatif.matrix(), draw_weights(50, whatif.INDICATORS)
    whatif.require_agreement(scores, weights)
    monkeypatch.setitem(mcda_peers.RANKS, "pymcdm", lambda *given: mcda_peers.skcriteria_ranks(*given)[:, ::-1])
    with pytest.raises(SystemExit, match=r"pymcdm and acceptability differ by .* more than ties explain"):
        whatif.require_agreement(scores, weights)


def test_twenty_different_moves_of_a_slider_are_timed_and_each_draws_every_chart():
    moves = whatif.moves(DAY)
    assert len({move.args[2:] for move in moves}) == 20
    assert all(len(chart.figure.data) > 0 for chart in moves[-1]())


# --- Frictions ------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def made_up(tmp_path_factory):
    """A few thousand events; of every tenth only the first actor is left, because such strains are eased otherwise."""
    folder = tmp_path_factory.mktemp("events") / "made"
    friction.generate_events(folder, 6000)
    events = pl.read_parquet(folder / "*.parquet")
    few = pl.when(pl.int_range(pl.len()) % 10 == 0).then(pl.col("actors").list.head(1)).otherwise("actors")
    return events.with_columns(actors=few)


@pytest.fixture(scope="module")
def two_rankings(made_up):
    peer = friction_peer.ranking(made_up.to_pandas())
    return friction.ranking(made_up.lazy()).collect(), pl.from_pandas(peer)


def test_made_up_events_are_as_many_as_asked_and_the_same_for_the_same_seed(tmp_path, made_up):
    assert (made_up.height, made_up["alliance_id"].n_unique(), made_up["chain_id"].n_unique()) == (6000, 60, 6000)
    assert made_up.filter(pl.col("gain"))["type"].is_in(["cooperation_gain", "expansion"]).all()
    assert made_up.filter(pl.max_horizontal("date", "last", "resolved") > friction.TODAY).is_empty()
    assert made_up["actors"].list.n_unique().to_list() == made_up["actors"].list.len().to_list()
    for name, seed in (("a", 0), ("b", 0), ("c", 1)):
        friction.generate_events(tmp_path / name, 500, seed)
    a, b, c = (pl.read_parquet(tmp_path / name / "*.parquet") for name in "abc")
    assert a.equals(b)
    assert not a.equals(c)


def test_pandas_ranks_frictions_as_polars_does(two_rankings):
    own, peer = two_rankings
    assert own.height > 1500
    assert set(own["status"]) == {"open", "eased", "closed"}
    assert set(own["likelihood"]) == {1, 2, 3, 4, 5}
    assert friction.disagreement(own, peer) is None


def test_strains_of_a_single_actor_and_of_several_are_both_eased_there(made_up, two_rankings):
    eased = two_rankings[0].filter(status="eased").join(made_up, on="chain_id")["actors"].list.len()
    assert set(eased) == {1, 2, 3}


def test_the_streamed_ranking_of_a_folder_is_the_same(tmp_path):
    friction.generate_events(tmp_path / "events", 2000)
    friction.run_step("frictions", tmp_path / "events", 0)
    streamed = pl.read_parquet(tmp_path / "events-frictions.parquet")
    assert streamed.equals(friction.ranking(pl.read_parquet(tmp_path / "events" / "*.parquet").lazy()).collect())
    friction.run_step("frictions_agree", tmp_path / "events", 0)


@pytest.mark.parametrize("column", ["likelihood", "status", "place", "last"])
def test_one_cell_that_differs_would_be_seen(two_rankings, column):
    own, peer = two_rankings
    here = pl.int_range(pl.len()) == pl.col(column).ne(pl.col(column).first()).arg_max()
    changed = peer.with_columns(pl.when(here).then(pl.col(column).first()).otherwise(column))
    assert friction.disagreement(own, changed) == f"1 rows differ in {column}"


def test_a_row_that_is_missing_would_be_seen(two_rankings):
    own, peer = two_rankings
    assert friction.disagreement(own, peer[1:]) == f"{own.height:,} rows here and {own.height - 1:,} there"


def test_the_run_stops_where_pandas_ranks_frictions_otherwise(tmp_path, monkeypatch):
    friction.generate_events(tmp_path / "events", 500)
    ranking = friction_peer.ranking
    monkeypatch.setattr(friction_peer, "ranking", lambda events: ranking(events).iloc[1:])
    with pytest.raises(SystemExit, match=r"pandas and Polars rank frictions differently: .* rows here"):
        friction.run_step("frictions_agree", tmp_path / "events", 0)


# --- Stress tests ---------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def struck():
    """The made-up alliance, the shocks placed on it, and models fitted to the shipped cases."""
    setting = scenarios.made_up()
    blows = parse_scenario(scenarios.SCENARIO)
    return setting, [place(blow, setting) for blow in blows], calibrate(Evidence())


def test_the_made_up_alliance_is_as_large_as_asked_and_breaks_round_by_round(struck):
    setting = struck[0]
    assert setting.provides.shape == (scenarios.PARTS, scenarios.PARTNERS)
    assert setting.provides.any(axis=1).all()
    assert simulate(*struck, scenarios.BASE, 2000, 0).rounds >= 4


def test_it_can_be_made_to_go_through_all_rounds_which_changes_no_draw(struck, monkeypatch):
    monkeypatch.setattr(scenarios, "DRAWS", 1000)
    forced, own = scenarios.all_rounds(*struck), simulate(*struck, scenarios.BASE, 1000, 0)
    assert forced.rounds == scenario_rules()["cascade"]["rounds"]
    assert np.array_equal(forced.response, own.response)
    assert np.array_equal(forced.outcome, own.outcome)


def test_loops_come_to_the_same_as_arrays_and_one_draw_that_differs_would_be_seen(struck):
    run = simulate(*struck, scenarios.BASE, 200, 0)
    states = scenarios.by_loops(*struck, 200, 0)
    assert scenarios.disagreement(run, states) == 0
    one = states[17]
    for other in (
        {"outcome": one["outcome"] + 1},
        {"response": [one["response"][0] + 1, *one["response"][1:]]},
        {"lost": [not one["lost"][0], *one["lost"][1:]]},
    ):
        changed = [*states[:17], one | other, *states[18:]]
        assert scenarios.disagreement(run, changed) == pytest.approx(1 / 200)


def test_the_run_stops_where_loops_disagree(struck, monkeypatch):
    monkeypatch.setattr(scenarios, "PEER_DRAWS", 100)
    scenarios.require_agreement(*struck)
    monkeypatch.setattr(scenarios, "_broken", lambda *_: False)
    with pytest.raises(SystemExit, match=r"loops and arrays differ in .*% of the draws"):
        scenarios.require_agreement(*struck)
