"""The command advise: what it prints for people and for machines, and what it refuses."""

import json

import pytest

from alliance_core.catalogue.advice_rules import advice_rules, withdrawal_conditions
from alliance_core.cli import main

EXEMPLAR = ["advise", "artemis", "--as-of", "2023-06-30"]


@pytest.fixture
def answer(capsys):
    def ask(*arguments: str) -> dict:
        assert main([*arguments, "--json"]) == 0
        return json.loads(capsys.readouterr().out)

    return ask


def test_json_holds_the_verdict_the_recommendations_and_the_conditions(answer):
    told = answer(*EXEMPLAR)
    verdict = told["verdict"]
    assert (verdict["id"], verdict["rule"]) == ("accept", "framework")
    assert verdict["name"] in verdict["sentence"]
    assert sum(verdict["chances"].values()) == pytest.approx(1)
    assert {row["input"] for row in verdict["tripwires"]} <= set(verdict["inputs"])
    assert all(row["sentence"].startswith("If ") for row in verdict["tripwires"])
    rules = {row["rule"] for row in told["recommendations"]}
    assert {"binding_obligations", "operational_integration", "cost_formula", "political_framework"} <= rules
    assert rules <= set(advice_rules())
    for row in told["recommendations"]:
        assert isinstance(row["evidence"], list)
        assert {"cost", "obstacle", "time", "who", "effect", "effect_low", "effect_high"} <= set(row)
    assert {row["condition"] for row in told["conditions"]} == set(withdrawal_conditions())
    assert "do not add up" in told["assumption"]


def test_the_same_question_has_the_same_answer(answer):
    assert answer(*EXEMPLAR) == answer(*EXEMPLAR)


def test_a_nation_gets_its_own_verdict_and_its_own_actions(answer):
    told = answer("advise", "artemis", "--actor", "jpn", "--as-of", "2026-11-23")
    assert told["actor"] == "JPN"
    assert told["verdict"]["id"] == "hedge"
    assert any(row["mine"] for row in told["recommendations"])


def test_people_read_the_verdict_the_actions_and_when_to_leave(capsys):
    assert main([*EXEMPLAR, "--actor", "JPN"]) == 0
    text = capsys.readouterr().out
    assert text.startswith("As of 2023-06-30\n\nArtemis, in the view of Japan: accept as a political framework")
    for part in ("What would change it", "What to do", "When to leave.", "* Japan is among those who must act."):
        assert part in text
    assert "None" not in text.replace("None;", "")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["atlantis"], "unknown alliance 'atlantis'"),
        (["ilrs", "--as-of", "2015"], "ilrs did not exist on 2015-12-31"),
        (["ilrs", "--actor", "FRA"], "France does not belong to ilrs"),
        (["iss", "--actor", "XYZ"], "unknown member of iss 'XYZ'"),
        (["iss", "--as-of", "2999"], "lies ahead"),
    ],
)
def test_bad_input_ends_with_one_line_that_says_what_is_allowed(capsys, arguments, words):
    assert main(["advise", *arguments]) == 2
    error = capsys.readouterr().err
    assert words in error
    assert error.count("\n") == 1


def test_the_bias_checks_stand_beside_the_verdict(capsys):
    assert main(["advise", "artemis", "--as-of", "2023-06-30", "--json"]) == 0
    checks = {row["id"]: row for row in json.loads(capsys.readouterr().out)["bias_checks"]}
    assert len(checks) == 7
    assert checks["treaty_fetishism"]["status"] == "raised"
    assert all(row["finding"] and row["what_to_do"] for row in checks.values())
    assert main(["advise", "artemis", "--as-of", "2023-06-30"]) == 0
    assert "What may mislead us. Of 7 bias checks" in capsys.readouterr().out
