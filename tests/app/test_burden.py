"""The page Burden through app.py: what the reader sees, whose row is marked, what keys do."""

import pytest
from streamlit.testing.v1 import AppTest

from alliance_core.catalogue.burden import burden_rules
from alliance_core.evidence.store import Evidence
from tests.app.test_pages import text

SHORT = dict(Evidence().alliances.select("alliance_id", "short_name").iter_rows())


def burden(app: AppTest, **parameters: str) -> AppTest:
    """The page after a first run, opened with these parameters of the address."""
    for name, value in parameters.items():
        app.query_params[name] = value
    app.run()
    return app.switch_page("pages/burden.py").run()


def table(page: AppTest, column: str):
    """The first table on the page with such a column."""
    return next(frame.value for frame in page.dataframe if column in frame.value.columns)


@pytest.mark.parametrize("alliance", SHORT)
def test_every_alliance_opens_with_its_finding_and_the_way_on(app, alliance):
    page = burden(app, alliance=SHORT[alliance])
    assert not page.exception
    assert SHORT[alliance] in page.info[0].value
    assert "coded reading" in text(page)
    assert page.get("page_link")


def test_the_page_opens_with_who_pays_and_how_far_that_is_from_the_economies(app):
    told = burden(app, alliance="ISS").info[0].value
    assert "**United States** bears **75%** of the cost of ISS" in told
    assert "would have to change hands" in told


def test_an_alliance_without_cost_shares_says_so_and_shows_no_number_instead(app):
    page = burden(app, alliance="APSCO")
    assert "unknown, not zero" in page.info[0].value
    assert table(page, "relative_burden")["cost"].isna().all()


def test_gross_national_income_is_said_not_to_be_in_the_tables(app):
    assert burden_rules()["keys"]["gni"] in text(burden(app, alliance="EUMETSAT"))


def test_nobody_was_surveyed_and_the_page_says_so(app):
    assert "Not surveyed" in text(burden(app, alliance="ISS"))


def test_the_basis_with_most_rows_is_shown_first_and_another_can_be_chosen(app):
    page = burden(app, alliance="ESA")
    basis = page.selectbox(key="basis")
    assert basis.value == "annual ESA contribution (budget table)"
    page = basis.select_index(1).run()
    assert not page.exception
    assert page.selectbox(key="basis").value == "external EU funding"


def test_another_alliance_brings_its_own_bases(app):
    page = burden(app, alliance="ESA", basis="External EU funding")
    assert page.selectbox(key="basis").value == "external EU funding"
    page = page.selectbox(key="alliance").set_value("iss").run()
    assert not page.exception
    assert page.selectbox(key="basis").value != "external EU funding"


def test_a_nation_is_marked_in_its_own_row(app):
    page = burden(app, alliance="ISS", nation="Japan")
    rows = table(page, "relative_burden").set_index("name")["own"]
    assert rows["Japan"] == "▶"
    assert (rows.drop("Japan") == "").all()


def test_a_state_that_acts_through_an_organisation_is_told_so_and_its_organisation_is_marked(app):
    page = burden(app, alliance="Artemis", nation="Germany")
    assert "Germany acts through European Space Agency here" in text(page)
    assert table(page, "relative_burden").set_index("name")["own"]["European Space Agency"] == "▶"


def test_a_nation_outside_is_told_so(app):
    assert "India is no partner of this alliance" in text(burden(app, alliance="ISS", nation="India"))


def test_the_default_key_is_gdp_and_the_shares_add_up(app):
    page = burden(app, alliance="ISS")
    assert "Formula: **100 % GDP**" in text(page)
    assert table(page, "change")["share"].sum() == pytest.approx(100)
    assert "key_gdp" not in app.query_params


def test_a_mixture_is_normalised_and_says_its_formula(app):
    page = burden(app, alliance="ISS")
    page = page.slider(key="key_equal").set_value(100.0).run()
    assert "50 % GDP + 50 % equal parts" in text(page)
    assert table(page, "change")["share"].sum() == pytest.approx(100)


def test_a_ceiling_is_kept_and_said(app):
    page = burden(app, alliance="ISS", ceiling="30")
    assert "nobody above 30 %" in text(page)
    assert table(page, "change")["share"].max() == pytest.approx(30)


def test_a_ceiling_that_cannot_be_kept_is_refused_with_the_one_that_can(app):
    page = burden(app, alliance="ISS", ceiling="10")
    assert not page.exception
    assert "the ceiling is at least 20.0 %" in page.warning[0].value


def test_no_weight_at_all_is_told(app):
    page = burden(app, alliance="ISS")
    page = page.slider(key="key_gdp").set_value(0.0).run()
    assert not page.exception
    assert "no key has a weight" in page.warning[0].value


def test_money_appears_where_one_basis_is_the_whole_and_nowhere_else(app):
    assert "million dollars in" in text(burden(app, alliance="ESA"))


def test_where_no_basis_is_the_whole_the_page_says_so(app):
    assert "different bases are never added: only shares and points" in text(burden(app, alliance="ISS"))


@pytest.mark.parametrize(
    "button", ["open_shares", "open_economy", "open_benefits", "open_acts", "indicator_proportionality"]
)
def test_evidence_opens_without_a_fault(app, button):
    """What the drawer then shows is seen only by a browser."""
    page = burden(app, alliance="ISS")
    assert not page.button(key=button).click().run().exception


def test_before_the_founding_the_page_says_when_that_was(app):
    page = burden(app, alliance="ILRS", as_of="2020-01-01")
    assert not page.exception
    assert "ILRS was founded on 09 March 2021" in page.info[0].value


def test_at_a_past_date_only_years_that_had_ended_are_shown(app):
    page = burden(app, alliance="ISS", as_of="2020-06-30")
    assert not page.exception
    assert "2015 to 2019" in text(page) or "2016 to 2019" in text(page)
    assert table(page, "total")["year"].max() <= 2019
