"""`frictions` on the command line: the shape that scripts rely on, and one line with status 2 for bad input."""

import datetime as dt
import json

import pytest

from alliance_core.cli import main
from alliance_core.evidence.store import Evidence
from alliance_core.friction.inventory import inventory

ASKED = {"id", "title", "dimension", "actors", "consequence", "likelihood", "severity", "trend", "first_seen",
         "last_evidence", "status", "evidence"}  # fmt: skip


@pytest.fixture
def run(capsys):
    """run("iss") gives exit status, standard output and standard error."""

    def call(*arguments):
        status = main(["frictions", *arguments])
        return status, *capsys.readouterr()

    return call


@pytest.fixture
def answer(run):
    """The frictions as plain data."""
    status, out, err = run("iss", "--as-of", "2022-06-30", "--json")
    assert (status, err) == (0, "")
    return json.loads(out)


def test_every_friction_has_the_agreed_keys(answer):
    assert len(answer) > 10
    for friction in answer:
        assert set(friction) >= ASKED
        assert {type(friction[key]) for key in ("consequence", "likelihood", "severity")} == {int}
        assert {type(friction[key]) for key in ("actors", "evidence")} == {list}
        dt.date.fromisoformat(friction["first_seen"]), dt.date.fromisoformat(friction["last_evidence"])


def test_frictions_come_ranked_the_gravest_first(answer):
    severities = [friction["severity"] for friction in answer]
    assert severities == sorted(severities, reverse=True)
    assert "iss:chain-russia_rupture_2022" in [friction["id"] for friction in answer[:3]]


def test_the_command_and_the_inventory_give_the_same(answer):
    found = inventory(Evidence(), dt.date(2022, 6, 30)).filter(alliance_id="iss").sort("place")
    assert [friction["id"] for friction in answer] == found["id"].to_list()
    assert [friction["evidence"] for friction in answer] == found["evidence"].to_list()


def test_people_get_one_line_for_each_friction_under_a_header(run, answer):
    status, out, _ = run("iss", "--as-of", "2022-06-30")
    lines = out.splitlines()
    assert (status, len(lines)) == (0, 1 + len(answer))
    assert all(friction["title"] in line for friction, line in zip(answer, lines[1:], strict=True))


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        pytest.param(["isss"], "iss", id="an unknown alliance"),
        pytest.param(["artemis", "--as-of", "2015"], "artemis did not exist on 2015-12-31", id="before its founding"),
        pytest.param(["iss", "--as-of", "yesterday"], "yesterday", id="a date that is none"),
        pytest.param(["iss", "--as-of", "2999"], "lies ahead", id="a date that lies ahead"),
        pytest.param([], "ALLIANCE", id="no alliance"),
    ],
)
def test_bad_input_ends_with_one_line_and_status_2(run, arguments, message):
    status, out, err = run(*arguments, "--json")
    assert (status, out, err.count("\n")) == (2, "", 1)
    assert err.startswith("error: ")
    assert message in err
