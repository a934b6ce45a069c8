"""`whatif` and `sensitivity` on the command line: consistent answers, and one line for bad input."""

import json

import pytest

from alliance_core.catalogue import dimensions
from alliance_core.catalogue.rules import aggregators
from alliance_core.cli import main

FOUR = ["esa", "iss", "us_japan", "artemis"]
DAY = ["--as-of", "2024-06-30"]
FIVE = list(dimensions())
KEYS = {"as_of", "weights", "indicator_weights", "aggregator", "scores", "intervals", "ranks", "changes",
        "score_changes", "break_even", "stability", "acceptability", "unscored", "expected_ranks", "central_weights",
        "confidence", "pairwise", "pairwise_exact", "dethrone", "weightings", "sentences"}  # fmt: skip


@pytest.fixture
def run(capsys):
    def call(*arguments):
        status = main([str(argument) for argument in arguments])
        return status, *capsys.readouterr()

    return call


@pytest.fixture
def answer(run):
    """The JSON answer of a command that must succeed, without NaN and Infinity."""

    def call(*arguments):
        status, out, err = run(*arguments, "--json")
        assert (status, err) == (0, "")
        return json.loads(out, parse_constant=lambda word: pytest.fail(f"{word} is no JSON"))

    return call


def test_whatif_gives_the_agreed_keys_and_they_agree_with_one_another(answer):
    told = answer("whatif", *FOUR, *DAY, "--weights", "security")
    assert set(told) == KEYS
    scores, ids = told["scores"], sorted(FOUR)
    assert list(scores) == ids
    known = {id_: score for id_, score in scores.items() if score is not None}
    for id_, score in known.items():
        assert told["ranks"][id_] == 1 + sum(other > score + 1e-6 for other in known.values())
        assert told["intervals"][id_]["low"] <= score <= told["intervals"][id_]["high"]
    for id_ in ids:
        assert len(told["acceptability"][id_]) == len(ids)
        assert sum(told["acceptability"][id_]) + told["unscored"][id_] == pytest.approx(1)
        central = told["central_weights"][id_]
        assert (central is None) == (told["acceptability"][id_][0] == 0)
        assert central is None or sum(central.values()) == pytest.approx(1, abs=1e-4)
        for other, p in told["pairwise"][id_].items():
            assert p + told["pairwise"][other][id_] == pytest.approx(1)
    for dimension, one in told["stability"].items():
        assert one["weight"] == told["weights"][dimension]
        assert one["low"] <= one["weight"] <= one["high"]
        for point in told["break_even"]:
            inside = one["low"] + 1e-9 < point["weight"] < one["high"] - 1e-9
            assert point["dimension"] != dimension or not inside, "no change of places inside the stable range"
    assert told["dethrone"]["first"] == min(told["ranks"], key=lambda id_: told["ranks"][id_])
    assert told["as_of"] == "2024-06-30"


def test_the_scores_are_those_of_the_command_score(answer):
    told = answer("whatif", *FOUR, *DAY, "--weights", "treasury", "--aggregator", "geometric", "--seed", "3")
    cards = answer("score", *FOUR, *DAY, "--weights", "treasury", "--aggregator", "geometric", "--seed", "3")
    for card in cards["alliances"]:
        assert told["scores"][card["id"]] == pytest.approx(card["overall"]["score"])
        assert told["intervals"][card["id"]] == pytest.approx(
            {"low": card["overall"]["low"], "high": card["overall"]["high"]}
        )


def test_the_same_seed_gives_the_same_answer_and_another_one_other_intervals(run):
    line = ["whatif", *FOUR, *DAY, "--json"]
    first = run(*line, "--seed", 0)
    assert first == run(*line) == run(*line, "--seed", 0)
    one, other = json.loads(first[1]), json.loads(run(*line, "--seed", 1)[1])
    assert one["scores"] == other["scores"]
    assert one["intervals"] != other["intervals"]


def test_locks_orders_and_evidence_are_taken_in(answer):
    told = answer(
        "whatif", *FOUR, *DAY, "--lock", FIVE[0], "--lock", FIVE[1], "--order", f"{FIVE[4]}>{FIVE[2]}=" + FIVE[3],
        "--with-evidence",
    )  # fmt: skip
    for dimension in FIVE[:2]:
        assert told["stability"][dimension]["low"] is None
        assert told["dethrone"] is None or told["dethrone"]["weights"][dimension] == pytest.approx(0.2)
    assert told["pairwise_exact"] is False
    for central in filter(None, told["central_weights"].values()):
        assert central[FIVE[4]] >= max(central[FIVE[2]], central[FIVE[3]])


@pytest.mark.parametrize("mean", aggregators())
def test_whatif_without_json_reads_as_text(run, mean):
    status, out, err = run("whatif", *FOUR, *DAY, "--aggregator", mean)
    assert (status, err) == (0, "")
    assert out.startswith(f"As of 2024-06-30, {mean} mean, weights balanced\n")
    assert "of all weightings" in out
    assert "nan" not in out.lower().replace("finance", "")


def test_sensitivity_gives_the_agreed_keys_and_they_agree_with_one_another(answer):
    told = answer("sensitivity", *FOUR, *DAY)
    assert set(told) == {"as_of", "variants", "levels", "compared", "sobol", "sobol_by_alliance", "rank_ranges",
                         "leave_one_out"}  # fmt: skip
    variants = 1
    for levels in told["levels"].values():
        variants *= len(levels)
    assert told["variants"] == variants
    assert set(told["sobol"]) == set(told["levels"])
    for one in told["sobol"].values():
        assert 0 <= one["first"] <= one["total"] <= 1
    for id_ in told["compared"]:
        row = told["rank_ranges"][id_]
        assert row["best"] <= row["nominal"] <= row["worst"]
    ranks = answer("whatif", *FOUR, *DAY)["ranks"]
    if set(told["compared"]) == set(FOUR):
        assert {id_: row["nominal"] for id_, row in told["rank_ranges"].items()} == ranks
    without = told["leave_one_out"][FIVE[0]]["ranks"]
    rest = ",".join(f"{dimension}=25" for dimension in FIVE[1:])
    assert without == answer("whatif", *FOUR, *DAY, "--weights", rest)["ranks"]


def test_sensitivity_without_json_reads_as_text(run):
    status, out, err = run("sensitivity", *FOUR, *DAY, "--weights", "treasury")
    assert (status, err) == (0, "")
    assert out.startswith("As of 2024-06-30, around the arithmetic mean with weights treasury\n")
    assert "variants of the method" in out


BAD = {
    "a weight that is NaN": (["--weights", "trust_reliability=nan"], "the weight of trust_reliability is nan"),
    "an infinite weight": (["--weights", "trust_reliability=inf"], "the weight of trust_reliability is inf"),
    "a negative weight": (["--weights", "trust_reliability=-3"], "the weight of trust_reliability is -3.0"),
    "no weight at all": (["--weights", "trust_reliability=0"], "all weights are 0"),
    "unknown dimension": (["--weights", "trust=3"], "unknown dimension 'trust'."),
    "a negative indicator": (["--weights", "balanced,erosion=-1"], "the weight of erosion is -0.01"),
    "one alliance": (["iss"], "a what-if needs at least two"),
    "the same alliance twice": (["iss", "iss"], "a what-if needs at least two"),
    "unknown alliance": (["iss", "mir"], "unknown alliance 'mir'"),
    "an alliance before its time": (["iss", "artemis", "--as-of", "2015"], "artemis did not exist on 2015-12-31"),
    "unknown mean": (["--aggregator", "median"], "unknown aggregator 'median'"),
    "negative seed": (["--seed", "-1"], "the seed is -1; it must be 0 or more"),
    "a date that is none": (["--as-of", "soon"], "'soon' is not a date"),
    "too little evidence": (["--as-of", "1980"], "fewer than two"),
}
ONLY_WHATIF = {
    "unknown order": (["--order", "trust>burden"], "unknown dimension 'trust'"),
    "an order of one": (["--order", FIVE[0]], "orders nothing"),
    "an order that goes in circles": (["--order", f"{FIVE[0]}>{FIVE[1]}>{FIVE[0]}"], "more than once"),
    "an empty order": (["--order", ""], "unknown dimension ''"),
    "unknown lock": (["--lock", "trust"], "unknown dimension 'trust'"),
    "a lock without a name": (["--lock"], "argument --lock: expected one argument"),
}
LINES = [pytest.param([command, *more], words, id=f"{command}: {name}") for command in ("whatif", "sensitivity")
         for name, (more, words) in BAD.items()]  # fmt: skip
LINES += [pytest.param(["whatif", *more], words, id=f"whatif: {name}") for name, (more, words) in ONLY_WHATIF.items()]


@pytest.mark.parametrize(("arguments", "message"), LINES)
def test_bad_input_ends_with_one_line_and_status_2(run, arguments, message):
    status, out, err = run(*arguments)
    assert (status, out) == (2, "")
    assert err.startswith("error: ")
    assert err.count("\n") == 1
    assert message in err
