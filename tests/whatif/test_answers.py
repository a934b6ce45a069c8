"""What-if and sensitivity as data for machines and as lines for people: the same numbers."""

import json
import math

import pytest

from alliance_core.catalogue import dimensions
from alliance_core.catalogue.rules import aggregator
from alliance_core.scorecard.weights import WeightProfile
from alliance_core.whatif.acceptability import draw_weights
from alliance_core.whatif.answers import sensitivity_json, sensitivity_lines, what_if_json, what_if_lines
from alliance_core.whatif.robustness import robustness
from alliance_core.whatif.what_if import backing, what_if
from tests.whatif.profiles import ALIGNMENT, FIVE, TRUST, scores

ARITHMETIC = aggregator("arithmetic")
FEW = draw_weights(20_000, 5)
GAPPED = {
    "esa": scores(80, 60, 60, 60, 20), "iss": scores(20, 55, 55, 55, 90),
    "artemis": scores(None, None, None, 50, 95), "nasa_esa": scores(10, 10, 10, 10, 10),
}  # fmt: skip


@pytest.fixture
def told(made):
    answer = what_if(made(GAPPED), WeightProfile.parse("balanced"), ARITHMETIC, [ALIGNMENT])
    return answer, backing(answer.tuned, weightings=FEW)


def test_the_answer_is_json_without_nan(told):
    data = what_if_json(*told)
    assert json.loads(json.dumps(data, allow_nan=False)) == data


def test_scores_ranks_and_changes_are_by_id_and_null_without_a_score(told):
    data = what_if_json(*told)
    assert data["scores"] == pytest.approx({"artemis": None, "esa": 56, "iss": 55, "nasa_esa": 10})
    assert data["ranks"] == {"artemis": None, "esa": 1, "iss": 2, "nasa_esa": 3}
    assert all(isinstance(rank, int) for rank in data["ranks"].values() if rank is not None)
    assert data["changes"] == {"artemis": None, "esa": 0, "iss": 0, "nasa_esa": 0}
    assert data["intervals"]["artemis"] == {"low": None, "high": None}


def test_weights_and_shares_are_of_one_and_points_of_a_hundred(told):
    data = what_if_json(*told)
    assert data["weights"] == pytest.approx(dict.fromkeys(FIVE, 0.2))
    points = [p for p in data["break_even"] if p["dimension"] == TRUST and {p["a"], p["b"]} == {"esa", "iss"}]
    # Alignment is locked at 0.2: esa 16 + 60 (0.8 - t) + 20 t = 64 - 40 t, iss 4 + 55 (0.8 - t) + 90 t = 48 + 35 t.
    assert points == [
        {"dimension": TRUST, "weight": pytest.approx(16 / 75), "kind": "change places", "a": "esa", "b": "iss",
         "score": pytest.approx(64 - 40 * 16 / 75)}
    ]  # fmt: skip
    assert data["stability"][ALIGNMENT] == {"weight": pytest.approx(0.2), "low": None, "high": None}
    losses = [p for p in data["break_even"] if p["kind"] == "loses its score"]
    assert losses
    assert all(p["a"] == "artemis" and p["b"] is None for p in losses)
    assert data["dethrone"]["weights"][ALIGNMENT] == pytest.approx(0.2)
    assert math.fsum(data["dethrone"]["weights"].values()) == pytest.approx(1, abs=1e-6)


def test_the_support_of_all_weightings_is_there_in_shares(told):
    data = what_if_json(*told)
    for id_, ranks in data["acceptability"].items():
        assert math.fsum(ranks) + data["unscored"][id_] == pytest.approx(1)
    assert data["central_weights"]["nasa_esa"] is None
    assert data["confidence"]["nasa_esa"] is None
    assert math.fsum(data["central_weights"]["esa"].values()) == pytest.approx(1, abs=1e-4)
    for a, row in data["pairwise"].items():
        assert a not in row
        for b, p in row.items():
            assert p + data["pairwise"][b][a] == pytest.approx(1)
    assert data["pairwise_exact"] is False
    assert data["weightings"] == len(FEW)


def test_the_lines_tell_every_alliance_in_the_order_of_its_rank(told):
    lines = what_if_lines(*told)
    places = [next(i for i, line in enumerate(lines) if name in line) for name in ("ESA", "ISS", "NASA-ESA", "Artemis")]
    assert lines[4].endswith("no score")
    assert places[:2] == [1, 2]
    assert lines[1].startswith("   1  ESA ")
    assert any(line.endswith("20 % (locked)") for line in lines)
    text = "\n".join(lines)
    assert "**" not in text
    assert "is enough for" in text


def test_sensitivity_as_data_and_as_lines(made):
    tested = robustness(
        made({name: GAPPED[name] for name in ("esa", "iss", "nasa_esa")}), WeightProfile.parse("balanced"), ARITHMETIC
    )
    data = sensitivity_json(tested)
    assert json.loads(json.dumps(data, allow_nan=False)) == data
    assert data["variants"] == math.prod(len(levels) for levels in data["levels"].values())
    assert data["compared"] == ["esa", "iss", "nasa_esa"]
    assert set(data["sobol"]) == set(data["levels"])
    assert data["leave_one_out"][ALIGNMENT]["ranks"] == {"esa": 2, "iss": 1, "nasa_esa": 3}
    assert data["leave_one_out"][ALIGNMENT]["changes"] == {"esa": -1, "iss": 1, "nasa_esa": 0}
    assert set(dimensions()) <= set(data["leave_one_out"])
    assert data["rank_ranges"]["nasa_esa"]["nominal"] == 3
    lines = sensitivity_lines(tested)
    assert "*" not in "\n".join(lines)
    assert [line for line in lines if line.startswith("   1  ESA ")]
