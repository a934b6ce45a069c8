"""The catalogue as tables and text for people."""

from collections.abc import Mapping

import polars as pl

from alliance_core.catalogue import BANDS, all_dimensions, evidence_rules, indicators, read
from alliance_core.catalogue.rules import aggregators, flags, presets, scorecard_rules
from alliance_core.catalogue.variants import whatif_rules

AS_OF_RULE = read("limits")["as_of_rule"].strip()


def dimension_table() -> pl.DataFrame:
    """Dimensions: dimension, question, weight (per cent), indicators (number)."""
    counts = [item.dimension for item in indicators().values()]
    return pl.DataFrame(
        [
            {
                "dimension": item.name,
                "question": item.question,
                "weight": f"{item.weight:.0%}" if item.weight else "beside the score",
                "indicators": counts.count(item.id),
            }
            for item in all_dimensions().values()
        ]
    )


def indicator_table() -> pl.DataFrame:
    """Indicators: the catalogue as one table."""
    return pl.DataFrame(
        [
            {
                "dimension": all_dimensions()[item.dimension].short,
                "indicator": item.name,
                "id": item.id,
                "question": item.question,
                "unit": item.unit,
                "scores 0 at": item.worst,
                "scores 100 at": item.best,
                "weight": f"{item.weight:.0%}",
                "coded": item.coded,
                "formula": item.formula,
                "evidence": ", ".join(item.tables),
                "source": item.source,
            }
            for item in indicators().values()
        ]
    )


def dimension_text(dimension: str) -> str:
    """Formulas, goalposts, weights, sources and limits of the indicators of a dimension, as Markdown."""
    parts = []
    for item in indicators().values():
        if item.dimension == dimension:
            coded = " *(coded judgement)*" if item.coded else ""
            settings = ", ".join(f"{name} {value}" for name, value in item.parameters.items())
            parts.append(
                f"**{item.name}**{coded}: {item.question}\n\n"
                f"- Formula: {item.formula}\n"
                f"- Goalposts: 0 at {item.worst:g}, 100 at {item.best:g} ({item.unit}). {item.goalposts}\n"
                f"- Weight {item.weight:.0%}: {item.weight_reason}\n"
                f"- Evidence: {', '.join(item.tables)}. Source of the formula: {item.source}.\n"
                f"- Known limits: {item.limits}" + (f"\n- Settings: {settings}" if settings else "")
            )
    return "\n\n".join(parts)


def band_table() -> pl.DataFrame:
    """Bands: band, below (score), and the word of each dimension."""
    rules = scorecard_rules()
    return pl.DataFrame(
        [
            {
                "band": rules["band_names"][band],
                "below": min(rules["bands"][band], 100),
                **{item.short: item.label[band] for item in all_dimensions().values()},
            }
            for band in BANDS
        ]
    )


def aggregator_table() -> pl.DataFrame:
    """Aggregators: mean, id, reason."""
    return pl.DataFrame([{"mean": item.name, "id": item.id, "reason": item.reason} for item in aggregators().values()])


def preset_table() -> pl.DataFrame:
    """Weight presets: preset, id, the weight of each dimension, reason."""
    return pl.DataFrame(
        [
            {
                "preset": item.name,
                "id": item.id,
                **{all_dimensions()[name].short: weight for name, weight in item.weights.items()},
                "reason": item.reason,
            }
            for item in presets().values()
        ]
    )


def flag_table() -> pl.DataFrame:
    """Flags: flag, meaning, rule, reason."""
    told = ("name", "short", "warning", "text", "reason", "dimension")
    return pl.DataFrame(
        [
            {
                "flag": flag["name"],
                "meaning": flag["text"],
                "rule": _settings({key: value for key, value in flag.items() if key not in told}),
                "reason": flag["reason"],
            }
            for flag in flags().values()
        ]
    )


def rubric_table() -> pl.DataFrame:
    """Rubrics: level, and the meaning of it for each rated indicator."""
    rubrics = evidence_rules()["rubric"]
    return pl.DataFrame(
        [
            {"level": level, **{indicators()[name].name: levels[str(level)] for name, levels in rubrics.items()}}
            for level in range(5)
        ]
    )


def tables() -> dict[str, pl.DataFrame]:
    """The smaller tables of the catalogue by name, to take away."""
    return {
        "dimensions": dimension_table(),
        "bands": band_table(),
        "aggregators": aggregator_table(),
        "flags": flag_table(),
        "weight_presets": preset_table(),
        "support_words": support_table(),
        "variants": variant_table(),
        "rubrics": rubric_table(),
    }


def uncertainty_text() -> str:
    """How evidence is weighed and uncertainty drawn, as Markdown."""
    rules, card = evidence_rules(), scorecard_rules()
    wider = ", ".join(f"{level} x {factor:g}" for level, factor in rules["verification_widening"].items())
    tiers = ", ".join(f"{tier} {weight:g}" for tier, weight in rules["tier_weights"].items())
    return (
        f"Every indicator carries a {rules['interval']['confidence']:.0%} interval: Wilson for shares, a bootstrap "
        "over resolutions for votes, half a level for ratings, Greenwood for delays, posterior quantiles for promises "
        f"and crises, the delta method for shares of cost. Weaker verification widens it: {wider}. Members weigh by "
        f"tier: {tiers}. {card['uncertainty']['reason']} {card['uncertainty']['draws']} draws for a date, "
        f"{card['uncertainty']['trend_draws']} for each point of a trend. {card['coverage']['reason']}"
    )


def what_if_text() -> str:
    """How weights, weightings and choices of method are tried out, as Markdown."""
    rules = whatif_rules()
    ranking, drawn = rules["ranking"], rules["acceptability"]
    return (
        f"- Ranks: to {ranking['decimals']} decimals, ties `{ranking['ties']}`. {ranking['reason']}\n"
        f"- All weightings: {drawn['draws']:,} draws, seed {drawn['seed']}. {drawn['reason']} With the evidence "
        f"varied, too: {drawn['evidence_draws']} draws of the scores, each met by its part of the weightings.\n"
        f"- Lines over one weight: {rules['break_even']['steps']} points. {rules['break_even']['reason']}\n"
        f"- Robustness: {rules['sensitivity']['reason']} Intervals hold {rules['sensitivity']['interval']:.0%}."
    )


def support_table() -> pl.DataFrame:
    """What is said of a share of weightings: first in under (per cent), words."""
    return pl.DataFrame(
        [{"first in under": f"{min(row['below'], 1):.0%}", "words": row["words"]} for row in whatif_rules()["support"]]
    )


def variant_table() -> pl.DataFrame:
    """Scales of the indicators and the mean that only robustness tries: choice, reason."""
    rules = whatif_rules()["sensitivity"]
    rows = [*rules["normalisations"].values(), rules["copeland"]]
    return pl.DataFrame([{"choice": row["name"], "reason": row["reason"]} for row in rows])


def limits_text() -> str:
    """Known limits as a Markdown list."""
    return "\n".join(f"- {limit}" for limit in read("limits")["limits"])


def _settings(settings: Mapping[str, object]) -> str:
    words = [
        f"{name.replace('_', ' ')}: {', '.join(value) if isinstance(value, list) else value}"
        for name, value in settings.items()
    ]
    return "; ".join(words) or "see the meaning"
