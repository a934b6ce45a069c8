"""The report as GitHub-flavoured Markdown; charts as tables of their numbers. Nothing in a name becomes markup."""

import re

from alliance_core.report.content import Block, Column, Items, KeyFigures, Report, Table, Text, shown
from alliance_core.report.numbers import numbers

# Characters that mean something to a reader of Markdown, its formulas or a template engine behind it.
MEANING = re.compile(r"[\\`*_\[\]<>|~$&#{}]")
# A colon that would start an address or an emoji.
COLON = re.compile(r":(?=//|[\w+-]+:)")
ADDRESS = re.compile(r"(?i)\b(www)\.")
# A list, a rule or the line under a heading would begin here.
START = re.compile(r"^(?:(?P<sign>[-+](?=\s|$)|-(?=[\s-]+$)|=(?=[\s=]*$))|(?P<number>\d+)(?=[.)](?:\s|$)))")
# GitHub looks for mail addresses and names of users even behind a backslash, but not across this invisible joiner.
JOINER = "\u2060"


def write_markdown(report: Report) -> bytes:
    """The whole report, UTF-8: marking, title, sections, marking."""
    marking = [f"**{plain(report.marking)}**"] if report.marking else []
    made = f"As of {shown(report.as_of, 'date')}, made {shown(report.made, 'date')}, data version {report.data_version}"
    parts = [
        *marking,
        f"# {plain(report.title)}",
        *([plain(report.logo)] if report.logo else []),
        *([plain(report.subtitle)] if report.subtitle else []),
        plain(f"{made}."),
        *([f"> **{plain(report.custom)}**"] if report.custom else []),
        *([plain(report.quality)] if report.quality else []),
    ]
    for section in report.sections:
        parts.append(f"## {plain(section.title)}")
        for block in section.blocks:
            parts += written(block)
    return ("\n\n".join([*parts, *marking]) + "\n").encode("utf-8")


def written(block: Block) -> list[str]:
    """One block as paragraphs of Markdown."""
    if isinstance(block, Text):
        frame = {"lead": "**{}**", "note": "_{}_", "label": "> **{}**"}.get(block.style, "{}")
        return [frame.format(plain(block.text))] if block.text else []
    if isinstance(block, KeyFigures):
        rows = tuple((item.label, item.value, item.detail) for item in block.items)
        return [_grid(Table("", "", (Column("Figure"), Column("Value"), Column("Detail")), rows))]
    if isinstance(block, Items):
        marks = [f"{place}." if block.ordered else "-" for place in range(1, len(block.items) + 1)]
        return ["\n".join(f"{mark} {plain(item)}" for mark, item in zip(marks, block.items, strict=True))]
    if isinstance(block, Table):
        return _table(block)
    table = numbers(block)
    return [f"**{plain(block.title)}** (chart)", plain(block.alt), _grid(table), *_note(table)]


def plain(text: str) -> str:
    r"""A text that Markdown shows as it is: no emphasis, code, link, formula, table cell, list, heading or HTML.

    >>> plain("*a* [b](http://c.example) <i> | 5_6"), plain("- no list"), plain("1. no list"), plain("54 (up)")
    ('\\*a\\* \\[b\\](http\\://c.example) \\<i\\> \\| 5\\_6', '\\- no list', '1\\. no list', '54 (up)')
    """
    return START.sub(lambda found: f"\\{found['sign']}" if found["sign"] else f"{found['number']}\\", inline(text))


def inline(text: str) -> str:
    r"""The same for a text that never starts a line, such as a cell of a table.

    >>> inline("-3 www.c.example"), inline("a@b.example") == f"a@{JOINER}b.example"
    ('-3 www\\.c.example', True)
    """
    escaped = ADDRESS.sub(r"\1\\.", COLON.sub(r"\\:", MEANING.sub(lambda found: "\\" + found[0], text)))
    return re.sub(r"@(?=\w)", "@" + JOINER, escaped)


def _table(table: Table) -> list[str]:
    return [f"**{plain(table.title)}**", _grid(table), *_note(table)]


def _note(table: Table) -> list[str]:
    return [f"_{plain(table.note)}_"] if table.note else []


def _grid(table: Table) -> str:
    """The lines of a table; a marked row begins with a mark."""
    rules = ["---" if column.kind in ("text", "date") else "---:" for column in table.columns]
    lines = [[inline(column.title) for column in table.columns], rules]
    for place, row in enumerate(table.rows):
        cells = [inline(shown(cell, column.kind)) for cell, column in zip(row, table.columns, strict=True)]
        if place in table.marked:
            cells[0] = f"▸ {cells[0]}"
        lines.append(cells)
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)
