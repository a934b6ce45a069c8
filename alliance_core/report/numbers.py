"""The numbers of a chart as a table: for readers who cannot see it, and for formats that cannot draw."""

from alliance_core.report.content import Bars, Cell, Column, Figure, Kind, RiskMatrix, Series, Table


def numbers(figure: Figure) -> Table:
    """What a chart shows, as a table with the id and the title of the chart; a gap stays a gap.

    Gives  Bars: Category and the series; Lines: Date and the series; intervals as "NAME, low" and "NAME, high";
           RiskMatrix: Number, Likelihood, Consequence (level and word), Rank (1..25), Zone
    """
    if isinstance(figure, RiskMatrix):
        return _of_risks(figure)
    kind: Kind = "share" if figure.share else "number"
    firsts: tuple[Cell, ...] = figure.categories if isinstance(figure, Bars) else figure.dates
    first = Column("Category") if isinstance(figure, Bars) else Column("Date", "date")
    columns, values = [first], []
    for series in figure.series:
        for title, own in _parts(series):
            columns.append(Column(title, kind))
            values.append(own)
    rows = tuple((head, *(_at(own, place) for own in values)) for place, head in enumerate(firsts))
    note = "" if figure.share else f"Unit: {figure.unit}."
    marked = figure.marked if isinstance(figure, Bars) else ()
    return Table(figure.id, figure.title, tuple(columns), rows, note, marked)


def _parts(series: Series) -> list[tuple[str, tuple[float | None, ...]]]:
    """The value of a series and the ends of its interval, each with its title."""
    ends = [(f"{series.name}, {end}", own) for end, own in (("low", series.low), ("high", series.high)) if own]
    return [(series.name, series.values), *ends]


def _at(values: tuple[float | None, ...], place: int) -> float | None:
    """The value at a place; a series that ends early has none."""
    return values[place] if place < len(values) else None


def _of_risks(figure: RiskMatrix) -> Table:
    columns = (Column("Number", "integer"), Column("Likelihood"), Column("Consequence"), Column("Rank", "integer"),
               Column("Zone"))  # fmt: skip
    rows = tuple(
        (
            risk.number,
            f"{risk.likelihood} {figure.likelihood[risk.likelihood - 1]}",
            f"{risk.consequence} {figure.consequence[risk.consequence - 1]}",
            figure.ranks[risk.likelihood - 1][risk.consequence - 1],
            figure.zone_names[figure.zones[risk.likelihood - 1][risk.consequence - 1]],
        )
        for risk in figure.risks
    )
    return Table(figure.id, figure.title, columns, rows)
