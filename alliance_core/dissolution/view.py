"""The dissolution test as tables for a screen: what one nation loses, by domain, and who would catch it."""

from typing import Any

import polars as pl

from alliance_core.catalogue.dissolution import dissolution_rules
from alliance_core.dissolution.dissolve import Dissolution
from alliance_core.evidence.actors import actor_names

NOT_KNOWN = "not known"
# Stands in the wide frame of a matrix for a pair that is none; shares are never negative.
NO_PAIR = -1.0
OUTCOMES = ["lost", "through others", "own piece", "alone", "not used", "not there"]


def of_nation(found: Dissolution, actor: str) -> pl.DataFrame:
    """What an actor keeps and loses, heaviest loss first: the columns of Dissolution.standing without actor_id."""
    order = {outcome: place for place, outcome in enumerate(OUTCOMES)}
    return (
        found.standing.filter(actor_id=actor)
        .sort("lost", pl.col("outcome").replace_strict(order), "criticality", "function", "detail",
              descending=[True, False, True, False, False])
        .drop("actor_id")
    )  # fmt: skip


def function_table(found: Dissolution, actor: str) -> pl.DataFrame:
    """The same in words: function, domain, criticality, uses, why_uses, outcome, through, lost_share (per cent of the
    part), lost, years, seen (what building it took in this alliance), value, evidence (number of rows), ids (list)."""
    used = pl.col("uses")
    seen = pl.format("{} years, median of {}", pl.col("built_years").round(1), "built_n")
    worth = pl.format("{} million dollars, median of {}", pl.col("value_musd").round(0).cast(pl.Int64), "value_n")
    through = pl.col("through").list.head(3).list.join(", ")
    return of_nation(found, actor).select(
        "domain", "criticality", "why_uses", "outcome", "years",
        function="part",
        uses=pl.when(used).then(pl.format("yes, {}", "grade")).otherwise(pl.lit("no")),
        alone=pl.when(used).then(pl.when("alone").then(pl.lit("yes")).otherwise(pl.lit("no"))),
        through=pl.when(used & (pl.col("through").list.len() > 0)).then(through),
        lost_share=100 * (1 - pl.col("retained")),
        lost=pl.when(used).then("lost"),
        seen=seen.fill_null(NOT_KNOWN),
        value=worth.fill_null(NOT_KNOWN),
        rows=pl.col("evidence").list.len(),
        ids="evidence",
    )  # fmt: skip


def domain_table(found: Dissolution, actor: str) -> pl.DataFrame:
    """What an actor keeps and loses by domain of the vocabulary, largest loss first; only what it uses.

    Gives  domain, alone, through_others, lost (criticality; they add up to what is used), parts (number)
    """
    own = pl.col("outcome").is_in(["alone", "own piece"])
    kept = pl.col("criticality") * pl.col("retained")
    return (
        of_nation(found, actor)
        .filter("uses")
        .group_by("domain")
        .agg(
            alone=kept.filter(own).sum(),
            through_others=kept.filter(~own).sum(),
            lost=pl.col("lost").sum(),
            parts=pl.len().cast(pl.Int64),
        )
        .sort("lost", "alone", "domain", descending=[True, False, False])
    )


def catchers(found: Dissolution, actor: str) -> pl.DataFrame:
    """Other alliances and organisations that would catch what the actor cannot do alone, most first.

    Gives  name, kind (alliance, organisation), caught (criticality), share (0..1 of what the actor uses and cannot do
           alone), per_cent (the same, whole), parts (number of parts)
    """
    weak = found.standing.filter(pl.col("actor_id") == actor, "uses", ~pl.col("alone"))
    whole = weak["criticality"].sum()
    organised = pl.col("way") == "organisation"
    short = dict(found.snapshot.evidence.alliances.select("alliance_id", "short_name").iter_rows())
    names = actor_names(found.snapshot.evidence)
    return (
        found.ways.filter(pl.col("actor_id") == actor, pl.col("way") != "own", pl.col("credit") > 0)
        .join(weak.select("function", "detail", "criticality"), on=["function", "detail"])
        .with_columns(
            name=pl.when(organised)
            .then(pl.col("provider").replace(names))
            .otherwise(pl.col("alliance_id").replace(short)),
            kind=pl.when(organised).then(pl.lit("organisation")).otherwise(pl.lit("alliance")),
        )
        .group_by("name", "kind", "function", "detail")
        .agg(caught=(pl.col("criticality") * pl.col("credit")).max())
        .group_by("name", "kind")
        .agg(pl.col("caught").sum(), parts=pl.len().cast(pl.Int64))
        .with_columns(share=pl.col("caught") / whole)
        .select("name", "kind", "caught", "share", "parts", per_cent=(100 * pl.col("share")).round(0))
        .sort("caught", "name", descending=[True, False])
    )


def ranking(found: Dissolution) -> pl.DataFrame:
    """Nations by what they would lose, most first: rank, then the columns of Dissolution.members without counted.

    Nations that lose the same share the better rank; `acts_through` names the organisations in words.
    """
    names = actor_names(found.snapshot.evidence)
    through = pl.col("through").list.eval(pl.element().replace(names)).list.join(", ")
    return found.members.filter("counted").with_columns(
        rank=pl.col("loss").round(9).rank("min", descending=True).cast(pl.Int64),
        acts_through=pl.when(pl.col("through").list.len() > 0).then(through),
        per_cent=(100 * pl.col("share")).round(0),
    ).select("rank", "actor_id", "name", "tier", "acts_through", "loss", "loss_by_tier", "weight_used", "share",
             "per_cent", "share_of_alliance", "longest_years", "reason")  # fmt: skip


def dependence_table(found: Dissolution) -> pl.DataFrame:
    """Dissolution.dependence with names: a, b (ids), a_name, b_name, share, reverse, leverage."""
    names = actor_names(found.snapshot.evidence)
    return found.dependence.select(
        "a", "b", "share", "reverse", "leverage",
        a_name=pl.col("a").replace(names), b_name=pl.col("b").replace(names),
    )  # fmt: skip


def dependence_cells(found: Dissolution, actor: str) -> pl.DataFrame:
    """Dependence for a matrix of readable size: a_name, b_name, share (0 = does not depend, null = uses nothing).

    Rows are the listed anchor and core members, the actor, and one row for all others that depend alike on the same
    partners, named after the first and counted; columns are the partners on which somebody depends. A state and its
    own organisation are no pair and have no cell.
    """
    names = _short_names(found)
    shares = found.dependence.select("a", "b", "share")
    order = shares.group_by("b").agg(pl.col("share").sum()).sort("share", "b", descending=[True, False])
    columns = order["b"].to_list()
    own = pl.col("tier").is_in(["anchor", "core"]).fill_null(False) | (pl.col("actor_id") == actor)
    users = found.members.filter(pl.col("weight_used") > 0).select(
        "actor_id", name=pl.col("actor_id").replace(names), alike=~own
    )
    houses = found.units.houses
    no_pair = pl.concat([
        houses.select(a="actor_id", b="organisation"), houses.select(a="organisation", b="actor_id"),
        users.select(a="actor_id", b="actor_id"),
    ]).filter(pl.col("b").is_in(columns)).with_columns(share=pl.lit(NO_PAIR))  # fmt: skip
    wide = pl.concat([shares.with_columns(pl.col("share").round(6)), no_pair]).pivot(
        "b", on_columns=columns, index="a", values="share", aggregate_function="first"
    )
    rows = (
        users.join(wide, left_on="actor_id", right_on="a", how="left", maintain_order="left")
        .with_columns(pl.col(columns).fill_null(0.0), place=pl.int_range(pl.len()))
    )  # fmt: skip
    same = pl.when("alike").then(pl.lit("")).otherwise("actor_id")
    more = pl.len() - 1
    label = (
        pl.when(more > 0)
        .then(pl.format("{} and {} alike", pl.col("name").first(), more))
        .otherwise(pl.col("name").first())
    )
    grouped = rows.group_by(same.alias("same"), *columns, maintain_order=True).agg(
        a_name=label, place=pl.col("place").min()
    )
    long = grouped.unpivot(columns, index=["a_name", "place"], variable_name="b", value_name="share")
    return (
        long.filter(pl.col("share") != NO_PAIR)
        .sort("place", pl.col("b").replace_strict({b: i for i, b in enumerate(columns)}, return_dtype=pl.Int64))
        .select("a_name", "share", b_name=pl.col("b").replace(names))
    )


def _short_names(found: Dissolution) -> dict[str, str]:
    """Names by id; an organisation goes by its abbreviation, which is its id."""
    states = found.snapshot.actors.filter(pl.col("kind").is_in(["state", "territory"]))["actor_id"].to_list()
    names = actor_names(found.snapshot.evidence)
    return {id_: names.get(id_, id_) if id_ in states else id_.replace("_", " ") for id_ in names}


def member_row(found: Dissolution, actor: str) -> dict[str, Any]:
    """The row of Dissolution.members of one actor."""
    return found.members.filter(actor_id=actor).row(0, named=True)


def choices(found: Dissolution) -> dict[str, str]:
    """Who can be asked for: names by id, nations first, then organisations and institutions."""
    listed = found.members.sort(pl.col("counted").not_(), "name")
    return dict(listed.select("actor_id", "name").iter_rows())


def name_of(found: Dissolution, actor: str) -> str:
    """The name of an actor, member or not."""
    return actor_names(found.snapshot.evidence).get(actor, actor)


def rule_table() -> pl.DataFrame:
    """The rules of the catalogue in words: rule, setting, reason."""
    rules = dissolution_rules()
    uses = [(f"Uses it: {rule['words'].replace(' as {} member', '')}", rule["grade"], rule["reason"])
            for rule in rules["use"].values()]  # fmt: skip
    no_use = [("Uses it not", "signed", rules["no_use"]["signed_reason"]),
              ("Not there", "no provider", rules["no_use"]["not_there_reason"])]  # fmt: skip
    ways = [(f"Kept {way['name']}", f"{way['credit']:.0%}", way["reason"]) for way in rules["way"].values()]
    weaker = [
        (words, f"x {rules['strength'][name]:.0%}", rules["strength"][f"{name}_reason"])
        for name, words in (("one_of_several", "One of several primaries"), ("other_part", "Another part"),
                            ("same_provider", "The same partner"))
    ]  # fmt: skip
    rest = [
        ("Own launches", ", ".join(rules["launch"]["orbital"] + rules["launch"]["crewed"]).replace("_", " "),
         rules["launch"]["reason"]),
        ("Ends with the alliance", ", ".join(rules["ends_with"]["kinds"]).replace("_", " "),
         rules["ends_with"]["reason"]),
        ("Years and money", rules["rebuild"]["estimate"], rules["rebuild"]["reason"]),
        ("Dependence", "a on b", rules["dependence"]["reason"]),
    ]  # fmt: skip
    return pl.DataFrame([*uses, *no_use, *ways, *weaker, *rest], schema=["rule", "setting", "reason"], orient="row")
