"""Every page through app.py: what the reader sees, and what bad input does."""

import pytest
from streamlit.testing.v1 import AppTest

PAGES = ["home", "portfolio", "alliance", "compare", "burden", "capability", "frictions", "dissolution", "stress",
         "resilience", "track_record", "what_if", "robustness", "advice", "red_team", "report", "evidence",
         "method"]  # fmt: skip
TITLES = {"home": "Alliances at a glance", "dissolution": "Dissolution test", "stress": "Stress test"}
# What these offer instead of a table each is tested with them.
WITHOUT_TABLES = {"home", "report"}


def open_page(app: AppTest, name: str) -> AppTest:
    """The page after a first run of the app."""
    app.run()
    return app if name == "home" else app.switch_page(f"pages/{name}.py").run()


def text(app: AppTest) -> str:
    """All running text of the page."""
    kinds = (app.markdown, app.caption, app.info, app.warning, app.error, app.title, app.subheader)
    return "\n".join(str(element.value) for kind in kinds for element in kind)


@pytest.mark.parametrize("name", PAGES)
def test_every_page_opens_and_says_its_date_and_the_quality_of_its_evidence(app, name):
    page = open_page(app, name)
    assert not page.exception
    assert page.title[0].value == TITLES.get(name, name.replace("_", " ").capitalize())
    assert "As of **" in text(page)
    assert "rows of evidence" in text(page)
    assert "estimated" in text(page)


@pytest.mark.parametrize("name", [name for name in PAGES if name not in WITHOUT_TABLES])
def test_every_page_offers_its_tables_for_download(app, name):
    page = open_page(app, name)
    labels = [button.label for button in page.get("download_button")]
    assert {"CSV", "Parquet"} <= set(labels)


@pytest.mark.parametrize("name", PAGES)
def test_a_date_before_any_alliance_was_scored_is_told_without_a_traceback(app, name):
    app.query_params["as_of"] = "2000-01-01"
    page = open_page(app, name)
    assert not page.exception
    assert "01 January 2000" in text(page)


@pytest.mark.parametrize(
    ("parameter", "value"),
    [
        ("as_of", "yesterday"),
        ("alliances", "Atlantis"),
        ("alliance", "Atlantis"),
        ("form", "Pie"),
        ("table", "secrets"),
        ("weights", "luck=3"),
        ("weights", "trust_reliability=nan"),
        ("second", "trust_reliability=-1"),
        ("mean", "Median"),
        ("order", "Luck"),
        ("moving", "Luck"),
        ("whose", "Atlantis"),
        ("nation", "Atlantis"),
        ("status", "lost"),
        ("shocks", "meteor=1"),
        ("report_kind", "novel"),
    ],
)
@pytest.mark.parametrize("name", PAGES)
def test_a_damaged_link_opens_the_page_with_its_defaults(app, name, parameter, value):
    app.query_params[parameter] = value
    page = open_page(app, name)
    assert not page.exception
    assert "As of **" in text(page)


def test_the_portfolio_lists_every_alliance_with_score_interval_and_warning(app):
    table = open_page(app, "portfolio").dataframe[0].value
    assert len(table) == 11
    assert {"score", "interval", "trend", "flags", "warning"} <= set(table.columns)
    assert table["score"].is_monotonic_decreasing


def test_the_portfolio_tells_who_leads_and_who_trails_in_a_sentence(app):
    told = text(open_page(app, "portfolio"))
    assert " leads with " in told
    assert " trails with " in told


def test_an_alliance_reads_as_its_link_says(app):
    app.query_params["alliance"] = "Artemis"
    app.query_params["as_of"] = "2023-06-30"
    page = open_page(app, "alliance")
    labels = " ".join(part.label for part in page.expander)
    for word in ("MODERATE", "WEAK", "IMBALANCED", "MINIMAL", "UNTESTED"):
        assert word in labels
    assert "Only what was known at that date counts" in text(page)


def test_an_alliance_opens_with_a_sentence_that_names_its_strongest_and_weakest_dimension(app):
    app.query_params["alliance"] = "ISS"
    told = text(open_page(app, "alliance"))
    assert "**ISS** scores **" in told
    assert "Strongest: Institutional mechanisms" in told
    assert "weakest: Burden-sharing equity" in told


def test_a_past_date_warns_that_texts_may_tell_later_facts(app):
    app.query_params["as_of"] = "2019-06-30"
    assert "may tell later facts" in text(open_page(app, "compare"))


def test_an_alliance_that_was_not_founded_yet_says_when_it_was(app):
    app.query_params["alliance"] = "ILRS"
    app.query_params["as_of"] = "2019-12-31"
    assert "ILRS was founded on" in text(open_page(app, "alliance"))


def test_compare_needs_two_alliances_and_says_so(app):
    page = open_page(app, "compare")
    page.multiselect(key="alliances").set_value(["iss"]).run()
    assert "Choose two to five alliances" in text(page)


def test_compare_leaves_out_who_has_no_score_and_says_so(app):
    app.query_params["as_of"] = "2019-12-31"
    page = open_page(app, "compare")
    page.multiselect(key="alliances").set_value(["iss", "esa", "ilrs"]).run()
    assert "No score at this date for ILRS" in text(page)
    assert not page.exception


def test_compare_starts_with_artemis_iss_and_copernicus(app):
    page = open_page(app, "compare")
    assert page.multiselect(key="alliances").value == ["artemis", "iss", "copernicus"]
    assert "points** ahead of" in text(page)


def test_the_chosen_date_and_alliances_stay_when_the_page_changes(app):
    app.run()
    app.multiselect(key="alliances").set_value(["esa", "eumetsat"]).run()
    app.switch_page("pages/compare.py").run()
    assert app.multiselect(key="alliances").value == ["esa", "eumetsat"]


def test_an_empty_table_says_what_to_do(app):
    app.query_params["table"] = "survey"
    assert "holds no rows yet" in text(open_page(app, "evidence"))


def test_the_method_page_shows_every_indicator_of_the_catalogue(app):
    from alliance_core.catalogue import indicators

    frames = [frame.value for frame in open_page(app, "method").dataframe]
    listed = {name for frame in frames if "id" in frame.columns for name in frame["id"]}
    assert set(indicators()) <= listed


def test_missing_evidence_is_told_and_not_a_traceback(app, monkeypatch, tmp_path):
    monkeypatch.setattr("pages.widgets.loading.PARQUET", tmp_path)
    monkeypatch.setattr("alliance_core.evidence.store.Evidence.__init__.__defaults__", (tmp_path,))
    app.run()
    assert not app.exception
    assert "python -m alliance_core build" in app.error[0].value


def test_the_view_of_a_nation_is_told_on_the_card_of_an_alliance(app):
    app.query_params["alliance"] = "ISS"
    app.query_params["nation"] = "Japan"
    page = open_page(app, "alliance")
    assert "**Japan** is a member (tier core" in text(page)
    marked = next(frame.value for frame in page.dataframe if "mark" in frame.value.columns)
    assert marked.loc[marked["mark"] == "▸", "actor_id"].tolist() == ["JPN"]


def test_a_nation_behind_an_organisation_is_told_through_whom_it_acts(app):
    app.query_params["alliance"] = "Copernicus"
    app.query_params["nation"] = "Germany"
    assert "it acts through European Union" in text(open_page(app, "alliance"))
