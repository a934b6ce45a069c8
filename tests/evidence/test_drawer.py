"""Whatever a number rests on opens to a readable row with its sources."""

import pytest

from alliance_core.catalogue import evidence_rules
from alliance_core.evidence.drawer import evidence_rows, sources_of
from alliance_core.evidence.store import Evidence

# Tables that no answer counts: the sources themselves, and what the compilers used to code the others.
NEVER_CITED = {
    "sources", "vocabulary_actors_used", "vocabulary_organisations", "vocabulary_rating_changes",
    "vocabulary_severity_changes",
}  # fmt: skip


@pytest.fixture(scope="module")
def evidence() -> Evidence:
    return Evidence()


def test_every_table_that_an_answer_may_cite_has_a_line_to_be_read(evidence):
    assert set(evidence.tables) - NEVER_CITED == set(evidence_rules()["line"])


@pytest.mark.parametrize("table", sorted(evidence_rules()["line"]))
def test_every_row_of_a_table_opens(evidence, table):
    ids = evidence.scan(table).select("evidence_id").collect()["evidence_id"].to_list()
    rows = evidence_rows(evidence, ids)
    assert sorted(rows["evidence_id"]) == sorted(ids)
    assert rows["line"].null_count() == 0
    if not table.startswith("vocabulary_"):
        sourced = set(sources_of(evidence, rows)["evidence_id"])
        assert set(ids) == sourced, "every row of a fact table names a source that is in the tables"
