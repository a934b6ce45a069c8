"""What was knowable at a date: the as-of rules of data/sources/README.md, one by one."""

import datetime as dt

import polars as pl
import pytest

from alliance_core.errors import EvidenceError
from alliance_core.evidence.snapshot import Snapshot, once_per_snapshot


def ids(frame: pl.DataFrame) -> list[str]:
    """The last part of the evidence ids, sorted: enough to tell literal rows apart."""
    return sorted(id_.split(":")[2] for id_ in frame["evidence_id"])


def by_date(frame: pl.DataFrame, column: str) -> dict[str, object]:
    """One value per date of the snapshot."""
    return dict(zip(frame["as_of"].dt.to_string("%Y-%m-%d"), frame[column], strict=True))


class TestDates:
    @pytest.mark.parametrize(
        ("written", "eve", "day"),
        [
            pytest.param("2020-02-10", "2020-02-09", "2020-02-10", id="a day on that day"),
            pytest.param("2020-02", "2020-02-28", "2020-02-29", id="a month on its last day"),
            pytest.param("2020", "2020-12-30", "2020-12-31", id="a year on its last day"),
        ],
    )
    def test_a_partial_date_counts_on_its_last_day(self, known, written, eve, day):
        rows = f"""
            event_id  date
            quarrel   {written}
        """
        assert by_date(known(eve, day, events=rows).events, "date") == {day: dt.date.fromisoformat(day)}

    def test_ends_and_due_dates_too_count_on_their_last_day(self, known):
        rows = """
            commitment_id  declared  due
            lander         2010      2020
        """
        states = by_date(known("2020-12-30", "2020-12-31", commitments=rows).commitments, "state")
        assert states == {"2020-12-30": "in_progress", "2020-12-31": "delayed"}

    def test_many_dates_are_one_frame_with_the_date_in_every_row(self, known):
        rows = """
            actor_id  joined
            AAA       2000
            BBB       2010
        """
        snapshot = known("2005-12-31", "2015-12-31", members=rows)
        assert snapshot.members.select("as_of", "actor_id").sort("as_of", "actor_id").rows() == [
            (dt.date(2005, 12, 31), "AAA"),
            (dt.date(2015, 12, 31), "AAA"),
            (dt.date(2015, 12, 31), "BBB"),
        ]

    def test_one_date_may_stand_alone_and_the_same_date_twice_is_once(self, evidence_of):
        day = dt.date(2020, 12, 31)
        evidence = evidence_of(members="actor_id\nAAA")
        for dates in (day, [day], [day, day]):
            assert Snapshot(evidence, dates).members.height == 1

    def test_where_names_are_not_needed_rows_are_numbered_in_the_order_of_their_names_over_all_tables(
        self, evidence_of
    ):
        evidence = evidence_of(members="actor_id\nBBB\nAAA", ratings="as_of  indicator\n2000  exit_cost")
        named, numbered = (Snapshot(evidence, dt.date(2020, 12, 31), named=names) for names in (True, False))
        for table in ("members", "ratings"):
            rows = getattr(numbered, table).drop("evidence_id").cast({"alliance_id": pl.String})
            assert rows.equals(getattr(named, table).drop("evidence_id"))
        assert numbered.members["actor_id"].to_list() == ["AAA", "BBB"]
        first, second = numbered.members["evidence_id"]
        assert second == first + 1
        assert numbered.ratings["evidence_id"].to_list() == [second + 1]

    def test_no_date_is_refused(self, evidence_of):
        with pytest.raises(EvidenceError, match="at least one date"):
            Snapshot(evidence_of(members="actor_id\nAAA"), [])


class TestAlliances:
    def test_an_alliance_exists_from_its_founding_and_nothing_of_it_is_seen_before(self, known):
        tables = {
            "alliance": """
                alliance_id  founded
                moon         2010-06
            """,
            "members": "actor_id\nAAA",
            "commitments": """
                declared
                2005
            """,
            "objectives": """
                as_of
                2005
            """,
            "functions": """
                from
                2005
            """,
            "events": """
                date
                2005
            """,
            "shares": """
                year  measure  share_pct
                2005  cost     100
            """,
            "contributions": """
                year
                2005
            """,
            "interoperability": """
                actor_a  actor_b  as_of
                AAA      BBB      2005
            """,
            "ratings": """
                as_of
                2005
            """,
            "priorities": """
                as_of
                2005
            """,
            "survey": """
                date  fairness
                2005  3
            """,
        }
        parts = ["alliances", *[name for name in tables if name != "alliance"], "needs", "former_members"]
        before, after = known("2010-06-29", **tables), known("2010-06-30", **tables)
        assert {name: getattr(before, name).height for name in parts} == dict.fromkeys(parts, 0)
        assert {name: getattr(after, name).height for name in parts} == dict.fromkeys(parts, 1)


class TestMembers:
    @pytest.mark.parametrize(
        ("joined", "left", "present"),
        [
            pytest.param("2010", "-", True, id="joined before"),
            pytest.param("2020-06-30", "-", True, id="joined on the day"),
            pytest.param("2020-07-01", "-", False, id="joins a day later"),
            pytest.param("2020", "-", False, id="joins some time in the year"),
            pytest.param("-", "-", True, id="start unknown"),
            pytest.param("-", "2019", False, id="start unknown, but gone"),
            pytest.param("2010", "2020-06-30", False, id="left on the day"),
            pytest.param("2010", "2020-07-01", True, id="leaves a day later"),
            pytest.param("2010", "2020", True, id="leaves some time in the year"),
        ],
    )
    def test_a_member_is_in_from_joined_until_left_and_an_unknown_start_counts_as_in(
        self, known, joined, left, present
    ):
        rows = f"""
            actor_id  joined    left
            AAA       {joined}  {left}
        """
        assert known("2020-06-30", members=rows).members["actor_id"].to_list() == ["AAA"] * present

    def test_a_partner_may_come_back_with_another_tier(self, known):
        rows = """
            actor_id  joined      left        tier
            GBR       2010-11-09  2020-12-31  core
            GBR       2024-01-01  -           associate
        """
        members = known("2015-12-31", "2022-12-31", "2024-12-31", members=rows).members
        assert by_date(members, "tier") == {"2015-12-31": "core", "2024-12-31": "associate"}

    def test_the_end_of_a_spell_that_lies_ahead_is_hidden(self, known):
        rows = """
            actor_id  joined  left
            AAA       2000    2020-12-31
        """
        spells = known("2019-12-31", "2020-12-31", members=rows).former_members
        assert by_date(spells, "left") == {"2019-12-31": None, "2020-12-31": dt.date(2020, 12, 31)}

    def test_the_kind_of_an_actor_stands_beside_it(self, known):
        kinds = """
            actor_id  kind
            LAB       institution
        """
        members = known("2020-12-31", members="actor_id\nAAA\nLAB", actors=kinds).members
        assert dict(members.select("actor_id", "kind").rows()) == {"AAA": "state", "LAB": "institution"}


ESA_FOLDER = {
    "members": """
        alliance_id  actor_id  joined  left
        esa          FRA       1975    -
        esa          DEU       1975    -
        esa          CAN       1979    -
        esa          EST       2015    -
        esa          LAB       1975    -
    """,
    "actors": """
        actor_id  kind
        LAB       institution
    """,
    "vocabulary_organisations": """
        actor_id  alliance_id
        ESA       esa
    """,
}
ESA_VOTES = """
    alliance_id  year  measure   actor_id  share_pct
    esa          2012  decision  FRA       50
    esa          2012  decision  DEU       50
    esa          2012  decision  CAN       0
    esa          2018  decision  FRA       40
    esa          2018  decision  DEU       30
    esa          2018  decision  EST       30
"""


class TestOrganisations:
    def states(self, known, date: str, **tables) -> list[str]:
        return known(date, **ESA_FOLDER, **tables).organisation_states["actor_id"].to_list()

    def test_it_stands_for_its_member_states_that_held_a_vote_in_the_latest_known_year(self, known):
        assert self.states(known, "2015-12-31", shares=ESA_VOTES) == ["DEU", "FRA"]
        assert self.states(known, "2018-12-31", shares=ESA_VOTES) == ["DEU", "EST", "FRA"]

    def test_while_no_votes_are_known_it_stands_for_all_member_states(self, known):
        assert self.states(known, "2010-12-31", shares=ESA_VOTES) == ["CAN", "DEU", "FRA"]
        assert self.states(known, "2018-12-31") == ["CAN", "DEU", "EST", "FRA"]

    def test_a_state_that_left_its_folder_is_no_longer_behind_it(self, known):
        tables = {**ESA_FOLDER, "members": ESA_FOLDER["members"].replace("DEU       1975    -", "DEU  1975  2016")}
        assert known("2018-12-31", **tables).organisation_states["actor_id"].to_list() == ["CAN", "EST", "FRA"]


class TestObjectives:
    STATES = """
        objective_id  as_of  status       funded
        base_a        2010   not_started  no
        base_b        2015   in_progress  partial
        base_c        2020   achieved     yes
        rover         2012   in_progress  yes
    """

    def test_of_the_states_of_one_objective_the_latest_reached_one_holds(self, known):
        snapshot = known("2011-12-31", "2016-12-31", "2020-12-31", objectives=self.STATES)
        base = snapshot.objectives.filter(objective="base")
        assert by_date(base, "status") == {
            "2011-12-31": "not_started", "2016-12-31": "in_progress", "2020-12-31": "achieved",
        }  # fmt: skip
        assert by_date(base, "funded") == {"2011-12-31": "no", "2016-12-31": "partial", "2020-12-31": "yes"}

    def test_before_its_first_state_an_aim_does_not_exist_yet(self, known):
        assert known("2009-12-31", objectives=self.STATES).objectives.is_empty()
        assert known("2011-12-31", objectives=self.STATES).objectives["objective"].to_list() == ["base"]

    def test_an_objective_of_one_state_stands_for_itself(self, known):
        assert known("2012-12-31", objectives=self.STATES).objectives["objective"].sort().to_list() == ["base", "rover"]


class TestCommitments:
    @pytest.mark.parametrize(
        ("declared", "delivered", "ended", "visible_from"),
        [
            pytest.param("2010", "2015", "-", "2010-12-31", id="declared"),
            pytest.param("-", "2015", "-", "2015-12-31", id="declared unknown: delivered"),
            pytest.param("-", "-", "2017", "2017-12-31", id="declared unknown: ended"),
            pytest.param("-", "2019", "2017", "2017-12-31", id="declared unknown: the earlier of both"),
        ],
    )
    def test_a_commitment_is_visible_from_declared_else_from_delivered_or_ended(
        self, known, declared, delivered, ended, visible_from
    ):
        rows = f"""
            declared    delivered    ended
            {declared}  {delivered}  {ended}
        """
        day = dt.date.fromisoformat(visible_from)
        snapshot = known(str(day - dt.timedelta(days=1)), str(day), "2026-12-31", commitments=rows)
        assert list(by_date(snapshot.commitments, "state")) == [visible_from, "2026-12-31"]

    def test_one_without_any_date_is_never_visible(self, known):
        rows = """
            declared  due
            -         2015
        """
        assert known("2026-12-31", commitments=rows).commitments.is_empty()

    @pytest.mark.parametrize(
        ("due", "delivered", "ended", "state"),
        [
            pytest.param("2025", "-", "-", "in_progress", id="due lies ahead"),
            pytest.param("-", "-", "-", "in_progress", id="no date was set"),
            pytest.param("2019", "-", "-", "delayed", id="due has passed"),
            pytest.param("2020-06-30", "-", "-", "delayed", id="due today and not there"),
            pytest.param("2019", "2018", "-", "delivered", id="delivered"),
            pytest.param("2019", "2020-06-30", "-", "delivered", id="delivered today"),
            pytest.param("2019", "2020-07-01", "-", "delayed", id="delivered tomorrow"),
            pytest.param("2025", "2020-07-01", "-", "in_progress", id="to be delivered before due"),
            pytest.param("2025", "-", "2019", "ended", id="given up"),
            pytest.param("2025", "-", "2021", "in_progress", id="given up later: still open"),
            pytest.param("2019", "-", "2021", "delayed", id="overdue and given up later: still overdue"),
            pytest.param("2019", "2015", "2018", "delivered", id="delivered, then out of service: delivered"),
        ],
    )
    def test_the_state_follows_from_the_dates(self, known, due, delivered, ended, state):
        rows = f"""
            declared  due    delivered    ended
            2010      {due}  {delivered}  {ended}
        """
        assert known("2020-06-30", commitments=rows).commitments["state"].to_list() == [state]

    def test_what_is_known_today_does_not_matter(self, known):
        rows = """
            declared  due   status     funded  delayed_by  note
            2010      2025  withdrawn  no      BBB         told later
        """
        commitments = known("2020-06-30", commitments=rows).commitments
        assert commitments["state"].to_list() == ["in_progress"]
        assert not {"status", "funded", "delayed_by", "note"} & set(commitments.columns)

    def test_dates_that_lie_ahead_are_hidden_save_due_which_was_part_of_the_promise(self, known):
        rows = """
            commitment_id  declared  due   delivered  ended
            lander         2010      2025  2024       -
            arm            2010      2025  -          2024
        """
        commitments = known("2020-06-30", commitments=rows).commitments
        assert commitments.select("due", "delivered", "ended").unique().rows() == [(dt.date(2025, 12, 31), None, None)]


class TestFunctions:
    @pytest.mark.parametrize(
        ("start", "end", "available"),
        [
            pytest.param("2010", "-", True, id="since"),
            pytest.param("-", "-", True, id="start not established"),
            pytest.param("2021", "-", False, id="a plan"),
            pytest.param("2010", "2019", False, id="ended"),
            pytest.param("2010", "2020-06-30", False, id="ends today"),
            pytest.param("2010", "2021", True, id="ends later"),
        ],
    )
    def test_a_provider_is_available_from_its_start_until_its_end(self, known, start, end, available):
        rows = f"""
            actor_id  from     to
            AAA       {start}  {end}
        """
        assert known("2020-06-30", functions=rows).functions["actor_id"].to_list() == ["AAA"] * available

    def test_a_function_stays_needed_when_its_provider_has_gone(self, known):
        rows = """
            function  detail     criticality  from  to
            launch    launch     5            2000  2011
            sensing   radar      4            2005  -
            sensing   altimeter  4            2015  -
            landing   landing    3            2030  -
        """
        needs = known("2010-12-31", "2020-06-30", functions=rows).needs
        assert needs.select("as_of", "function", "detail", "weight").rows() == [
            (dt.date(2010, 12, 31), "launch", "launch", 5.0),
            (dt.date(2010, 12, 31), "sensing", "radar", 4.0),
            (dt.date(2020, 6, 30), "launch", "launch", 5.0),
            (dt.date(2020, 6, 30), "sensing", "altimeter", 2.0),
            (dt.date(2020, 6, 30), "sensing", "radar", 2.0),
        ]

    def test_a_promise_makes_a_function_needed_before_it_has_a_provider(self, known):
        functions = """
            function  detail  criticality  from
            landing   crewed  3            2030
        """
        promises = """
            function_group  nature    declared
            landing         hardware  2019
            science         service   2019
        """
        needs = known("2018-12-31", "2020-06-30", functions=functions, commitments=promises).needs
        # The function science has no provider in any row and so no criticality.
        assert needs.select("function", "detail", "weight").rows() == [("landing", "landing", 3.0)]


class TestInteroperability:
    def levels(self, known, rows: str, *dates: str) -> dict[str, object]:
        return by_date(known(*dates, interoperability=rows).interoperability, "level")

    def test_the_highest_level_so_far_holds_since_it_was_first_reached(self, known):
        rows = """
            actor_a  actor_b  level  as_of
            AAA      BBB      2      2010
            AAA      BBB      4      2014
            AAA      BBB      4      2016
            AAA      BBB      3      2018
        """
        snapshot = known("2009-12-31", "2011-12-31", "2020-12-31", interoperability=rows)
        assert by_date(snapshot.interoperability, "level") == {"2011-12-31": 2, "2020-12-31": 4}
        assert by_date(snapshot.interoperability, "since")["2020-12-31"] == dt.date(2014, 12, 31)

    def test_rows_older_than_the_latest_one_that_supersedes_are_ignored(self, known):
        rows = """
            actor_a  actor_b  level  as_of       note
            AAA      BBB      4      2010        -
            AAA      BBB      1      2016-12-31  rupture; supersedes earlier level
            AAA      BBB      2      2018        -
            AAA      BBB      0      2022-02-28  supersedes earlier level
        """
        dates = ("2015-12-31", "2016-12-30", "2016-12-31", "2018-12-31", "2022-02-28")
        assert self.levels(known, rows, *dates) == dict(zip(dates, (4, 4, 1, 2, 0), strict=True))

    def test_a_lower_level_of_a_separate_link_is_no_decline(self, known):
        rows = """
            actor_a  actor_b  level  as_of  note
            AAA      BBB      4      2010   -
            AAA      BBB      1      2016   separate link
        """
        assert self.levels(known, rows, "2020-12-31") == {"2020-12-31": 4}

    def test_layers_and_pairs_are_told_apart_but_not_the_two_sides_of_a_pair(self, known):
        rows = """
            actor_a  actor_b  layer        level  as_of
            AAA      BBB      operations   2      2010
            BBB      AAA      operations   3      2012
            AAA      BBB      data_format  1      2010
            AAA      ALL      operations   1      2010
        """
        links = known("2020-12-31", interoperability=rows).interoperability
        assert sorted(links["level"]) == [1, 1, 3]


class TestEvents:
    def chosen(self, known, rows: str, date: str = "2020-12-31") -> list[str]:
        return ids(known(date, events=rows).events)

    CHAIN = """
        event_id  chain_id  date  severity  counts  note
        words     quarrel   2010  2         0       -
        threat    quarrel   2012  3         0       -
        cut       quarrel   2013  3         0       -
        break     quarrel   2016  4         1       -
        echo      quarrel   2018  5         0       -
    """

    @pytest.mark.parametrize(
        ("date", "row"),
        [
            pytest.param("2011-12-31", "words", id="the only row so far stands in"),
            pytest.param("2012-12-31", "threat", id="then the gravest"),
            pytest.param("2013-12-31", "threat", id="on a tie the first"),
            pytest.param("2016-12-31", "break", id="the counted row, once it is there"),
            pytest.param("2018-12-31", "break", id="even where a graver row follows"),
        ],
    )
    def test_one_chain_is_one_event_and_the_gravest_row_stands_in_until_the_counted_one(self, known, date, row):
        assert self.chosen(known, self.CHAIN, date) == [row]

    @pytest.mark.parametrize("note", ["before founding", "context: never a member", "yearly meeting, not counted"])
    def test_a_row_marked_as_context_never_stands_in(self, known, note):
        rows = f"""
            event_id  chain_id  date  severity  counts  note
            old       quarrel   2010  5         0       {note}
            words     quarrel   2012  2         0       -
            alone     meeting   2012  1         0       {note}
        """
        assert self.chosen(known, rows) == ["words"]

    def test_a_counted_row_counts_whatever_its_note_says(self, known):
        rows = """
            event_id  date  counts  note
            break     2010  1       read in the context of the treaty
        """
        assert self.chosen(known, rows) == ["break"]

    def test_a_chain_that_runs_through_several_alliances_is_one_event_in_each(self, known):
        rows = """
            event_id  chain_id  alliance_id  date
            here      quarrel   moon         2010
            there     quarrel   mars         2010
        """
        assert self.chosen(known, rows) == ["here", "there"]

    def test_an_event_is_not_seen_before_its_date_nor_its_end_before_it_ended(self, known):
        rows = """
            event_id  date  resolved    outcome
            quarrel   2010  2015-06-30  adapted
        """
        events = known("2009-12-31", "2010-12-31", "2015-06-29", "2015-06-30", events=rows).events
        assert by_date(events, "outcome") == {"2010-12-31": None, "2015-06-29": None, "2015-06-30": "adapted"}
        assert by_date(events, "resolved")["2015-06-29"] is None
        assert by_date(events, "resolved")["2015-06-30"] == dt.date(2015, 6, 30)

    def test_expansions_and_cooperation_are_gains_and_all_else_strains(self, known):
        rows = """
            event_id  date  type
            e1        2010  cooperation_gain
            e2        2010  expansion
            e3        2010  crisis
            e4        2010  operational_failure
        """
        events = known("2020-12-31", events=rows).events
        assert dict(zip(ids(events), events.sort("evidence_id")["gain"], strict=True)) == {
            "e1": True, "e2": True, "e3": False, "e4": False,
        }  # fmt: skip


class TestYears:
    @pytest.mark.parametrize(
        ("table", "cells"),
        [
            ("shares", "share_pct  measure\n 2020  100  cost"),
            ("contributions", "amount_musd\n 2020  5"),
            ("economy", "gdp_busd\n 2020  5"),
            ("space_budgets", "civil_musd\n 2020  5"),
            ("launches", "orbital_attempts\n 2020  5"),
        ],
    )
    def test_a_yearly_figure_is_known_after_the_end_of_its_year(self, known, table, cells):
        snapshot = known("2020-12-30", "2020-12-31", "2021-06-30", **{table: f"year  {cells}"})
        assert [str(day) for day in getattr(snapshot, table)["as_of"]] == ["2020-12-31", "2021-06-30"]

    def test_shares_are_fractions_of_one(self, known):
        rows = """
            year  measure  share_pct
            2019  cost     12.5
        """
        assert known("2020-12-31", shares=rows).shares["share"].to_list() == [0.125]


class TestLatest:
    def test_the_latest_rating_of_each_indicator_up_to_the_date_holds(self, known):
        rows = """
            indicator       as_of  level
            exit_cost       2010   1
            exit_cost       2015   3
            exit_cost       2022   0
            decision_speed  2012   2
        """
        ratings = known("2014-12-31", "2020-12-31", ratings=rows).ratings
        assert by_date(ratings.filter(indicator="exit_cost"), "level") == {"2014-12-31": 1, "2020-12-31": 3}
        assert by_date(ratings.filter(indicator="decision_speed"), "level") == {"2014-12-31": 2, "2020-12-31": 2}

    def test_the_latest_motives_of_each_member_up_to_the_date_hold(self, known):
        rows = """
            actor_id  as_of  security
            AAA       2010   1
            AAA       2015   4
            BBB       2012   2
        """
        priorities = known("2011-12-31", "2020-12-31", priorities=rows).priorities
        assert by_date(priorities.filter(actor_id="AAA"), "security") == {"2011-12-31": 1, "2020-12-31": 4}
        assert by_date(priorities.filter(actor_id="BBB"), "security") == {"2020-12-31": 2}

    def test_the_latest_answer_of_each_respondent_up_to_the_date_holds(self, known):
        rows = """
            actor_id  respondent  date  fairness
            AAA       p1          2018  2
            AAA       p1          2019  4
            AAA       p2          2018  3
            BBB       p1          2018  5
        """
        survey = known("2018-12-31", "2020-12-31", survey=rows).survey
        answers = survey.group_by("as_of").agg(pl.col("fairness").sort()).sort("as_of")["fairness"].to_list()
        assert answers == [[2, 3, 5], [3, 4, 5]]


def test_votes_are_known_from_the_day_of_adoption(known):
    rows = """
        resolution_id  adopted     vote
        r1             2020-12-07  yes
    """
    votes = known("2020-12-06", "2020-12-07", unga_votes=rows).votes
    assert [str(day) for day in votes["as_of"]] == ["2020-12-07"]


def test_rivals_and_publicity_are_the_same_at_every_date(known):
    snapshot = known(
        "1980-12-31",
        vocabulary_rivals="""
            alliance_id  rival_id
            moon         mars
        """,
        vocabulary_event_coverage="""
            alliance_id  publicity
            moon         low
        """,
    )
    assert snapshot.rivals.select("alliance_id", "rival_id").rows() == [("moon", "mars")]
    assert snapshot.event_coverage.select("alliance_id", "publicity").rows() == [("moon", "low")]


def test_a_step_shared_by_indicators_is_computed_once_for_each_snapshot_and_argument(known):
    calls = []

    @once_per_snapshot
    def step(snapshot, years=3):
        calls.append((snapshot, years))
        return len(calls)

    one, two = known("2020-12-31"), known("2020-12-31")
    assert [step(one), step(one), step(one, 5), step(one, years=5), step(two)] == [1, 1, 2, 3, 4]
    assert step(two) == 4
