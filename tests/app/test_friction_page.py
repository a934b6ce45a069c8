"""The page Frictions: what it tells, filters, marks and opens."""

import pytest
from streamlit.testing.v1 import AppTest

from tests.app.test_pages import text


def frictions(app: AppTest, **parameters: str) -> AppTest:
    for name, value in parameters.items():
        app.query_params[name] = value
    app.run()
    return app.switch_page("pages/frictions.py").run()


def listed(page: AppTest):
    return page.dataframe[0].value


def test_the_page_opens_with_the_gravest_friction_in_a_sentence(app):
    page = frictions(app, alliance="ISS", as_of="2022-06-30")
    assert not page.exception
    assert "**ISS** has" in page.info[0].value
    assert "Threat to withdraw (Feb 2022)" in page.info[0].value


def test_frictions_are_listed_by_rank(app):
    ranks = listed(frictions(app, alliance="ISS"))["severity"]
    assert ranks.is_monotonic_decreasing


def test_closed_frictions_are_shown_on_demand_only(app):
    page = frictions(app, alliance="ISS")
    assert set(listed(page)["status"]) <= {"open", "eased"}
    page.multiselect(key="status").set_value(["closed"]).run()
    assert set(listed(page)["status"]) == {"closed"}


def test_filters_by_dimension_and_partner_hold_together(app):
    page = frictions(app, alliance="ISS", as_of="2022-06-30")
    page.multiselect(key="friction_dims").set_value(["trust_reliability"]).run()
    page.multiselect(key="partners").set_value(["RUS"]).run()
    rows = listed(page)
    assert set(rows["dimension"]) == {"trust_reliability"}
    assert rows["partners"].str.contains("Russia").all()


def test_the_view_of_a_nation_marks_its_frictions_and_counts_them(app):
    page = frictions(app, alliance="ISS", as_of="2022-06-30", nation="Japan")
    rows = listed(page)
    assert rows["mine"].any()
    assert rows.loc[rows["mine"], "partners"].str.contains("Japan").all()
    assert "**Japan** is part of" in text(page)
    page.toggle(key="only_mine").set_value(True).run()
    assert listed(page)["mine"].all()


def test_a_member_of_an_organisation_is_marked_through_it(app):
    page = frictions(app, alliance="ISS", nation="Germany")
    rows = listed(page)
    assert "through European Space Agency" in text(page)
    assert rows.loc[rows["mine"], "partners"].str.contains("European Space Agency").any()


def test_titles_at_a_past_date_tell_kind_and_month_only(app):
    past = listed(frictions(app, alliance="ISS", as_of="2022-06-30"))
    strains = past[past["rules"].apply(list).apply(lambda rules: rules == ["event"])]
    assert strains["title"].str.fullmatch(r"[A-Z][\w ]+ \(\w{3} \d{4}\)").all()


@pytest.mark.parametrize("alliance", ["APSCO", "Cospas-Sarsat", "EUMETSAT"])
def test_alliances_whose_quarrels_are_not_public_open_too(app, alliance):
    page = frictions(app, alliance=alliance)
    assert not page.exception


def test_an_alliance_not_founded_yet_says_when_it_was(app):
    page = frictions(app, alliance="ILRS", as_of="2015-06-30")
    assert "was founded on" in page.info[0].value


def test_the_rules_are_shown_with_their_reasons(app):
    table = frictions(app, alliance="Artemis").table[0].value
    assert len(table) >= 15
    assert (table["reason"].str.len() > 20).all()
