"""What a red team found."""

from dataclasses import dataclass

import polars as pl

from alliance_core.advice.red_arguments import AGAINST, FOR
from alliance_core.advice.verdict import Ground
from alliance_core.catalogue.verdicts import verdict_name
from alliance_core.dissolution.sentences import per_cent


@dataclass(frozen=True, slots=True)
class RedTeam:
    """The case against an assessment.

    ground      what the verdict rests on; verdict: its id, None = no verdict
    side        which side the red team argues: "for" or "against" the alliance
    variants    red_variants.variants; families: red_variants.families
    flips       red_flips.flips; break_even: red_flips.break_even; zones: red_flips.zones
    arguments   red_arguments.arguments, both sides
    yardstick   the critique of the yardstick in a sentence
    tripwires   sentences; missing: red_mind.missing_evidence; watch: red_mind.to_watch
    """

    ground: Ground
    verdict: str | None
    side: str
    variants: pl.DataFrame
    families: pl.DataFrame
    flips: pl.DataFrame
    break_even: pl.DataFrame
    arguments: pl.DataFrame
    yardstick: str
    tripwires: tuple[str, ...]
    missing: pl.DataFrame
    watch: pl.DataFrame
    zones: pl.DataFrame

    @property
    def name(self) -> str:
        """The verdict as people read it."""
        return verdict_name(self.verdict)

    @property
    def scored(self) -> int:
        """How many variants have a verdict to compare."""
        return int(self.variants["flips"].count())

    @property
    def flipped(self) -> int:
        """How many variants flip the verdict."""
        return int(self.variants["flips"].sum())

    @property
    def counter(self) -> pl.DataFrame:
        """The arguments of the red team's side, strongest first."""
        return self.arguments.filter(side=self.side)

    @property
    def other_side(self) -> pl.DataFrame:
        """The arguments that back the verdict, strongest first."""
        return self.arguments.filter(side=AGAINST if self.side == FOR else FOR)

    def headline(self) -> str:
        """How many variants flip the verdict, and the strongest argument against it."""
        if self.verdict is None:
            return f"{self.ground.name} has no verdict at this date, so that there is none to attack."
        whose = f" for {self.ground.actor_name}" if self.ground.actor else ""
        share = per_cent(self.flipped / self.scored) if self.scored else "0 %"
        text = (
            f"{self.flipped} of {self.scored} variants ({share}) flip the verdict “{self.name}” on "
            f"{self.ground.name}{whose}."
        )
        strongest = self.counter
        if strongest.is_empty():
            return f"{text} The tables hold no strong argument {self.side} the alliance."
        return f"{text} The strongest argument {self.side} the alliance: {strongest['text'][0]}"

    def nearest(self) -> str:
        """The smallest change of weights that flips the verdict, in a sentence."""
        if self.verdict is None:
            return "Without a verdict no weighting can flip it."
        if self.flips.is_empty():
            return "No weighting of the dimensions flips the verdict: it does not hang on the weights."
        row = self.flips.row(0, named=True)
        return (
            f"The nearest weighting that flips it moves {100 * row['moved']:.1f} % of the weight: the health score "
            f"{row['direction']} {row['mark']:.0f} and the verdict becomes {row['verdict_name']}."
        )
