"""Functions by partners: who provides what, since when, what is thin, and what was not yet known."""

import datetime as dt

import polars as pl
import pytest

from alliance_core.capability.parts import AVAILABLE, cells, matrix, parts, spells
from alliance_core.indicators.capability_complementarity.provision import independent_providers

DAY = dt.date(2020, 12, 31)
FUNCTIONS = """
    actor_id  role       function        detail          criticality  from        to       note
    AAA       primary    launch          rocket          5            2001-05     -        -
    BBB       alternate  launch          rocket          5            2010        -        -
    AAA       primary    crew_transport  crew_transport  5            2003-02-03  -        -
    CCC       partial    crew_transport  crew_transport  5            -           -        -
    AAA       primary    robotics        robotics        3            2004        -        -
    AAA       primary    data_relay      data_relay      4            2004        -        -
    BBB       primary    data_relay      data_relay      4            2004        -        -
    CCC       primary    data_relay      data_relay      4            2004        -        -
    BBB       primary    lander          lander          4            2005        2015-02  -
    BBB       primary    habitat         habitat         2            2030        -        start year is a plan
    CCC       alternate  robotics        robotics        3            2024        -        start year is the former plan
"""


def state_of(frame: pl.DataFrame) -> dict[str, str]:
    return dict(frame.select("function", "state").iter_rows())


def cell(frame: pl.DataFrame, function: str, provider: str) -> dict:
    return frame.filter(function=function, provider=provider).row(0, named=True)


@pytest.fixture
def moon(known):
    return known(str(DAY), functions=FUNCTIONS)


def test_every_part_tells_how_thin_it_is(moon):
    assert state_of(parts(moon)) == {
        "launch": "several",
        "crew_transport": "single_critical",
        "robotics": "single",
        "data_relay": "duplicated",
        "lander": "gap",
    }


def test_the_most_critical_part_comes_first(moon):
    assert parts(moon)["criticality"].to_list() == [5, 5, 4, 4, 3]


def test_a_part_that_is_only_provided_in_part_is_no_gap_and_not_single_sourced(known):
    frame = parts(known(str(DAY), functions="actor_id  role  from\n AAA  partial  2001"))
    assert frame.select("state", "gap", "single_sourced").row(0) == ("in_part", False, False)


def test_since_is_shown_as_it_was_written_and_an_unknown_start_stays_unknown(moon):
    found = cells(moon, DAY)
    assert cell(found, "launch", "AAA")["since"] == "2001-05"
    assert cell(found, "launch", "BBB")["since"] == "2010"
    unknown = cell(found, "crew_transport", "CCC")
    assert unknown["since"] is None
    assert unknown["told"] == ["partial, start not established"]


def test_a_provider_that_stopped_is_told_with_its_end_and_counts_no_more(moon):
    former = cell(cells(moon, DAY), "lander", "BBB")
    assert former["mark"] == "former"
    assert former["told"] == ["was primary: 2005 to 2015-02"]
    assert parts(moon).filter(function="lander")["full"].item() == 0


def test_an_end_that_lies_ahead_stays_hidden(known):
    then = known("2012-12-31", functions=FUNCTIONS)
    (told,) = cells(then, DAY).filter(function="lander")["told"].to_list()
    assert told == ["primary since 2005"]
    assert spells(then, DAY).filter(function="lander")["until"].to_list() == [None]


def test_plans_show_for_today_hollow_with_their_year_and_never_count(moon):
    found = cells(moon, today=DAY)
    assert cell(found, "habitat", "BBB")["mark"] == "planned"
    assert cell(found, "habitat", "BBB")["year"] == 2030
    assert "may be dropped" in cell(found, "habitat", "BBB")["told"][0]
    assert "former plan" in cell(found, "robotics", "CCC")["told"][0]
    assert parts(moon).filter(function="robotics")["full"].item() == 1


def test_what_was_planned_at_a_past_date_is_not_shown(moon):
    """The tables hold plans of today; a start after a past date may be a fact that nobody knew."""
    found = cells(moon, today=dt.date(2026, 11, 23))
    assert "planned" not in found["mark"].to_list()
    assert "habitat" not in found["function"].to_list()


def test_a_part_that_is_only_planned_stands_last_and_outside_of_the_needed_ones(moon):
    frame = matrix(moon, DAY)
    assert frame["function"].to_list()[-1] == "habitat"
    assert frame.filter(function="habitat").select("state", "weight").row(0) == ("planned", None)
    assert "habitat" not in parts(moon)["function"].to_list()


def test_a_need_that_was_only_promised_has_a_row_without_any_provider(known):
    promised = known(
        str(DAY),
        functions="actor_id  function  from\n AAA  launch  2001\n AAA  lander  2030",
        commitments="actor_id  function_group  declared\n BBB  lander  2010",
    )
    frame = matrix(promised, dt.date(2026, 1, 1))
    row = frame.filter(function="lander").row(0, named=True)
    assert (row["state"], row["provider"], row["told"]) == ("gap", None, None)


def test_the_strongest_role_of_a_provider_is_its_mark(known):
    rows = """
        actor_id  role       from
        AAA       partial    2001
        AAA       alternate  2002
        AAA       primary    2005
    """
    found = cells(known(str(DAY), functions=rows), DAY).row(0, named=True)
    assert (found["mark"], found["since"]) == ("primary", "2005")
    assert found["told"] == ["primary since 2005", "alternate since 2002", "partial since 2001"]


def test_a_state_beside_its_own_organisation_counts_as_the_organisation(known):
    look = known(
        str(DAY),
        vocabulary_organisations="actor_id  alliance_id\n ORG  club",
        members="alliance_id  actor_id  joined\n club  AAA  2000",
        functions="""
            actor_id  role     function  from
            ORG       primary  launch    2001
            AAA       partial  launch    2002
            AAA       primary  lander    2002
        """,
    )
    found = cells(look, DAY)
    assert found.filter(function="launch")["provider"].to_list() == ["ORG"]
    assert found.filter(function="launch")["told"].to_list() == [
        ["primary since 2001", "partial through AAA since 2002"]
    ]
    assert found.filter(function="lander")["provider"].to_list() == ["AAA"]


def test_available_cells_are_the_providers_that_the_indicators_count(snapshot):
    """On the shipped evidence, row by row."""
    shown = spells(snapshot, dt.date.max).filter(pl.col("mark").is_in(AVAILABLE))
    counted = independent_providers(snapshot)
    rows = ["evidence_id", "provider"]
    assert shown.select(rows).sort(rows).equals(counted.select(rows).sort(rows))


def test_the_order_of_the_rows_changes_nothing(known):
    lines = FUNCTIONS.strip().splitlines()
    turned = "\n".join([lines[0], *reversed(lines[1:])])
    one, other = (matrix(known(str(DAY), functions=rows), DAY).drop("evidence") for rows in (FUNCTIONS, turned))
    assert one.equals(other)


def test_a_later_fact_changes_nothing_earlier(known):
    later = FUNCTIONS + "    DDD  primary  crew_transport  crew_transport  5  2021-01-01  -  -\n"
    one, other = (matrix(known(str(DAY), functions=rows), dt.date(2026, 1, 1)) for rows in (FUNCTIONS, later))
    assert one.equals(other)


def test_titles_are_those_of_the_vocabulary_with_the_detail_where_it_differs(snapshot):
    titles = parts(snapshot).filter(alliance_id="artemis")["title"].to_list()
    assert "Service module" in titles
    assert "Launch, landing and recovery sites: crew recovery" in titles
    assert parts(snapshot)["title"].null_count() == 0
