"""Findings about capability in plain sentences, with what is not known said."""

from collections.abc import Sequence
from typing import Any

from alliance_core.capability.capability import Capability
from alliance_core.capability.nation import Standing
from alliance_core.capability.network import reading_words
from alliance_core.catalogue.capability import capability_rules, level_words


def headline(found: Capability) -> str:
    """The one thing to know: what hangs on one partner, on whom most, and what kind of network it is."""
    figures = found.figures
    if not figures["functions_needed"]:
        return f"Nothing in the evidence says what {found.name} needed or provided at this date."
    text = (
        f"{found.name} has a provider for **{figures['functions_provided']} of {figures['functions_needed']}** parts "
        f"of functions that it needs; **{_count(figures['critical_single'], 'critical one')}** on one partner alone"
    )
    matters = [row for row in found.losses.to_dicts() if row["loss"] or row["thinner"]]
    if matters:
        text += f". Most hangs on **{matters[0]['provider_name']}**: its exit would leave {_left_behind(matters[0])}"
    if len(matters) > 1:
        text += f"; next comes {matters[1]['provider_name']}, with {_left_behind(matters[1], short=True)}"
    return f"{text}. {network_sentence(found)}"


def network_sentence(found: Capability) -> str:
    """Hub and spoke or networked, with the figure and those who stand outside."""
    read = found.reading
    if not read["partners"]:
        return "Nobody provides anything or has exercised a link, so there is no network to read."
    if read["reading"] == "too_few":
        return f"With {read['partners']} partners there are {reading_words('too_few')} a hub from a network."
    out = read["outside"]
    outside = (
        f"; {out} member{'s have' if out > 1 else ' has'} no part in it, not even through an organisation"
        if out
        else ""
    )
    best = f"best linked: {read['hub_name']}" if read["hub"] else "several are equally well linked"
    return (
        f"The network of its {read['partners']} working partners is **{reading_words(read['reading'])}** "
        f"(centralisation {read['centralisation']:.2f}, {best}){outside}."
    )


def nation_sentence(found: Capability, own: Standing) -> str:
    """What a nation provides and what it depends on, in one sentence."""
    if not (own.member or own.itself or own.through):
        return f"**{own.name}** is no member of {found.name} and provides nothing to it in the evidence."
    brings = [f"provides {listing(own.itself)}"] if own.itself else []
    if own.through:
        brings.append(f"through {listing(own.organisations)} provides {listing(own.through)}")
    text = f"**{own.name}** " + (" and ".join(brings) or f"provides nothing to {found.name} in the evidence")
    if own.share is None:
        return text + "."
    text += f"; {per_cent(own.share)} of the needed criticality it cannot carry"
    text += " in full, even with its organisations" if own.organisations else " in full itself"
    alone = [f"{name} alone for {listing(titles)}" for name, titles in own.depends.items()]
    return text + (f", and it depends on {'; on '.join(alone[:3])}." if alone else ".")


def audit_sentence(found: Capability) -> str:
    """How many links were never exercised, and which pairs were never looked at."""
    rules = capability_rules()["audit"]
    rows, silent = found.audit, found.silent
    if rows.is_empty():
        return f"No row says how well the partners of {found.name} work together: not looked at, which is no zero."
    idle = rows.filter(~rows["exercised"]).height
    least = rules["exercised_level"]
    text = f"**{idle} of {rows.height}** links {'was' if idle == 1 else 'were'} never exercised "
    text += f"(below level {least}, *{level_words(least)}*)"
    if silent.height:
        pairs = [f"{row['name_a']} and {row['name_b']}" for row in silent.to_dicts()]
        text += f"; {len(pairs)} pair{'s' if len(pairs) > 1 else ''} of anchor and core members "
        text += f"{'were' if len(pairs) > 1 else 'was'} never looked at: {listing(pairs, 3)}"
    return text + "."


def listing(names: Sequence[str], most: int = 4) -> str:
    """Names in a sentence; a long list ends in a count.

    >>> listing(["a"]), listing(["a", "b"]), listing(list("abcdef"))
    ('a', 'a and b', 'a, b, c, d and 2 more')
    """
    if len(names) > most + 1:
        return f"{', '.join(names[:most])} and {len(names) - most} more"
    return " and ".join(filter(None, [", ".join(names[:-1]), *names[-1:]]))


def per_cent(share: float | None) -> str:
    """A share 0..1 in whole per cent.

    >>> per_cent(0.423), per_cent(0.001), per_cent(None)
    ('42 %', '<1 %', 'no evidence')
    """
    if share is None:
        return "no evidence"
    return "<1 %" if 0 < share < 0.005 else f"{100 * share:.0f} %"


def _left_behind(row: dict[str, Any], *, short: bool = False) -> str:
    """What an exit leaves, in words; what is nought goes without saying."""
    lost = "" if short else " of the needed criticality without a full provider"
    thin = " thinner" if short else " with a primary fewer and no substitute"
    parts = [f"{per_cent(row['loss'])}{lost or ' lost'}"] if row["loss"] else []
    if row["thinner"]:
        parts.append(f"{per_cent(row['thinner'])}{thin}")
    return " and ".join(parts)


def _count(number: int, noun: str) -> str:
    return f"{number or 'no'} {noun}{'s' if number > 1 else ''} {'hang' if number > 1 else 'hangs'}"
