"""The page Advice through app.py: what the reader sees, whose view it takes, what opens down to evidence."""

import pytest
from streamlit.testing.v1 import AppTest

from alliance_core.evidence.store import Evidence
from tests.app.test_pages import text

SHORT = dict(Evidence().alliances.select("alliance_id", "short_name").iter_rows())


def advice(app: AppTest, **parameters: str) -> AppTest:
    """The page after a first run, opened with these parameters of the address."""
    for name, value in parameters.items():
        app.query_params[name] = value
    app.run()
    return app.switch_page("pages/advice.py").run()


def table(page: AppTest, column: str):
    """The first table on the page with such a column."""
    return next(frame.value for frame in page.dataframe if column in frame.value.columns)


@pytest.mark.parametrize("alliance", SHORT)
def test_every_alliance_opens_with_its_verdict_and_ends_with_the_way_on(app, alliance):
    page = advice(app, alliance=SHORT[alliance])
    assert not page.exception
    assert page.info[0].value.startswith(f"{SHORT[alliance]}: ")
    assert page.get("page_link")
    assert not table(page, "gain").empty
    assert "bias checks" in text(page), "the checks stand beside the verdict"


def test_the_exemplar_reads_as_a_political_framework_with_its_reforms(app):
    page = advice(app, alliance="Artemis", as_of="2023-06-30")
    assert "accept as a political framework (firm" in page.info[0].value
    names = list(table(page, "gain")["name"])
    assert names[0] == "Take it as a political framework and expect no more"
    for name in ("Bind what was agreed", "Agree on a formula for the cost"):
        assert name in names
    assert any(name.startswith("Integrate operations") for name in names)


def test_the_nation_whose_view_is_taken_sees_its_own_actions_marked(app):
    page = advice(app, alliance="Artemis", nation="Japan")
    assert "in the view of Japan" in page.info[0].value
    marks = table(page, "gain")["own"]
    assert set(marks) == {"", "▸"}
    page.toggle(key="only_mine").set_value(True).run()
    assert not page.exception
    assert set(table(page, "gain")["own"]) == {"▸"}


def test_a_nation_outside_is_told_so_and_nobodys_view_is_shown(app):
    page = advice(app, alliance="ILRS", nation="France")
    assert not page.exception
    assert "France does not belong to ILRS at this date: shown is nobody's view." in text(page)
    assert "in the view of" not in page.info[0].value


def test_conditions_tell_their_status_by_sign_and_word(app):
    statuses = set(table(advice(app, alliance="Artemis"), "mark")["status"])
    assert statuses <= {"● met", "○ not met", "? not known"}
    assert "● met" in statuses


def test_the_effects_are_labelled_as_assumptions_that_do_not_add_up(app):
    told = text(advice(app, alliance="ISS"))
    assert "If it is carried out, and nothing else changes." in told
    assert "they do not add up" in told


def test_tripwires_and_levers_are_tables(app):
    page = advice(app, alliance="APSCO")
    assert set(table(page, "would_be")["input"]) >= {"Health"}
    assert (table(page, "value_then")["then"] <= 100).all()


def test_the_page_can_be_taken_away(app):
    labels = [button.label for button in advice(app, alliance="ISS").get("download_button")]
    assert {"CSV", "Parquet"} <= set(labels)


@pytest.mark.parametrize(("parameter", "value"), [("only_mine", "perhaps"), ("alliance", "Atlantis"), ("nation", "X")])
def test_a_damaged_link_opens_the_page_with_its_defaults(app, parameter, value):
    page = advice(app, **{parameter: value})
    assert not page.exception
    assert page.info
