"""The style sheet of the HTML report: light and dark, wide and narrow, screen and paper; nothing is fetched."""

STYLE = """
:root {
  color-scheme: light dark;
  --paper: #ffffff; --ink: #16202c; --soft: #4c5a6b; --line: #cfd6de; --shade: #f2f5f8; --accent: #0b4f8a;
  --own: #e3eef8; --label-ink: #6b3a00; --label: #fff4e0; --label-line: #d98a1f; --mark: #16202c; --mark-ink: #ffffff;
}
@media (prefers-color-scheme: dark) {
  :root {
    --paper: #10161d; --ink: #e8edf2; --soft: #aeb9c5; --line: #38444f; --shade: #19222b; --accent: #8cc4f5;
    --own: #1c3347; --label-ink: #ffd9a0; --label: #33240f; --label-line: #d98a1f; --mark: #e8edf2; --mark-ink: #10161d;
  }
}
* { box-sizing: border-box; }
html { scroll-behavior: auto; -webkit-text-size-adjust: 100%; }
body {
  margin: 0; background: var(--paper); color: var(--ink); overflow-wrap: anywhere;
  font: 1rem/1.55 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Liberation Sans", Arial, sans-serif;
}
a { color: var(--accent); text-underline-offset: .15em; }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
.skip { position: absolute; left: -100vw; top: 0; padding: .6rem 1rem; background: var(--paper); z-index: 1; }
.skip:focus { left: 0; }
.unseen {
  position: absolute; width: 1px; height: 1px; margin: -1px; overflow: hidden; clip-path: inset(50%);
  white-space: nowrap;
}
.marking {
  max-width: none; margin: 0; padding: .35rem 1rem; background: var(--mark); color: var(--mark-ink); text-align: center;
  font-weight: 700; letter-spacing: .06em;
}
.page { max-width: 78rem; margin: 0 auto; padding: 0 1.5rem; }
.cover { padding: 2.2rem 0 1.2rem; border-bottom: 3px solid var(--accent); }
.logo { margin: 0 0 .8rem; color: var(--soft); font-weight: 600; }
h1 { margin: 0; font-size: clamp(1.6rem, 1.1rem + 2vw, 2.5rem); line-height: 1.15; }
.subtitle { margin: .4rem 0 0; font-size: 1.15rem; color: var(--soft); }
.about { display: flex; flex-wrap: wrap; gap: .3rem 2rem; margin: 1rem 0 0; }
.about div { display: flex; gap: .4rem; }
.about dt { color: var(--soft); }
.about dd { margin: 0; font-weight: 600; }
.columns { display: grid; grid-template-columns: minmax(0, 1fr); gap: 0 2.5rem; }
@media (min-width: 70rem) { .columns { grid-template-columns: 14rem minmax(0, 1fr); } }
nav { padding: 1.2rem 0; }
nav h2 { margin: 0 0 .4rem; font-size: .95rem; color: var(--soft); }
nav ol { margin: 0; padding: 0; list-style: none; columns: 14rem; column-gap: 1.5rem; }
nav li { break-inside: avoid; }
nav a { display: block; padding: .25rem 0; text-decoration: none; }
nav a:hover { text-decoration: underline; }
@media (min-width: 70rem) {
  nav > div { position: sticky; top: 1rem; max-height: 100vh; overflow-y: auto; }
  nav ol { columns: auto; }
}
section { padding: 1.4rem 0 .8rem; border-top: 1px solid var(--line); }
section:first-of-type { border-top: 0; }
h2 { margin: 0 0 .7rem; font-size: 1.45rem; line-height: 1.25; }
p, li { max-width: 46rem; }
p { margin: .6rem 0; }
.lead { font-size: 1.15rem; font-weight: 600; }
.note { font-size: .88rem; color: var(--soft); }
.label {
  display: table; padding: .25rem .7rem; border: 1px solid var(--label-line); border-left-width: .35rem;
  background: var(--label); color: var(--label-ink); font-weight: 600;
}
.figures { display: grid; gap: .8rem; grid-template-columns: repeat(auto-fit, minmax(10rem, 1fr)); margin: 1rem 0; }
.figures div {
  padding: .7rem .9rem; border: 1px solid var(--line); border-radius: .4rem; background: var(--shade);
  break-inside: avoid;
}
.figures dt { font-size: .88rem; color: var(--soft); }
.figures dd { margin: 0; }
.figures .value { font-size: 1.7rem; font-weight: 700; line-height: 1.2; }
.figures .detail { font-size: .88rem; }
.scroll { overflow-x: auto; margin: 1rem 0 .3rem; }
table { border-collapse: collapse; font-size: .92rem; line-height: 1.4; }
caption { padding: 0 0 .35rem; text-align: left; font-weight: 700; font-size: 1rem; }
th, td {
  padding: .35rem .7rem; border-bottom: 1px solid var(--line); text-align: left; vertical-align: top;
  overflow-wrap: break-word;
}
thead th { border-bottom: 2px solid var(--soft); color: var(--soft); vertical-align: bottom; }
tbody th { font-weight: 600; }
.text { min-width: 8rem; max-width: 30rem; }
td.brief { white-space: nowrap; }
.number { text-align: right; font-variant-numeric: tabular-nums; }
td.number { white-space: nowrap; }
thead .number { min-width: 4.6rem; }
.own > * { background: var(--own); }
figure { margin: 1.2rem 0; break-inside: avoid; }
figcaption { padding: 0 0 .5rem; }
figcaption strong { display: block; }
.card { max-width: 50rem; padding: .8rem; border: 1px solid var(--line); border-radius: .4rem; background: #ffffff; }
.card svg { display: block; max-width: 100%; height: auto; margin: 0 auto; }
.narrow { display: none; }
@media (max-width: 40rem) {
  .page { padding: 0 1rem; }
  .wide { display: none; }
  .narrow { display: block; }
  .card { padding: .3rem; }
}
details { max-width: 50rem; margin: .4rem 0; font-size: .92rem; }
summary { cursor: pointer; color: var(--accent); padding: .2rem 0; }
.end { padding: 1rem 0 2rem; border-top: 1px solid var(--line); color: var(--soft); font-size: .88rem; }
@media print {
  :root {
    color-scheme: light; --paper: #ffffff; --ink: #000000; --soft: #39434e; --line: #b9c1ca; --shade: #ffffff;
    --accent: #0b4f8a; --own: #e3eef8; --label-ink: #000000; --label: #ffffff; --mark: #ffffff; --mark-ink: #000000;
  }
  html { font-size: 10pt; }
  .page { max-width: none; padding: 0; }
  p, li, .label { max-width: none; }
  .skip, details, .narrow { display: none; }
  .wide { display: block; }
  .columns { display: block; }
  nav ol { columns: 2; }
  nav > div { position: static; max-height: none; overflow: visible; }
  .scroll { overflow: visible; }
  table { width: 100%; font-size: 8.5pt; }
  th, td { padding: .25rem .5rem; }
  .text, thead .number { min-width: 0; max-width: none; }
  .figures { grid-template-columns: repeat(auto-fit, minmax(26mm, 1fr)); }
  .scroll + .note, tbody tr:last-child { break-before: avoid; }
  thead { display: table-header-group; }
  tr, .label { break-inside: avoid; }
  h1, h2, caption, .lead { break-after: avoid; }
  .fresh { break-before: page; border-top: 0; }
  .card { border: 0; padding: 0; max-width: 100%; }
  .card svg { max-height: 190mm; }
  .own > *, .label { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
  a { color: inherit; text-decoration: none; }
}
"""


def css_text(text: str) -> str:
    r"""A text as a string of CSS in which nothing can end the string or the style sheet.

    >>> css_text('A "b"</style>')
    '"A \\22 b\\22 \\3c \\2f style\\3e "'
    """
    plain = "".join(one if one == " " or (one.isascii() and one.isalnum()) else f"\\{ord(one):x} " for one in text)
    return f'"{plain}"'


def page_rules(marking: str) -> str:
    """Paper: A4, the marking at the top and the bottom of every page, page numbers.

    Boxes in the margin are printed by Chromium and Safari; elsewhere the marking prints on the first and last page.
    """
    words = "font: 700 9pt system-ui, Arial, sans-serif"
    marks = "".join(f"@{side}-center {{ content: {css_text(marking)}; {words}; }} " for side in ("top", "bottom"))
    number = "@bottom-right { content: counter(page) ' / ' counter(pages); font: 9pt system-ui, Arial, sans-serif; }"
    return f"@page {{ size: A4; margin: 18mm 15mm; {marks if marking else ''}{number} }}\n"
