"""The pages Stress test, Resilience and Track record: what they tell, what links and files do, what bad input does."""

import re

import pytest
from streamlit.testing.v1 import AppTest

from alliance_core.errors import WorkbenchError
from alliance_core.scenarios import screens
from alliance_core.scenarios.library import as_file, from_file, library
from tests.app.test_pages import text

PAGES = {"stress": "Stress test", "resilience": "Resilience", "track_record": "Track record"}


def opened(app: AppTest, name: str, **parameters: str) -> AppTest:
    """The page after a first run, opened with these parameters of the address."""
    for key, value in parameters.items():
        app.query_params[key] = value
    app.run()
    return app.switch_page(f"pages/{name}.py").run()


def told(page: AppTest) -> str:
    return str(page.info[0].value)


def not_intact(page: AppTest) -> float:
    """Per cent in the bold word's sentence: "... is **high**: 89% (..."."""
    return float(told(page).split("**: ")[1].split("%")[0])


@pytest.mark.parametrize("name", PAGES)
def test_each_page_opens_with_a_sentence_that_states_its_finding(app, name):
    page = opened(app, name)
    assert not page.exception
    assert page.title[0].value == PAGES[name]
    assert len(told(page)) > 60
    assert {"CSV", "Parquet"} <= {button.label for button in page.get("download_button")} or name == "resilience"


@pytest.mark.parametrize("date", ["2000-01-01", "2012-06-30"])
@pytest.mark.parametrize("name", PAGES)
def test_an_early_date_is_told_without_a_traceback(app, name, date):
    page = opened(app, name, as_of=date)
    assert not page.exception
    assert "As of **" in text(page)


@pytest.mark.parametrize(
    "bad",
    [
        "meteor=1", "cost_overrun=many", "cost_overrun=7", "partner_exit:=0.2", "cost_overrun=nan", "=",
        "cost_overrun=0.5;cost_overrun=0.6",
    ],
)  # fmt: skip
def test_a_bad_scenario_in_a_link_is_told_and_the_first_of_the_library_holds(app, bad):
    page = opened(app, "stress", shocks=bad)
    assert not page.exception
    assert "Until this is put right" in page.error[0].value
    assert page.selectbox(key="stress_library").value == next(iter(library()))


def test_a_target_that_is_no_partner_is_told_with_the_partners_allowed(app):
    page = opened(app, "stress", alliance="ISS", shocks="partner_exit:ATL=0.2")
    assert not page.exception
    assert "'ATL' is no partner of iss" in page.warning[0].value
    assert "JPN" in page.warning[0].value


def test_a_composed_scenario_comes_from_the_address(app):
    page = opened(app, "stress", alliance="ISS", shocks="anchor_funding_cut=0.3;partner_exit:JPN=0.2")
    assert page.multiselect(key="stress_kinds").value == ["anchor_funding_cut", "partner_exit"]
    assert page.slider(key="stress_slide_0").value == 30
    assert page.number_input(key="stress_type_1").value == 20
    assert page.selectbox(key="stress_aim_1").value == "JPN"
    assert page.selectbox(key="stress_library").value is None
    assert "(Japan; 20%" in text(page)


def test_what_is_composed_with_the_controls_goes_to_the_address(app):
    page = opened(app, "stress", alliance="ISS")
    page.multiselect(key="stress_kinds").set_value(["anchor_funding_cut", "partner_exit"]).run()
    page.slider(key="stress_slide_0").set_value(70.0).run()
    page.selectbox(key="stress_aim_1").set_value("CAN").run()
    assert page.text_input(key="shocks").value == "anchor_funding_cut=0.7;partner_exit:CAN=0.25"
    assert page.number_input(key="stress_type_0").value == 70
    assert not page.exception


def test_the_scenario_is_there_again_after_another_page_was_seen(app):
    page = opened(app, "stress")
    page.selectbox(key="stress_library").set_value("costs_explode").run()
    app.switch_page("pages/method.py").run()
    page = app.switch_page("pages/stress.py").run()
    assert page.selectbox(key="stress_library").value == "costs_explode"


@pytest.mark.parametrize("kind", ["anchor_funding_cut", "cost_overrun"])
def test_a_larger_shock_never_lowers_the_probability_shown(app, kind):
    page = opened(app, "stress", shocks=f"{kind}=0.1")
    seen = [not_intact(page)]
    for percent in (30.0, 60.0, 100.0):
        page.slider(key="stress_slide_0").set_value(percent).run()
        seen.append(not_intact(page))
    assert seen == sorted(seen)
    assert seen[0] < seen[-1]


def test_without_a_shock_the_base_rate_is_told(app):
    page = opened(app, "stress", shocks="none")
    assert "the base rate of the tables" in told(page)
    assert not page.exception


@pytest.mark.parametrize(("kind", "labelled"), [("leadership_turnover", True), ("cost_overrun", False)])
def test_only_a_shock_without_cases_is_labelled_expert_judgement(app, kind, labelled):
    assert ("expert judgement" in text(opened(app, "stress", shocks=f"{kind}=0.4"))) == labelled


@pytest.mark.parametrize("blows", [scenario.blows for scenario in library().values()], ids=list(library()))
def test_a_scenario_file_opens_as_what_it_was_written_from(blows):
    name, read, about = from_file(as_file('Ours "1"', blows, "iss", "2026-01-01"))
    assert read == blows
    assert about == {"alliance": "iss", "as_of": "2026-01-01"}
    assert name == "Ours '1'"


@pytest.mark.parametrize("blows", [(), *(scenario.blows for scenario in library().values())])
def test_the_text_of_a_link_opens_as_what_it_was_written_from(blows):
    assert screens.parse_text(screens.as_text(blows)) == blows


@pytest.mark.parametrize("content", ["nonsense", "shocks = 3", 'shocks = ["meteor=1"]', 'virus = "x"'])
def test_a_bad_scenario_file_is_refused_with_the_reason(content):
    with pytest.raises(WorkbenchError):
        from_file(content)


def test_a_file_that_is_opened_takes_the_place_of_the_scenario(app):
    page = opened(app, "stress")
    content = as_file("Twice", screens.parse_text("cost_overrun=0.9"), "iss", "2026-01-01").encode()
    page.get("file_uploader")[0].upload("twice.toml", content, "application/toml").run()
    assert not page.exception
    assert page.text_input(key="shocks").value == "cost_overrun=0.9"
    assert "“Twice” is opened" in page.success[0].value


def test_a_bad_file_is_told_and_the_scenario_stays(app):
    page = opened(app, "stress", shocks="cost_overrun=0.9")
    page.get("file_uploader")[0].upload("bad.toml", b"\xff\xfe", "application/toml").run()
    assert not page.exception
    assert "The file is no text" in page.error[0].value
    assert page.text_input(key="shocks").value == "cost_overrun=0.9"


@pytest.mark.parametrize(
    ("nation", "words"),
    [
        ("Japan", "Japan takes part as **Japan**"),
        ("Germany", "Germany takes part as **European Space Agency**"),
        ("Brazil", "Brazil is no partner of this alliance"),
    ],
)
def test_the_nation_whose_view_is_taken_is_marked_by_itself_or_by_its_organisation(app, nation, words):
    assert words in text(opened(app, "stress", alliance="ISS", nation=nation))


def test_other_features_of_a_partner_show_before_and_after(app):
    page = opened(app, "stress", alliance="ISS")
    page.selectbox(key="features_of_iss").set_value("JPN").run()
    page.slider(key="alternative_iss_JPN").set_value(1.0).run()
    assert not page.exception
    assert "the probability that Japan leaves goes from" in text(page)


def test_cases_alike_are_only_those_known_at_the_date(app):
    page = opened(app, "stress", alliance="ISS", shocks="anchor_funding_cut=0.4", as_of="2000-01-01")
    labels = [part.label for part in page.expander]
    assert any(label.startswith("What happened before") for label in labels) or "too little evidence" in text(page)


def test_every_alliance_that_exists_stands_under_every_scenario(app):
    page = opened(app, "resilience")
    assert f"Over {len(library())} scenarios" in told(page)
    assert "is the most resilient" in told(page)


def test_the_order_of_the_alliances_changes_nothing_in_the_sentence(app):
    page = opened(app, "resilience")
    first = told(page)
    page.get("button_group")[0].set_value([screens.ORDERS[2]]).run()
    assert not page.exception
    assert told(page) == first


def test_the_track_record_says_where_the_model_is_no_better_than_a_baseline(app):
    page = opened(app, "track_record")
    scores = next(table.value for table in page.dataframe if "says" in table.value.columns)
    for row in scores[scores["gain"].notna()].itertuples():
        assert row.says == ("better" if row.gain_low > 0 else "no better than this")
    cases = next(table.value for table in page.dataframe if "p_survived" in table.value.columns)
    assert len(cases) == 53
    assert "No case informs: Leadership changes" in text(page)


def test_a_past_date_is_told_with_the_shocks_that_were_known_then(app):
    past = opened(app, "resilience", as_of="2015-01-01")
    known = int(re.search(r"fitted to the (\d+) shocks", text(past)).group(1))
    assert 10 <= known < 53


def test_the_track_record_says_that_it_looks_back_on_all_shocks(app):
    page = opened(app, "track_record", as_of="2015-01-01")
    assert "looks back on all of them" in text(page)


def test_the_expert_prior_of_a_shock_without_cases_can_be_moved(app):
    page = opened(app, "stress", alliance="ISS", shocks="leadership_turnover=0.4")
    before = page.info[0].value
    page.slider(key="expert").set_value(2.0).run()
    assert not page.exception
    assert page.info[0].value != before
