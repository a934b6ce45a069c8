"""What must hold between the cells of a row, the rows of a table and the tables of an alliance."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from alliance_core.evidence import dates
from alliance_core.evidence.faults import LINE, no_faults, one_fault, row_faults
from alliance_core.evidence.validate_files import Sheet

# `benefits`, `contributions` and others repeat their key where one partner has several amounts a year.
UNIQUE_KEYS = ("ratings", "shares", "priorities", "members", "economy", "launches", "unga_votes")
GAINS = ("cooperation_gain", "expansion")
STATE = r"_[a-z]$"  # suffix of the successive states of one objective
LETTERS = "abcdefghijklmnopqrstuvwxyz"


@dataclass(frozen=True, slots=True)
class Days:
    """The two days that rules ask for: `today`, and the day that a `status` cell describes."""

    today: dt.date
    status: dt.date


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule over the rows of one table: where `broken` is true, the cell in `column` is at fault."""

    column: str
    broken: pl.Expr
    problem: pl.Expr
    allowed: str

    def needs(self) -> set[str]:
        """Columns without which the rule cannot be judged."""
        return {self.column, *self.broken.meta.root_names(), *self.problem.meta.root_names()}


def rule_faults(sheets: Mapping[str, Sheet], days: Days) -> pl.DataFrame:
    """Every broken rule in the tables of one folder.

    Takes  the sheets of one folder by table name; the two days
    Gives  a fault list; a rule whose columns or tables are missing is left out, the gap is a fault itself
    """
    # A torn file has lost rows: whatever misses them would be blamed for nothing.
    frames = {name: sheet.rows for name, sheet in sheets.items() if not sheet.torn}
    parts = [no_faults()]
    if (alliance := sheets.get("alliance")) and alliance.rows.is_empty() and alliance.faults.is_empty():
        parts.append(one_fault(alliance.file, "has no row", "one row that describes the alliance"))
    for name in frames:
        sheet, rows = sheets[name], _with_helpers(name, frames)
        rules = [*_unique(sheet), *_rules(name, days)]
        rules = [rule for rule in rules if rule.needs() <= set(rows.columns)]
        broken = rows.select(rule.broken.alias(f"{place}") for place, rule in enumerate(rules))
        for rule, at_fault in zip(rules, broken, strict=True):
            if at_fault.any():
                # The text is made before the filter: windows in it must see all rows.
                told = rows.with_columns(_problem=rule.problem).filter(at_fault)
                parts.append(row_faults(told, sheet.file, rule.column, pl.col("_problem"), rule.allowed))
    return pl.concat(parts)


def _with_helpers(name: str, frames: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    """The rows of one table with the columns that its rules take from other tables of the folder."""
    rows = frames[name]
    functions = frames.get("functions", pl.DataFrame())
    if name == "members" and {"actor_id", "function", "criticality"} <= set(functions.columns):
        own = functions.group_by("actor_id", maintain_order=True).agg(
            _provides=pl.col("function").drop_nulls().first(),
            _critical=pl.col("criticality").is_in(["4", "5"]).any(),
        )
        if "actor_id" in rows.columns:
            return rows.join(own, on="actor_id", how="left", maintain_order="left")
    members = frames.get("members", pl.DataFrame())
    if name == "alliance" and {"actor_id", "tier"} <= set(members.columns) and "anchor_actor" in rows.columns:
        # A partner with two spells has the tier of the last one.
        tiers = members.group_by(anchor_actor="actor_id", maintain_order=True).agg(
            _anchor_tier=pl.col("tier").last().fill_null("no tier")
        )
        return rows.join(tiers, on="anchor_actor", how="left", maintain_order="left")
    return rows


def _rules(name: str, days: Days) -> list[Rule]:
    return {
        "alliance": _alliance,
        "members": _members,
        "functions": lambda: _functions(days.today),
        "commitments": lambda: _commitments(days.status),
        "objectives": _objectives,
        "events": _events,
        "interoperability": _interoperability,
        "shares": _shares,
    }.get(name, list)()


def _unique(sheet: Sheet) -> list[Rule]:
    """No two rows with the same id, nor with the same key where the key is one."""
    keys: list[tuple[str, ...]] = [(column.name,) for column in sheet.table.columns if column.kind == "id"]
    if sheet.table.name in UNIQUE_KEYS:
        keys.append(sheet.table.key)
    return [_once(key) for key in keys]


def _once(key: tuple[str, ...]) -> Rule:
    first = pl.col(LINE).min().over(key)
    filled = pl.col(key[0]).is_not_null() if len(key) == 1 else pl.lit(True)
    shown = pl.concat_str([pl.col(name).fill_null("") for name in key], separator=", ")
    return Rule(
        column=key[-1],
        broken=filled & (pl.col(LINE) > first),
        problem=pl.format("repeats {} of line {}", shown, first),
        allowed=f"each {' + '.join(key)} once",
    )


def _in_order(early: str, *lates: str) -> list[Rule]:
    """Each of `lates` may not certainly lie before `early`; partial dates have the benefit of the doubt."""
    return [
        Rule(
            column=late,
            broken=dates.earliest(_date(early)) > dates.reached(_date(late)),
            problem=pl.format("lies before {} {}", pl.lit(early), pl.col(early)),
            allowed=f"a date not before {early}",
        )
        for late in lates
    ]


def _date(name: str) -> pl.Expr:
    """The date text of a column, null where it is malformed."""
    return pl.when(pl.col(name).str.contains(dates.PATTERN)).then(pl.col(name))


def _note_has(pattern: str) -> pl.Expr:
    return pl.col("note").fill_null("").str.contains(pattern)


def _alliance() -> list[Rule]:
    tier = pl.col("_anchor_tier").fill_null("not listed")
    return [
        Rule(
            column="anchor_actor",
            broken=tier != "anchor",
            problem=pl.format("has not the tier anchor in members.csv but: {}", tier),
            allowed="a member with the tier anchor",
        ),
        Rule(
            column="alliance_id",
            broken=pl.col(LINE) > pl.col(LINE).min(),
            problem=pl.lit("stands in a second row"),
            allowed="one row",
        ),
    ]


def _members() -> list[Rule]:
    tier = pl.col("tier")
    provides = pl.col("_provides")
    return [
        *_in_order("joined", "left"),
        Rule(
            column="tier",
            broken=tier.is_in(["anchor", "core"]) & ~pl.col("_critical").fill_null(False),
            problem=pl.format("does not fit: {} provides no function of criticality 4 or 5", "actor_id"),
            allowed="anchor or core only for providers of such a function in functions.csv",
        ),
        Rule(
            column="tier",
            broken=(tier == "peripheral") & provides.is_not_null(),
            problem=pl.format("does not fit: {} provides {}", pl.col("actor_id"), provides),
            allowed="peripheral only for members without a row in functions.csv",
        ),
        Rule(
            column="joined",
            broken=pl.col("joined").is_null() & ~_note_has("not (established|found)"),
            problem=pl.lit("is empty without a reason"),
            allowed="a date, or empty with 'not established' or 'not found' in note",
        ),
    ]


def _functions(today: dt.date) -> list[Rule]:
    weight, start = pl.col("criticality"), pl.col("from")
    first = weight.first().over("function")
    return [
        *_in_order("from", "to"),
        Rule(
            column="criticality",
            broken=weight.ne_missing(first),
            problem=pl.format("differs: {} has {} elsewhere in this alliance", pl.col("function"), first),
            allowed="one criticality per function and alliance",
        ),
        Rule(
            column="from",
            broken=start.is_null() & ~_note_has("not established"),
            problem=pl.lit("is empty without a reason"),
            allowed="a date, or empty with 'not established' in note",
        ),
        Rule(
            column="from",
            broken=(dates.earliest(_date("from")) > today) & ~_note_has("plan"),
            problem=pl.lit("lies in the future without being called a plan"),
            allowed=f"a date up to {today}, or a later one with 'plan' in note",
        ),
    ]


def _commitments(status_day: dt.date) -> list[Rule]:
    status = pl.col("status")
    return [
        *_in_order("declared", "due", "delivered", "ended"),
        *_filled_only_for("delivered", ["delivered"]),
        *_filled_only_for("ended", ["cancelled", "withdrawn"]),
        Rule(
            column="status",
            broken=(status == "in_progress") & (dates.reached(_date("due")) < status_day),
            problem=pl.format("although it was due {}", "due"),
            allowed="delayed, once the due date has passed",
        ),
    ]


def _filled_only_for(column: str, statuses: list[str]) -> list[Rule]:
    fits, filled = pl.col("status").is_in(statuses), pl.col(column).is_not_null()
    words = " or ".join(statuses)
    return [
        Rule(
            column=column,
            broken=filled.ne_missing(fits),
            problem=pl.when(filled)
            .then(pl.format("is filled although status is {}", pl.col("status").fill_null("empty")))
            .otherwise(pl.format("is empty although status is {}", pl.col("status").fill_null("empty"))),
            allowed=f"a date where status is {words}, else empty",
        )
    ]


def _objectives() -> list[Rule]:
    name, text = pl.col("objective_id"), pl.col("objective")
    base = name.str.replace(STATE, "")
    place = pl.int_range(pl.len()).over(base)
    wanted = pl.lit("_") + pl.lit(LETTERS).str.slice(place, 1)
    as_of, before = dates.earliest(_date("as_of")), dates.earliest(_date("as_of")).shift(1).over(base)
    return [
        *_in_order("declared", "as_of"),
        Rule(
            column="objective_id",
            broken=(pl.len().over(base) > 1) & name.str.extract(f"({STATE})").ne_missing(wanted),
            problem=pl.format("is out of turn: state {} of {} must end in {}", place + 1, base, wanted),
            allowed="states of one objective numbered _a, _b ... in their order",
        ),
        Rule(
            column="as_of",
            broken=before >= as_of,
            problem=pl.format("is not later than {} of the state before", pl.col("as_of").shift(1).over(base)),
            allowed="a later date for each further state of an objective",
        ),
        Rule(
            column="objective",
            broken=text != text.shift(1).over(base),
            problem=pl.lit("differs from the state before"),
            allowed="the same text for all states of an objective",
        ),
    ]


def _events() -> list[Rule]:
    outcome, resolved = pl.col("outcome"), pl.col("resolved").is_not_null()
    gain = pl.col("type").is_in(GAINS)
    said = outcome.is_not_null()
    problem = (
        pl.when(gain)
        .then(pl.format("stands at a gain ({})", "type"))
        .when(~said)
        .then(pl.lit("is empty although the event is a strain"))
        .when(resolved)
        .then(pl.format("although it was resolved {}", "resolved"))
        .otherwise(pl.lit("without a date in resolved"))
    )
    return [
        *_in_order("date", "resolved"),
        Rule(
            column="outcome",
            broken=(said == gain) | (said & ((outcome == "open") == resolved)),
            problem=problem,
            allowed="empty for gains; open where resolved is empty; any other with a date in resolved",
        ),
    ]


def _interoperability() -> list[Rule]:
    return [
        Rule(
            column="actor_b",
            broken=pl.col("actor_a") == pl.col("actor_b"),
            problem=pl.lit("is the same as actor_a"),
            allowed="another actor than actor_a, or ALL",
        )
    ]


def _shares() -> list[Rule]:
    group = ["year", "measure"]
    share = pl.col("share_pct").cast(pl.Float64, strict=False)
    unreadable = pl.col("share_pct").is_not_null() & share.is_null()
    total = share.sum().over(group)
    return [
        Rule(
            column="share_pct",
            broken=(pl.col(LINE) == pl.col(LINE).min().over(group))
            & ~unreadable.any().over(group)
            & ((total - 100).abs() > 0.05),
            problem=pl.format(
                "is the first of the {} shares of {}, which add up to {}", "measure", "year", total.round(3)
            ),
            allowed="shares that add up to 100 for each year and measure, within 0.05",
        )
    ]
