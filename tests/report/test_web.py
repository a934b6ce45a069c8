"""The HTML report: one file that asks for nothing, read by people on any screen, on paper and aloud."""

import re

import pytest
from lxml import etree, html
from playwright.sync_api import sync_playwright

from alliance_core.report.content import Bars, Report, Section, Series
from alliance_core.report.web import inlined, write_html
from tests.app.conftest import CHROMIUM
from tests.report.made import HOSTILE, hostile, report

MAKING = {"sample": report, "hostile": hostile}
# Attributes through which a page could fetch or run something.
FETCHING = {"src", "srcset", "data", "poster", "action", "formaction", "background", "ping", "manifest", "cite", "code",
            "archive", "longdesc", "profile", "usemap", "from", "to", "values"}  # fmt: skip
RUNNING = {"script", "iframe", "object", "embed", "base", "link", "form", "audio", "video", "img", "image", "use",
           "foreignobject", "animate", "set", "applet", "frame", "template", "noscript"}  # fmt: skip


@pytest.fixture(scope="module", params=MAKING)
def made(request) -> Report:
    return MAKING[request.param]()


@pytest.fixture(scope="module")
def content(made) -> str:
    return write_html(made).decode("utf-8")


@pytest.fixture(scope="module")
def page(content):
    return html.document_fromstring(content)


def tag(element) -> str:
    return etree.QName(element).localname.lower() if isinstance(element.tag, str) else "comment"


def text_of(page) -> str:
    """What a reader sees: texts of the body, blanks as one."""
    return " ".join(page.body.text_content().split())


# --- Nothing is fetched, nothing runs -------------------------------------------------------------


def test_no_attribute_fetches_or_runs_anything(page):
    for element in page.iter():
        assert tag(element) not in RUNNING
        for name, value in element.attrib.items():
            local = etree.QName(name).localname.lower() if "}" in name else name.lower().split(":")[-1]
            assert local not in FETCHING, (tag(element), name)
            assert not local.startswith("on"), (tag(element), name)
            assert local != "href" or value.startswith("#"), value
            assert not re.search(r"url\((?!['\"]?#)", value), value


def test_the_style_sheet_fetches_nothing(page):
    for style in page.iter("style"):
        assert not re.search(r"url\s*\(|@import|@font-face|image-set|src\s*:", style.text)
    assert len(page.xpath("//style")) == 1


def test_the_policy_forbids_whatever_a_fault_might_let_in(page):
    (policy,) = page.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
    assert policy.startswith("default-src 'none'; style-src 'unsafe-inline'")


# --- What it says ---------------------------------------------------------------------------------


def test_every_text_of_the_report_is_read_as_it_is(made, page):
    text = text_of(page)
    for told in made.texts():
        assert " ".join(told.split()) in text


def test_hostile_names_are_text_and_nothing_else():
    page = html.document_fromstring(write_html(hostile()).decode("utf-8"))
    assert "<script src=http://evil.example/x.js></script><img src=x onerror=alert(1)>" in text_of(page)
    assert not page.xpath("//*[local-name()='script' or local-name()='img']")
    assert HOSTILE[9].split(" {{")[0] in text_of(page)


def test_a_marking_cannot_leave_the_style_sheet_that_prints_it():
    attack = '"; } </style><script>alert(1)</script> @import "http://evil.example"'
    page = html.document_fromstring(write_html(report(marking=attack)).decode("utf-8"))
    assert not page.xpath("//script")
    (style,) = page.xpath("//style")
    assert "@import" not in style.text
    assert "evil.example" not in style.text


def test_the_marking_stands_first_and_last_and_on_every_printed_page(page, made):
    marks = page.xpath("//*[@class='marking']")
    assert [mark.text for mark in marks] == [made.marking] * 2
    words = [text for text in page.body.itertext() if text.strip()]
    assert words[1] == words[-1] == made.marking  # before it only the link that skips it
    assert "@top-center" in page.xpath("//style")[0].text
    assert "@bottom-center" in page.xpath("//style")[0].text


def test_without_a_marking_there_is_none():
    content = write_html(report(marking="")).decode("utf-8")
    assert 'class="marking"' not in content
    assert "@top-center" not in content


# --- Semantics ------------------------------------------------------------------------------------


def test_the_page_has_a_language_a_title_and_its_landmarks(page, made):
    assert page.get("lang") == "en"
    assert made.title in page.xpath("//title")[0].text
    for landmark in ("header", "nav", "main", "footer", "h1"):
        assert len(page.xpath(f"//{landmark}")) == 1
    assert page.xpath("//a[@class='skip']/@href") == ["#main"]


def test_the_contents_lead_to_every_section(page, made):
    links = page.xpath("//nav//a")
    assert [link.text for link in links] == [section.title for section in made.sections]
    targets = page.xpath("//main/section/@id")
    assert [link.get("href")[1:] for link in links] == targets


def test_tables_have_a_caption_heads_and_a_box_that_the_keyboard_reaches(page):
    tables = page.xpath("//table")
    assert tables
    for table in tables:
        assert table.xpath("caption")
        assert set(table.xpath("thead//th/@scope")) == {"col"}
        assert all(row.xpath("th[@scope='row']") for row in table.xpath("tbody/tr"))
        box = table.getparent()
        assert (box.get("tabindex"), box.get("role")) == ("0", "region")
        assert box.get("aria-labelledby") == table.xpath("caption/@id")[0]


def test_a_chart_is_one_picture_with_its_finding_and_its_numbers(page, made):
    figures = page.xpath("//figure")
    assert len(figures) == len(list(made.figures()))
    for drawn, told in zip(figures, made.figures(), strict=True):
        pictures = drawn.xpath(".//*[local-name()='svg']")
        assert [picture.get("role") for picture in pictures] == ["img", "img"]
        assert {picture.get("aria-label") for picture in pictures} == {told.alt}
        assert drawn.xpath("figcaption/strong")[0].text == told.title
        assert drawn.xpath("details//table")


def test_no_id_stands_twice_and_every_reference_is_met(page, content):
    ids = page.xpath("//@id")
    assert len(ids) == len(set(ids))
    assert set(re.findall(r"url\(#([^)]+)\)", content)) <= set(ids)
    assert set(page.xpath("//@aria-labelledby")) <= set(ids)


def test_a_chart_with_patterns_that_stands_twice_brings_no_id_twice():
    hatched = Bars("x", "X", "A leads.", ("A", "B"), (Series("S", (1.0, 2.0)),), "points", marked=(1,))
    content = write_html(report(sections=(Section("s", "S", (hatched, hatched)),))).decode("utf-8")
    ids = html.document_fromstring(content).xpath("//*[local-name()='svg']//@id")
    assert len(ids) == len(set(ids)) > 0
    assert set(re.findall(r"url\(#([^)]+)\)", content)) == set(ids)


def test_ids_of_one_drawing_are_its_own():
    drawing = '<svg role="x" aria-label="old"><clipPath id="c"/><g clip-path="url(#c)"><a href="#c"/></g></svg>'
    one = inlined(drawing, 'says "this"', "p1-")
    assert 'id="p1-c"' in one
    assert 'clip-path="url(#p1-c)"' in one
    assert 'href="#p1-c"' in one
    assert one.count("aria-label") == 1
    assert 'aria-label="says &quot;this&quot;"' in one


def test_missing_is_a_dash_and_a_marked_row_says_so():
    page = html.document_fromstring(write_html(report()).decode("utf-8"))
    (table,) = page.xpath("//table[caption='Partners']")
    rows = [[" ".join(cell.text_content().split()) for cell in row] for row in table.xpath("tbody/tr")]
    assert rows[0] == ["United States", "91 %", "1,234.5", "13 Oct 2020", "–"]
    assert rows[1][0] == "▸ marked row: Japan"


# --- In a browser ---------------------------------------------------------------------------------


@pytest.fixture
def browser():
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield started
        started.close()


@pytest.mark.browser
@pytest.mark.parametrize("kind", MAKING)
def test_a_browser_requests_nothing_reports_nothing_and_no_width_scrolls_the_page(browser, tmp_path, kind):
    file = tmp_path / "report.html"
    file.write_bytes(write_html(MAKING[kind]()))
    for width in (1440, 1024, 390):
        for scheme in ("light", "dark"):
            faults: list[str] = []
            page = browser.new_page(viewport={"width": width, "height": 900}, color_scheme=scheme)
            page.on("request", lambda request, faults=faults: faults.append(request.url))
            page.on("console", lambda message, faults=faults: faults.append(message.text))
            page.on("pageerror", lambda error, faults=faults: faults.append(str(error)))
            page.goto(file.as_uri())
            assert faults == [file.as_uri()]
            assert page.evaluate("document.documentElement.scrollWidth") <= width
            assert page.locator("figure svg:visible").count() == 5
            page.close()


@pytest.mark.browser
def test_the_keyboard_skips_to_the_report_and_sees_where_it_is(browser, tmp_path):
    file = tmp_path / "report.html"
    file.write_bytes(write_html(report()))
    page = browser.new_page(viewport={"width": 390, "height": 900})
    page.goto(file.as_uri())
    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="Skip to the report")
    assert skip.bounding_box()["x"] >= 0
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
