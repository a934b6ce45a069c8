"""A finding: what one rule or one strain says about one thing. Findings about the same thing are one friction."""

import polars as pl

from alliance_core.catalogue.friction_rules import filled, friction_rule
from alliance_core.evidence.snapshot import KEY, Snapshot, once_per_snapshot

FINDING: dict[str, pl.DataType | type[pl.DataType]] = {
    "alliance_id": pl.String,
    "as_of": pl.Date,
    "rule": pl.String,
    "subject": pl.String,
    "dimension": pl.String,
    "actors": pl.List(pl.String),
    "consequence": pl.Int64,
    "likelihood": pl.Int64,
    "title": pl.String,
    "status": pl.String,
    "since": pl.Date,
    "evidence": pl.List(pl.String),
}
OPEN, EASED, CLOSED = "open", "eased", "closed"


def findings(
    frame: pl.DataFrame,
    rule: str,
    *,
    subject: pl.Expr,
    actors: pl.Expr,
    consequence: pl.Expr,
    likelihood: pl.Expr,
    **parts: pl.Expr,
) -> pl.DataFrame:
    """Findings of one rule: the columns of FINDING.

    Takes  frame: KEY, evidence (list of evidence ids) and whatever the expressions use; `parts` fill the
           title of the catalogue. `since` is null: a rule is first seen where the history finds it first
    Gives  no row where a level is missing
    """
    words = friction_rule(rule)
    told = {
        "rule": pl.lit(rule), "subject": subject, "dimension": pl.lit(words["dimension"]), "actors": actors,
        "consequence": consequence.cast(pl.Int64), "likelihood": likelihood.cast(pl.Int64),
        "title": filled(words["title"], **parts), "status": pl.lit(OPEN), "since": pl.lit(None, pl.Date),
        "evidence": pl.col("evidence"),
    }  # fmt: skip
    return frame.select(*KEY, **told).drop_nulls(["consequence", "likelihood"]).cast(FINDING)  # type: ignore[arg-type]


def parameter_level(rule: str, name: str = "consequence") -> pl.Expr:
    """A fixed level of the catalogue."""
    return pl.lit(friction_rule(rule)[name], pl.Int64)


def no_actors() -> pl.Expr:
    """Nobody in particular."""
    return pl.lit([], pl.List(pl.String))


@once_per_snapshot
def named_actors(snapshot: Snapshot) -> pl.DataFrame:
    """Names for titles: actor_id, actor_name; what stands in brackets is left out."""
    name = pl.col("name").str.replace(r"\s*\(.*\)$", "")
    return snapshot.evidence.scan("actors").select("actor_id", actor_name=name).collect()


def with_name(
    snapshot: Snapshot, frame: pl.DataFrame, column: str = "actor_id", name: str = "actor_name"
) -> pl.DataFrame:
    """The frame with the name of the actor in a column; one without a name keeps its id."""
    names = named_actors(snapshot).rename({"actor_id": column, "actor_name": name})
    return frame.join(names, on=column, how="left").with_columns(pl.coalesce(name, column).alias(name))


@once_per_snapshot
def function_titles(snapshot: Snapshot) -> pl.DataFrame:
    """Names of functions for titles: function, function_title (lower case at the start)."""
    title = pl.col("title").str.slice(0, 1).str.to_lowercase() + pl.col("title").str.slice(1)
    return snapshot.evidence.scan("vocabulary_functions").select("function", function_title=title).collect()


def with_function(snapshot: Snapshot, frame: pl.DataFrame) -> pl.DataFrame:
    """The frame with function_title; a function without one keeps its id."""
    joined = frame.join(function_titles(snapshot), on="function", how="left")
    return joined.with_columns(pl.coalesce("function_title", "function").alias("function_title"))


@once_per_snapshot
def strains_of(snapshot: Snapshot, years: int, least_severity: int = 1, most_actors: int | None = None) -> pl.DataFrame:
    """Strains of the last years by actor: KEY, actor_id, strains (number), strain_rows (list of evidence ids).

    Takes  most_actors: strains that more actors shared are nobody's in particular and are left out
    """
    recent = pl.col("date") > pl.col("as_of").dt.offset_by(f"-{years}y")
    events = snapshot.events.filter(~pl.col("gain") & recent & (pl.col("severity") >= least_severity))
    if most_actors is not None:
        events = events.filter(pl.col("actors").list.len() <= most_actors)
    return (
        events.select(*KEY, "evidence_id", actor_id="actors")
        .explode("actor_id", empty_as_null=False)
        .group_by(*KEY, "actor_id")
        .agg(strains=pl.len(), strain_rows=pl.col("evidence_id").sort())
    )


def with_strains(snapshot: Snapshot, frame: pl.DataFrame, years: int, on: str = "actor_id") -> pl.DataFrame:
    """The frame with strains (0 if none) and its evidence with the rows of them added."""
    strains = strains_of(snapshot, years).rename({"actor_id": on})
    joined = frame.join(strains, on=[*KEY, on], how="left")
    none = pl.lit([], pl.List(pl.String))
    return joined.with_columns(
        pl.col("strains").fill_null(0), evidence=pl.concat_list("evidence", pl.col("strain_rows").fill_null(none))
    ).drop("strain_rows")


@once_per_snapshot
def criticality(snapshot: Snapshot) -> pl.DataFrame:
    """Criticality 1..5 of each function of an alliance: alliance_id, function, criticality."""
    rows = snapshot.evidence.scan("functions").select("alliance_id", "function", "criticality").unique()
    return rows.collect()
