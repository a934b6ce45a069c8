"""Exits: what is left when a provider leaves, by hand and as properties of the shipped evidence."""

import datetime as dt

import polars as pl
import pytest

from alliance_core.capability.exits import PROVISION, exit_losses, resilience, without
from alliance_core.capability.parts import parts
from alliance_core.evidence.snapshot import Snapshot
from alliance_core.indicators.capability_complementarity.provision import independent_providers
from alliance_core.indicators.registry import measure
from tests.tables import write_frames

DAY = dt.date(2020, 12, 31)
TABLES = ("alliance", "actors", "members", "shares", "functions", "commitments", "vocabulary_functions",
          "vocabulary_organisations")  # fmt: skip
HERE = {"alliance_id": "moon", "as_of": DAY}


def provision(rows: str) -> pl.DataFrame:
    """Lines of: detail provider role."""
    cells = [line.split() for line in rows.strip().splitlines()]
    return pl.DataFrame([{**HERE, "function": "f", "detail": d, "provider": p, "role": r} for d, p, r in cells]).select(
        PROVISION
    )


def needed(**weights: float) -> pl.DataFrame:
    rows = [{**HERE, "function": "f", "detail": d, "title": d.upper(), "weight": w} for d, w in weights.items()]
    return pl.DataFrame(rows)


FOUR = provision("""
    a  X  primary
    b  X  primary
    b  Y  alternate
    c  Y  primary
    c  Z  primary
    d  Z  partial
""")
WEIGHTS = needed(a=5.0, b=3.0, c=2.0, d=1.0, e=1.0)


def rows_of(frame: pl.DataFrame) -> dict[str, dict]:
    return {row["provider"]: row for row in frame.to_dicts()}


def test_a_part_is_lost_with_its_only_full_provider():
    """a hangs on X: 5 of 12 points. b survives through Y, c through the other primary."""
    losses = rows_of(exit_losses(FOUR, WEIGHTS))
    assert losses["X"]["loss"] == pytest.approx(5 / 12)
    assert losses["X"]["functions"] == ["A"]
    assert losses["Y"]["loss"] == losses["Z"]["loss"] == 0.0


def test_losing_one_of_several_primaries_without_an_alternate_is_thinner_not_lost():
    """c has two primaries and no alternate: 2 of 12 points thinner with either; b has an alternate beside X."""
    losses = rows_of(exit_losses(FOUR, WEIGHTS))
    assert losses["Y"]["thinner"] == losses["Z"]["thinner"] == pytest.approx(2 / 12)
    assert losses["Y"]["thinned"] == ["C"]
    assert losses["X"]["thinner"] == 0.0


def test_an_own_alternate_is_no_substitute():
    own = provision("a  X  primary\n a  X  alternate\n a  Y  primary")
    assert rows_of(exit_losses(own, needed(a=4.0)))["X"]["thinner"] == 1.0


def test_a_partial_provider_neither_costs_nor_saves_anything():
    assert rows_of(exit_losses(FOUR, WEIGHTS))["Z"]["functions"] == []
    helped = pl.concat([FOUR, provision("a  W  partial")])
    losses = rows_of(exit_losses(helped, WEIGHTS))
    assert losses["X"]["loss"] == pytest.approx(5 / 12)
    assert losses["W"]["loss"] == 0.0


def test_the_largest_loss_comes_first():
    assert exit_losses(FOUR, WEIGHTS)["provider"].to_list() == ["X", "Y", "Z"]


def test_specialisation_and_resilience_by_hand():
    """Provided a, b, c: 10 of 12. One full provider: a. Exits leave 5, 10 and 10 of 12."""
    row = resilience(FOUR, WEIGHTS).row(0, named=True)
    assert row["covered"] == pytest.approx(10 / 12)
    assert row["specialisation"] == pytest.approx(5 / 10)
    assert row["single_sourced"] == pytest.approx(5 / 12)
    assert row["resilience"] == pytest.approx((5 + 10 + 10) / 3 / 12)
    assert (row["worst"], row["worst_provider"]) == (pytest.approx(5 / 12), "X")


def test_a_crowd_of_small_helpers_makes_nobody_more_resilient():
    crowd = pl.concat([FOUR, provision("\n".join(f"a  H{i}  partial" for i in range(9)))])
    assert resilience(crowd, WEIGHTS)["resilience"].item() == resilience(FOUR, WEIGHTS)["resilience"].item()


def test_without_any_full_provider_resilience_is_unknown_not_zero():
    row = resilience(provision("a  X  partial"), needed(a=5.0)).row(0, named=True)
    assert (row["specialisation"], row["resilience"], row["worst"]) == (None, None, None)
    assert row["covered"] == 0.0


# --- Properties, on all shipped alliances ------------------------------------------------------------


@pytest.fixture(scope="module")
def real(snapshot):
    return independent_providers(snapshot).select(PROVISION), parts(snapshot)


def test_the_losses_of_all_providers_add_up_to_what_is_single_sourced(real):
    losses = exit_losses(*real).group_by("alliance_id").agg(total=pl.col("loss").sum())
    both = losses.join(resilience(*real), on="alliance_id")
    assert both["total"].to_list() == pytest.approx(both["single_sourced"].to_list())


def ended(snapshot, provider: str, folder) -> Snapshot:
    """The shipped evidence as it would be had every provision that counts for this provider ended yesterday."""
    leaving = independent_providers(snapshot).filter(provider=provider)["evidence_id"].to_list()
    yesterday = snapshot.dates["as_of"][0] - dt.timedelta(days=1)
    frames = {table: snapshot.evidence.scan(table).collect() for table in TABLES}
    gone = pl.col("evidence_id").is_in(leaving)
    frames["functions"] = frames["functions"].with_columns(
        to=pl.when(gone).then(pl.lit(yesterday)).otherwise("to"),
        to_precision=pl.when(gone).then(pl.lit("day")).otherwise("to_precision"),
    )
    return Snapshot(write_frames(folder / provider, frames), snapshot.dates["as_of"][0])


@pytest.mark.parametrize("provider", ["USA", "RUS", "ESA", "EUMETSAT", "CHN", "FRA", "JPN"])
def test_when_a_provider_really_ends_redundancy_never_rises_and_coverage_falls_by_its_loss(
    snapshot, real, tmp_path, provider
):
    """The exit is written into the evidence and measured by the indicators, not worked out by the exits."""
    after = ended(snapshot, provider, tmp_path)
    names = ["provider_redundancy"]
    both = measure(snapshot, names).join(measure(after, names), on=["alliance_id", "indicator"], suffix="_after")
    assert (both["value_after"] <= both["value"] + 1e-12).all()
    losses = exit_losses(*real).filter(provider=provider).select("alliance_id", "loss")
    covered = [
        resilience(independent_providers(each).select(PROVISION), parts(each)).select("alliance_id", "covered")
        for each in (snapshot, after)
    ]
    fall = covered[0].join(covered[1], on="alliance_id", suffix="_after").join(losses, on="alliance_id")
    assert (fall["covered"] - fall["covered_after"]).to_list() == pytest.approx(fall["loss"].to_list())


def test_no_exit_lowers_the_loss_of_another(real):
    provided, needs = real
    key = ["alliance_id", "provider"]
    before = exit_losses(provided, needs).select(*key, "loss")
    for provider in provided["provider"].unique().sort():
        after = exit_losses(without(provided, [provider]), needs).select(*key, after="loss")
        both = before.filter(pl.col("provider") != provider).join(after, on=key)
        assert (both["after"] >= both["loss"] - 1e-12).all(), provider


def test_the_worst_exit_keeps_no_more_than_the_mean_exit(real):
    frame = resilience(*real).drop_nulls("resilience")
    assert frame.height > 5
    assert (frame["worst"] <= frame["resilience"] + 1e-12).all()
    assert (frame["resilience"] <= frame["covered"] + 1e-12).all()


def test_the_order_of_the_rows_changes_nothing(real):
    provided, needs = real
    shuffled = provided.sample(fraction=1.0, shuffle=True, seed=7), needs.sample(fraction=1.0, shuffle=True, seed=8)
    one, other = exit_losses(provided, needs), exit_losses(*shuffled)
    assert one.drop("loss", "thinner").equals(other.drop("loss", "thinner"))
    assert one["loss"].to_list() == pytest.approx(other["loss"].to_list())
