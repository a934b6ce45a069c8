"""Keys of contribution: every key is whole, mixtures are linear, limits are kept and shared in proportion."""

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alliance_core.burden.keys import in_money, key_names, key_shares, limited, mix, normalised, parse_key
from alliance_core.burden.partners import partners
from alliance_core.errors import UnknownNameError, WorkbenchError
from tests.burden.worlds import ECONOMY, MEMBERS, MOON


@pytest.fixture
def keys(known):
    return key_shares(partners(known("2020-06-30", **MOON), 3))


def column(frame, name):
    return dict(frame.select("actor_id", name).iter_rows())


@pytest.mark.parametrize("key", key_names())
def test_every_key_adds_up_to_a_hundred(keys, key):
    assert keys[key].sum() == pytest.approx(100)


def test_keys_worked_by_hand(keys):
    assert column(keys, "gdp") == pytest.approx({"AAA": 40, "BBB": 20, "CCC": 20, "DDD": 20})
    assert column(keys, "population") == pytest.approx({"AAA": 25, "BBB": 25, "CCC": 12.5, "DDD": 37.5})
    assert column(keys, "equal") == {"AAA": 25, "BBB": 25, "CCC": 25, "DDD": 25}
    assert column(keys, "today") == pytest.approx({"AAA": 60, "BBB": 30, "CCC": 10, "DDD": 0})


def test_a_member_with_an_unknown_economy_gets_no_share_instead_of_nothing(keys):
    assert "EEE" not in keys["actor_id"]


def test_a_mixture_is_the_weighted_mean_of_its_keys(keys):
    mixed = mix(keys, {"gdp": 3, "equal": 1})
    assert column(mixed, "share") == pytest.approx({"AAA": 36.25, "BBB": 21.25, "CCC": 21.25, "DDD": 21.25})
    assert column(mixed, "change")["AAA"] == pytest.approx(36.25 - 60)


@settings(deadline=None, max_examples=40)
@given(st.lists(st.floats(0.0, 100.0), min_size=6, max_size=6).filter(lambda w: sum(w) > 1))
def test_any_mixture_adds_up_to_a_hundred(weights):
    names = list(key_names())
    shares = pl.DataFrame({"actor_id": ["A", "B"], "name": ["A", "B"], **{name: [70.0, 30.0] for name in names}})
    mixed = mix(shares, dict(zip(names, weights, strict=True)))
    assert mixed["share"].to_list() == pytest.approx([70, 30])


def test_todays_key_changes_nothing(keys):
    assert mix(keys, {"today": 1})["change"].to_list() == pytest.approx([0, 0, 0, 0])


def test_what_lies_above_the_ceiling_is_shared_out_in_proportion(keys):
    """Today 60, 30, 10, 0 with nobody above 45: the 15 go to BBB and CCC as 30 to 10."""
    assert column(mix(keys, {"today": 1}, ceiling=45), "share") == pytest.approx(
        {"AAA": 45, "BBB": 41.25, "CCC": 13.75, "DDD": 0}
    )


def test_who_is_lifted_over_the_ceiling_by_the_rest_is_held_there_too(keys):
    """With 40 the rest would lift BBB to 45: it stays at 40, and CCC takes what is left."""
    assert column(mix(keys, {"today": 1}, ceiling=40), "share") == pytest.approx(
        {"AAA": 40, "BBB": 40, "CCC": 20, "DDD": 0}
    )


def test_a_floor_is_paid_for_by_the_others_in_proportion(keys):
    found = column(mix(keys, {"today": 1}, floor=5), "share")
    assert found == pytest.approx({"AAA": 57, "BBB": 28.5, "CCC": 9.5, "DDD": 5})


SHARES = st.lists(st.floats(0.01, 1000.0), min_size=3, max_size=15)


@settings(deadline=None, max_examples=100)
@given(SHARES, st.floats(0.0, 1.0), st.floats(0.0, 1.0))
def test_limits_are_kept_the_sum_is_a_hundred_and_the_order_stays(amounts, up, down):
    raw = 100 * np.array(amounts) / sum(amounts)
    ceiling, floor = 100 / len(raw) * (1 + 1e-6) + up * 100, down * 100 / len(raw) * (1 - 1e-6)
    found = limited(raw, min(ceiling, 100), floor)
    assert found.sum() == pytest.approx(100)
    assert (found <= min(ceiling, 100) + 1e-6).all()
    assert (found >= floor - 1e-6).all()
    assert (np.diff(found[np.argsort(raw)]) >= -1e-6).all()


def test_limits_that_bind_nobody_change_nothing():
    raw = np.array([60.0, 30.0, 10.0])
    assert limited(raw, None, None).tolist() == limited(raw, 60, 10).tolist() == pytest.approx([60, 30, 10])


@pytest.mark.parametrize(
    ("ceiling", "floor", "words"),
    [
        (20, None, "3 partners that bear something cannot carry the cost with 20 % each; the ceiling is at least 33.4"),
        (None, 30, "4 partners cannot all bear 30 %: the floor is at most 25.0 %"),
        (10, 20, "the floor of 20 % lies above the ceiling of 10 %"),
    ],
)
def test_limits_that_cannot_be_kept_are_refused_with_what_could_be(keys, ceiling, floor, words):
    with pytest.raises(WorkbenchError, match=words):
        mix(keys, {"today": 1}, ceiling, floor)


def test_a_limit_that_the_message_proposes_is_accepted(keys):
    assert mix(keys, {"today": 1}, ceiling=33.4)["share"].sum() == pytest.approx(100)


def test_a_key_without_figures_is_refused_and_named(known):
    frame = partners(known("2020-06-30", members=MEMBERS, economy=ECONOMY), 3)
    with pytest.raises(WorkbenchError, match="no figures for the key Benefit share here"):
        mix(key_shares(frame), {"gdp": 1, "benefit": 1})


def test_without_cost_shares_a_key_still_shares_out_but_no_change_is_known(known):
    mixed = mix(key_shares(partners(known("2020-06-30", members=MEMBERS, economy=ECONOMY), 3)), {"gdp": 1})
    assert mixed["share"].sum() == pytest.approx(100)
    assert mixed["change"].null_count() == mixed.height


def test_a_mixture_is_read_as_it_is_written():
    assert parse_key(" gdp = 50, benefit=50") == {"gdp": 0.5, "benefit": 0.5}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("gni=1", "unknown key 'gni'"), ("gdp", "'gdp' is no weight of a key"), ("gdp=x", "no weight of a key"),
        ("gdp=-1", "must be 0 or more"), ("gdp=0", "no key has a weight"), ("gdp=1,gdp=2", "weighed twice"),
        ("gdp=nan", "must be 0 or more"), ("gdp=inf", "must be 0 or more"), ("", "no weight of a key"),
    ],
)  # fmt: skip
def test_a_mixture_that_makes_no_sense_is_refused(text, words):
    with pytest.raises(WorkbenchError, match=words):
        parse_key(text)


def test_gross_national_income_is_no_key():
    with pytest.raises(UnknownNameError):
        normalised({"gni": 1})


def test_money_follows_the_shares_and_is_unknown_without_a_total(keys):
    mixed = mix(keys, {"gdp": 1})
    assert column(in_money(mixed, 500.0), "musd")["AAA"] == pytest.approx(200)
    assert in_money(mixed, 500.0)["change_musd"].sum() == pytest.approx(0)
    assert in_money(mixed, None)["musd"].null_count() == 4
