"""The Markdown report: all that the content says, and nothing of a name becomes markup."""

import re
from html.parser import HTMLParser

import pytest
from markdown_it import MarkdownIt

from alliance_core.report.content import Section, Text
from alliance_core.report.text import JOINER, plain, write_markdown
from tests.report.made import HOSTILE, hostile, report

# What the writer itself makes of a report; everything else in the page would come from a name.
OWN_TAGS = {
    "h1",
    "h2",
    "p",
    "strong",
    "em",
    "blockquote",
    "ul",
    "ol",
    "li",
    "table",
    "thead",
    "tbody",
    "tr",
    "th",
    "td",
}


class Seen(HTMLParser):
    """Tags, attributes and text of a rendered page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.texts: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}

    def handle_data(self, data):
        self.texts.append(data)

    @property
    def text(self) -> str:
        return "".join(self.texts).replace(JOINER, "")


def seen(markdown: bytes) -> Seen:
    """The file as a reader of GitHub's dialect shows it, raw HTML allowed as GitHub's parser does."""
    reader = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
    return Seen(reader.render(markdown.decode("utf-8")))


def test_every_text_of_the_report_stands_in_the_file():
    made = report()
    text = seen(write_markdown(made)).text
    for told in made.texts():
        assert told in text


def test_the_marking_is_the_first_and_the_last_line():
    lines = write_markdown(report()).decode("utf-8").strip().splitlines()
    assert lines[0] == lines[-1] == "**OFFICIAL**"
    assert "**" not in write_markdown(report(marking="", sections=())).decode("utf-8")


def test_hostile_names_become_neither_markup_nor_links_and_are_read_as_they_are():
    made = hostile()
    page = seen(write_markdown(made))
    assert page.tags <= OWN_TAGS
    assert page.attributes <= {"style"}
    for told in made.texts():
        assert told in page.text


def test_no_address_is_left_that_a_reader_would_turn_into_a_link():
    written = write_markdown(hostile()).decode("utf-8")
    assert not re.search(r"\w://|\bwww\.|@\w", written)


@pytest.mark.parametrize(
    "text",
    [
        *HOSTILE[:7], "- item", "+ item", "1. item", "2) item", "===", "---", "- - -", "# head", "> quote", "~~gone~~",
        "a@b.example www.x.example", ":tada:", "<!-- x -->", "![a](b)", "&amp; &#65;", "[^1]: note", "\\",
    ],
)  # fmt: skip
def test_a_paragraph_is_read_as_one_paragraph_of_exactly_this_text(text):
    page = seen(plain(text).encode("utf-8"))
    assert page.tags == {"p"}
    assert page.text.strip() == text


def test_tables_hold_the_cells_as_people_read_them_and_a_gap_as_a_dash():
    lines = write_markdown(report()).decode("utf-8").splitlines()
    assert "| Partner | Cost | GDP, billion dollars | Joined | Parts |" in lines
    assert "| United States | 91 % | 1,234.5 | 13 Oct 2020 | – |" in lines
    assert "| ▸ Japan | 61 % | 1,234.5 | 13 Oct 2020 | – |" in lines


def test_a_chart_is_its_finding_and_a_table_of_its_numbers():
    lines = write_markdown(report()).decode("utf-8").splitlines()
    assert "Artemis leads in the first dimension with 70." in lines
    assert "| First | 70.0 | 60.0 | 80.0 |" in lines
    assert "| Third | – | – | – |" in lines
    assert "| México | 2 % | – |" in lines
    assert "| 31 Dec 2025 | 47.2 | 40.0 | 54.0 | – |" in lines
    assert "| 3 | 2 remote | 3 element in doubt | 11 | concern |" in lines


def test_a_cell_with_bars_stays_one_cell():
    made = report(sections=(Section("one", "One", (Text("a | b"),)),))
    assert "a \\| b" in write_markdown(made).decode("utf-8")
