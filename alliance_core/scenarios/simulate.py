"""The cascade: shocks, responses, lost functions, a heavier burden, responses again, until nothing changes."""

import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace

import numpy as np

from alliance_core.catalogue.scenario_rules import scenario_rules, shocks
from alliance_core.scenarios.cases import programme_terms, sunk
from alliance_core.scenarios.hazard import Hazard
from alliance_core.scenarios.setting import Setting
from alliance_core.scenarios.shocks import Struck
from alliance_core.scenarios.structure import Structure, product

STAYS, REDUCES, LEAVES = 0, 1, 2
SURVIVED, RESTRUCTURED, FRACTURED = 0, 1, 2
REPLICATES = 100
AUTHOR_LEAVES = ("anchor_exit", "partner_exit")
TURNS_AWAY = ("partner_regime_change", "legal_change")
# Groups settled at once: few enough for the cache, many enough that threads do not wait for one another.
GROUPS_AT_ONCE = 10


@dataclass(frozen=True, slots=True)
class Run:
    """What happened in every draw. Draws come in groups of `replicates` that share parameters, sizes and exit cost.

    outcome   [draw] SURVIVED, RESTRUCTURED, FRACTURED; model_outcome before what the cascade made of it
    response  [draw, actor]; round_left [draw, actor] the round in which an actor left, -1 = it did not
    lost      [draw, part] functions without a provider at the end; struck_parts [draw, part] gone by the shock itself
    rounds    how many rounds it took
    """

    outcome: np.ndarray
    model_outcome: np.ndarray
    response: np.ndarray
    round_left: np.ndarray
    lost: np.ndarray
    struck_parts: np.ndarray
    rounds: int
    replicates: int


def simulate(
    setting: Setting, struck: Sequence[Struck], hazard: Hazard, base: np.ndarray, draws: int, seed: int
) -> Run:
    """Run the scenario in all draws at once.

    Takes  base [tier]: probability of leaving without a shock (setting.base_rates), which is all that happens in an
           empty scenario, and the least that happens in any other
    Gives  the same for the same seed, whatever the number of threads; a longer list of shocks or a larger one never
           helps anybody in any draw
    """
    generator = np.random.default_rng([seed, 7])
    groups = max(1, draws // REPLICATES)
    noise = Noise.draw(generator, groups * REPLICATES, len(setting.actors))
    # Who would have left without any shock: a shock keeps nobody.
    anyway = noise.partner > (1 - base[setting.tier]).astype(np.float32)
    if not struck:
        return _quiet(setting, anyway)
    drawn = Drawn(setting, struck, hazard, generator, groups)
    return _cascade(setting, struck, drawn, noise, anyway)


@dataclass(frozen=True, slots=True)
class Noise:
    """Uniform noise of every draw, the same whatever the scenario: common random numbers.

    programme [draw, kind of shock], parts [draw], authors [draw], partner [draw, actor]
    """

    programme: np.ndarray
    parts: np.ndarray
    authors: np.ndarray
    partner: np.ndarray

    @classmethod
    def draw(cls, generator: np.random.Generator, count: int, actors: int) -> "Noise":
        """Noise of so many draws."""
        kinds = len(shocks())
        uniform = generator.random((count, kinds + 2))
        partner = generator.random((count, actors), dtype=np.float32)
        return cls(uniform[:, :kinds], uniform[:, kinds], uniform[:, kinds + 1], partner)


def _quiet(setting: Setting, left: np.ndarray) -> Run:
    """Without a shock: base rates, and the programme goes on unless its anchor goes."""
    structure = Structure.of(setting)
    none = np.zeros((len(left), len(setting.parts)), bool)
    _, lost, _, broken = structure.after(left, none)
    outcome = np.where(broken, FRACTURED, SURVIVED).astype(np.int8)
    return Run(
        outcome, np.zeros_like(outcome), np.where(left, LEAVES, STAYS).astype(np.int8),
        np.where(left, 0, -1).astype(np.int8), lost, none, 1, REPLICATES,
    )  # fmt: skip


class Drawn:
    """Parameters, sizes and features of one run, drawn once for each group of draws."""

    def __init__(
        self, setting: Setting, struck: Sequence[Struck], hazard: Hazard, generator: np.random.Generator, groups: int
    ) -> None:
        rules = scenario_rules()["features"]
        self.setting, self.struck = setting, struck
        self.expert_shift = hazard.expert_shift
        self.cuts, self.beta = hazard.programme.draw(groups, generator)
        self.partner_cuts, self.partner_beta = hazard.partner.draw(groups, generator)
        wobble = generator.standard_normal((groups, len(shocks())))
        kinds = list(shocks())
        self.sizes = np.stack(
            [
                np.clip(
                    one.blow.size * (setting.anchor_share if one.blow.rule.of_anchor else 1.0)
                    * (1 + rules["size_sd"] * wobble[:, kinds.index(one.blow.kind)]),
                    0.0, 1.0,
                )
                for one in struck
            ], axis=1,
        )  # fmt: skip
        half = rules["exit_cost_half_width"] / 4
        self.exit_cost = np.clip(setting.exit_cost + generator.uniform(-half, half, groups), 0, 1)
        self.has_alternative = generator.random((groups, len(setting.actors))) < setting.alternative
        self.expert = generator.standard_normal(groups)
        authors = np.array([hazard.authors[kind] for kind in kinds])
        self.author_leaves = generator.beta(authors[:, 0], authors[:, 1], (groups, len(kinds)))
        for one in struck:
            if one.blow.kind == "technology_breakthrough" and one.partner is not None:
                self.has_alternative[:, one.partner] = True

    def by_draw(self, values: np.ndarray, noise: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Values of groups as a column beside the noise of their draws: [group, 1] and [group, replicate]."""
        return values[:, None], noise.reshape(len(values), REPLICATES)

    def programme(self, uniform: np.ndarray) -> np.ndarray:
        """Outcome of the programme by draw: the worst that any of the shocks brings about."""
        leading = self.setting.tier <= 1
        alternatives = self.has_alternative[:, leading].mean(axis=1) if leading.any() else np.zeros(len(self.cuts))
        years = float(sunk(self.setting.years.max()))
        terms = programme_terms()
        worst = np.zeros(len(uniform), np.int8)
        for j, one in enumerate(self.struck):
            kind = one.blow.kind
            author = float(one.blow.rule.author == "anchor" and one.partner == self.setting.anchor)
            features = np.stack(
                [self.sizes[:, j], np.full(len(self.cuts), author), self.exit_cost, alternatives,
                 np.full(len(self.cuts), years)], axis=1,
            )  # fmt: skip
            eta = (features * self.beta[:, :5]).sum(axis=1)
            expert = one.blow.rule.expert
            if expert:
                shift = expert["shift"] if self.expert_shift is None else self.expert_shift
                eta += shift + expert["sd"] * self.expert
            else:
                eta += self.beta[:, terms.index(f"kind_{kind}")]
            own, chance = self.by_draw(eta, uniform[:, list(shocks()).index(kind)])
            latent = own + np.log(chance / (1 - chance))
            crossed = (latent > self.cuts[:, :1]).astype(np.int8) + (latent > self.cuts[:, 1:])
            np.maximum(worst, crossed.ravel(), out=worst)
        return worst

    def parts_struck(self, uniform: np.ndarray) -> np.ndarray:
        """Parts that the shocks themselves take away, each with the probability of the size: [draw, part]."""
        gone = np.zeros((len(uniform), len(self.setting.parts)), bool)
        for j, one in enumerate(self.struck):
            if one.parts.any():
                size, chance = self.by_draw(self.sizes[:, j], uniform)
                gone |= (chance < size).reshape(-1, 1) & one.parts
        return gone

    def authors(self, uniform: np.ndarray) -> np.ndarray:
        """Who leaves by the shock itself: an exit is one; who turns away goes as often as such authors did."""
        left = np.zeros((len(uniform), len(self.setting.actors)), bool)
        kinds = list(shocks())
        for j, one in enumerate(self.struck):
            if one.partner is None:
                continue
            if one.blow.kind in AUTHOR_LEAVES:
                left[:, one.partner] = True
            elif one.blow.kind in TURNS_AWAY:
                leaves = self.author_leaves[:, kinds.index(one.blow.kind)] * self.sizes[:, j]
                leaves, chance = self.by_draw(leaves, uniform)
                left[:, one.partner] |= (chance < leaves).ravel()
        return left

    @property
    def parties(self) -> np.ndarray:
        """Sides of a rupture: the partner hit and the anchor."""
        sides = np.zeros(len(self.setting.actors))
        for one in self.struck:
            if one.blow.kind == "geopolitical_rupture" and one.partner is not None:
                sides[one.partner] = 1
                if self.setting.anchor is not None:
                    sides[self.setting.anchor] = 1
        return sides

    @property
    def acting(self) -> list[int]:
        """Who brings about all of the scenario, and so answers to none of it.

        An author of one shock among several answers to the others like anybody: else its own shock would keep it in.
        """
        authors = {one.partner if one.blow.rule.author != "none" else None for one in self.struck}
        return [partner for partner in authors if partner is not None] if len(authors) == 1 else []

    @property
    def leaning(self) -> np.ndarray:
        """How far each partner leans towards leaving before strain and outcome count: [group, actor]."""
        tier, beta = self.setting.tier, self.partner_beta
        fixed = np.stack([tier == 1, tier == 0, tier == 3], axis=1).astype(float)
        return (
            beta[:, :3] @ fixed.T
            + beta[:, 3, None] * self.has_alternative
            + beta[:, 4, None] * self.exit_cost[:, None]
            + beta[:, 5, None] * sunk(self.setting.years)[None, :]
            + beta[:, 6, None] * self.parties[None, :]
        )


def _cascade(setting: Setting, struck: Sequence[Struck], drawn: Drawn, noise: Noise, anyway: np.ndarray) -> Run:
    """Responses round by round. Each round can only add exits and losses, so that it ends.

    Draws do not depend on one another: they are settled piece by piece, side by side.
    """
    count, actors = noise.partner.shape
    model_outcome = drawn.programme(noise.programme)
    parts = drawn.parts_struck(noise.parts)
    left = drawn.authors(noise.authors)
    run = Run(
        model_outcome.copy(), model_outcome, np.empty((count, actors), np.int8), np.empty((count, actors), np.int8),
        np.empty_like(parts), parts, 0, REPLICATES,
    )  # fmt: skip
    settling = _Settling(Structure.of(setting), drawn, noise.partner, anyway, left, run)
    pieces = range(0, len(drawn.cuts), GROUPS_AT_ONCE)
    with ThreadPoolExecutor(os.cpu_count()) as threads:
        rounds = max(threads.map(settling.settle, pieces))
    for one in struck:
        if one.blow.kind == "anchor_funding_cut" and one.partner is not None:
            run.response[:, one.partner] = np.maximum(run.response[:, one.partner], REDUCES)
    return replace(run, rounds=rounds)


class _Settling:
    """The rounds of a piece of all draws; the pieces write into different rows of the same run."""

    def __init__(
        self, structure: Structure, drawn: Drawn, uniform: np.ndarray, anyway: np.ndarray, left: np.ndarray, run: Run
    ) -> None:
        self.structure, self.uniform, self.anyway, self.left, self.run = structure, uniform, anyway, left, run
        self.leaning = drawn.leaning.astype(np.float32)
        self.push = drawn.partner_beta[:, 7:10].astype(np.float32)
        self.cuts = drawn.partner_cuts.astype(np.float32)
        self.size = (1 - np.prod(1 - drawn.sizes, axis=1)).astype(np.float32)
        self.acting = drawn.acting

    def settle(self, first: int) -> int:
        """Rounds of the groups from the first on until nothing changes; gives their number."""
        rules = scenario_rules()["cascade"]
        groups = slice(first, first + GROUPS_AT_ONCE)
        draws = slice(first * REPLICATES, (first + GROUPS_AT_ONCE) * REPLICATES)
        steady = self.steady(groups, draws)
        by_size, by_restructured, by_fractured, least, most, calm = (
            np.repeat(column, REPLICATES)
            for column in (*self.push[groups].T, *self.cuts[groups].T, 1 - self.size[groups])
        )
        run, structure, left = self.run, self.structure, self.left[draws]
        outcome, struck = run.outcome[draws], run.struck_parts[draws]
        round_left = np.where(left, np.int8(0), np.int8(-1))
        less = left.copy()
        share, lost, functions, _ = structure.after(left, struck)
        answer, round_ = np.empty_like(left), 0
        before = _grown(left, less, lost, outcome)
        for round_ in range(1, rules["rounds"] + 1):
            reduced = product(less, structure.by_actor[:, :1])[:, 0]
            borne = np.minimum((1 - rules["reduction"]) * share + rules["reduction"] * reduced, 1)
            strain = 1 - calm * (1 - borne) * (1 - rules["function_weight"] * functions)
            push = (
                by_size * strain + by_restructured * (outcome >= RESTRUCTURED) + by_fractured * (outcome >= FRACTURED)
            )
            np.greater(steady, (most - push)[:, None], out=answer)
            answer |= self.anyway[draws]
            np.copyto(round_left, np.int8(round_), where=answer > left)
            left |= answer
            np.greater(steady, (least - push)[:, None], out=answer)
            less |= answer
            less |= left
            share, lost, functions, broken = structure.after(left, struck)
            outcome[broken] = FRACTURED
            # All of it only ever grows: as much as before is the same as before.
            now = _grown(left, less, lost, outcome)
            if now == before:
                break
            before = now
        run.response[draws] = less.view(np.int8) + left.view(np.int8)
        run.round_left[draws], run.lost[draws] = round_left, lost
        return round_

    def steady(self, groups: slice, draws: slice) -> np.ndarray:
        """What moves each partner in all rounds alike: [draw, actor]."""
        uniform = self.uniform[draws]
        noise = np.log((uniform + np.float32(1e-7)) / (1 - uniform + np.float32(1e-7)))
        steady = noise.reshape(-1, REPLICATES, uniform.shape[1]) + self.leaning[groups, None]
        # Authors do what the shock says, and no more.
        steady[:, :, self.acting] = -np.inf
        return steady.reshape(uniform.shape)


def _grown(left: np.ndarray, less: np.ndarray, lost: np.ndarray, outcome: np.ndarray) -> int:
    """How much has happened so far."""
    return sum(int(np.count_nonzero(yes)) for yes in (left, less, lost, outcome == FRACTURED))
