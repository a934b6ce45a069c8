"""Reports made by hand for the tests of the writers: one with every kind of block, one full of hostile names."""

import datetime as dt

from alliance_core.report.content import (
    Bars,
    Column,
    Items,
    KeyFigure,
    KeyFigures,
    Lines,
    Report,
    Risk,
    RiskMatrix,
    Section,
    Series,
    Text,
    Weighed,
    Weighing,
    clean,
    name,
    table,
)  # fmt: skip

RANKS = ((1, 3, 5, 9, 12), (2, 8, 11, 14, 17), (4, 10, 15, 19, 21), (6, 13, 18, 22, 24), (7, 16, 20, 23, 25))
ZONES = tuple(tuple("watch" if r < 10 else "concern" if r < 20 else "critical" for r in row) for row in RANKS)
HOSTILE = (
    '=HYPERLINK("http://evil.example","x")',
    "+1+cmd|' /C calc'!A0",
    "@SUM(1+1)",
    "-2+3",
    "<script src=http://evil.example/x.js></script><img src=x onerror=alert(1)>",
    "**bold** _it_ `code` [link](http://evil.example) | pipe | # head",
    '#read("secret") $x$ *strong* @ref <label> \\ // /* c */',
    "\x00\x01\x1b[31mcontrol\x7f\u202eevil\u2066\ufffe",
    "N" * 300,
    "]]> &amp; &#0; \"quoted\" 'single' {{ jinja }} {% raw %}",
    "宇宙航空研究開発機構 Роскосмос Ελλάδα الإمارات ישראל ไทย भारत 대한민국 Łódź Åland Őr ẞ ñ 🚀",
)


def weighing(alliances: tuple[str, ...] = ("Artemis", "ISS")) -> Weighing:
    """Two dimensions of two indicators; the last alliance lacks one indicator."""
    scores = {"a1": (80.0, 0.75), "a2": (40.0, 0.25), "b1": (10.0, 0.5), "b2": (None, 0.5)}
    cells = tuple(
        Weighed(alliance, f"dimension_{id_[0]}", id_, None if score is None else score / 100, score, 100 * weight)
        for alliance in alliances
        for id_, (score, weight) in scores.items()
    )
    return Weighing(
        alliances=alliances,
        dimensions={"dimension_a": "First dimension", "dimension_b": "Second dimension"},
        shares={"dimension_a": 60.0, "dimension_b": 40.0},
        indicators={id_: f"Indicator {id_}" for id_ in scores},
        cells=cells,
        overall=dict.fromkeys(alliances, 0.6 * 70 + 0.4 * 10),
        by_dimension={alliance: {"dimension_a": 70.0, "dimension_b": 10.0} for alliance in alliances},
        least=0.5,
    )


def sections(
    alliance: str = "Artemis", partners: tuple[str, ...] = ("United States", "Japan", "México")
) -> tuple[Section, ...]:
    """One section with every kind of block and one with a long table."""
    every = (
        Text(f"{alliance} scores 46 of 100 (41 to 52), moderate.", "lead"),
        KeyFigures(
            (KeyFigure("Health", "46", "41 to 52, moderate"), KeyFigure("Direction", "−1.2", "points in a year"))
        ),
        Items((f"{partners[0]} pays 91 % of the cost.", "No forum settles disputes."), ordered=True),
        Text("Coded judgement of the compilers.", "label"),
        table(
            "partners",
            "Partners",
            (
                Column("Partner"),
                Column("Cost", "share"),
                Column("GDP, billion dollars", "number"),
                Column("Joined", "date"),
                Column("Parts", "integer"),
            ),
            [
                (name(who), 0.91 - 0.3 * place, 1234.5, dt.date(2020, 10, 13), None)
                for place, who in enumerate(partners)
            ],
            note="Shares of 2022.",
            marked=(1,),
        ),
        Bars(
            "scores",
            "Scores",
            f"{alliance} leads in the first dimension with 70.",
            ("First", "Second", "Third"),
            (Series("Score", (70.0, 10.0, None), (60.0, 5.0, None), (80.0, 20.0, None)),),
            "points",
            maximum=100.0,
        ),
        Bars(
            "shares",
            "Shares",
            "One partner pays most.",
            tuple(name(who) for who in partners),
            (Series("Cost", (0.9, 0.08, 0.02)), Series("Benefit", (0.5, 0.3, None))),
            "of all",
            share=True,
        ),
        Bars(
            "stack",
            "Outcomes",
            "Most draws end fractured.",
            ("Cut", "Exit"),
            (Series("survives", (0.3, 0.1)), Series("fractures", (0.7, 0.9))),
            "of the draws",
            stacked=True,
            share=True,
        ),
        Lines(
            "trend",
            "Trend",
            "Falls since 2024.",
            (dt.date(2024, 12, 31), dt.date(2025, 12, 31), dt.date(2026, 11, 23)),
            (
                Series(alliance, (48.0, 47.2, 46.0), (40.0, 40.0, 39.0), (55.0, 54.0, 52.0)),
                Series("ISS", (55.0, None, 53.0)),
            ),
            "points",
            maximum=100.0,
        ),
        RiskMatrix(
            "risks",
            "Risk matrix",
            "Two frictions are critical.",
            (Risk(1, 5, 5), Risk(2, 5, 5), Risk(3, 2, 3)),
            RANKS,
            ZONES,
            {"watch": "watch", "concern": "concern", "critical": "critical"},
            ("hardly", "remote", "possible", "likely", "present"),
            ("nuisance", "delay", "element in doubt", "partner in doubt", "alliance in doubt"),
        ),
        Text("How to read: intervals of 90 %.", "note"),
    )
    rows = [(f"Row {i} {partners[i % len(partners)]}", float(i), i / 120) for i in range(120)]
    long = table("long", "A long table", (Column("Name"), Column("Score", "points"), Column("Share", "share")), rows)
    return (
        Section("every", "Every kind of block", every),
        Section("long", "A table over pages", (long, Text("The end.")), new_page=True),
    )


def report(**changes: object) -> Report:
    """A report with every kind of block."""
    parts: dict = {
        "kind": "health", "title": "Alliance Health Report: Artemis", "subtitle": "As of 23 November 2026",
        "alliances": ("Artemis",), "as_of": dt.date(2026, 11, 23), "made": dt.date(2026, 11, 23),
        "data_version": "b3f3c2188e9a", "marking": "OFFICIAL", "logo": "Space Agency", "custom": "",
        "quality": "17,188 rows: 62 % read, 30 % recalled, 8 % estimated.", "sections": sections(),
        "weighing": weighing(), "facts": {"health": 46.0},
    }  # fmt: skip
    return Report(**(parts | changes))


def hostile() -> Report:
    """A report in which every name that comes from the evidence or from a form is an attack, cleaned as builders do."""
    first = clean(HOSTILE[4])
    whole = clean(" ".join(HOSTILE))
    built = sections(name(HOSTILE[0]), tuple(name(text) for text in HOSTILE))
    more = Section("attack", clean(HOSTILE[5]), (Text(whole), Items(tuple(name(text) for text in HOSTILE))))
    alliances = (name(HOSTILE[0]), name(HOSTILE[1]))
    return report(
        title=f"Alliance Health Report: {first}", subtitle=name(HOSTILE[6]), marking=name(HOSTILE[2]),
        logo=name(HOSTILE[10]), alliances=alliances, weighing=weighing(alliances), sections=(*built, more),
        custom=clean(HOSTILE[9]), quality=clean(HOSTILE[7]), facts={"name": HOSTILE[0]},
    )  # fmt: skip
