"""The pages Home and Report: what they tell, what the options do, what bad input does."""

import datetime as dt

import pytest
from streamlit.testing.v1 import AppTest

from alliance_core.catalogue.verdicts import verdict_rules
from alliance_core.report.write import FORMATS
from pages.widgets import loading
from tests.app.test_pages import text


def opened(app: AppTest, name: str, **parameters: str) -> AppTest:
    """The page after a first run, opened with these parameters of the address."""
    for key, value in parameters.items():
        app.query_params[key] = value
    app.run()
    return app if name == "home" else app.switch_page(f"pages/{name}.py").run()


def test_home_tells_three_alliances_in_three_sentences_each_with_their_verdict(app):
    page = opened(app, "home")
    assert [heading.value for heading in page.subheader] == ["Artemis", "ISS", "Copernicus"]
    told = text(page)
    for sentence in (" of 100 (90 % interval ", "points since ", "The biggest risk is: "):
        assert told.count(sentence.replace(" %", "\u00a0%")) == 3, sentence
    verdicts = [block.value for block in page.markdown if "Verdict: " in block.value]
    assert len(verdicts) == 3
    names = [words["name"] for words in verdict_rules()["verdicts"].values()]
    assert all(any(name in verdict for name in names) for verdict in verdicts)


def test_home_shows_the_alliances_in_focus_that_existed(app):
    page = opened(app, "home", as_of="2016-12-31")
    assert [heading.value for heading in page.subheader] == ["ISS", "Copernicus"]


def test_home_takes_the_view_of_a_nation_where_it_is_a_member(app):
    page = opened(app, "home", nation="Japan")
    verdicts = [block.value for block in page.markdown if "Verdict: " in block.value]
    assert "hedge" in verdicts[0]  # Japan would lose much of Artemis
    assert "strengthen" in verdicts[2]  # Japan is no member of Copernicus: nobody's view


def test_the_report_is_offered_in_every_format_with_a_preview(app):
    page = opened(app, "report", alliance="ISS")
    assert not page.exception
    labels = [button.label for button in page.get("download_button")]
    assert labels == [form.name for form in FORMATS.values()]
    assert "**Alliance Health Report: ISS** · As of" in text(page)
    assert len(page.get("iframe")) == 1


def test_the_comparison_takes_the_alliances_in_focus(app):
    page = opened(app, "report", report_kind="Comparison of the alliances in focus")
    assert "**Alliance comparison: Artemis, ISS, Copernicus**" in text(page)


def test_a_comparison_of_one_says_what_to_do(app):
    page = opened(app, "report", report_kind="Comparison of the alliances in focus", alliances="ISS")
    assert "Choose two to five alliances" in text(page)
    assert not page.get("download_button")


def test_options_change_what_is_written(app):
    page = opened(app, "report", alliance="ISS")
    page.multiselect(key="sections_health").set_value(["summary", "burden"])
    page.selectbox(key="report_weights").set_value("treasury")
    page.text_input(key="report_logo").set_value("Space Agency")
    page.button[0].click()
    page.run()
    told = text(page)
    assert "2 sections" in told
    assert "Custom weights, not the balanced profile" in told


@pytest.mark.parametrize("form", FORMATS)
def test_what_is_downloaded_is_a_file_of_that_format(app, form):
    opened(app, "home")  # starts the caches
    report = loading.report(dt.date(2026, 6, 30), ("iss",), None, loading.Options(("summary", "scorecard")))
    data = loading.written(report, f"test {form}", form, "a4")
    starts = {"pdf": b"%PDF", "pptx": b"PK", "xlsx": b"PK", "html": b"<!doctype html", "json": b"{"}
    assert data.lower().startswith(starts[form].lower() if form in starts else b"#")


def test_the_files_for_neighbouring_methods_are_offered_with_their_rules(app):
    page = opened(app, "report", alliance="ISS")
    page.session_state["passed_on"] = True
    page.run()
    assert not page.exception
    labels = {button.label for button in page.get("download_button")}
    assert {"power-interest.csv", "cohesion-axis.json", "deliverability.json", "red-team.md"} <= labels
    assert any({"file", "rule", "setting", "reason"} <= set(table.value.columns) for table in page.dataframe)
