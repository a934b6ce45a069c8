"""The report as one HTML file that needs nothing else: no request, no script, readable on screen and on paper."""

import re
from html import escape

from alliance_core.report.content import (
    Block,
    Cell,
    Column,
    Figure,
    Items,
    KeyFigures,
    Report,
    Section,
    Table,
    Text,
    shown,
)
from alliance_core.report.figures import svg
from alliance_core.report.numbers import numbers
from alliance_core.report.web_style import STYLE, page_rules

# The browser refuses whatever the file would fetch or run, should a fault ever let something in.
POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
WIDE, NARROW = 760, 340  # widths in pixels for which each chart is drawn; the style sheet shows one of them
LONG_WORD = re.compile(r"\S{21,}")  # no word of a language in a table, but an address or worse
PIECE = re.compile(r"[^/._?&=-]{1,16}[/._?&=-]?|[/._?&=-]")
BRIEF = 14  # letters up to which a column of texts needs no room of its own


def write_html(report: Report) -> bytes:
    """The whole report as one file, UTF-8.

    Everything that is text is escaped; the file asks for nothing and holds no script (a policy in its head forbids
    both). Each chart stands twice, for wide and narrow screens, and of the two only one is shown and read aloud.
    """
    page = _Page()
    sections = "\n".join(page.section(section) for section in report.sections)
    parts = [
        "<!DOCTYPE html>",
        '<html lang="en">',
        "<head>",
        '<meta charset="utf-8">',
        f'<meta http-equiv="Content-Security-Policy" content="{escape(POLICY)}">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        '<meta name="referrer" content="no-referrer">',
        f"<title>{escape(_titled(report))}</title>",
        f"<style>{STYLE}{page_rules(report.marking)}</style>",
        "</head>",
        "<body>",
        '<a class="skip" href="#main">Skip to the report</a>',
        "<header>",
        _marking(report),
        f'<div class="page"><div class="cover">{_cover(report)}</div></div>',
        "</header>",
        '<div class="page columns">',
        _contents(report),
        f'<main id="main" tabindex="-1">\n{sections}\n</main>',
        "</div>",
        f'<footer><div class="page"><div class="end">{_end(report)}</div></div>{_marking(report)}</footer>',
        "</body>",
        "</html>",
    ]
    return ("\n".join(part for part in parts if part) + "\n").encode("utf-8")


class _Page:
    """Writes blocks and counts what needs a number of its own in the file."""

    def __init__(self) -> None:
        self.count = 0

    def number(self) -> int:
        self.count += 1
        return self.count

    def section(self, section: Section) -> str:
        """A part of the report."""
        id_ = anchor(section.id)
        fresh = ' class="fresh"' if section.new_page else ""
        blocks = "\n".join(self.block(block) for block in section.blocks)
        head = f'<h2 id="{id_}-title">{escape(section.title)}</h2>'
        return f'<section id="{id_}" aria-labelledby="{id_}-title"{fresh}>\n{head}\n{blocks}\n</section>'

    def block(self, block: Block) -> str:
        """One block."""
        if isinstance(block, Text):
            plain = block.style == "body"
            return f"<p>{escape(block.text)}</p>" if plain else f'<p class="{block.style}">{escape(block.text)}</p>'
        if isinstance(block, KeyFigures):
            return _key_figures(block)
        if isinstance(block, Items):
            kind = "ol" if block.ordered else "ul"
            return f"<{kind}>{''.join(f'<li>{escape(item)}</li>' for item in block.items)}</{kind}>"
        if isinstance(block, Table):
            return self.table(block)
        return self.figure(block)

    def table(self, table: Table) -> str:
        """A table in a box of its own, which scrolls where the screen is too narrow, by keyboard too."""
        id_ = f"table-{self.number()}"
        widths = [column.width for column in table.columns]
        share = "".join(f'<col style="width: {100 * width:.1f}%">' if width else "<col>" for width in widths)
        kinds = [_kind(column, [row[place] for row in table.rows]) for place, column in enumerate(table.columns)]
        heads = "".join(
            f'<th scope="col" class="{kind}">{escape(column.title)}</th>'
            for column, kind in zip(table.columns, kinds, strict=True)
        )
        body = "".join(
            _row(row, table.columns, kinds, own=place in table.marked) for place, row in enumerate(table.rows)
        )
        note = f'\n<p class="note">{escape(table.note)}</p>' if table.note else ""
        return (
            f'<div class="scroll" role="region" aria-labelledby="{id_}" tabindex="0">\n<table>'
            f'<caption id="{id_}">{escape(table.title)}</caption>'
            f"{f'<colgroup>{share}</colgroup>' if any(widths) else ''}"
            f"<thead><tr>{heads}</tr></thead>\n<tbody>{body}</tbody></table>\n</div>{note}"
        )

    def figure(self, figure: Figure) -> str:
        """A chart on white paper, with what it shows in words and its numbers."""
        drawn = "".join(
            f'<div class="{name}">{inlined(svg(figure, width), figure.alt, f"{name}{self.number()}-")}</div>'
            for name, width in (("wide", WIDE), ("narrow", NARROW))
        )
        # What is read aloud is the label of the picture, so the same words below the title are for the eye only.
        told = f'<strong>{escape(figure.title)}</strong><span aria-hidden="true">{escape(figure.alt)}</span>'
        details = f"<details><summary>The numbers of this chart</summary>\n{self.table(numbers(figure))}</details>"
        return f'<figure>\n<figcaption>{told}</figcaption>\n<div class="card">{drawn}</div>\n{details}\n</figure>'


def inlined(drawing: str, alt: str, prefix: str) -> str:
    """An SVG as part of a page: read aloud as one picture, its ids its own.

    Takes  alt: what the picture says; prefix: stands before every id of the drawing, other for each drawing
    """
    start = drawing.index("<svg")
    end = drawing.index(">", start)
    opening = re.sub(r'\s(role|aria-[\w-]+|focusable)="[^"]*"', "", drawing[start:end])
    body = drawing[end:]
    named = f'{opening} role="img" aria-label="{escape(alt)}" focusable="false"'
    return re.sub(
        r'(?P<before>\sid="|url\(#|(?:xlink:)?href="#)(?P<id>[\w.:-]+)',
        lambda found: f"{found['before']}{prefix}{found['id']}",
        named + body,
    )


def breakable(text: str) -> str:
    """A text, escaped, whose very long words may be broken, after a sign if there is one; whole words never are.

    >>> breakable("a < b"), breakable("https://www.example/statements/all")
    ('a &lt; b', 'https:/<wbr>/<wbr>www.<wbr>example/<wbr>statements/<wbr>all')
    """
    # A line break cannot be in a clean text, so it can stand for the places to come.
    marked = LONG_WORD.sub(lambda found: "\n".join(PIECE.findall(found[0])), text)
    return "<wbr>".join(escape(piece) for piece in marked.split("\n"))


def anchor(id_: str) -> str:
    """An id as the target of a link.

    >>> anchor("five dimensions")
    'section-five-dimensions'
    """
    return "section-" + re.sub(r"[^\w-]+", "-", id_)


def _titled(report: Report) -> str:
    return f"{report.marking}: {report.title}" if report.marking else report.title


def _marking(report: Report) -> str:
    return f'<p class="marking">{escape(report.marking)}</p>' if report.marking else ""


def _cover(report: Report) -> str:
    """Title, what the report rests on, and whose weights count."""
    about = {
        "As of": shown(report.as_of, "date"),
        "Made": shown(report.made, "date"),
        "Data version": report.data_version,
    }
    listed = "".join(f"<div><dt>{name}</dt><dd>{escape(value)}</dd></div>" for name, value in about.items())
    return "\n".join(
        [
            f'<p class="logo">{escape(report.logo)}</p>' if report.logo else "",
            f"<h1>{escape(report.title)}</h1>",
            f'<p class="subtitle">{escape(report.subtitle)}</p>',
            f'<dl class="about">{listed}</dl>',
            f'<p class="label">{escape(report.custom)}</p>' if report.custom else "",
            f"<p>{escape(report.quality)}</p>" if report.quality else "",
        ]
    )


def _contents(report: Report) -> str:
    links = "".join(
        f'<li><a href="#{anchor(section.id)}">{escape(section.title)}</a></li>' for section in report.sections
    )
    return f'<nav aria-labelledby="contents"><div><h2 id="contents">Contents</h2><ol>{links}</ol></div></nav>'


def _end(report: Report) -> str:
    made, as_of = shown(report.made, "date"), shown(report.as_of, "date")
    return escape(f"{report.title}. As of {as_of}, made {made}, data version {report.data_version}.")


def _key_figures(block: KeyFigures) -> str:
    each = "".join(
        f'<div><dt>{escape(item.label)}</dt><dd class="value">{escape(item.value)}</dd>'
        + (f'<dd class="detail">{escape(item.detail)}</dd>' if item.detail else "")
        + "</div>"
        for item in block.items
    )
    return f'<dl class="figures">{each}</dl>'


def _kind(column: Column, cells: list[Cell]) -> str:
    """How the cells of a column stand: text (with room to be read), brief or number."""
    if column.kind not in ("text", "date"):
        return "number"
    longest = max((len(cell) for cell in cells if isinstance(cell, str)), default=0)
    return "text" if longest > BRIEF else "brief"


def _row(row: tuple[Cell, ...], columns: tuple[Column, ...], kinds: list[str], *, own: bool) -> str:
    """One row; its first cell is its head, and a marked one says so in words too."""
    texts = [breakable(shown(cell, column.kind)) for cell, column in zip(row, columns, strict=True)]
    mark = '▸ <span class="unseen">marked row: </span>' if own else ""
    head = f'<th scope="row" class="{kinds[0]}">{mark}{texts[0]}</th>'
    rest = "".join(f'<td class="{kind}">{text}</td>' for kind, text in zip(kinds[1:], texts[1:], strict=True))
    return f"<tr{' class=own' if own else ''}>{head}{rest}</tr>\n"
