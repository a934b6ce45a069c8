"""The operational audit: what was never exercised, and what nobody ever looked at."""

import datetime as dt

import pytest

from alliance_core.capability.audit import audit, audit_cells, never_looked_at

DAY = dt.date(2020, 12, 31)
MEMBERS = """
    actor_id  tier        joined
    AAA       anchor      2000
    BBB       core        2000
    CCC       core        2000
    DDD       core        2000
    EEE       associate   2000
"""
ROWS = """
    actor_a  actor_b  layer               level  as_of    note
    AAA      BBB      operations          4      2002-05  -
    AAA      BBB      operations          1      2014     supersedes earlier level
    AAA      CCC      data_format         3      2005     -
    AAA      ALL      information_security  2    2006     -
    BBB      CCC      operations          4      2021     -
"""


@pytest.fixture
def moon(known):
    return known(str(DAY), members=MEMBERS, interoperability=ROWS)


def test_links_never_exercised_come_first_with_their_words_and_the_date_as_written(moon):
    first, second, third = audit(moon).to_dicts()
    assert (first["actor_b"], first["level"], first["words"], first["since"]) == ("BBB", 1, "on paper", "2014")
    assert (second["actor_b"], second["name_b"], second["exercised"]) == ("ALL", "all partners", False)
    assert (third["actor_b"], third["exercised"]) == ("CCC", True)


def test_core_pairs_without_any_row_were_never_looked_at(moon):
    """AAA has a row for all partners, so no pair of AAA is silent; EEE is no core member; 2021 lies ahead."""
    found = never_looked_at(moon).select("actor_a", "actor_b").rows()
    assert found == [("BBB", "CCC"), ("BBB", "DDD"), ("CCC", "DDD")]


def test_a_row_at_level_0_is_looked_at_and_found_wanting(known):
    rows = ROWS + "    CCC  DDD  operations  0  2015  -\n"
    look = known(str(DAY), members=MEMBERS, interoperability=rows)
    assert ("CCC", "DDD") not in never_looked_at(look).select("actor_a", "actor_b").rows()
    assert audit(look).filter(actor_a="CCC")["exercised"].to_list() == [False]


def test_two_states_behind_one_organisation_that_is_a_partner_meet_in_it(known):
    look = known(
        str(DAY),
        vocabulary_organisations="actor_id  alliance_id\n ORG  club",
        members=MEMBERS.replace("actor_id  tier", "alliance_id  actor_id  tier")
        .replace("    AAA", "    moon  AAA").replace("    BBB", "    moon  BBB").replace("    CCC", "    moon  CCC")
        .replace("    DDD", "    moon  DDD").replace("    EEE", "    moon  EEE")
        + "    club  BBB  core  2000\n    club  CCC  core  2000\n",
        functions="actor_id  from\n ORG  2001",
        interoperability=ROWS,
    )  # fmt: skip
    found = never_looked_at(look).filter(alliance_id="moon").select("actor_a", "actor_b").rows()
    assert found == [("BBB", "DDD"), ("CCC", "DDD")]


def test_the_matrix_reads_a_row_for_all_partners_into_every_pair_that_has_none_of_its_own(moon):
    cells = {(*row["actors"], row["layer"]): row for row in audit_cells(moon, "moon").to_dicts()}
    assert {(a, b) for a, b, _ in cells} == {("AAA", "BBB"), ("AAA", "ALL"), ("AAA", "CCC")}
    (own,) = (row for (*_, layer), row in cells.items() if layer == "operations" and row["level"] is not None)
    assert (own["level"], own["for_all"]) == (1, False)
    security = [row for (*_, layer), row in cells.items() if layer == "information_security"]
    assert sorted((row["level"], row["for_all"]) for row in security) == [(2, False), (2, True), (2, True)]
    silent = [row for (*_, layer), row in cells.items() if layer == "communications"]
    assert [row["level"] for row in silent] == [None] * 3


def test_the_pair_that_was_exercised_least_stands_on_top(moon):
    order = audit_cells(moon, "moon")["actors"].to_list()
    assert order[0] == ["AAA", "BBB"]
    assert order[-1] == ["AAA", "CCC"]


def test_the_links_of_the_audit_are_those_of_the_indicator(snapshot):
    assert audit(snapshot).height == snapshot.interoperability.height
    assert audit(snapshot)["since"].null_count() == 0


def test_the_united_states_and_russia_no_longer_exchange_all_on_the_station(snapshot):
    """Information security between them was never more than paper."""
    rows = audit(snapshot).filter(alliance_id="iss", actor_a="USA", actor_b="RUS", layer="information_security")
    assert rows["words"].to_list() == ["on paper"]
