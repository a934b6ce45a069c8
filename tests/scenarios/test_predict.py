"""Predictions for cases from a file, and what is told of a bad file."""

import polars as pl
import pytest

from alliance_core.errors import WorkbenchError
from alliance_core.scenarios.cases import NEEDED
from alliance_core.scenarios.predict import predict, read_case_file

GOOD = {
    "case_id": "x1", "shock_kind": "anchor_funding_cut", "shock_size": "0.4", "partner_actor_id": "BBB",
    "partner_tier": "core", "role_in_shock": "other", "partner_sunk_years": "8", "partner_has_alternative": "1",
    "exit_cost_level": "2",
}  # fmt: skip


@pytest.fixture
def file_of(tmp_path):
    """A CSV of rows that differ from a good one."""

    def write(*changes):
        path = tmp_path / "cases.csv"
        pl.DataFrame([GOOD | change for change in changes]).write_csv(path)
        return path

    return write


def test_a_prediction_names_case_chances_and_partners(file_of, fitted):
    found = predict(
        fitted,
        read_case_file(
            file_of({"partner_actor_id": "CCC"}, {}, {"case_id": "x0", "partner_actor_id": "DDD"}),
        ),
    )
    assert [list(case) for case in found] == [
        ["case_id", "p_survived", "p_restructured", "p_dissolved", "partners"]
    ] * 2
    assert [case["case_id"] for case in found] == ["x0", "x1"]
    assert [partner["partner_actor_id"] for partner in found[1]["partners"]] == ["BBB", "CCC"]
    assert list(found[0]["partners"][0]) == ["partner_actor_id", "p_left", "p_reduced_or_left"]


def test_chances_of_every_shipped_case_add_up_to_one_and_leaving_is_part_of_reducing_or_leaving(fitted, cases):
    for case in predict(fitted, cases):
        assert case["p_survived"] + case["p_restructured"] + case["p_dissolved"] == pytest.approx(1)
        assert min(case["p_survived"], case["p_restructured"], case["p_dissolved"]) >= 0
        for partner in case["partners"]:
            assert 0 <= partner["p_left"] <= partner["p_reduced_or_left"] <= 1


def test_outcomes_are_not_looked_at(tmp_path, fitted, cases):
    plain = cases.select(*NEEDED, "partner_outcome", "programme_outcome")
    plain.drop("partner_outcome", "programme_outcome").write_csv(tmp_path / "blind.csv")
    plain.write_csv(tmp_path / "full.csv")
    turned = plain.with_columns(partner_outcome=pl.lit("left"), programme_outcome=pl.lit("dissolved"))
    turned.write_csv(tmp_path / "turned.csv")
    blind, full, other = (
        predict(fitted, read_case_file(tmp_path / f"{name}.csv")) for name in ("blind", "full", "turned")
    )
    assert blind == full == other


def test_an_author_leaves_as_authors_did_and_a_bystander_seldom(file_of, fitted):
    rows = read_case_file(
        file_of(
            {"shock_kind": "partner_exit", "role_in_shock": "author"},
            {"shock_kind": "partner_exit", "partner_actor_id": "CCC"},
        )
    )
    author, bystander = predict(fitted, rows)[0]["partners"]
    left, stayed = fitted.authors["partner_exit"]
    assert author["p_left"] == pytest.approx(left / (left + stayed))
    assert bystander["p_left"] < 0.5


def test_a_larger_shock_is_never_better_for_programme_or_partner(file_of, fitted):
    found = [predict(fitted, read_case_file(file_of({"shock_size": str(size)})))[0] for size in (0.05, 0.3, 0.6, 1.0)]
    survived = [case["p_survived"] for case in found]
    left = [case["partners"][0]["p_left"] for case in found]
    assert survived == sorted(survived, reverse=True)
    assert left == sorted(left)


@pytest.mark.parametrize(
    ("column", "value", "told"),
    [
        ("shock_kind", "meteorite", "line 3, shock_kind: 'meteorite' cannot be; allowed: anchor_funding_cut, "),
        ("partner_tier", "friend", "line 3, partner_tier: 'friend' cannot be; allowed: anchor, core"),
        ("role_in_shock", "", "line 3, role_in_shock: the cell is empty; allowed: author"),
        ("shock_size", "1.5", "line 3, shock_size: '1.5' cannot be; it must be a number from 0 to 1"),
        ("shock_size", "NaN", "line 3, shock_size: 'NaN' cannot be; it must be a number from 0 to 1"),
        ("shock_size", "-inf", "line 3, shock_size: '-inf' cannot be"),
        ("partner_sunk_years", "long", "partner_sunk_years: 'long' cannot be; it must be a number from 0 to 200"),
        ("exit_cost_level", "5", "line 3, exit_cost_level: '5' cannot be; it must be a number from 0 to 4"),
        ("partner_has_alternative", "yes", "line 3, partner_has_alternative: 'yes' cannot be"),
    ],
)  # fmt: skip
def test_a_bad_value_is_told_with_its_line_and_column(file_of, column, value, told):
    with pytest.raises(WorkbenchError, match=told):
        read_case_file(file_of({}, {"case_id": "x2", column: value or None}))


@pytest.mark.parametrize(("column", "value"), [("shock_kind", "partner_exit"), ("shock_size", "0.5")])
def test_one_case_is_one_shock(file_of, column, value):
    with pytest.raises(WorkbenchError, match=f"the case x1 has more than one {column}"):
        read_case_file(file_of({}, {"partner_actor_id": "CCC", column: value}))


def test_missing_columns_an_empty_table_and_no_file_are_told(tmp_path):
    path = tmp_path / "cases.csv"
    with pytest.raises(WorkbenchError, match="does not exist; give a CSV"):
        read_case_file(path)
    pl.DataFrame([GOOD]).drop("shock_size", "partner_tier").write_csv(path)
    with pytest.raises(WorkbenchError, match="lacks the columns shock_size, partner_tier; needed are"):
        read_case_file(path)
    pl.DataFrame([GOOD]).clear().write_csv(path)
    with pytest.raises(WorkbenchError, match="holds no case"):
        read_case_file(path)
    path.write_text("", encoding="utf-8")
    with pytest.raises(WorkbenchError, match="cannot be read as CSV"):
        read_case_file(path)


@pytest.mark.parametrize("column", ["case_id", "partner_actor_id"])
def test_a_row_without_case_or_partner_is_told(file_of, column):
    with pytest.raises(WorkbenchError, match=f"line 3, {column}: the cell is empty; every row names"):
        read_case_file(file_of({}, {column: None}))
