"""The friction inventory: findings about the same thing joined, ranked, with trend, first and last evidence."""

import datetime as dt

import polars as pl

from alliance_core.catalogue import all_dimensions
from alliance_core.catalogue.friction_rules import friction_rules, severity_rank, zone
from alliance_core.evidence.dictionary import DATED_BY
from alliance_core.evidence.snapshot import KEY, Snapshot
from alliance_core.evidence.store import Evidence
from alliance_core.friction.finding import CLOSED
from alliance_core.friction.ranking import placed
from alliance_core.friction.rules import all_findings
from alliance_core.friction.strains import EVENT, strain_findings

FRICTION = [*KEY, "subject"]
ENDS = {"commitments": ["delivered", "ended"], "functions": ["to"]}


def inventory(evidence: Evidence, as_of: dt.date) -> pl.DataFrame:
    """All frictions of all alliances at a date, by alliance and rank.

    Titles of events are those of 2026 only where they can tell nothing later; else kind and month.

    Gives  alliance_id, as_of, id, place (1 = gravest of the alliance), title, dimension, actors (list), consequence,
           likelihood (1..5), severity (rank 1..25 of the matrix), zone, trend, status, first_seen, at_start (bool:
           there already when the history begins), last_evidence, statement (the risk in a sentence), rules (list),
           evidence (ids, newest first)
    """
    dates = history_dates(as_of)
    snapshot = Snapshot(evidence, dates)
    joined = merge(pl.concat([strain_findings(snapshot), all_findings(snapshot)]))
    now = joined.filter(pl.col("as_of") == as_of)
    year_ago = _year_before(as_of)
    before = joined.filter(as_of=year_ago).select("alliance_id", "subject", "status", earlier="severity")
    rows = now.join(before.drop("status"), on=["alliance_id", "subject"], how="left")
    existed = snapshot.alliances.filter(as_of=year_ago).select("alliance_id", existed=True)
    dated = (
        rows.join(existed, on="alliance_id", how="left")
        .join(_first_seen(joined, dates), on=["alliance_id", "subject"], how="left")
        .join(_evidence_dates(evidence, rows), on=["alliance_id", "subject"], how="left")
        .with_columns(trend=_trend(), first_seen=pl.coalesce("since", "found_first"))
    )
    told = (
        dated.with_columns(
            at_start=pl.col("since").is_null() & (pl.col("found_first") == dates[0]),
            last_evidence=pl.coalesce("last_evidence", "first_seen"),
            evidence=pl.coalesce("dated_evidence", "evidence"),
            id=pl.format("{}:{}", "alliance_id", pl.col("subject").str.replace_all(" ", "-")),
            statement=_statement(),
        )
        .join(_headlines(evidence), on=["alliance_id", "subject"], how="left")
        .with_columns(title=pl.coalesce("headline", "title") if tells_all(evidence, as_of) else pl.col("title"))
    )
    return (
        placed(told.lazy())
        .collect()
        .select(
            *KEY, "id", "place", "title", "dimension", "actors", "consequence", "likelihood", "severity",
            "zone", "trend", "status", "first_seen", "at_start", "last_evidence", "statement", "rules", "evidence",
        )
    )  # fmt: skip


def merge(found: pl.DataFrame) -> pl.DataFrame:
    """Findings about the same subject as one friction each: the gravest one speaks, evidence and actors add up.

    Takes  the columns of finding.FINDING
    Gives  FRICTION, title, dimension, actors, consequence, likelihood, severity, zone, status, since, rules, evidence
    """
    order = {id_: i for i, id_ in enumerate([EVENT, *friction_rules()["rules"]])}
    ranked = found.with_columns(
        severity=severity_rank(pl.col("likelihood"), pl.col("consequence")),
        order=pl.col("rule").replace_strict(order, return_dtype=pl.Int64),
    ).sort("severity", "order", "title", descending=[True, False, False])
    return (
        ranked.group_by(FRICTION, maintain_order=True)
        .agg(
            pl.col("title", "dimension", "consequence", "likelihood", "severity", "status").first(),
            actors=pl.col("actors").explode(empty_as_null=False).unique().sort(),
            since=pl.col("since").min(),
            rules=pl.col("rule").unique(maintain_order=True),
            evidence=pl.col("evidence").explode(empty_as_null=False).unique().sort(),
        )
        .with_columns(
            zone=zone(pl.col("severity")),
            title=pl.col("title").str.slice(0, 1).str.to_uppercase() + pl.col("title").str.slice(1),
        )
    )


def tells_all(evidence: Evidence, as_of: dt.date) -> bool:
    """Whether the date lies after everything that the events tell, so that their titles can tell nothing later."""
    last = evidence.scan("events").select(pl.max_horizontal(pl.col("date").max(), pl.col("resolved").max())).collect()
    return last.is_empty() or last.item() is None or as_of >= last.item()


def history_dates(as_of: dt.date) -> list[dt.date]:
    """The dates at which the rules look: every 31 December since the start of the history, a year before, the date."""
    first = friction_rules()["history"]["first"]
    ends = [dt.date(year, 12, 31) for year in range(first, as_of.year)]
    return sorted({*ends, _year_before(as_of), as_of})


def _year_before(day: dt.date) -> dt.date:
    return day.replace(year=day.year - 1, day=28) if (day.month, day.day) == (2, 29) else day.replace(year=day.year - 1)


def _trend() -> pl.Expr:
    """Against a year before; what is new is worse, unless the alliance was."""
    change = pl.col("severity") - pl.col("earlier")
    return (
        pl.when(pl.col("status") == CLOSED).then(pl.lit("easing"))
        .when(change > 0).then(pl.lit("worsening"))
        .when(change < 0).then(pl.lit("easing"))
        .when(change == 0).then(pl.lit("stable"))
        .when(pl.col("existed").is_null()).then(pl.lit("stable"))
        .otherwise(pl.lit("worsening"))
    )  # fmt: skip


def _first_seen(joined: pl.DataFrame, dates: list[dt.date]) -> pl.DataFrame:
    """The first date of the unbroken run of dates that ends today: alliance_id, subject, found_first."""
    places = pl.DataFrame({"as_of": dates, "step": range(len(dates))})
    seen = joined.select("alliance_id", "subject", "as_of").join(places, on="as_of").sort("step")
    thing = ["alliance_id", "subject"]
    # Steps of one run have the same difference to their number in the run.
    run = pl.col("step") - pl.int_range(pl.len()).over(thing)
    return (
        seen.with_columns(run=run)
        .group_by(*thing, "run")
        .agg(found_first=pl.col("as_of").min(), last=pl.col("as_of").max())
        .filter(pl.col("last") == dates[-1])
        .select(*thing, "found_first")
    )


def _evidence_dates(evidence: Evidence, rows: pl.DataFrame) -> pl.DataFrame:
    """Newest date of the evidence, and the evidence newest first: alliance_id, subject, last_evidence, dated_evidence.

    Rows of vocabularies have no date; a date that lies ahead (a promise's due date) is none.
    """
    listed = rows.select("alliance_id", "subject", "as_of", evidence_id="evidence").explode(
        "evidence_id", empty_as_null=False
    )
    tables = listed["evidence_id"].str.extract(r"^(\w+):").unique().to_list()
    parts = [
        evidence.scan(table).select("evidence_id", date=date)
        for table in sorted(set(tables) & (set(DATED_BY) | {"shares"}))
        if table in evidence.tables
        for date in _dates_of(table)
    ]
    none = pl.LazyFrame(schema={"evidence_id": pl.String, "date": pl.Date})
    dates = pl.concat([none, *parts]).join(listed.lazy().select("evidence_id").unique(), on="evidence_id", how="semi")
    past = pl.when(pl.col("date") <= pl.col("as_of")).then(pl.col("date"))
    return (
        listed.join(dates.collect(), on="evidence_id", how="left")
        .group_by("alliance_id", "subject", "evidence_id")
        .agg(date=past.max())
        .sort("date", "evidence_id", descending=[True, False], nulls_last=True)
        .group_by("alliance_id", "subject", maintain_order=True)
        .agg(last_evidence=pl.col("date").max(), dated_evidence=pl.col("evidence_id"))
    )


def _dates_of(table: str) -> list[pl.Expr]:
    """The dates of a row, each news when it is reached: a promise is made, then kept or given up."""
    if table == "shares":
        return [pl.date(pl.col("year"), 12, 31)]
    return [pl.col(DATED_BY[table]), *map(pl.col, ENDS.get(table, []))]


def _headlines(evidence: Evidence) -> pl.DataFrame:
    """The title of the row that stands for each chain, as written in 2026: alliance_id, subject, headline."""
    rows = evidence.scan("events").filter(pl.col("counts") == 1)
    chosen = rows.select("alliance_id", subject=pl.format("chain {}", "chain_id"), headline="title")
    return chosen.unique(["alliance_id", "subject"], keep="first", maintain_order=True).collect()


def _statement() -> pl.Expr:
    """The risk as space programmes state it: given, possibility, impact, leading to."""
    rules = friction_rules()
    event, words = rules["event_statement"], rules["rules"]

    def of(part: str, for_events: pl.Expr) -> pl.Expr:
        told = {id_: rule[part] for id_, rule in words.items()}
        own = pl.col("rules").list.first().replace_strict(told, default=None, return_dtype=pl.String)
        return pl.coalesce(own, for_events)

    given = pl.col("status").replace_strict(
        {"open": event["given"], "eased": event["eased"], "closed": event["closed"]}
    )
    dimension = pl.col("dimension").replace_strict({id_: item.name for id_, item in all_dimensions().items()})
    consequence = pl.col("consequence").replace_strict(
        {int(level): text for level, text in rules["consequence"].items()}, return_dtype=pl.String
    )
    return pl.format(
        "Given that {}, there is a possibility of {} adversely impacting {}, leading to this: {}.",
        of("given", given), of("possibility", pl.lit(event["possibility"])), dimension.str.to_lowercase(),
        of("leading", consequence),
    )  # fmt: skip
