"""Sentences of the other packages as texts of a report."""

import re
from collections.abc import Iterable, Mapping
from typing import Any, Literal

import polars as pl

from alliance_core.advice.statement import Statement
from alliance_core.catalogue import evidence_rules
from alliance_core.errors import WorkbenchError
from alliance_core.report.content import Text, clean, name
from alliance_core.report.known import Known

Style = Literal["lead", "body", "note", "label"]


def plain(text: str) -> str:
    """A sentence without the marks for bold and italics that the screen reads, and with one way to write per cent.

    >>> plain("**ISS** is *strong*: 93% of all.")
    'ISS is strong: 93 % of all.'
    """
    return re.sub(r"(?<=\d)%", " %", clean(text.replace("*", "")))


def said(text: str, style: Style = "body", **grounds: Any) -> Text:
    """A generated sentence as a paragraph."""
    return Text(plain(text), style, grounds)


def stated(statement: Statement, style: Style = "body") -> Text:
    """A statement as a paragraph that keeps its grounds."""
    return Text(plain(statement.text), style, statement.grounds)


def refused(error: WorkbenchError) -> Text:
    """Why a part cannot be told."""
    text = clean(f"{error}.")
    return Text(text[:1].upper() + text[1:], "lead", {"reason": str(error)})


def numbers(row: Mapping[str, Any]) -> dict[str, Any]:
    """The cells of a row that a sentence can rest on: numbers, dates and names."""
    return {key: value for key, value in row.items() if not isinstance(value, list | dict)}


def counted(frame: pl.DataFrame, column: str, *levels: str) -> dict[str, Any]:
    """How many rows are of each level, 0 for one that does not occur."""
    counts = dict(frame.group_by(column).len().iter_rows())
    return {level: counts.get(level, 0) for level in levels}


def hatched(known: Known, actors: Iterable[str]) -> str:
    """What hatching means in the title of a chart, where the nation or its organisation is among the actors."""
    own = [actor for actor in actors if actor in known.concerned]
    return f" (hatched: {name(known.names.get(own[0], own[0]))})" if own else ""


def later(known: Known) -> list[Text]:
    """The mark for a past date: texts of today may tell later facts. Nothing where they cannot."""
    return [Text(evidence_rules()["line_later"]["text"], "label")] if known.later_texts else []


CODED = Text("Contains coded judgements of the compilers (criticality, ratings, motives or shares).", "label")
