"""The whole answer: figures that agree with the indicators, sentences, the command, and what an expert would expect."""

import datetime as dt
import json

import polars as pl
import pytest

from alliance_core import cli
from alliance_core.capability import sentences
from alliance_core.capability.answers import capability_json, capability_lines
from alliance_core.capability.capability import INDICATORS, capability, part_evidence
from alliance_core.capability.layout import members_network, provision_network
from alliance_core.capability.nation import standing
from alliance_core.capability.tables import function_table, part_titles
from alliance_core.catalogue.capability import capability_rules, capability_text
from alliance_core.errors import UnknownNameError, WorkbenchError
from alliance_core.indicators.registry import measure
from tests.capability.conftest import SHIPPED_DATE

TODAY = dt.date(2026, 11, 23)
ALLIANCES = ["apsco", "artemis", "copernicus", "cospas_sarsat", "esa", "eumetsat", "five_eyes", "ilrs", "iss",
             "nasa_esa", "us_japan"]  # fmt: skip


@pytest.fixture(scope="module")
def look(shipped, snapshot):
    """Capability of a shipped alliance at the shared date, each computed once."""
    found = {name: capability(shipped, SHIPPED_DATE, name, TODAY, snapshot) for name in ALLIANCES}
    return found.__getitem__


def losses(found) -> dict[str, dict]:
    return {row["provider"]: row for row in found.losses.to_dicts()}


# --- Agreement --------------------------------------------------------------------------------------


@pytest.mark.parametrize("alliance", ALLIANCES)
def test_the_figures_are_those_of_the_indicators(look, snapshot, alliance):
    values = dict(
        measure(snapshot, list(INDICATORS.values()))
        .filter(alliance_id=alliance)
        .select("indicator", "value")
        .iter_rows()
    )
    figures = look(alliance).figures
    for figure, indicator in INDICATORS.items():
        assert figures[figure] == values[indicator]


@pytest.mark.parametrize("alliance", ALLIANCES)
def test_effective_providers_are_one_over_the_sum_of_squared_shares_of_what_the_matrix_shows(look, alliance):
    """Worked anew from the cells: criticality shared by role weights 1, 1/2, 1/4 (provider_diversity)."""
    found, provision = look(alliance), {}
    rows = found.snapshot.functions.filter(alliance_id=alliance).to_dicts()
    through = {}
    for cell in found.matrix.drop_nulls("provider").to_dicts():
        through |= {(id_, cell["function"], cell["detail"]): cell["provider"] for id_ in cell["evidence"]}
    weights = {(row["function"], row["detail"]): row["weight"] for row in found.parts.to_dicts()}
    role = {"primary": 1.0, "alternate": 0.5, "partial": 0.25}
    total = {part: sum(role[r["role"]] for r in rows if (r["function"], r["detail"]) == part) for part in weights}
    for row in rows:
        part = (row["function"], row["detail"])
        provider = through[row["evidence_id"], *part]
        provision[provider] = provision.get(provider, 0) + weights[part] * role[row["role"]] / total[part]
    whole = sum(provision.values())
    assert found.figures["effective_providers"] == pytest.approx(
        1 / sum((value / whole) ** 2 for value in provision.values())
    )


@pytest.mark.parametrize("alliance", ALLIANCES)
def test_redundancy_and_duplication_can_be_counted_on_the_matrix(look, alliance):
    found = look(alliance)
    redundant = found.parts.filter("redundant")["weight"].sum() / found.parts["weight"].sum()
    provided = found.parts.filter(pl.col("full") > 0)
    assert found.figures["redundancy"] == pytest.approx(redundant)
    assert found.figures["duplication"] == pytest.approx(provided["duplicated"].mean())


# --- Readings that a domain expert would expect ---------------------------------------------------------


def test_the_station_hangs_on_the_united_states_and_russia(look):
    """No third partner carries a tenth of what either of them does."""
    found = losses(look("iss"))
    hurt = {actor: row["loss"] + row["thinner"] for actor, row in found.items()}
    assert sorted(hurt, key=hurt.__getitem__)[-2:] in (["RUS", "USA"], ["USA", "RUS"])
    assert min(hurt["USA"], hurt["RUS"]) > 5 * max(hurt["JPN"], hurt["ESA"], hurt["CAN"])


def test_only_two_partners_bring_crews_to_the_station_and_one_lifts_its_orbit(look):
    found = {(row["function"], row["detail"]): row for row in look("iss").parts.to_dicts()}
    assert found["crew_transport", "crew_transport"]["full"] == 2
    reboost = found["propulsion_reboost", "propulsion_reboost"]
    assert (reboost["full"], reboost["state"]) == (1, "single_critical")
    assert "Station orbit and attitude control" in losses(look("iss"))["RUS"]["functions"]


def test_between_shuttle_and_dragon_only_russia_brought_crews_to_the_station(shipped):
    found = capability(shipped, dt.date(2014, 6, 30), "iss", TODAY)
    row = found.parts.filter(function="crew_transport").row(0, named=True)
    assert row["state"] == "single_critical"
    assert "Crew transport" in losses(found)["RUS"]["functions"]


def test_artemis_hangs_on_the_united_states_for_most_of_what_it_has(look):
    found = look("artemis")
    provided = found.parts.filter(~pl.col("gap")).height
    assert len(losses(found)["USA"]["functions"]) > provided / 2
    assert losses(found)["USA"]["loss"] > 3 * losses(found)["ESA"]["loss"]
    assert found.reading["reading"] == "hub_and_spoke"


def test_copernicus_survives_any_exit_better_than_artemis(look):
    worst = dict(look("artemis").tradeoff.select("alliance_id", "worst").iter_rows())
    assert worst["copernicus"] > 0.7 > 0.4 > worst["artemis"]


def test_in_2023_artemis_had_not_yet_brought_a_crew_anywhere(shipped):
    found = capability(shipped, dt.date(2023, 6, 30), "artemis", TODAY)
    assert found.parts.filter(function="crew_transport")["state"].item() == "gap"
    assert "planned" not in found.matrix["mark"].drop_nulls().to_list()


# --- The as-of rule, order, unknown -----------------------------------------------------------------------

BASE = {
    "functions": "actor_id  role  function  detail  criticality  from\n AAA  primary  launch  launch  5  2001",
    "interoperability": "actor_a  actor_b  level  as_of\n AAA  BBB  4  2005",
    "members": "actor_id  tier  joined\n AAA  anchor  2000\n BBB  core  2000",
}
LATER = {
    "functions": BASE["functions"] + "\n BBB  alternate  launch  launch  5  2021-06",
    "interoperability": BASE["interoperability"] + "\n AAA  ALL  0  2022",
    "members": BASE["members"] + "\n CCC  core  2023",
}


def test_a_later_fact_changes_nothing_earlier(evidence_of):
    day = dt.date(2020, 12, 31)
    one, other = (capability_json(capability(evidence_of(**rows), day, "moon", TODAY)) for rows in (BASE, LATER))
    assert one == other
    assert one["figures"]["single_sourced"] == 1.0


def test_the_trend_of_centralisation_ends_with_the_date_itself(look):
    for alliance in ("artemis", "iss"):
        found = look(alliance)
        last = found.history.row(-1, named=True)
        assert (last["as_of"], last["centralisation"]) == (SHIPPED_DATE, found.reading["centralisation"])
    assert look("iss").history.height == 12
    assert look("artemis").history["as_of"][0] == dt.date(2020, 12, 31)


def test_an_alliance_of_which_nothing_is_told_has_no_figures_but_words(evidence_of):
    found = capability(evidence_of(members=BASE["members"]), dt.date(2020, 12, 31), "moon", TODAY)
    answer = capability_json(found)
    assert answer["functions"] == answer["exit_losses"] == answer["audit"] == []
    assert answer["figures"]["single_sourced"] is None
    assert answer["figures"]["effective_providers"] is None
    assert answer["network"]["centralisation"] is None
    assert "Nothing in the evidence" in sentences.headline(found)
    assert "no zero" in sentences.audit_sentence(found)
    assert capability_lines(found)


def test_an_alliance_before_its_founding_is_told_with_the_date(shipped):
    with pytest.raises(WorkbenchError, match="Artemis did not exist on 2019-01-01: it was founded on 2020-10-13"):
        capability(shipped, dt.date(2019, 1, 1), "artemis", TODAY)


def test_an_unknown_alliance_is_refused_with_the_nearest_name(shipped):
    with pytest.raises(UnknownNameError, match="Did you mean 'artemis'"):
        capability(shipped, SHIPPED_DATE, "artemiss", TODAY)


# --- Words, tables, places ---------------------------------------------------------------------------------


def test_the_headline_names_the_partner_on_whom_most_hangs_and_the_kind_of_network(look):
    told = sentences.headline(look("artemis"))
    assert "**United States**" in told
    assert "**hub-and-spoke**" in told


def test_germany_provides_through_esa_and_depends_on_the_united_states_in_artemis(look):
    own = standing(look("artemis"), "DEU")
    assert own.organisations == ["European Space Agency"]
    assert "Service module" in own.through
    assert own.itself == []
    assert "Heavy launch" in own.depends["United States"]
    told = sentences.nation_sentence(look("artemis"), own)
    assert "**Germany** through European Space Agency provides" in told
    assert "it depends on United States alone for" in told


def test_the_anchor_depends_on_its_partners_too(look):
    own = standing(look("artemis"), "USA")
    assert set(own.depends) == {"European Space Agency"}
    assert own.organisations == []


def test_a_nation_without_any_part_is_told_so(look):
    outsider, signatory = standing(look("iss"), "NZL"), standing(look("artemis"), "NZL")
    assert "is no member of ISS and provides nothing" in sentences.nation_sentence(look("iss"), outsider)
    told = sentences.nation_sentence(look("artemis"), signatory)
    assert "provides nothing to Artemis in the evidence" in told
    assert "depends on United States alone" in told


@pytest.mark.parametrize("alliance", ALLIANCES)
def test_every_part_opens_to_rows_of_evidence(look, alliance):
    found = look(alliance)
    for part in part_titles(found):
        assert part_evidence(found, *part.split("/")), part


@pytest.mark.parametrize("alliance", ALLIANCES)
def test_titles_tell_the_parts_apart(look, alliance):
    titles = list(part_titles(look(alliance)).values())
    assert len(titles) == len(set(titles))


def test_the_table_of_functions_has_words_for_every_cell(look):
    for alliance in ALLIANCES:
        assert (
            function_table(look(alliance)).select("function", "state", "provider").null_count().sum_horizontal().item()
            == 0
        )


@pytest.mark.parametrize("lay_out", [members_network, provision_network])
@pytest.mark.parametrize("alliance", ALLIANCES)
def test_every_edge_ends_at_its_nodes_and_no_two_nodes_share_a_place(snapshot, lay_out, alliance):
    nodes, edges = lay_out(snapshot, alliance)
    place = {row["node"]: (row["x"], row["y"]) for row in nodes.to_dicts()}
    assert len(set(place.values())) == len(place)
    for edge in edges.to_dicts():
        assert place[edge["source"]] == (edge["x0"], edge["y0"])
        assert place[edge["target"]] == (edge["x1"], edge["y1"])


def test_the_hub_of_a_star_stands_in_the_middle(snapshot):
    nodes, _ = members_network(snapshot, "artemis")
    assert nodes.filter(node="USA").select("x", "y").row(0) == (0.0, 0.0)


# --- The command ---------------------------------------------------------------------------------------------


def run(capsys, *words: str) -> tuple[int, str, str]:
    status = cli.main(["capability", *words])
    printed = capsys.readouterr()
    return status, printed.out, printed.err


def test_the_command_gives_all_as_json(capsys):
    status, out, _ = run(capsys, "iss", "--as-of", "2026-06-30", "--json")
    answer = json.loads(out)
    assert status == 0
    assert {"alliance", "as_of", "functions", "figures", "exit_losses", "network", "centralisation_by_year", "audit",
            "never_exercised"} <= set(answer)  # fmt: skip
    crew = next(row for row in answer["functions"] if row["function"] == "crew_transport")
    assert {(each["actor"], each["role"]) for each in crew["providers"]} == {("RUS", "primary"), ("USA", "primary")}
    assert all(not row["exercised"] for row in answer["never_exercised"])
    assert answer["centralisation_by_year"][0]["as_of"] == "2015-12-31"


def test_the_command_speaks_plainly(capsys):
    status, out, _ = run(capsys, "artemis", "--as-of", "2026-06")
    assert status == 0
    assert "Crew transport: USA primary" in out
    assert "**" not in out


def test_a_command_before_the_founding_ends_in_one_line(capsys):
    status, out, err = run(capsys, "artemis", "--as-of", "2019")
    assert (status, out) == (2, "")
    assert "founded on 2020-10-13" in err


def test_every_rule_of_the_catalogue_gives_its_reason_and_the_app_can_tell_it():
    told = capability_text()
    for name, rule in capability_rules().items():
        if name not in ("words", "states"):
            assert len(rule["reason"]) > 40, name
            assert rule["reason"] in told, name
