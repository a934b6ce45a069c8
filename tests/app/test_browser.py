"""Journeys in a real browser: nothing leaves the machine, nothing breaks, a direct link works."""

import re

import pytest
from playwright.sync_api import Page, expect, sync_playwright

from tests.app.conftest import CHROMIUM
from tests.app.test_pages import PAGES, TITLES

pytestmark = pytest.mark.browser
# On a direct link Streamlit's own client first looks for the server below the page's path.
PROBE = re.compile(r"/\w+/_stcore/(health|host-config)$")
FLAGS = ["--no-sandbox", "--disable-background-networking", "--disable-component-update", "--disable-sync"]


class Watch:
    """Everything that a page must not do."""

    def __init__(self, page: Page, address: str) -> None:
        self.faults: list[str] = []
        page.on("request", lambda request: self._request(request.url, address))
        page.on("response", lambda response: self._response(response.status, response.url))
        page.on("pageerror", lambda error: self.faults.append(f"page exception: {error}"))
        page.on("console", self._console)

    def _request(self, url: str, address: str) -> None:
        local = (address, address.replace("http", "ws"), "data:", "blob:")
        if not url.startswith(local):
            self.faults.append(f"request leaves the machine: {url}")

    def _response(self, status: int, url: str) -> None:
        if status >= 400 and not PROBE.search(url):
            self.faults.append(f"status {status}: {url}")

    def _console(self, message) -> None:
        if message.type == "error" and not PROBE.search(message.location.get("url", "")):
            self.faults.append(f"console error: {message.text}")


@pytest.fixture
def browser():
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield started
        started.close()


def settled(page: Page) -> None:
    """Wait until the server has finished and no exception is on the page."""
    expect(page.get_by_test_id("stApp")).to_have_attribute("data-test-script-state", "notRunning", timeout=60_000)
    expect(page.get_by_test_id("stException")).to_have_count(0)


def test_a_reader_compares_three_alliances_and_opens_an_evidence_row(browser, start_server):
    address = start_server()
    page = browser.new_page(viewport={"width": 1440, "height": 1500})
    watch = Watch(page, address)
    page.goto(f"{address}/?alliances=ESA")
    expect(page.get_by_role("heading", name="Alliances at a glance")).to_be_visible(timeout=60_000)
    settled(page)

    page.get_by_role("link", name="Compare", exact=True).click()
    expect(page.get_by_text("Choose two to five alliances")).to_be_visible(timeout=30_000)
    for name in ("Artemis", "Copernicus"):
        page.get_by_role("combobox", name=re.compile("Alliances in focus")).fill(name)
        page.get_by_role("option", name=name).click()
        page.keyboard.press("Escape")
        expect(page.get_by_text("points ahead of")).to_be_visible(timeout=60_000)
        expect(page).to_have_url(re.compile(f"alliances={name}"))
        settled(page)
    assert "alliances=ESA&alliances=Artemis&alliances=Copernicus" in page.url

    page.get_by_role("link", name="Alliance", exact=True).click()
    expect(page.get_by_role("heading", name="Alliance")).to_be_visible(timeout=30_000)
    settled(page)
    page.locator("summary", has_text="Institutional mechanisms").click()
    page.get_by_role("button", name=re.compile(r"Evidence \(")).first.click()
    drawer = page.get_by_role("dialog")
    expect(drawer.get_by_text("In numbers.")).to_be_visible(timeout=30_000)
    table = drawer.get_by_test_id("stDataFrame").first
    expect(table).to_be_visible()
    table.click(position={"x": 15, "y": 55})
    expect(drawer.get_by_text(re.compile(r"^Row ratings:"))).to_be_visible(timeout=30_000)
    assert drawer.get_by_role("link").count() + drawer.get_by_text("no address known").count() > 0
    assert watch.faults == []


def test_a_click_in_the_portfolio_opens_the_alliance_and_its_link_can_be_copied(browser, start_server):
    address = start_server()
    page = browser.new_page(viewport={"width": 1440, "height": 1000})
    watch = Watch(page, address)
    page.goto(f"{address}/portfolio?as_of=2023-06-30")
    expect(page.get_by_role("heading", name="Portfolio")).to_be_visible(timeout=60_000)
    settled(page)
    table = page.get_by_test_id("stDataFrame").first
    table.click(position={"x": 153, "y": 60})  # the button of the first row
    expect(page.get_by_role("heading", name="Alliance", exact=True)).to_be_visible(timeout=30_000)
    settled(page)
    expect(page).to_have_url(re.compile("alliance=EUMETSAT"))
    assert "as_of=2023-06-30" in page.url
    assert watch.faults == []


def test_a_director_goes_from_home_to_the_report_and_takes_the_pdf(browser, start_server):
    address = start_server()
    page = browser.new_page(viewport={"width": 1440, "height": 1100})
    watch = Watch(page, address)
    page.goto(f"{address}/?as_of=2023-06-30")
    expect(page.get_by_text("The biggest risk is").first).to_be_visible(timeout=60_000)
    settled(page)
    page.get_by_test_id("stMain").get_by_role("link", name="Report").nth(1).click()  # of the second alliance
    expect(page).to_have_url(re.compile("alliance=ISS"), timeout=30_000)
    preview = page.frame_locator("iframe")
    expect(preview.get_by_role("heading", name="Alliance Health Report: ISS")).to_be_visible(timeout=60_000)
    expect(preview.get_by_text("As of 30 June 2023").first).to_be_visible()
    settled(page)
    with page.expect_download(timeout=60_000) as waiting:
        page.get_by_role("button", name="PDF").click()
    download = waiting.value
    assert download.suggested_filename == "alliance-health-iss-2023-06-30.pdf"
    assert download.path().read_bytes().startswith(b"%PDF")
    assert watch.faults == []


@pytest.mark.parametrize("name", PAGES)
def test_a_direct_link_to_any_page_works_on_a_fresh_server(browser, start_server, name):
    address = start_server()
    page = browser.new_page(viewport={"width": 1024, "height": 900})
    watch = Watch(page, address)
    path = "" if name == "home" else name  # the home page lives at the root
    page.goto(f"{address}/{path}?as_of=2023-06-30")
    title = TITLES.get(name, name.replace("_", " ").capitalize())
    expect(page.get_by_role("heading", name=title, exact=True)).to_be_visible(timeout=60_000)
    settled(page)
    expect(page.get_by_text("30 June 2023").first).to_be_visible()
    assert watch.faults == []


def test_a_weight_moved_by_keyboard_and_by_number_stays_in_the_address_and_opens_again(browser, start_server):
    address = start_server()
    page = browser.new_page(viewport={"width": 1440, "height": 1100})
    watch = Watch(page, address)
    page.goto(f"{address}/what_if")
    expect(page.get_by_text("is first with these weights")).to_be_visible(timeout=60_000)
    settled(page)

    page.get_by_role("slider", name="Trust and reliability").first.focus()
    for _ in range(10):  # faster than the server answers
        page.keyboard.press("ArrowRight")
    trust = page.get_by_role("spinbutton", name="Trust and reliability, per cent")
    expect(trust).to_have_value("30.0", timeout=30_000)
    others = ["Strategic alignment", "Capability complementarity", "Burden-sharing equity", "Institutional mechanisms"]
    for name in others:
        expect(page.get_by_role("spinbutton", name=f"{name}, per cent")).to_have_value("17.5", timeout=30_000)

    burden = page.get_by_role("spinbutton", name="Burden-sharing equity, per cent")
    burden.fill("45")
    burden.press("Enter")
    expect(trust).to_have_value("20.0", timeout=30_000)
    expect(page).to_have_url(re.compile("burden_sharing_equity%3D45"))
    settled(page)

    copied = browser.new_page(viewport={"width": 1440, "height": 1100})
    watch_copy = Watch(copied, address)
    copied.goto(page.url)
    expect(copied.get_by_role("spinbutton", name="Burden-sharing equity, per cent")).to_have_value(
        "45.0", timeout=60_000
    )
    expect(copied.get_by_text("custom weights").first).to_be_visible()
    settled(copied)
    assert watch.faults == []
    assert watch_copy.faults == []


def test_a_cell_of_the_risk_matrix_and_a_friction_open_to_evidence_and_sources(browser, start_server):
    address = start_server()
    page = browser.new_page(viewport={"width": 1440, "height": 1500})
    watch = Watch(page, address)
    page.goto(f"{address}/frictions?alliance=ISS&as_of=2022-06-30")
    expect(page.get_by_text("Threat to withdraw (Feb 2022)").first).to_be_visible(timeout=60_000)
    settled(page)
    plot = page.locator(".nsewdrag").first.bounding_box()
    # The cell of likelihood 5 and consequence 5 is the last of five by five.
    page.mouse.click(plot["x"] + plot["width"] * 0.9, plot["y"] + plot["height"] * 0.1)
    expect(page.get_by_role("heading", name="Likelihood 5, consequence 5")).to_be_visible(timeout=30_000)
    settled(page)
    page.get_by_test_id("stDataFrame").first.click(position={"x": 15, "y": 52})
    expect(page.get_by_role("heading", name="1. Threat to withdraw (Feb 2022)")).to_be_visible(timeout=30_000)
    expect(page.get_by_text("rows of evidence").last).to_be_visible()
    assert watch.faults == []
