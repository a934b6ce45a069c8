"""The page Capability: what the reader sees, opens and follows."""

import pytest
from streamlit.testing.v1 import AppTest

from tests.app.test_pages import text


def capability(app: AppTest, **parameters: str) -> AppTest:
    """The page after a first run, opened with these parameters of the address."""
    for name, value in parameters.items():
        app.query_params[name] = value
    app.run()
    return app.switch_page("pages/capability.py").run()


def metrics(page: AppTest) -> dict[str, str]:
    return {metric.label: metric.value for metric in page.metric}


def test_the_page_opens_with_the_finding_and_ends_with_the_next_step(app):
    page = capability(app, alliance="Artemis")
    assert not page.exception
    assert "Most hangs on **United States**" in page.info[0].value
    assert "hub-and-spoke" in page.info[0].value
    assert page.title[0].value == "Capability"
    links = [link.label for link in page.get("page_link")]
    assert links[-1] == "What a nation would lose without it"


def test_the_figures_carry_their_intervals_and_open_to_their_indicators(app):
    page = capability(app, alliance="ISS")
    assert {"With a substitute", "Effective providers", "Duplicated", "On one provider"} <= set(metrics(page))
    for indicator in ("function_coverage", "provider_redundancy", "provider_diversity", "duplication"):
        page.button(key=f"open_{indicator}").click().run()
        assert not page.exception


def test_choosing_a_function_opens_its_evidence_rows(app):
    page = capability(app, alliance="ISS")
    before = len(page.dataframe)
    page.selectbox(key="part").set_value("crew_transport/crew_transport").run()
    assert not page.exception
    assert len(page.dataframe) == before + 1
    lines = page.dataframe[0].value["line"].tolist()
    assert any(line.startswith("RUS: crew_transport") for line in lines)


def test_the_function_of_another_alliance_is_forgotten_on_a_change(app):
    page = capability(app, alliance="Artemis")
    page.selectbox(key="part").set_value("lander/lander").run()
    page.selectbox(key="alliance").set_value("iss").run()
    assert not page.exception
    assert page.selectbox(key="part").value is None


def test_a_nation_is_told_what_it_provides_and_depends_on(app):
    page = capability(app, alliance="Artemis", nation="Germany")
    assert "**Germany** through European Space Agency provides" in text(page)
    assert "depends on United States alone" in text(page)


def test_the_network_can_be_of_partners_or_of_functions_and_one_partner_stands_out(app):
    page = capability(app, alliance="ISS", network="Partners and functions")
    assert page.segmented_control(key="network").value == "Partners and functions"
    page.selectbox(key="partner").set_value("RUS").run()
    assert not page.exception


@pytest.mark.parametrize("bad", [{"part": "Warp drive"}, {"partner": "Atlantis"}, {"network": "Spiders"}])
def test_a_damaged_link_opens_the_page_with_its_defaults(app, bad):
    page = capability(app, alliance="ISS", **bad)
    assert not page.exception
    assert "ISS has a provider" in page.info[0].value


def test_a_date_before_the_founding_is_told_with_the_cure(app):
    page = capability(app, alliance="Artemis", as_of="2015-06-30")
    assert not page.exception
    assert "Artemis was founded on 13 October 2020. Choose a later date" in page.info[0].value


def test_at_a_past_date_the_page_says_that_plans_are_left_out(app):
    page = capability(app, alliance="Artemis", as_of="2023-06-30")
    assert not page.exception
    assert "Plans are left out: what was planned at a past date is not in the tables." in text(page)


def test_every_alliance_opens(app):
    page = capability(app)
    for alliance in page.selectbox(key="alliance").options:
        page.selectbox(key="alliance").select(alliance).run()
        assert not page.exception, alliance
        assert alliance in page.info[0].value
