"""Functions by partners: what an alliance needs, who provides which part of it, since when, and where it is thin."""

import datetime as dt

import polars as pl

from alliance_core.catalogue import indicator
from alliance_core.catalogue.capability import capability_rules
from alliance_core.evidence.actors import actor_names
from alliance_core.evidence.dates import precision_column, shown
from alliance_core.evidence.snapshot import KEY, Snapshot, once_per_snapshot, reached
from alliance_core.indicators.capability_complementarity.provision import PART, needed_parts

# Strongest first: a partner shows with the strongest that it has.
MARKS = ["primary", "alternate", "partial", "planned", "former"]
AVAILABLE = MARKS[:3]
ROW = ["alliance_id", "function", "detail", "criticality", "actor_id", "role", "note"]


@once_per_snapshot
def parts(snapshot: Snapshot) -> pl.DataFrame:
    """Every part of a function that an alliance needs, most critical first.

    Gives  PART, title (of the function and, where it differs, the detail), domain, criticality (1..5),
           weight (points of criticality), full, alternates, partial (numbers), redundant, single_sourced (one
           independent full provider), duplicated, gap (bool), state (word of the catalogue's [states])
    Nulls  title is the name where the vocabulary has none
    """
    rules = capability_rules()
    many = indicator("duplication").parameter("full_providers")
    full, nobody = pl.col("full"), (pl.col("full") == 0) & (pl.col("partial") == 0)
    state = (
        pl.when(nobody).then(pl.lit("gap"))
        .when(full == 0).then(pl.lit("in_part"))
        .when((full == 1) & (pl.col("criticality") >= rules["single_source"]["critical_from"]))
        .then(pl.lit("single_critical"))
        .when(full == 1).then(pl.lit("single"))
        .when(full >= many).then(pl.lit("duplicated"))
        .otherwise(pl.lit("several"))
    )  # fmt: skip
    criticality = snapshot.needs.select(*PART, "criticality")
    return _titled(
        snapshot,
        needed_parts(snapshot)
        .join(criticality, on=PART)
        .with_columns(single_sourced=full == 1, duplicated=full >= many, gap=nobody, state=state),
    )


def _titled(snapshot: Snapshot, frame: pl.DataFrame) -> pl.DataFrame:
    """The frame with title and domain, in the order of the screen."""
    vocabulary = snapshot.evidence.scan("vocabulary_functions").select("function", "domain", name="title").collect()
    words = [pl.col(column).str.replace_all("_", " ") for column in ("function", "detail")]
    head = pl.coalesce(pl.col("name"), words[0])
    title = pl.when(pl.col("detail") == pl.col("function")).then(head).otherwise(pl.format("{}: {}", head, words[1]))
    return (
        frame.join(vocabulary, on="function", how="left")
        .with_columns(title=title)
        .sort(*KEY, "criticality", "name", "detail", descending=[False, False, True, False, False], nulls_last=True)
        .drop("name")
    )


def spells(snapshot: Snapshot, today: dt.date) -> pl.DataFrame:
    """Every row of provision that was known at the date, with the independent provider that it counts for.

    Former spells have ended; plans (a start after the date) show only where the date is today or later, for
    what was planned earlier is not in the tables. An end that lies ahead stays hidden.

    Gives  PART, criticality, evidence_id, actor_id, provider, role, mark (MARKS), from, since, until (as written;
           null = not established, not ended), plan (words about a plan, null for all others)
    """
    planned = ~(pl.col("from").is_null() | reached("from"))
    columns = [*ROW, "from", "to", precision_column("from"), precision_column("to")]
    known = (
        snapshot.evidence.scan("functions").select("evidence_id", *columns)
        .join(snapshot.alliances.lazy().select(KEY), on="alliance_id")
        .filter(~planned | ((pl.col("as_of") >= today) & ~reached("to")))
        .with_columns(
            mark=pl.when(planned).then(pl.lit("planned"))
            .when(reached("to")).then(pl.lit("former")).otherwise(pl.col("role")),
            since=shown(pl.col("from"), pl.col(precision_column("from"))),
            until=pl.when(reached("to")).then(shown(pl.col("to"), pl.col(precision_column("to")))),
        )
        .collect()
    )  # fmt: skip
    words = capability_rules()["plans"]
    dropped = pl.col("note").str.contains(words["marked"], literal=True).fill_null(False)
    plan = pl.when(dropped).then(pl.lit(words["former"])).otherwise(pl.lit(words["current"]))
    return (
        known.join(_beside(snapshot, known), on=[*PART, "actor_id", "mark"], how="left")
        .with_columns(
            provider=pl.coalesce("organisation", "actor_id"), plan=pl.when(pl.col("mark") == "planned").then(plan)
        )
        .select(*PART, "criticality", "evidence_id", "actor_id", "provider", "role", "mark", "from", "since", "until",
                "plan")
        .sort(*PART, "provider", "from", "evidence_id")
    )  # fmt: skip


def _beside(snapshot: Snapshot, known: pl.DataFrame) -> pl.DataFrame:
    """States that stand beside their own organisation: PART, actor_id, mark, organisation.

    What is available counts for the organisation only where the organisation is available, too, as in the
    indicators; a plan or a former spell also where it merely had or plans a part in it.
    """
    own = known.select(*PART, organisation="actor_id", beside="mark")
    return (
        known.select(*PART, "actor_id", "mark").unique()
        .join(snapshot.organisation_states, on=["as_of", "actor_id"])
        .join(own, on=[*PART, "organisation"])
        .filter(~pl.col("mark").is_in(AVAILABLE) | pl.col("beside").is_in(AVAILABLE))
        .sort("organisation")
        .unique([*PART, "actor_id", "mark"], keep="first", maintain_order=True)
        .drop("beside")
    )  # fmt: skip


def cells(snapshot: Snapshot, today: dt.date) -> pl.DataFrame:
    """One row per part and provider: the strongest mark, and every row behind it in words.

    Gives  PART, criticality, provider, provider_name, mark, since (start of the mark, earliest, as written; null =
           not established), year (of a plan, else null), told (list of words, one for each row), evidence (list
           of evidence ids)
    """
    names = actor_names(snapshot.evidence)
    rank = pl.col("mark").replace_strict({mark: place for place, mark in enumerate(MARKS)}, return_dtype=pl.Int32)
    who = (
        pl.when(pl.col("actor_id") != pl.col("provider"))
        .then(pl.format(" through {}", "actor_id"))
        .otherwise(pl.lit(""))
    )
    start = pl.coalesce("since", pl.lit(capability_rules()["words"]["unknown_start"]))
    told = (
        pl.when(pl.col("mark") == "planned")
        .then(pl.format("planned {}{} from {} ({})", "role", who, start, "plan"))
        .when(pl.col("mark") == "former")
        .then(pl.format("was {}{}: {} to {}", "role", who, start, "until"))
        .when(pl.col("since").is_null())
        .then(pl.format("{}{}, {}", "role", who, start))
        .otherwise(pl.format("{}{} since {}", "role", who, start))
    )
    rows = spells(snapshot, today).with_columns(rank=rank, told=told)
    strongest = pl.col("rank") == pl.col("rank").min()
    return (
        rows.group_by(*PART, "provider", maintain_order=True)
        .agg(
            pl.col("criticality").first(),
            mark=pl.col("mark").sort_by("rank").first(),
            since=pl.col("since").filter(strongest).sort_by(pl.col("from").filter(strongest), nulls_last=False).first(),
            year=pl.col("from").filter(strongest & (pl.col("mark") == "planned")).min().dt.year(),
            told=pl.col("told").sort_by("rank", "from", maintain_order=True),
            evidence=pl.col("evidence_id").sort(),
        )
        .with_columns(provider_name=pl.col("provider").replace(names))
        .sort(*PART, "provider")
    )


def matrix(snapshot: Snapshot, today: dt.date) -> pl.DataFrame:
    """The screen's matrix: needed parts (and, for today, parts that are only planned) by partner.

    Gives  the columns of parts (weight and counts null where a part is only planned) and provider, provider_name,
           mark, since, year, told, evidence: one row per part and provider, one with a null provider for a part
           that nobody ever provided; parts in the order of `parts`, planned ones last
    """
    needed = parts(snapshot)
    found = cells(snapshot, today)
    only_planned = (
        found.filter(pl.col("mark") == "planned").select(*PART, "criticality").unique()
        .join(needed, on=PART, how="anti")
        .with_columns(state=pl.lit("planned"), single_sourced=False, duplicated=False, gap=False)
    )  # fmt: skip
    every = pl.concat([needed, _titled(snapshot, only_planned)], how="diagonal_relaxed").with_row_index("place")
    return (
        every.join(found.drop("criticality"), on=PART, how="left")
        .sort("place", "provider")
        .drop("place")
    )  # fmt: skip
