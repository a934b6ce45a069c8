"""The page Red team, and the bias checks as widgets: what they tell, open and refuse."""

import re

import pytest
from streamlit.testing.v1 import AppTest

from tests.app.conftest import ROOT
from tests.app.test_pages import text


def opened(app: AppTest, **parameters: str) -> AppTest:
    """The page after a first run, opened with these parameters of the address."""
    for key, value in parameters.items():
        app.query_params[key] = value
    app.run()
    return app.switch_page("pages/red_team.py").run()


def told(page: AppTest) -> str:
    return str(page.info[0].value)


def test_the_page_opens_with_how_many_variants_flip_and_the_strongest_argument(app):
    page = opened(app, alliance="Artemis", as_of="2023-06-30")
    assert not page.exception
    assert page.title[0].value == "Red team"
    flips, scored = map(int, re.search(r"^(\d+) of (\d+) variants", told(page)).groups())
    assert 0 <= flips <= scored
    assert "The strongest argument for the alliance" in told(page)
    assert "Judged as a political framework instead of a body for joint work" in text(page)


def test_the_table_holds_every_variant_those_that_flip_first(app):
    page = opened(app, alliance="Artemis", as_of="2023-06-30")
    table = next(one.value for one in page.dataframe if "p_flip" in one.value.columns)
    flips = int(re.search(r"^(\d+) of", told(page)).group(1))
    assert table["flip"].to_list()[:flips] == ["flips"] * flips
    assert "flips" not in table["flip"].to_list()[flips:]


def test_arguments_of_both_sides_and_what_would_change_our_mind_are_there(app):
    page = opened(app, alliance="Artemis", as_of="2023-06-30")
    labels = [part.label for part in page.expander if part.label.startswith("**1.")]
    assert len(labels) == 2
    assert "What would change our mind" in text(page)
    assert "the verdict becomes" in text(page)
    assert {"CSV", "Parquet", "Red-team brief (Markdown)"} <= {one.label for one in page.get("download_button")}


def test_a_nation_that_does_not_belong_is_told_and_nobody_s_view_is_shown(app):
    page = opened(app, alliance="ISS", nation="India")
    assert not page.exception
    assert "India does not belong to ISS at this date: shown is nobody's view." in text(page)
    assert "for India" not in told(page)


def test_a_member_sees_the_case_in_its_own_view(app):
    assert "on ISS for Japan" in told(opened(app, alliance="ISS", nation="Japan"))


@pytest.mark.parametrize("date", ["2000-01-01", "2012-06-30"])
@pytest.mark.parametrize("alliance", ["EUMETSAT", "Artemis"])
def test_an_early_date_is_told_without_a_traceback(app, date, alliance):
    page = opened(app, alliance=alliance, as_of=date)
    assert not page.exception
    assert "As of **" in text(page)


CHECKS = """
import datetime as dt
from pages.widgets import loading
from pages.widgets.bias_parts import bias_checks
from pages.widgets.shell import View

bias_checks(View(loading.evidence(), dt.date(2023, 6, 30), [], None), "artemis")
"""


@pytest.fixture
def checks(monkeypatch) -> AppTest:
    """The seven checks alone on a screen."""
    monkeypatch.chdir(ROOT)
    return AppTest.from_string(CHECKS, default_timeout=120).run()


def test_every_check_shows_its_status_in_words_and_an_icon(checks):
    assert not checks.exception
    labels = [part.label for part in checks.expander]
    assert "Treaty fetishism: raised" in labels
    assert sum(bool(re.search(r": (raised|clear|not known)$", label)) for label in labels) == 7
    assert all(part.icon for part in checks.expander[:7])


def test_the_checks_open_with_how_many_are_raised(checks):
    assert re.match(r"Of 7 bias checks for Artemis \d (is|are) raised", checks.markdown[0].value)
