"""What breaks when partners go: cost without a payer, functions without a provider, the structure itself."""

from dataclasses import dataclass

import numpy as np

from alliance_core.catalogue.scenario_rules import scenario_rules
from alliance_core.scenarios.setting import Setting

# A product of at most so many multiplications OpenBLAS leaves to the thread that asks.
OWN_THREAD = 2**18
# Shares are whole multiples of this, so that single precision adds them up exactly, in whatever order.
GRAIN = 2.0**-20


@dataclass(frozen=True, slots=True)
class Structure:
    """What hangs on the partners, as matrices of single precision.

    by_actor [actor, ...]: share of the cost, member of the core, then what it provides [part]; providers [part], never
    reached where nobody provides; by_part [part, ...]: share of the weight, vital; anchor, core: how many
    """

    by_actor: np.ndarray
    providers: np.ndarray
    by_part: np.ndarray
    anchor: int | None
    core: int

    @classmethod
    def of(cls, setting: Setting) -> "Structure":
        """The structure of an alliance."""
        cost = np.round(np.nan_to_num(setting.cost) / GRAIN) * GRAIN
        weight = np.round(setting.weight / (float(setting.weight.sum()) or 1.0) / GRAIN) * GRAIN
        vital = setting.criticality >= scenario_rules()["cascade"]["critical"]
        core = setting.tier == 1
        providers = setting.provides.sum(axis=1)
        return cls(
            np.column_stack([cost, core, setting.provides.T]).astype(np.float32),
            np.where(providers > 0, providers, np.inf).astype(np.float32),
            np.column_stack([weight, vital]).astype(np.float32), setting.anchor, int(core.sum()),
        )  # fmt: skip

    def after(self, left: np.ndarray, struck: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
        """Share of the cost gone [draw], parts lost [draw, part], their share of the weight [draw], broken [draw].

        Broken: the anchor gone, half of the core gone, or a vital function without a provider.
        """
        counted = product(left, self.by_actor)
        lost = counted[:, 2:] == self.providers
        lost |= struck
        parts = product(lost, self.by_part)
        broken = parts[:, 1] > 0
        if self.anchor is not None:
            broken |= left[:, self.anchor]
        if self.core:
            broken |= counted[:, 1] / self.core >= scenario_rules()["cascade"]["core_share"]
        return counted[:, 0], lost, parts[:, 0], broken


def product(true: np.ndarray, by: np.ndarray) -> np.ndarray:
    """Sums of `by` [item, ...] over the true items of each row, on the thread that asks."""
    told = np.empty((len(true), by.shape[1]), np.float32)
    length = max(1, OWN_THREAD // by.size)
    for start in range(0, len(true), length):
        np.matmul(true[start : start + length].astype(np.float32), by, out=told[start : start + length])
    return told
