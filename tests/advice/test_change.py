"""Evidence changed as an action would change it: what each kind changes, and that scoring it again gives the effect."""

import datetime as dt

import numpy as np
import polars as pl
import pytest

from alliance_core.advice.change import base_of, changed_snapshot, concerned, effect_of, effects_of
from alliance_core.advice.kinds import KINDS, change_of
from alliance_core.advice.kinds.case import Case
from alliance_core.advice.verdict import ground
from alliance_core.evidence.snapshot import Snapshot
from alliance_core.indicators.registry import measure, measure_one
from alliance_core.scorecard.assessment import assess
from tests.advice.real import EXEMPLAR, RUPTURE, TODAY, assessed, frictions, written

YEARS = {"typical_years_to_replicate": 5}
LAYERS = ["operations", "training_exercise", "communications", "information_security"]
# Each kind with an alliance and a date at which there is something to change.
CASES = [
    pytest.param("artemis", EXEMPLAR, {"kind": "rating", "indicator": "legal_bindingness", "to": 3}, id="rating"),
    pytest.param("artemis", EXEMPLAR, {"kind": "deliver"}, id="deliver"),
    pytest.param("artemis", EXEMPLAR, {"kind": "second_provider", "most": 3}, id="second_provider"),
    pytest.param("iss", RUPTURE, {"kind": "second_provider", "most": 2, "outside": True}, id="second_provider_outside"),
    pytest.param("artemis", EXEMPLAR, {"kind": "first_provider"}, id="first_provider"),
    pytest.param("cospas_sarsat", TODAY, {"kind": "specialise"}, id="specialise"),
    pytest.param("apsco", TODAY, {"kind": "launch"}, id="launch"),
    pytest.param("ilrs", TODAY, {"kind": "exercise", "to": 4, "layers": LAYERS}, id="exercise"),
    pytest.param("artemis", EXEMPLAR, {"kind": "engage", "share": 0.5}, id="engage"),
    pytest.param("iss", TODAY, {"kind": "shift", "measure": "cost", "toward": "gdp", "share": 0.5}, id="shift_cost"),
    pytest.param("esa", TODAY, {"kind": "shift", "measure": "decision", "toward": "cost", "share": 0.5}, id="decision"),
    pytest.param("iss", TODAY, {"kind": "shift", "measure": "benefit", "toward": "cost", "share": 0.5}, id="benefit"),
    pytest.param("five_eyes", TODAY, {"kind": "lighten", "points": 10}, id="lighten"),
    pytest.param("cospas_sarsat", RUPTURE, {"kind": "let_pay", "share": 0.1}, id="let_pay"),
    pytest.param("artemis", EXEMPLAR, {"kind": "fund"}, id="fund"),
    pytest.param("cospas_sarsat", TODAY, {"kind": "votes", "years": 2}, id="votes"),
    pytest.param("nasa_esa", TODAY, {"kind": "resolve"}, id="resolve"),
    pytest.param("iss", TODAY, {"kind": "gain", "severity": 3}, id="gain"),
    pytest.param("copernicus", RUPTURE, {"kind": "win_back"}, id="win_back"),
]


def case(alliance, day, settings, rows=()):
    snapshot = assessed(day).snapshot
    if settings["kind"] == "first_provider":
        rows = snapshot.commitments.filter(alliance_id=alliance)["evidence_id"].to_list()
    return Case(snapshot, alliance, tuple(rows), settings)


def grounds(alliance, day):
    return ground(assessed(day), frictions(day), alliance)


def test_every_kind_that_changes_evidence_is_among_the_cases():
    assert {param.values[2]["kind"] for param in CASES} == set(KINDS) - {"none", "reweigh"}


@pytest.mark.parametrize(("alliance", "day", "settings"), CASES)
def test_the_effect_is_what_scoring_the_changed_tables_gives(alliance, day, settings, tmp_path):
    """The changed rows are written into the tables, read again from Parquet and scored with all indicators."""
    change = change_of(case(alliance, day, settings))
    assert change.frames, change.missing
    effect = effect_of(base_of(assessed(day), alliance), change, grounds(alliance, day))
    again = assess(written(assessed(day).snapshot, dict(change.frames), tmp_path), day)
    before = assessed(day).overall.filter(alliance_id=alliance).row(0, named=True)
    after = again.overall.filter(alliance_id=alliance).row(0, named=True)
    assert effect.point == pytest.approx(after["score"] - before["score"], abs=1e-9)
    place = [cards.overall["alliance_id"].to_list().index(alliance) for cards in (assessed(day).cards, again.cards)]
    paired = again.cards.draws[place[1]] - assessed(day).cards.draws[place[0]]
    low, high = np.quantile(paired, [0.05, 0.95])
    assert effect.low == pytest.approx(min(low, effect.point), abs=1e-6)
    assert effect.high == pytest.approx(max(high, effect.point), abs=1e-6)
    for row in again.dimensions.filter(alliance_id=alliance).to_dicts():
        old = assessed(day).dimensions.filter(alliance_id=alliance, dimension=row["dimension"])["score"][0]
        if row["score"] is not None and old is not None:
            assert effect.dimensions.get(row["dimension"], 0.0) == pytest.approx(row["score"] - old, abs=1e-9)
    beside = [a.operational.filter(alliance_id=alliance)["operational"][0] for a in (assessed(day), again)]
    assert effect.dimensions.get("operational_integration", 0.0) == pytest.approx(beside[1] - beside[0], abs=1e-9)


@pytest.mark.parametrize(("alliance", "day", "settings"), CASES)
def test_only_the_indicators_concerned_change(alliance, day, settings):
    snapshot = assessed(day).snapshot
    frames = change_of(case(alliance, day, settings)).frames
    changed = changed_snapshot(snapshot, frames)
    untouched = set(assessed(day).indicators["indicator"]) - set(concerned(snapshot, changed, frames))
    for name in sorted(untouched):
        before, after = (measure(s, [name]).filter(alliance_id=alliance) for s in (snapshot, changed))
        assert after.equals(before), name


@pytest.mark.parametrize(("alliance", "day", "settings"), [p for p in CASES if p.id not in ("votes", "win_back")])
def test_better_evidence_never_lowers_the_score(alliance, day, settings):
    change = change_of(case(alliance, day, settings))
    effect = effect_of(base_of(assessed(day), alliance), change, grounds(alliance, day))
    assert effect.point >= -1e-9
    assert effect.low <= effect.point <= effect.high


@pytest.mark.parametrize("to", [2, 3, 4])
def test_a_higher_level_gains_no_less(to):
    base, told = base_of(assessed(EXEMPLAR), "artemis"), grounds("artemis", EXEMPLAR)
    settings = {"kind": "rating", "indicator": "exit_cost"}
    gains = [
        effect_of(base, change_of(case("artemis", EXEMPLAR, {**settings, "to": level})), told).point
        for level in range(1, to + 1)
    ]
    assert gains == sorted(gains)
    # One level of five is 25 points of an indicator that weighs 15 % of a dimension that weighs a fifth.
    assert gains[0] == pytest.approx(25 * 0.15 * 0.2)


def test_what_is_computed_from_a_changed_frame_is_computed_anew(known, tmp_path):
    """More votes for those who pay: the organisation stands for more states. A promise more: a need more."""
    snapshot = assessed(TODAY).snapshot
    frames = dict(change_of(case("esa", TODAY, CASES[10].values[2])).frames)
    changed, again = changed_snapshot(snapshot, frames), Snapshot(written(snapshot, frames, tmp_path), TODAY)
    assert changed.organisation_states.sort(pl.all()).equals(again.organisation_states.sort(pl.all()))
    assert changed.organisation_states.height > snapshot.organisation_states.height
    small = known(
        "2020-12-31",
        functions=[
            {"actor_id": "AAA", "function": "launch"},
            {"actor_id": "AAA", "function": "lander", "from": "2030-01-01"},
        ],
        commitments=[{"commitment_id": "c1", "actor_id": "AAA", "function_group": "launch", "declared": "2019-01-01"}],
    )
    assert small.needs["function"].to_list() == ["launch"]
    promised = small.commitments.with_columns(function=pl.lit("lander"))
    assert changed_snapshot(small, {"commitments": promised}).needs["function"].to_list() == ["lander", "launch"]


def test_many_changes_at_once_are_the_same_as_each_alone():
    base, told = base_of(assessed(EXEMPLAR), "artemis"), grounds("artemis", EXEMPLAR)
    changes = [change_of(case("artemis", EXEMPLAR, p.values[2])) for p in CASES if p.values[0] == "artemis"]
    assert effects_of(base, changes, told) == [effect_of(base, change, told) for change in changes]


def test_a_change_leaves_the_snapshot_as_it_was():
    snapshot = assessed(EXEMPLAR).snapshot
    before = measure_one(snapshot, "fulfilment").estimates
    change = change_of(case("artemis", EXEMPLAR, {"kind": "deliver"}))
    changed = changed_snapshot(snapshot, change.frames)
    assert not measure_one(changed, "fulfilment").estimates.equals(before)
    assert measure_one(snapshot, "fulfilment").estimates.equals(before)


def test_another_alliance_is_not_changed():
    snapshot = assessed(EXEMPLAR).snapshot
    for param in CASES:
        if param.values[1] == EXEMPLAR and param.values[0] == "artemis":
            change = change_of(case("artemis", EXEMPLAR, param.values[2]))
            for name, frame in change.frames.items():
                other = pl.col("alliance_id") != "artemis"
                assert frame.filter(other).equals(getattr(snapshot, name).filter(other)), name


def test_what_cannot_be_computed_says_why_and_has_no_number():
    change = change_of(Case(assessed(TODAY).snapshot, "apsco", (), {"kind": "none", "why": "Nobody knows."}))
    effect = effect_of(base_of(assessed(TODAY), "apsco"), change, grounds("apsco", TODAY))
    assert (effect.point, effect.low, effect.high, effect.missing) == (None, None, None, "Nobody knows.")


# --- Small cases worked by hand -------------------------------------------------------------------


def look(snapshot, change, name):
    """The value of an indicator after a change."""
    return measure_one(changed_snapshot(snapshot, change.frames), name).estimates["value"][0]


def test_cost_moves_half_of_the_way_to_the_economies_that_pay(known):
    """A pays 80, B 20, with equal economies, C as large pays nothing: A and B move to 65 and 35; C stays out."""
    snapshot = known(
        "2020-06-30",
        members=[{"actor_id": actor} for actor in ("AAA", "BBB", "CCC")],
        economy=[{"actor_id": actor, "year": 2019, "gdp_busd": 100} for actor in ("AAA", "BBB", "CCC")],
        shares=[{"actor_id": actor, "year": 2019, "measure": "cost", "share_pct": x}
                for actor, x in (("AAA", 80), ("BBB", 20))],
    )  # fmt: skip
    settings = {"measure": "cost", "toward": "gdp", "share": 0.5, "kind": "shift"}
    change = change_of(Case(snapshot, "moon", (), settings))
    assert dict(change.frames["shares"].select("actor_id", "share").iter_rows()) == pytest.approx(
        {"AAA": 0.65, "BBB": 0.35}
    )
    assert "15 % changes hands" in change.told
    assert look(snapshot, change, "anchor_dependence") == pytest.approx(0.65)
    # Against thirds: 0.65 - 1/3 + 0.35 - 1/3 would have to change hands.
    assert look(snapshot, change, "proportionality") == pytest.approx(2 / 3)


def test_a_fee_is_a_tenth_of_what_the_economy_would_bear(known):
    """C has a third of the wealth and pays nothing: it bears 3.33 %, A and B scale down alike."""
    snapshot = known(
        "2020-06-30",
        members=[{"actor_id": actor} for actor in ("AAA", "BBB", "CCC")],
        economy=[{"actor_id": actor, "year": 2019, "gdp_busd": 100} for actor in ("AAA", "BBB", "CCC")],
        shares=[{"actor_id": actor, "year": 2019, "measure": "cost", "share_pct": x}
                for actor, x in (("AAA", 75), ("BBB", 25))],
    )  # fmt: skip
    change = change_of(Case(snapshot, "moon", (), {"kind": "let_pay", "share": 0.1}))
    shares = dict(change.frames["shares"].select("actor_id", "share").iter_rows())
    assert shares == pytest.approx({"AAA": 0.75 * (1 - 1 / 30), "BBB": 0.25 * (1 - 1 / 30), "CCC": 1 / 30})
    assert change.helpers == ("CCC",)
    assert look(snapshot, change, "free_riding") == 0.0


def test_ten_points_of_the_largest_payer_go_to_the_others_as_they_pay(known):
    snapshot = known(
        "2020-06-30",
        shares=[{"actor_id": actor, "year": 2019, "measure": "cost", "share_pct": x}
                for actor, x in (("AAA", 70), ("BBB", 20), ("CCC", 10))],
    )  # fmt: skip
    change = change_of(Case(snapshot, "moon", (), {"kind": "lighten", "points": 10}))
    shares = dict(change.frames["shares"].select("actor_id", "share").iter_rows())
    assert shares == pytest.approx({"AAA": 0.60, "BBB": 0.20 + 0.10 * 2 / 3, "CCC": 0.10 + 0.10 / 3})


def test_a_late_promise_is_delivered_at_the_date_and_stays_late(known):
    snapshot = known(
        "2020-12-31",
        commitments="""
            commitment_id  declared    due         delivered
            c1             2015-01-01  2018-12-31  -
            c2             2015-01-01  2022-12-31  -
        """,
    )
    change = change_of(Case(snapshot, "moon", (), {"kind": "deliver"}))
    state = dict(change.frames["commitments"].select("evidence_id", "state").iter_rows())
    assert sorted(state.values()) == ["delivered", "in_progress"], "what is not yet due is left alone"
    # Beta(3, 1) and one kept promise of one that came due.
    assert look(snapshot, change, "fulfilment") == pytest.approx(4 / 5)


def test_a_second_provider_is_a_partner_of_the_same_domain_that_is_independent(known):
    tables = {
        "members": [{"actor_id": actor} for actor in ("AAA", "BBB", "CCC")],
        "vocabulary_functions": [
            {"function": "launch", "domain": "transport", "title": "Launch", **YEARS},
            {"function": "cargo", "domain": "transport", "title": "Cargo", **YEARS},
            {"function": "power", "domain": "habitation", "title": "Power", **YEARS},
        ],
        "functions": """
            actor_id  function  criticality  role
            AAA       launch    5            primary
            BBB       cargo     1            primary
            CCC       power     4            primary
        """,
    }
    snapshot = known("2020-12-31", **tables)
    change = change_of(Case(snapshot, "moon", (), {"kind": "second_provider", "most": 1}))
    assert change.helpers == ("BBB",), "cargo is of the domain of launch, power is not"
    # Five of ten points of criticality have a substitute then.
    assert look(snapshot, change, "provider_redundancy") == pytest.approx(0.5)
    outside = change_of(Case(snapshot, "moon", (), {"kind": "second_provider", "most": 1, "outside": True}))
    assert outside.helpers == ()
    assert look(snapshot, outside, "provider_redundancy") == pytest.approx(0.5)


def test_a_state_does_not_stand_in_for_its_own_organisation(known):
    """AAA provides in the domain as well, but it is a state of ORG, which carries the launch: CCC is asked."""
    snapshot = known(
        "2020-12-31",
        actors=[{"actor_id": "ORG", "kind": "organisation"}],
        vocabulary_organisations=[{"actor_id": "ORG", "alliance_id": "union"}],
        members=[
            *({"actor_id": actor} for actor in ("ORG", "AAA", "CCC")),
            {"actor_id": "AAA", "alliance_id": "union"},
        ],
        functions=[
            {"actor_id": "ORG", "function": "launch", "criticality": 5},
            {"actor_id": "AAA", "function": "cargo", "criticality": 4},
            {"actor_id": "CCC", "function": "cargo", "criticality": 4, "role": "alternate"},
        ],
        vocabulary_functions=[
            {"function": name, "domain": "transport", "title": name, **YEARS} for name in ("launch", "cargo")
        ],
    )
    change = change_of(Case(snapshot, "moon", (), {"kind": "second_provider"}))
    assert change.helpers == ("CCC",)


def test_a_settled_crisis_counts_as_survived(known):
    snapshot = known(
        "2020-12-31", events="""
            event_id  date        type        severity  resolved
            e1        2020-01-01  dispute     5         -
            e2        2020-02-01  dispute     2         -
    """)  # fmt: skip
    change = change_of(Case(snapshot, "moon", (), {"kind": "resolve"}))
    assert len(change.closed) == 2
    # Beta(1, 1) and one crisis survived; a strain of severity 2 is no crisis.
    assert look(snapshot, change, "crisis_survival") == pytest.approx(2 / 3)
    erosion = measure_one(snapshot, "erosion").estimates["value"][0]
    assert look(snapshot, change, "erosion") == erosion, "strains fade with time, settled or not"


def test_members_that_left_of_late_belong_again(known):
    snapshot = known(
        "2020-12-31",
        members="""
            actor_id  joined      left
            AAA       2000-01-01  -
            BBB       2000-01-01  2018-06-30
            CCC       2000-01-01  2005-06-30
        """,
    )
    assert measure_one(snapshot, "retention").estimates["value"][0] == pytest.approx(1 / 2)
    change = change_of(Case(snapshot, "moon", (), {"kind": "win_back"}))
    assert change.helpers == ("BBB",), "who left longer ago than the window is let go"
    assert look(snapshot, change, "retention") == 1.0


def test_members_vote_as_most_weight_does(known):
    snapshot = known(
        "2020-12-31",
        members=[{"actor_id": actor} for actor in ("AAA", "BBB", "CCC")],
        unga_votes=[
            {"resolution_id": "r1", "adopted": "2020-12-01", "actor_id": actor, "vote": vote}
            for actor, vote in (("AAA", "yes"), ("BBB", "yes"), ("CCC", "no"))
        ] + [{"resolution_id": "r0", "adopted": "2015-12-01", "actor_id": "CCC", "vote": "no"}],
    )  # fmt: skip
    change = change_of(Case(snapshot, "moon", (), {"kind": "votes", "years": 2}))
    votes = change.frames["votes"]
    assert set(votes.filter(resolution_id="r1")["vote"]) == {"yes"}
    assert votes.filter(resolution_id="r0")["vote"].to_list() == ["no"], "older votes stand"


def test_a_function_that_was_only_promised_gets_a_provider(known):
    snapshot = known(
        "2020-12-31",
        functions=[{"actor_id": "AAA", "function": "launch", "criticality": 4},
                   {"actor_id": "AAA", "function": "lander", "criticality": 4, "from": "2030-01-01"}],
        commitments=[{"commitment_id": "c1", "actor_id": "AAA", "function_group": "lander", "declared": "2019-01-01"}],
    )  # fmt: skip
    assert measure_one(snapshot, "function_coverage").estimates["value"][0] == pytest.approx(0.5)
    rows = snapshot.commitments["evidence_id"].to_list()
    change = change_of(Case(snapshot, "moon", tuple(rows), {"kind": "first_provider"}))
    assert look(snapshot, change, "function_coverage") == 1.0


def test_of_many_full_providers_a_primary_and_an_alternate_stay(known):
    snapshot = known(
        "2020-12-31",
        functions="""
            actor_id  function  role
            AAA       launch    primary
            BBB       launch    primary
            CCC       launch    primary
            DDD       launch    alternate
        """,
    )
    change = change_of(Case(snapshot, "moon", (), {"kind": "specialise"}))
    roles = dict(change.frames["functions"].select("actor_id", "role").iter_rows())
    assert roles == {"AAA": "primary", "BBB": "partial", "CCC": "partial", "DDD": "alternate"}
    assert look(snapshot, change, "duplication") == 0.0
    assert look(snapshot, change, "provider_redundancy") == 1.0, "the substitute is not given up"


def test_links_below_the_level_are_exercised_and_others_left(known):
    snapshot = known(
        "2020-12-31",
        interoperability="""
            actor_a  actor_b  layer       level  as_of
            AAA      BBB      operations  1      2015-01-01
            AAA      CCC      operations  4      2016-01-01
            AAA      BBB      power       0      2015-01-01
        """.replace("power", "data_format"),
    )
    change = change_of(Case(snapshot, "moon", (), {"kind": "exercise", "to": 3, "layers": ["operations"]}))
    levels = change.frames["interoperability"].select("layer", "actor_b", "level", "since")
    assert sorted(levels.select("layer", "actor_b", "level").rows()) == [
        ("data_format", "BBB", 0), ("operations", "BBB", 3), ("operations", "CCC", 4),
    ]  # fmt: skip
    assert levels.filter(level=3)["since"].to_list() == [dt.date(2020, 12, 31)]
