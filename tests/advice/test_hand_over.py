"""Hand-over: positions of partners, the axis of cohesion, what diplomacy can promise; files that harm nobody."""

import csv
import datetime as dt
import io
import json
import re

import polars as pl
import pytest

from alliance_core import cli
from alliance_core.advice.hand_over.axis import cohesion, cohesion_parts
from alliance_core.advice.hand_over.deliverability import deliverability, word_of
from alliance_core.advice.hand_over.files import HandOver, hand_over, harmless, write_csv
from alliance_core.advice.hand_over.positions import placed, positions
from alliance_core.catalogue.hand_over_rules import SIDES, hand_over_rules
from alliance_core.dissolution.dissolve import dissolve
from alliance_core.evidence.snapshot import Snapshot
from alliance_core.evidence.store import Evidence
from alliance_core.indicators.trust_reliability.fulfilment import fulfilment
from alliance_core.paths import PARQUET, ROOT
from alliance_core.scorecard.assessment import assess
from tests.report.made import HOSTILE

DAY = dt.date(2020, 12, 31)
TODAY = dt.date(2026, 11, 23)
DRAWS = 1000
MEMBERS = """
    actor_id  tier    joined
    AAA       anchor  2001
    BBB       core    2001
    CCC       core    2001
"""
SHARES = """
    actor_id  year  measure   share_pct
    AAA       2019  cost      50
    BBB       2019  cost      25
    CCC       2019  cost      25
    AAA       2019  decision  20
    BBB       2019  decision  40
    CCC       2019  decision  40
"""
# Two functions of the same criticality: AAA alone carries one, BBB and DDD (no member) the other.
FUNCTIONS = """
    actor_id  function   role       from  to
    AAA       launch     primary    2002  -
    BBB       power      primary    2002  -
    DDD       power      alternate  2002  -
"""
COMMITMENTS = """
    actor_id  commitment_id  function_group  nature    declared  due   delivered  ended
    AAA       c1             launch          hardware  2002      2005  2005       -
    AAA       c2             launch          hardware  2002      2005  2006       -
    AAA       c3             launch          service   2002      2005  2007       -
    BBB       c4             power           hardware  2002      2005  -          -
    BBB       c5             power           hardware  2002      2030  -          -
    CCC       c6             power           payment   2002      2005  2005       -
"""
TABLES = {"members": MEMBERS, "shares": SHARES, "functions": FUNCTIONS, "commitments": COMMITMENTS}
MOON = {"alliance_id": "moon", "name": "Moon", "short_name": "Moon", "founded": "2001", "anchor_actor": "AAA"}


@pytest.fixture(scope="module")
def real() -> Evidence:
    return Evidence(PARQUET)


@pytest.fixture(scope="module")
def station(real) -> HandOver:
    return hand_over(real, "iss", TODAY, draws=DRAWS)


@pytest.fixture
def moon(known):
    """Positions of the small alliance by actor."""
    found = dissolve(known(str(DAY), alliance=[MOON], **TABLES), "moon")
    return {row["actor_id"]: row for row in positions(found).to_dicts()}


def parts(**given: float | None) -> pl.DataFrame:
    """One partner whose parts are as given, all others missing."""
    names = [name for side in SIDES for name in hand_over_rules()["positions"][side]]
    return pl.DataFrame({name: [given.get(name)] for name in names}, schema=dict.fromkeys(names, pl.Float64))


# --- Positions ------------------------------------------------------------------------------------


def test_power_is_the_weighted_mean_of_parts_that_count_in_full_from_their_mark_on():
    """Cost half of its mark: 50 points x 0.25; decision above its mark: 100 x 0.30; nothing hangs on it: 0."""
    row = placed(parts(cost_share=0.25, decision_share=0.9, indispensable=0.0, leverage=0.0)).row(0, named=True)
    assert row["power"] == pytest.approx(12.5 + 30)
    assert row["power_known"] == pytest.approx(1)


def test_a_missing_part_is_shared_out_and_is_not_zero():
    """Cost 100 x 0.25 and decision 0 x 0.30 over the weight 0.55 that is known."""
    row = placed(parts(cost_share=0.5, decision_share=0.0)).row(0, named=True)
    assert row["power"] == pytest.approx(25 / 0.55)
    assert row["power_known"] == pytest.approx(0.55)
    assert row["interest"] is None


def test_under_half_of_the_weight_there_is_no_position_and_no_quadrant():
    row = placed(parts(cost_share=0.5, benefit_share=0.5, open_commitments=5.0)).row(0, named=True)
    assert row["power"] is None
    assert row["interest"] == pytest.approx(100)
    assert row["quadrant"] is None


@pytest.mark.parametrize(
    ("power", "interest", "quadrant"),
    [(1.0, 1.0, "manage_closely"), (1.0, 0.0, "keep_satisfied"), (0.0, 1.0, "keep_informed"), (0.0, 0.0, "monitor")],
)
def test_the_quadrant_follows_from_both_sides(power, interest, quadrant):
    row = placed(parts(cost_share=power, decision_share=power, dissolution_loss=interest, benefit_share=interest))
    assert row["quadrant"][0] == quadrant


def test_positions_of_a_small_alliance_are_those_worked_by_hand(moon):
    """AAA alone carries launch: half of the criticality. BBB leaves DDD as a substitute, so nothing is lost with it."""
    assert (moon["AAA"]["cost_share"], moon["AAA"]["decision_share"]) == (0.5, 0.2)
    assert moon["AAA"]["indispensable"] == pytest.approx(0.5)
    assert moon["BBB"]["indispensable"] == 0
    assert [moon[actor]["open_commitments"] for actor in ("AAA", "BBB", "CCC")] == [0, 2, 0]
    assert max(moon, key=lambda actor: moon[actor]["power"] or 0) == "AAA"


def test_who_is_no_member_but_provides_stands_in_the_list_without_shares(moon):
    assert moon["DDD"]["member"] is False
    assert moon["DDD"]["cost_share"] is None
    assert moon["AAA"]["member"] is True


def test_a_measure_that_nobody_knows_is_missing_for_all(moon):
    assert {row["benefit_share"] for row in moon.values()} == {None}


def test_what_is_known_later_changes_no_earlier_position_nor_promise(known):
    later = {
        "shares": SHARES + "    CCC  2021  cost  100\n",
        "functions": FUNCTIONS + "    CCC  launch  alternate  2021  -\n",
        "commitments": COMMITMENTS + "    CCC  c9  launch  hardware  2021  2022  -  -\n",
        "members": MEMBERS + "    EEE  core  2021\n",
    }
    before, after = (known(str(DAY), alliance=[MOON], **tables) for tables in (TABLES, TABLES | later))
    assert positions(dissolve(before, "moon")).equals(positions(dissolve(after, "moon")))
    assert deliverability(before, "moon").equals(deliverability(after, "moon"))


def test_the_order_of_the_rows_changes_nothing(known):
    def turned(rows: str) -> str:
        head, *body = rows.strip().splitlines()
        return "\n".join([head, *reversed(body)])

    one = known(str(DAY), alliance=[MOON], **TABLES)
    other = known(str(DAY), alliance=[MOON], **{name: turned(rows) for name, rows in TABLES.items()})
    key = ["actor_id", "power", "interest", "quadrant", "evidence"]
    evidence_of_shares = pl.col("evidence").list.len()
    first, second = (positions(dissolve(snapshot, "moon")).select(key) for snapshot in (one, other))
    assert first.with_columns(evidence_of_shares).equals(second.with_columns(evidence_of_shares))


def test_nobody_stands_twice_and_every_position_opens_to_rows_of_evidence(station):
    listed = station.positions
    assert listed["actor_id"].is_unique().all()
    europe = listed.filter(actor_id="ESA").row(0, named=True)
    assert {"DEU", "FRA", "ITA"} <= set(europe["stands_for"])
    assert not set(europe["stands_for"]) & set(listed["actor_id"])
    assert listed["evidence"].list.len().min() > 0


def test_the_station_stands_on_two_powers_and_all_partners_have_much_to_lose(station):
    """USA and Russia carry propulsion, power and crew; the others would lose their only access."""
    quadrant = dict(station.positions.select("actor_id", "quadrant").iter_rows())
    assert quadrant["USA"] == quadrant["RUS"] == "manage_closely"
    assert quadrant["JPN"] == quadrant["ESA"] == quadrant["CAN"] == "keep_informed"


# --- Cohesion -------------------------------------------------------------------------------------


def axis_parts(*scores: float | None) -> pl.DataFrame:
    low, high = ([None if score is None else score + shift for score in scores] for shift in (-10, 5))
    columns = {"score": scores, "low": low, "high": high, "weight": [1.0] * len(scores)}
    return pl.DataFrame(columns, schema=dict.fromkeys(columns, pl.Float64))


def test_cohesion_is_the_mean_of_its_parts_and_its_interval_as_wide_as_theirs_together():
    assert cohesion(axis_parts(30, 60, 90)) == {"score": 60, "low": 50, "high": 65, "known": 1}


def test_a_part_without_a_score_is_left_out_and_one_of_three_is_too_few():
    assert cohesion(axis_parts(30, 60, None))["score"] == 45
    assert cohesion(axis_parts(30, None, None))["score"] is None


def test_the_parts_are_those_of_the_scorecard(real):
    now = assess(real, TODAY)
    found = {row["part"]: row for row in cohesion_parts(now, "iss").to_dicts()}
    trust = now.dimensions.filter(alliance_id="iss", dimension="trust_reliability").row(0, named=True)
    assert [found["trust_reliability"][name] for name in ("score", "low", "high")] == [
        trust[name] for name in ("score", "low", "high")
    ]
    practised = now.operational.filter(alliance_id="iss")["operational"][0]
    assert found["operational_integration"]["score"] == pytest.approx(practised)
    assert found["operational_integration"]["low"] <= practised <= found["operational_integration"]["high"]


def test_the_axis_tells_where_what_moves_and_what_to_watch(station):
    axis = station.cohesion_axis
    assert axis["position"]["low"] <= axis["position"]["score"] <= axis["position"]["high"]
    assert axis["ends"]["low"]
    assert axis["ends"]["high"]
    assert {sign["kind"] for sign in axis["signposts"]} >= {"score", "verdict"}
    worst = [driver["severity"] for driver in axis["drivers"]]
    assert worst == sorted(worst, reverse=True)
    assert all(driver["evidence"] for driver in axis["drivers"])
    assert all(0 <= row["not_intact"] <= 1 for row in axis["not_intact"] if row["note"] is None)


def test_the_year_before_is_missing_where_the_alliance_did_not_exist(real):
    young = hand_over(real, "artemis", dt.date(2021, 3, 1), draws=DRAWS).cohesion_axis
    assert young["a_year_before"] is None
    assert young["direction"] == "not known"


# --- What diplomacy can promise -------------------------------------------------------------------


def test_promises_of_a_small_alliance_are_those_counted_by_hand(known):
    """Hardware and services: three delivered, one overdue, one running; with the prior 3 and 1: (3+3) / (4+4)."""
    frame = deliverability(known(str(DAY), alliance=[MOON], **TABLES), "moon")
    row = frame.filter(kind="all").row(0, named=True)
    numbers = [row[name] for name in ("promised", "matured", "delivered", "ended", "overdue", "running")]
    assert numbers == [5, 4, 3, 0, 1, 1]
    assert (row["delivered_share"], row["kept"]) == (0.75, 0.75)
    assert row["median_slip_years"] is None
    assert row["dated"] == 4
    assert row["word"] == "may"


def test_statistics_of_delivery_leave_payments_out(known):
    row = deliverability(known(str(DAY), alliance=[MOON], **TABLES), "moon").filter(name="payment").row(0, named=True)
    assert (row["promised"], row["delivered"], row["kept"], row["word"]) == (1, 1, None, "unknown")


def test_the_whole_is_the_indicator_of_the_scorecard_for_every_alliance(real):
    snapshot = Snapshot(real, TODAY)
    measured = fulfilment(snapshot).estimates.select("alliance_id", "value", "low", "high")
    assert measured.height > 8
    for alliance, *numbers in measured.iter_rows():
        row = deliverability(snapshot, alliance).filter(kind="all").row(0, named=True)
        assert [row[name] for name in ("kept", "kept_low", "kept_high")] == pytest.approx(numbers)


@pytest.mark.parametrize(
    ("matured", "kept", "slip", "word"),
    [
        pytest.param(2, 0.9, 0.0, "unknown", id="two promises are too few"),
        pytest.param(9, None, 0.0, "unknown", id="no estimate, no word"),
        pytest.param(9, 0.49, 0.0, "cannot", id="likelier broken than kept"),
        pytest.param(9, 0.75, 3.0, "can", id="as often as in history and in time"),
        pytest.param(9, 0.75, 3.1, "may", id="too late"),
        pytest.param(9, 0.75, None, "may", id="nobody knows how late"),
        pytest.param(9, 0.5, 0.0, "may", id="more often than not"),
    ],
)
def test_the_word_follows_from_the_marks(matured, kept, slip, word):
    assert word_of(matured, kept, slip)["id"] == word


# --- Files ----------------------------------------------------------------------------------------


def cells(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))


@pytest.mark.parametrize("text", [*HOSTILE, "\t=1+1", "\n=1", " =1", "\u00a0=1", "＝1+1", "'=1", "\x00=1", "\ufeff=1"])
def test_no_text_of_a_csv_file_begins_a_formula_nor_breaks_its_line(text):
    (row,) = cells(write_csv(pl.DataFrame({"name": [text], "number": [-2.5]})))
    assert not row["name"].lstrip().startswith(("=", "+", "-", "@", "＝", "＋", "－", "＠"))
    assert row["name"].isprintable()
    assert row["number"] == "-2.5"


def test_one_apostrophe_taken_away_gives_the_text_back():
    for text in ("=1+1", "'quoted", "Japan", "-2+3"):
        written = harmless(text)
        assert (written[1:] if written.startswith("'") else written) == text


def test_a_gap_is_an_empty_cell_and_numbers_are_not_rounded():
    (row,) = cells(write_csv(pl.DataFrame({"a": [None], "b": [0.1 + 0.2], "c": [True], "d": [float("nan")]})))
    assert row == {"a": "", "b": "0.30000000000000004", "c": "true", "d": ""}


def test_hostile_names_of_partners_are_harmless_in_the_csv_and_whole_in_the_json(known):
    names = ("=1+1", HOSTILE[1], "@evil")
    actors = [{"actor_id": actor, "name": name} for actor, name in zip(("AAA", "BBB", "CCC"), names, strict=True)]
    found = dissolve(known(str(DAY), alliance=[MOON], actors=actors, **TABLES), "moon")
    frame = positions(found)
    told = {"alliance_id": "moon", "alliance": HOSTILE[3], "as_of": str(DAY), "judgement": "j"}
    over = HandOver("moon", frame, told | {"partners": frame.to_dicts()}, {}, {}, "")
    rows = cells(over.csv())
    assert {row["name"] for row in rows} >= {f"'{name}" for name in names}
    assert {row["alliance"] for row in rows} == {f"'{HOSTILE[3]}"}
    read = json.loads(over.files()["moon-power-interest.json"])
    assert {row["name"] for row in read["partners"]} >= set(names)


def test_the_csv_holds_the_numbers_of_the_json(station):
    by_actor = {row["actor_id"]: row for row in station.as_json()["power_interest"]["partners"]}
    rows = cells(station.csv())
    assert len(rows) == len(by_actor)
    for row in rows:
        for name in ("cost_share", "power", "interest", "open_commitments"):
            told = by_actor[row["actor_id"]][name]
            assert row[name] == ("" if told is None else str(told))


def test_a_small_alliance_without_most_evidence_gives_files_in_which_missing_is_missing(evidence_of):
    over = hand_over(evidence_of(alliance=[MOON], members=MEMBERS), "moon", DAY, draws=DRAWS)
    assert over.cohesion_axis["position"]["score"] is None
    assert over.deliverability["word"] == "unknown"
    assert over.deliverability["kinds"] == []
    assert {row["power"] for row in over.positions.to_dicts()} == {None}
    for content in over.files().values():
        assert b"NaN" not in content


def keys(value: object) -> set[str]:
    """All keys; those of the words of deliverability are ids."""
    if isinstance(value, dict):
        return set(value).union(*(keys(part) for part in value.values()))
    return set().union(*(keys(part) for part in value)) if isinstance(value, list) else set()


def test_every_column_and_key_is_documented(station):
    documented = set(re.findall(r"`(\w+)`", (ROOT / "docs" / "hand-over.md").read_text(encoding="utf-8")))
    files = station.files()
    data = [json.loads(content) for name, content in files.items() if name.endswith(".json")]
    assert len(data) == 3
    assert keys(data) <= documented
    assert set(cells(files["iss-power-interest.csv"])[0]) <= documented
    for told in data:
        assert told["judgement"] == hand_over_rules()["label"]


def test_the_command_writes_the_files_and_prints_where(tmp_path, capsys):
    assert cli.main(["hand-over", "us_japan", "--as-of", "2024-06-30", "--out", str(tmp_path / "new")]) == 0
    written = {path.name for path in (tmp_path / "new").iterdir()}
    assert written >= {
        "us_japan-power-interest.csv", "us_japan-power-interest.json", "us_japan-cohesion-axis.json",
        "us_japan-deliverability.json", "us_japan-red-team.md",
    }  # fmt: skip
    told = capsys.readouterr().out
    assert "as of 2024-06-30" in told
    assert all(name in told for name in written)


def test_the_command_prints_all_files_as_one_object(capsys):
    assert cli.main(["hand-over", "us_japan", "--as-of", "2024-06-30", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert set(told) == {"power_interest", "cohesion_axis", "deliverability"}
