"""The dissolution test in sentences."""

from collections.abc import Sequence

import polars as pl

from alliance_core.dissolution.dissolve import Dissolution
from alliance_core.dissolution.view import catchers, member_row, of_nation, ranking
from alliance_core.evidence.actors import actor_names

MOST_NAMED = 3


def per_cent(share: float) -> str:
    """A share 0..1 in whole per cent; almost nothing and almost everything stay visible as such.

    >>> [per_cent(share) for share in (0.7986, 0.002, 0.998, 0.0, 1.0)]
    ['80 %', 'under 1 %', 'over 99 %', '0 %', '100 %']
    """
    if 0 < share < 0.005:
        return "under 1 %"
    return "over 99 %" if 0.995 < share < 1 else f"{100 * share:.0f} %"


def listing(names: Sequence[str], most: int = MOST_NAMED) -> str:
    """Names in a sentence; a long list ends in a count.

    >>> listing(["a", "b"]), listing(["a", "b", "c", "d", "e"])
    ('a and b', 'a, b, c and 2 others')
    """
    if len(names) > most + 1:
        return f"{', '.join(names[:most])} and {len(names) - most} others"
    return " and ".join(filter(None, [", ".join(names[:-1]), names[-1]])) if names else ""


def headline(found: Dissolution, actor: str) -> str:
    """What the nation would lose that it cannot replicate, with the longest pole, in one sentence."""
    row = member_row(found, actor)
    text = f"If {found.name} dissolved tomorrow, {row['name']} would lose "
    if row["weight_used"] == 0:
        return f"{text}nothing that the tables know of ({row['reason']})."
    if row["loss"] == 0:
        return f"{text}nothing that it cannot replicate: it {row['reason']}."
    gone = of_nation(found, actor).filter(pl.col("lost") > 0)
    wholly = gone.filter(pl.col("retained") == 0)["part"].to_list()
    first = wholly or gone["part"].to_list()
    how = "wholly" if wholly else "in part"
    text += f"{per_cent(row['share'])} of what it uses, weighted by criticality: {how} {listing(first)}"
    if wholly and gone.height > len(wholly):
        text += f", in part {gone.height - len(wholly)} more"
    slowest = gone.drop_nulls("years").sort("years", "lost", "part", descending=[True, True, False])
    if slowest.is_empty():
        return f"{text}; how long rebuilding would take is not known."
    pole = slowest.row(0, named=True)
    if gone.height == 1:
        return f"{text}, {pole['years']:.0f} years to rebuild by expert estimate."
    return f"{text}; the longest to rebuild is {pole['part']}, {pole['years']:.0f} years by expert estimate."


def rests_on(found: Dissolution, actor: str) -> str:
    """How far the loss rests on the tier alone, and what the nation keeps by itself."""
    row = member_row(found, actor)
    own = of_nation(found, actor)
    alone = own.filter("alone", "uses").height
    used = own.filter("uses").height
    gone = own.filter(outcome="not there").height
    text = f"{row['name']} uses {used} of {own.height} parts of functions"
    text += f" and can provide {alone or 'none'} of them alone." if used else "."
    if gone:
        text += f" {gone} of them {'has' if gone == 1 else 'have'} no provider at this date and cannot be lost."
    if row["through"]:
        names = actor_names(found.snapshot.evidence)
        text += f" It acts through {listing([names.get(id_, id_) for id_ in row['through']])}, too."
    if row["loss_by_tier"] > 0:
        weak = per_cent(row["loss_by_tier"] / row["loss"])
        text += f" {weak} of the loss rests on its tier alone, the weakest ground."
    return text


def of_part(found: Dissolution, actor: str, part: str) -> str:
    """Why one part counts as used, what stays of it, and what rebuilding takes; each with its ground."""
    row = of_nation(found, actor).filter(pl.col("part") == part).row(0, named=True)
    if not row["uses"]:
        return f"Not counted as used: {row['why_uses']}."
    lines = [f"Counts as used ({row['grade']}): {row['why_uses']}."]
    kept = {
        "alone": "The nation provides it alone, here or elsewhere: all of it stays.",
        "own piece": f"It keeps its own piece: {per_cent(row['retained'])} stays.",
        "lost": "The tables show no other provider that the nation could turn to.",
    }
    through = f"Kept to {per_cent(row['retained'])} through {listing(row['through'])}."
    lines.append(kept.get(row["outcome"], through))
    years = "not known" if row["years"] is None else f"{row['years']:.0f} years by expert estimate"
    seen = "not known"
    if row["built_n"]:
        times = "delivery" if row["built_n"] == 1 else "deliveries"
        seen = f"{row['built_years']:.1f} years, median of {row['built_n']} {times} of hardware"
    worth = "not known"
    if row["value_n"]:
        worth = f"{row['value_musd']:,.0f} million dollars, median of {row['value_n']}"
    return " ".join(lines) + f" To build it alone: {years}. In this alliance it took: {seen}; value: {worth}."


def needs_most(found: Dissolution) -> str:
    """Which nation needs the alliance most, which least, and how many lose nothing."""
    ranked = ranking(found)
    users = ranked.filter(pl.col("weight_used") > 0)
    if users.is_empty():
        return f"No nation uses anything of {found.name} that the tables know of."
    first, last = users.row(0, named=True), users.row(-1, named=True)
    equal = users.filter(pl.col("rank") == first["rank"])["name"].to_list()
    need = "needs" if len(equal) == 1 else "need"
    text = f"{listing(equal)} {need} {found.name} most ({per_cent(first['share'])} of what it uses would go)"
    if users["rank"].n_unique() > 1:
        text += f", {last['name']} least ({per_cent(last['share'])})"
    idle = ranked.height - users.height
    if idle:
        verb = "loses" if idle == 1 else "lose"
        text += f"; {idle} of {ranked.height} {verb} nothing, for the tables show no use"
    return text + "."


def caught(found: Dissolution, actor: str) -> str:
    """Which other alliance would catch most of what the nation cannot do alone."""
    nets = catchers(found, actor)
    alliances = nets.filter(kind="alliance")
    organisations = nets.filter(kind="organisation")
    if member_row(found, actor)["loss"] == 0:
        return "Nothing is lost, so there is nothing to catch."
    if nets.is_empty():
        return "No other alliance or organisation of its own would catch any of it."
    parts = []
    if not alliances.is_empty():
        best = alliances.row(0, named=True)
        count = f"{best['parts']} part{'s' if best['parts'] != 1 else ''}"
        parts.append(f"Of its other alliances {best['name']} would catch most: {per_cent(best['share'])} of what it "
                     f"cannot do alone, in {count}")  # fmt: skip
    if not organisations.is_empty():
        best = organisations.row(0, named=True)
        lead = "through" if parts else "Through"
        parts.append(f"{lead} {best['name']} it would keep {per_cent(best['share'])}")
    return "; ".join(parts) + "."


def one_sided(found: Dissolution) -> str:
    """The most one-sided pairs: who depends on whom, and how little comes back."""
    pairs = found.dependence
    if pairs.is_empty():
        return f"Nobody in {found.name} depends on one provider alone."
    names = actor_names(found.snapshot.evidence)
    top = pairs.row(0, named=True)
    alike = pairs.filter(
        (pl.col("b") == top["b"]) & ((pl.col("leverage") - top["leverage"]).abs() < 1e-9)
        & ((pl.col("share") - top["share"]).abs() < 1e-9)
    )  # fmt: skip
    who = listing([names.get(id_, id_) for id_ in alike["a"]])
    verb = "depends" if alike.height == 1 else "depend"
    them = "it" if alike.height == 1 else "them"
    partner = names.get(top["b"], top["b"])
    back = (
        f"how far {partner} depends on {them} is not known"
        if top["reverse"] is None
        else f"{partner} on {them} for {per_cent(top['reverse'])}"
    )
    return (
        f"The most one-sided: {who} {verb} on {partner} alone for {per_cent(top['share'])} of what "
        f"{'it uses' if alike.height == 1 else 'they use'}, {back}."
    )
