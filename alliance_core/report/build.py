"""The report from what is known: which sections, in which order, under which options."""

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from alliance_core.catalogue import dimensions
from alliance_core.catalogue.rules import scorecard_rules
from alliance_core.errors import WorkbenchError, require_known
from alliance_core.evidence.dictionary import quality_sentence
from alliance_core.report.content import Report, Section, Text, Weighed, Weighing, clean, name
from alliance_core.report.known import Known
from alliance_core.report.sections import (
    advice,
    bias,
    burden,
    capability,
    dissolution,
    frictions,
    method,
    overview,
    red_team,
    scorecard,
    sources,
    stress,
    summary,
)  # fmt: skip
from alliance_core.report.words import plain
from alliance_core.scorecard.weights import scored_indicators

MOST_ALLIANCES = 5
LONGEST_MARK = 60

# Sections of the report on one alliance, and of the one on several, in their order: id, title, what makes it.
HEALTH: dict[str, tuple[str, Callable[[Known, str], Section]]] = {
    "summary": ("Executive summary", summary.section),
    "scorecard": ("Scorecard", scorecard.section),
    "burden": ("Burden sharing", burden.section),
    "capability": ("Capability", capability.section),
    "frictions": ("Frictions", frictions.section),
    "stress": ("Stress tests", stress.section),
    "dissolution": ("Dissolution test", dissolution.section),
    "advice": ("Verdict and recommendations", advice.section),
    "bias": ("Bias checks", bias.section),
    "red_team": ("Red team", red_team.section),
    "method": ("Method and limits", lambda known, _: method.section(known)),
    "sources": ("Sources", lambda known, _: sources.section(known)),
}
COMPARISON: dict[str, tuple[str, Callable[[Known], Section]]] = {
    "summary": ("Executive summary", summary.comparison),
    "scorecard": ("Scorecards side by side", overview.section),
    "gaps": ("What explains the gaps", overview.gaps),
    "burden": ("Burden sharing", burden.comparison),
    "capability": ("Capability", capability.comparison),
    "frictions": ("Frictions", frictions.comparison),
    "stress": ("Stress tests", stress.comparison),
    "dissolution": ("Dissolution test", dissolution.comparison),
    "advice": ("Verdicts", advice.comparison),
    "method": ("Method and limits", method.section),
    "sources": ("Sources", sources.section),
}


@dataclass(frozen=True, slots=True)
class Options:
    """What the reader may choose. sections: ids, nothing = all; marking and logo: texts of a line at most."""

    sections: tuple[str, ...] = ()
    marking: str = ""
    logo: str = ""


def build(
    known: Known, options: Options, made: dt.date, progress: Callable[[float, str], None] | None = None
) -> Report:
    """The report on the alliances of what is known: a health report on one, a comparison of two to five.

    Takes  made: the day the report is written; progress: called with the share done and the section begun
    Raises WorkbenchError for no alliance or more than five, one that did not exist, unknown sections, too long marks
    """
    _check(known, options)
    several = len(known.alliances) > 1
    registry: dict[str, tuple[str, Any]] = COMPARISON if several else HEALTH
    wanted = [id_ for id_ in registry if not options.sections or id_ in options.sections]
    if not {"summary", "advice", "red_team"}.isdisjoint(wanted):
        known.prepare()
    sections = []
    for place, id_ in enumerate(wanted):
        title, make = registry[id_]
        if progress is not None:
            progress(place / len(wanted), title)
        sections.append(make(known) if several else make(known, known.alliances[0]))
    titles = [name(known.titles[alliance]) for alliance in known.alliances]
    nation = known.names.get(known.nation or "", "")
    date = f"{known.as_of.day} {known.as_of:%B %Y}"
    return Report(
        kind="comparison" if several else "health",
        title=f"Alliance comparison: {', '.join(titles)}" if several else f"Alliance Health Report: {titles[0]}",
        subtitle=f"As of {date}" + (f", seen by {name(nation)}" if nation else ""),
        alliances=tuple(titles),
        as_of=known.as_of,
        made=made,
        data_version=known.evidence.version,
        marking=clean(options.marking),
        logo=clean(options.logo),
        custom=custom_weights(known),
        quality=f"{plain(quality_sentence(known.evidence, list(known.alliances)))}.",
        sections=tuple(sections),
        weighing=weighing(known),
        facts={"sentences": sentences(sections)},
    )


def section_titles(several: bool) -> dict[str, str]:
    """Titles of the sections to choose from, by id."""
    return {id_: title for id_, (title, _) in (COMPARISON if several else HEALTH).items()}


def custom_weights(known: Known) -> str:
    """The warning that the weights are the reader's own; nothing for the balanced profile."""
    profile = known.assessment.cards.weights
    if not profile.is_custom:
        return ""
    shares = ", ".join(
        f"{dimensions()[id_].short.lower()} {100 * share:.0f} %" for id_, share in profile.shares.items()
    )
    return f"Custom weights, not the balanced profile: {shares}."


def weighing(known: Known) -> Weighing:
    """The scores and weights from which the workbook computes again."""
    profile = known.assessment.cards.weights
    scores = {(row["alliance_id"], row["indicator"]): row for row in known.assessment.indicators.to_dicts()}
    by_dimension = {
        (row["alliance_id"], row["dimension"]): row["score"] for row in known.assessment.dimensions.to_dicts()
    }
    overall = dict(known.assessment.overall.select("alliance_id", "score").iter_rows())
    titles = {alliance: name(known.titles[alliance]) for alliance in known.alliances}
    cells = tuple(
        Weighed(
            alliance=titles[alliance], dimension=item.dimension, indicator=id_, value=row["value"], score=row["score"],
            weight=100 * profile.indicators[id_], coverage=row["coverage"],
        )
        for alliance in known.alliances
        for id_, item in scored_indicators().items()
        for row in [scores[alliance, id_]]
    )  # fmt: skip
    return Weighing(
        alliances=tuple(titles.values()),
        dimensions={id_: item.name for id_, item in dimensions().items()},
        shares={id_: 100 * share for id_, share in profile.shares.items()},
        indicators={id_: item.name for id_, item in scored_indicators().items()},
        cells=cells,
        overall={titles[alliance]: overall[alliance] for alliance in known.alliances},
        by_dimension={
            titles[alliance]: {id_: by_dimension[alliance, id_] for id_ in dimensions()} for alliance in known.alliances
        },
        least=scorecard_rules()["coverage"]["least"],
    )


def sentences(sections: Sequence[Section]) -> list[dict[str, Any]]:
    """Every generated sentence with the numbers and names that it rests on."""
    return [
        {"section": section.id, "text": block.text, "grounds": dict(block.grounds)}
        for section in sections
        for block in section.blocks
        if isinstance(block, Text) and block.grounds
    ]


def _check(known: Known, options: Options) -> None:
    if not known.alliances:
        raise WorkbenchError("a report needs an alliance; name one, or two to five for a comparison")
    if len(known.alliances) > MOST_ALLIANCES:
        raise WorkbenchError(f"a comparison takes at most {MOST_ALLIANCES} alliances, not {len(known.alliances)}")
    if len(set(known.alliances)) < len(known.alliances):
        raise WorkbenchError("an alliance is named twice; name each once")
    known.evidence.require_alliances(list(known.alliances))
    existing = known.assessment.overall["alliance_id"].to_list()
    for alliance in known.alliances:
        if alliance not in existing:
            raise WorkbenchError(f"{alliance} did not exist on {known.as_of}; choose a later date")
    require_known("section", options.sections, section_titles(len(known.alliances) > 1))
    for what, text in (("marking", options.marking), ("logo text", options.logo)):
        if len(text) > LONGEST_MARK:
            raise WorkbenchError(f"the {what} has {len(text)} letters; it may have {LONGEST_MARK} at most")
