"""The answer in sentences, as tables, as JSON and on the command line."""

import json

import pytest

from alliance_core.catalogue.dissolution import dissolution_rules, require_share
from alliance_core.cli import main
from alliance_core.dissolution import sentences, view
from alliance_core.dissolution.answers import chosen_actor, dissolution_json, dissolution_lines
from alliance_core.errors import CatalogueError
from tests.dissolution.conftest import MEMBERS

KEYS = {"function", "detail", "title", "criticality", "uses", "why_uses", "alone", "through", "lost", "retained",
        "years_to_rebuild", "years_known_from", "value_musd", "evidence"}  # fmt: skip
NAMES = [{"actor_id": id_, "name": name} for id_, name in
         (("AAA", "Alpha"), ("BBB", "Beta"), ("CCC", "Gamma"), ("DDD", "Delta"), ("EEE", "Epsilon"))]  # fmt: skip
TITLES = [{"alliance_id": "moon", "short_name": "Moon", "founded": "1990", "anchor_actor": "AAA"},
          {"alliance_id": "mars", "short_name": "Mars", "founded": "1990", "anchor_actor": "EEE"}]  # fmt: skip


@pytest.fixture
def found(taken):
    return taken(actors=NAMES, alliance=TITLES)


def test_the_headline_answers_the_question_with_the_longest_pole(found):
    """Gamma loses 5 + 4 + 3 of 12 points; crew transport takes longest."""
    assert sentences.headline(found, "CCC") == (
        "If Moon dissolved tomorrow, Gamma would lose 100 % of what it uses, weighted by criticality: wholly "
        "Crew transport, Habitat and Power; the longest to rebuild is Crew transport, 12 years by expert estimate."
    )


def test_what_goes_in_part_is_said_to(found):
    assert "in part Crew transport and Habitat" in sentences.headline(found, "BBB")
    assert "in part Habitat, 9 years to rebuild by expert estimate" in sentences.headline(found, "AAA")


def test_who_uses_nothing_and_who_keeps_all_are_told_why(found, taken):
    assert "Delta would lose nothing that the tables know of (signed, nothing to lose" in sentences.headline(
        found, "DDD"
    )
    alone = taken("    actor_id  function  criticality\n    AAA  power  3\n", actors=NAMES, alliance=TITLES)
    assert "Alpha would lose nothing that it cannot replicate: it keeps all" in sentences.headline(alone, "AAA")


def test_years_that_nobody_knows_are_said_to_be_unknown(taken):
    silent = taken(actors=NAMES, alliance=TITLES, vocabulary_functions=[])
    assert "how long rebuilding would take is not known" in sentences.headline(silent, "CCC")
    assert "To build it alone: not known" in sentences.of_part(silent, "CCC", "power")
    assert view.function_table(silent, "CCC")["years"].to_list() == [None] * 3


def test_the_ranking_names_who_needs_it_most_and_who_least(found):
    assert sentences.needs_most(found) == (
        "Gamma needs Moon most (100 % of what it uses would go), Alpha least (17 %); 1 of 4 loses nothing, "
        "for the tables show no use."
    )


def test_who_would_catch_it_is_named_with_its_share(found):
    """Beta cannot do crew transport (5) and its half of the habitat (4) alone; Mars keeps 2.5 of these 9."""
    assert sentences.caught(found, "BBB") == (
        "Of its other alliances Mars would catch most: 28 % of what it cannot do alone, in 1 part."
    )
    assert sentences.caught(found, "CCC") == "No other alliance or organisation of its own would catch any of it."


def test_the_most_one_sided_pair_is_told_with_what_comes_back(found):
    """Crew transport is 5 of the 12 points that Beta and Gamma use, and Alpha needs nothing of theirs alone."""
    assert sentences.one_sided(found) == (
        "The most one-sided: Beta and Gamma depend on Alpha alone for 42 % of what they use, Alpha on them for 0 %."
    )


def test_what_is_not_used_has_no_number_in_the_table(found):
    table = view.function_table(found, "DDD")
    assert table["uses"].to_list() == ["no"] * 3
    for column in ("alone", "through", "lost_share", "lost"):
        assert table[column].null_count() == 3


def test_domains_add_up_to_what_is_used(found):
    table = view.domain_table(found, "BBB")
    assert table.select("alone", "through_others", "lost").sum().row(0) == (5.0, 2.5, 4.5)
    assert view.domain_table(found, "DDD").is_empty()


def test_the_matrix_gathers_those_who_depend_alike(taken):
    """Gamma and Zeta are neither core nor asked for, and both lack the same."""
    found = taken(members=MEMBERS + "    moon  FFF  associate\n", actors=[*NAMES, {"actor_id": "FFF", "name": "Zeta"}])
    rows = view.dependence_cells(found, "BBB")["a_name"].unique().sort().to_list()
    assert rows == ["Beta", "Gamma and 1 alike"], "Alpha is the only column, and no pair of its own"
    assert "Zeta" in view.dependence_cells(found, "FFF")["a_name"].to_list()


def test_the_json_has_all_that_was_asked_for(found):
    answer = dissolution_json(found, "BBB")
    assert {"alliance", "actor", "as_of", "functions", "loss", "longest_years", "members", "dependence"} <= set(answer)
    assert all(set(part) >= KEYS for part in answer["functions"])
    assert answer["loss"]["weight"] == sum(part["lost"] for part in answer["functions"]) == 4.5
    assert answer["loss"]["share_of_use"] == answer["loss"]["share_of_alliance"] == 0.375
    assert [member["actor"] for member in answer["members"]] == ["CCC", "BBB", "AAA", "DDD"]
    assert answer["dependence"][0]["share"] == pytest.approx(5 / 12)
    through = next(part for part in answer["functions"] if part["function"] == "crew_transport")["through"]
    assert through == [{"alliance_id": "mars", "provider": "EEE", "way": "other_alliance", "credit": 0.5}]


def test_a_coded_answer_is_labelled_as_one(found):
    assert "coded tables" in dissolution_json(found, "BBB")["reading"]
    assert "coded tables" in dissolution_lines(found, "BBB")[-1]
    assert "estimate" in dissolution_json(found, "BBB")["functions"][0]["years_known_from"]


def test_without_an_actor_the_anchor_is_asked(found):
    assert chosen_actor(found, None) == "AAA"
    assert chosen_actor(found, "bbb") == "BBB"


# --- Command line ---------------------------------------------------------------------------------


def test_the_command_prints_the_answer_as_json(capsys):
    assert main(["dissolve", "iss", "--actor", "JPN", "--as-of", "2025-06-30", "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert (answer["alliance"], answer["actor"], answer["as_of"]) == ("iss", "JPN", "2025-06-30")
    assert answer["functions"]


def test_the_command_prints_the_sentence_first(capsys):
    assert main(["dissolve", "us_japan", "--as-of", "2025-06-30"]) == 0
    assert "If US-Japan dissolved tomorrow, United States would lose" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["dissolve", "iss", "--actor", "BRA"], "Brazil does not belong to iss"),
        (["dissolve", "iss", "--actor", "JAP"], "unknown member of iss 'JAP'. Allowed: AUT, BEL"),
        (["dissolve", "atlantis"], "unknown alliance 'atlantis'"),
        (["dissolve", "artemis", "--as-of", "2015"], "artemis did not exist on 2015-12-31"),
    ],
)
def test_bad_input_ends_with_one_line_that_says_what_is_allowed(capsys, arguments, told):
    assert main(arguments) == 2
    error = capsys.readouterr().err
    assert told in error
    assert error.count("\n") == 1


# --- Catalogue ------------------------------------------------------------------------------------


def test_every_rule_gives_its_reason():
    table = view.rule_table()
    assert table["reason"].str.len_chars().min() > 40
    assert {"own", "organisation", "other_alliance"} == set(dissolution_rules()["way"])


@pytest.mark.parametrize("credit", [-0.1, 1.1])
def test_a_credit_outside_0_to_1_is_refused(credit):
    with pytest.raises(CatalogueError, match="a credit lies between 0"):
        require_share("credit", credit)
