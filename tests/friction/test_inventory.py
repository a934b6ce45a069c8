"""The friction inventory: one friction for each thing, in order, with its history, and nothing from the future."""

import datetime as dt

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from alliance_core.catalogue.friction_rules import friction_rules
from alliance_core.evidence.store import Evidence
from alliance_core.friction.inventory import history_dates, inventory, tells_all
from tests.indicators.future import another_future
from tests.tables import write_frames

DAY = dt.date(2020, 12, 31)
REAL = [dt.date(2026, 11, 23), dt.date(2023, 6, 30), dt.date(2022, 6, 30)]
# Titles of events are known to be written later; they are shown only where they can tell nothing.
WRITTEN_LATER = ["title"]
# Rules that rest on something that is not there.
OF_ABSENCE = {"untested_trust"}
STRAIN = {"event_id": "strain", "date": "2019-06-01", "actors": "AAA;BBB", "severity": "4", "title": "The quarrel"}
LATE = {"commitment_id": "late", "declared": "2015", "due": "2018"}


def frictions(evidence: Evidence, day: dt.date = DAY) -> dict[str, dict]:
    """Frictions of the moon, by the part of the id after the alliance."""
    rows = inventory(evidence, day).filter(alliance_id="moon").to_dicts()
    return {row["id"].removeprefix("moon:"): row for row in rows}


def known_then(frictions: pl.DataFrame) -> pl.DataFrame:
    """All but what was written later."""
    event = pl.col("rules").list.first() == "event"
    return frictions.with_columns(pl.when(~event).then("title").alias("title"))


# --- One thing, one friction ----------------------------------------------------------------------


def test_texts_that_nobody_enforces_and_disputes_that_nobody_settles_are_one_friction(evidence_of):
    ratings = [{"indicator": name, "level": 0, "as_of": "2015"} for name in ("dispute_settlement", "legal_bindingness")]
    row = frictions(evidence_of(ratings=ratings))["enforcement"]
    assert row["rules"] == ["missing_enforcement", "no_dispute_forum"]
    assert sorted(row["evidence"]) == ["ratings:moon:dispute_settlement:2015", "ratings:moon:legal_bindingness:2015"]
    assert (row["consequence"], row["title"]) == (4, "Nothing enforces what was agreed")


def test_promises_late_and_broken_of_one_function_are_one_friction_and_the_gravest_speaks(evidence_of):
    broken = {"commitment_id": "broken", "declared": "2015", "ended": "2019"}
    row = frictions(evidence_of(commitments=[LATE, broken]))["promise-AAA-launch"]
    assert row["rules"] == ["overdue_commitment", "broken_commitment"]
    assert set(row["evidence"]) == {"commitments:moon:late", "commitments:moon:broken"}
    assert row["title"] == "AAA is 2 years late with launch"


def test_promises_of_two_partners_or_two_functions_are_different_frictions(evidence_of):
    others = [
        {**LATE, "commitment_id": "b", "actor_id": "BBB"},
        {**LATE, "commitment_id": "c", "function_group": "power"},
    ]
    found = frictions(evidence_of(commitments=[LATE, *others]))
    assert {"promise-AAA-launch", "promise-BBB-launch", "promise-AAA-power"} <= set(found)


def test_severity_and_zone_follow_from_the_cell_of_the_matrix(evidence_of):
    row = frictions(evidence_of(events=[STRAIN]))["chain-strain"]
    assert (row["likelihood"], row["consequence"], row["severity"], row["zone"]) == (4, 4, 22, "critical")


def test_the_risk_is_stated_as_space_programmes_state_it(evidence_of):
    found = frictions(evidence_of(events=[STRAIN], commitments=[LATE]))
    assert found["promise-AAA-launch"]["statement"] == (
        "Given that a promise has passed its date, there is a possibility of further slips, or a withdrawal adversely "
        "impacting trust & reliability, leading to this: what waits for it waits, too."
    ).replace("trust & reliability", "trust and reliability")
    assert found["chain-strain"]["statement"].endswith("leading to this: a partner in doubt.")


# --- Order ----------------------------------------------------------------------------------------


def test_frictions_are_placed_by_severity_and_the_fresher_first_among_equals(evidence_of):
    """Of four strains alike in all but their dates the fresher never comes later; the gravest comes before all."""
    cells = {"actors": "AAA;BBB", "severity": "3"}
    dates = ["2020-03-01", "2018-09-01", "2020-09-01", "2018-03-01"]
    events = [{"event_id": f"e{n}", "date": date, "type": kind, **cells} for n, (date, kind) in enumerate(
        zip(dates, ["dispute", "crisis", "sanction", "budget_cut"], strict=True))]  # fmt: skip
    grave = {"event_id": "grave", "date": "2001-01-01", "severity": "5", "actors": "CCC"}
    found = frictions(evidence_of(events=[*events, grave]))
    placed = [name for name in found if name.startswith("chain")]
    assert placed == ["chain-e2", "chain-e0", "chain-e1", "chain-e3", "chain-grave"]
    assert [row["place"] for row in found.values()] == list(range(1, len(found) + 1))
    severities = [row["severity"] for row in found.values()]
    assert severities == sorted(severities, reverse=True)


def test_the_order_of_the_rows_changes_nothing(tmp_path):
    shipped = Evidence()
    frames = {name: shipped.scan(name).collect() for name in shipped.tables}
    mixed = {name: frame.sample(fraction=1, shuffle=True, seed=5) for name, frame in frames.items()}
    assert_frame_equal(inventory(write_frames(tmp_path, mixed), REAL[1]), inventory(shipped, REAL[1]))


# --- Trend and history ----------------------------------------------------------------------------


def test_a_friction_that_ranks_higher_than_a_year_before_worsens(evidence_of):
    """Late since June 2018: new; then more than a year late (likelihood 4), and more than three (5)."""
    evidence = evidence_of(commitments=[{**LATE, "due": "2018-06-30"}])
    ends = [dt.date(year, 12, 31) for year in range(2018, 2024)]
    assert [frictions(evidence, end)["promise-AAA-launch"]["trend"] for end in ends] == [
        "worsening", "worsening", "stable", "worsening", "stable", "stable",
    ]  # fmt: skip


def test_a_strain_eases_with_age_and_is_stable_between_the_marks(evidence_of):
    """Fresh in 2019 (5), one to three years old to 2021 (4), then 3."""
    evidence = evidence_of(events=[STRAIN])
    told = {year: frictions(evidence, dt.date(year, 12, 31))["chain-strain"]["trend"] for year in range(2019, 2024)}
    assert told == {2019: "worsening", 2020: "easing", 2021: "stable", 2022: "easing", 2023: "stable"}


def test_a_strain_that_flares_up_again_worsens(evidence_of):
    flare = {"event_id": "step", "chain_id": "strain", "counts": "0", "date": "2023-10-01"}
    assert frictions(evidence_of(events=[STRAIN, flare]), dt.date(2023, 12, 31))["chain-strain"]["trend"] == "worsening"


def test_a_closed_strain_eases(evidence_of):
    assert frictions(evidence_of(events=[{**STRAIN, "resolved": "2020-06"}]))["chain-strain"]["trend"] == "easing"


def test_in_the_first_year_of_an_alliance_nothing_can_have_worsened(evidence_of):
    young = [{"alliance_id": "moon", "founded": "2020-06-01"}]
    found = frictions(evidence_of(alliance=young, events=[{**STRAIN, "date": "2020-09-01"}], commitments=[LATE]))
    assert {row["trend"] for row in found.values()} == {"stable"}


def test_a_rule_is_first_seen_where_it_was_found_without_a_break(evidence_of):
    """Unenforced from 2015, bound from 2017, unbound again from 2019: seen since the end of 2019."""
    levels = {"2015": 0, "2017": 4, "2019": 1}
    ratings = [{"indicator": "exit_cost", "level": level, "as_of": year} for year, level in levels.items()]
    row = frictions(evidence_of(ratings=ratings))["exit"]
    assert (row["first_seen"], row["at_start"]) == (dt.date(2019, 12, 31), False)


def test_what_was_there_when_the_history_begins_is_told_so(evidence_of):
    first = friction_rules()["history"]["first"]
    row = frictions(evidence_of(ratings=[{"indicator": "exit_cost", "level": 0, "as_of": "1999"}]))["exit"]
    assert (row["first_seen"], row["at_start"]) == (dt.date(first, 12, 31), True)


def test_a_strain_was_first_seen_on_its_own_day_even_before_the_history_begins(evidence_of):
    row = frictions(evidence_of(events=[{**STRAIN, "date": "2001-02-03"}]))["chain-strain"]
    assert (row["first_seen"], row["at_start"]) == (dt.date(2001, 2, 3), False)


def test_the_rules_look_at_every_years_end_a_year_before_and_the_date():
    dates = history_dates(dt.date(2024, 2, 29))
    assert dates == [*(dt.date(year, 12, 31) for year in range(2015, 2023)), dt.date(2023, 2, 28),
                     dt.date(2023, 12, 31), dt.date(2024, 2, 29)]  # fmt: skip


def test_the_last_evidence_is_the_newest_that_had_come_in(evidence_of):
    """A promise given up in 2019 is news of 2019, and its rows stand newest first; a date ahead is none."""
    rows = [{"commitment_id": "old", "declared": "2010", "ended": "2016-03"},
            {"commitment_id": "new", "declared": "2009", "ended": "2019-06-30"},
            {"commitment_id": "open", "declared": "2017", "due": "2018", "ended": "2022"}]  # fmt: skip
    row = frictions(evidence_of(commitments=rows))["promise-AAA-launch"]
    assert row["last_evidence"] == dt.date(2019, 6, 30)
    assert row["evidence"] == ["commitments:moon:new", "commitments:moon:open", "commitments:moon:old"]


# --- Nothing from the future ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("table", "row"),
    [
        pytest.param("events", {"event_id": "x", "date": "2021", "actors": "AAA;BBB"}, id="a later strain"),
        pytest.param("events", {"event_id": "x", "date": "2021", "actors": "AAA;BBB", "type": "expansion"},
                     id="a later gain"),
        pytest.param("events", {"event_id": "x", "chain_id": "strain", "counts": "0", "date": "2021"},
                     id="a later step"),
        pytest.param("commitments", {"commitment_id": "x", "declared": "2021"}, id="a later promise"),
        pytest.param("ratings", {"indicator": "exit_cost", "level": "4", "as_of": "2021"}, id="a later rating"),
        pytest.param("shares", {"year": "2020", "measure": "cost", "actor_id": "AAA", "share_pct": "100"},
                     id="shares of a year that had not ended"),
        pytest.param("members", {"actor_id": "DDD", "joined": "2021", "tier": "core"}, id="a later member"),
    ],
)  # fmt: skip
def test_what_comes_later_changes_nothing_earlier(evidence_of, table, row):
    tables = {
        "events": [STRAIN], "commitments": [LATE], "members": [{"actor_id": "AAA", "tier": "anchor"}],
        "ratings": [{"indicator": "exit_cost", "level": "0", "as_of": "2015"}],
        "shares": [{"year": "2018", "measure": "cost", "actor_id": "AAA", "share_pct": "100"}],
    }  # fmt: skip
    day = dt.date(2020, 12, 30)
    more = {**tables, table: [*tables[table], row]}
    assert_frame_equal(
        known_then(inventory(evidence_of(**more), day)), known_then(inventory(evidence_of(**tables), day))
    )


@pytest.mark.parametrize(("column", "table"), [("resolved", "events"), ("delivered", "commitments"),
                                               ("ended", "commitments")])  # fmt: skip
def test_an_end_that_lies_ahead_changes_nothing_earlier(evidence_of, column, table):
    tables = {"events": [STRAIN], "commitments": [LATE]}
    ended = {**tables, table: [{**tables[table][0], column: "2021-03"}]}
    assert_frame_equal(
        known_then(inventory(evidence_of(**ended), DAY)), known_then(inventory(evidence_of(**tables), DAY))
    )
    assert known_then(inventory(evidence_of(**ended), dt.date(2021, 3, 31))).filter(alliance_id="moon").rows() != (
        known_then(inventory(evidence_of(**tables), dt.date(2021, 3, 31))).filter(alliance_id="moon").rows()
    )


@pytest.mark.parametrize("drop", [pytest.param(True, id="rows dropped"), pytest.param(False, id="rows altered")])
@pytest.mark.parametrize("day", [dt.date(2016, 6, 30), *REAL[1:]], ids=str)
def test_the_inventory_of_a_past_date_never_sees_the_future(tmp_path, day, drop):
    shipped = Evidence()
    frames = {name: shipped.scan(name).collect() for name in shipped.tables}
    other = write_frames(tmp_path, another_future(frames, day, drop=drop))
    assert_frame_equal(known_then(inventory(other, day)), known_then(inventory(shipped, day)))


def test_titles_of_events_are_shown_only_where_they_can_tell_nothing_later(evidence_of):
    """The title could be known on the day of the last event or end that the tables tell, not a day before."""
    for later in ({"date": "2021-06-01"}, {"date": "2019-01-01", "resolved": "2021-06-01"}):
        evidence = evidence_of(events=[STRAIN, {"event_id": "later", "alliance_id": "mars", **later}])
        for day, title in ((dt.date(2021, 5, 31), "Dispute (Jun 2019)"), (dt.date(2021, 6, 1), "The quarrel")):
            row = frictions(evidence, day)["chain-strain"]
            assert (row["title"], tells_all(evidence, day)) == (title, title == "The quarrel")


# --- The shipped evidence -------------------------------------------------------------------------


@pytest.fixture(scope="module", params=REAL, ids=str)
def shipped(request) -> pl.DataFrame:
    return inventory(Evidence(), request.param)


@pytest.fixture(scope="module")
def ids() -> set[str]:
    """Ids of all rows of evidence."""
    evidence = Evidence()
    frames = (evidence.scan(name) for name in evidence.tables)
    known = (frame.select("evidence_id") for frame in frames if "evidence_id" in frame.collect_schema())
    return set(pl.concat(known).collect()["evidence_id"])


def test_every_friction_opens_to_rows_that_exist_or_rests_on_something_missing(shipped, ids):
    assert shipped.height > 200
    for row in shipped.iter_rows(named=True):
        assert row["evidence"] or set(row["rules"]) <= OF_ABSENCE, row["id"]
        assert set(row["evidence"]) <= ids, row["id"]
        assert len(set(row["evidence"])) == len(row["evidence"]), row["id"]


def test_every_friction_has_an_id_of_its_own_a_cell_of_the_matrix_and_no_date_ahead(shipped):
    assert shipped["id"].is_unique().all()
    assert set(shipped["consequence"]) | set(shipped["likelihood"]) <= {1, 2, 3, 4, 5}
    assert shipped.null_count().sum_horizontal().item() == 0
    assert shipped.filter(pl.max_horizontal("first_seen", "last_evidence") > pl.col("as_of")).is_empty()
    assert set(shipped["trend"]) <= {"worsening", "stable", "easing"}
    assert set(shipped["status"]) <= {"open", "eased", "closed"}
    assert shipped["title"].str.contains(r"\{|\}|null|None").sum() == 0


def test_no_friction_is_older_than_its_alliance(shipped):
    founded = Evidence().alliances.select("alliance_id", "founded")
    rows = shipped.join(founded, on="alliance_id").filter(pl.col("first_seen") < pl.col("founded"))
    assert rows.select("id", "first_seen", "founded").rows() == []


def test_no_state_is_an_anchor_on_which_copernicus_depends(shipped):
    """The European Union pays most, by key of its members."""
    states = set(Evidence().scan("actors").filter(kind="state").collect()["actor_id"])
    anchors = shipped.filter(pl.col("rules").list.contains("anchor_dependence"), alliance_id="copernicus")
    assert not set(anchors["actors"].explode(empty_as_null=False)) & states


def test_in_the_middle_of_2022_the_rupture_with_russia_is_among_the_first_three_of_the_station():
    first = inventory(Evidence(), REAL[2]).filter(pl.col("place") <= 3, alliance_id="iss")
    rupture = first.filter(id="iss:chain-russia_rupture_2022").row(0, named=True)
    assert {"RUS", "USA"} <= set(rupture["actors"])
    assert (rupture["consequence"], rupture["status"], rupture["trend"]) == (5, "open", "worsening")


@pytest.mark.parametrize("rule", ["anchor_dependence", "missing_enforcement"])
def test_in_2023_artemis_hangs_on_one_payer_and_nothing_enforces_it(rule):
    rows = inventory(Evidence(), REAL[1]).filter(pl.col("rules").list.contains(rule), alliance_id="artemis")
    assert rows["zone"].to_list() == ["critical"]
    assert (rows["actors"].to_list() == [["USA"]]) is (rule == "anchor_dependence")
