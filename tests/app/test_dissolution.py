"""The page Dissolution test: whose loss it tells, what a choice changes, and what bad input does."""

import pytest
from streamlit.testing.v1 import AppTest

from tests.app.test_pages import text


def dissolution(app: AppTest, **parameters: str) -> AppTest:
    """The page after a first run, opened with these parameters of the address."""
    for name, value in parameters.items():
        app.query_params[name] = value
    app.run()
    return app.switch_page("pages/dissolution.py").run()


def told(page: AppTest) -> str:
    return str(page.info[0].value)


def functions(page: AppTest):
    """The table of functions, which has a column that says why each counts as used."""
    return next(table.value for table in page.dataframe if "why_uses" in table.value.columns)


def test_without_a_choice_the_anchor_is_asked(app):
    page = dissolution(app, alliance="ISS")
    assert not page.exception
    assert told(page).startswith("If ISS dissolved tomorrow, United States would lose")


def test_the_nation_whose_view_is_taken_is_asked_and_marked(app):
    page = dissolution(app, alliance="ISS", nation="Japan")
    assert "Japan would lose" in told(page)
    assert "12 years by expert estimate" in told(page)


def test_a_choice_on_the_page_goes_before_the_view_taken(app):
    page = dissolution(app, alliance="ISS", nation="Japan", actor="Canada")
    assert "Canada would lose" in told(page)


def test_a_nation_outside_the_alliance_is_told_and_the_anchor_shown(app):
    page = dissolution(app, alliance="ISS", nation="Brazil")
    assert not page.exception
    assert "Brazil does not belong to ISS at this date" in text(page)
    assert "United States would lose" in told(page)


def test_a_signatory_with_nothing_in_it_loses_nothing_and_hears_why(app):
    page = dissolution(app, alliance="Artemis", actor="Brazil")
    assert not page.exception
    assert "nothing to lose" in told(page)
    table = functions(page)
    assert set(table["uses"]) == {"no"}
    assert table["lost_share"].isna().all(), "what is not used has no number, not nought"


def test_every_function_says_whether_it_is_used_and_what_stays(app):
    table = functions(dissolution(app, alliance="ISS", actor="Japan"))
    crew = table[table["function"] == "Crew transport"].iloc[0]
    assert (crew["alone"], crew["years"]) == ("no", 12)
    assert crew["uses"].startswith("yes")
    assert "Artemis" in crew["through"]
    assert (table["seen"] == "not known").any()


def test_the_reading_is_labelled_as_coded(app):
    assert "A reading of coded tables" in text(dissolution(app, alliance="ISS"))


def test_another_credit_is_marked_and_changes_the_loss(app):
    page = dissolution(app, alliance="ISS", nation="Japan")
    before = functions(page)["lost"].sum()
    assert "custom credit" not in text(page)
    page.slider(key="credit").set_value(0.0).run()
    assert "custom credit" in text(page)
    assert functions(page)["lost"].sum() > before


def test_tables_can_be_taken_away(app):
    labels = [button.label for button in dissolution(app, alliance="ISS").get("download_button")]
    assert {"CSV", "Parquet"} <= set(labels)


@pytest.mark.parametrize(
    ("parameter", "value"), [("actor", "Atlantis"), ("credit", "7"), ("credit", "much"), ("alliance", "Atlantis")]
)
def test_a_damaged_link_opens_the_page_with_its_defaults(app, parameter, value):
    page = dissolution(app, **{parameter: value})
    assert not page.exception
    assert "United States would lose" in told(page)


def test_a_date_before_the_alliance_is_told(app):
    page = dissolution(app, alliance="Artemis", as_of="2010-01-01")
    assert not page.exception
    assert "was founded on" in told(page)


@pytest.mark.parametrize("alliance", ["Copernicus", "ESA", "EUMETSAT", "ILRS", "APSCO", "Cospas-Sarsat"])
def test_every_kind_of_alliance_opens(app, alliance):
    page = dissolution(app, alliance=alliance)
    assert not page.exception
    assert told(page).startswith(f"If {alliance} dissolved tomorrow")
