"""Ordered logit by penalised maximum likelihood, with sign constraints and the covariance of its parameters."""

from dataclasses import dataclass

import numpy as np
from scipy.optimize import minimize
from scipy.special import expit

LEAST_GAP = 1e-3
# Where nobody came to outcome 2 the gap would grow without end.
MOST_GAP = 12.0
STEP = 1e-5
TINY = 1e-12
# Which way the probability of outcome 0, 1, 2 goes when a cut goes up.
BY_FIRST, BY_SECOND = np.array([1.0, -1.0, 0.0]), np.array([0.0, 1.0, -1.0])


@dataclass(frozen=True)
class OrderedLogit:
    """P(outcome <= k) = logistic(cut_k - x . beta), for three ordered outcomes 0, 1, 2.

    terms       names of the columns of x
    cuts        two thresholds
    beta        one coefficient per term; higher pushes towards outcome 2
    covariance  of (cut 1, log of the gap between the cuts, beta), from the curvature at the optimum
    signs       per term: 1 never negative, -1 never positive, 0 free
    """

    terms: tuple[str, ...]
    cuts: np.ndarray
    beta: np.ndarray
    covariance: np.ndarray
    signs: np.ndarray

    def probabilities(self, x: np.ndarray) -> np.ndarray:
        """Probability of each outcome [..., 3] for features x [..., term]."""
        return outcome_probabilities(self.cuts, x @ self.beta)

    def draw(self, count: int, generator: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
        """Draws of the cuts [draw, 2] and of beta [draw, term] from the normal approximation, signs kept.

        A draw on the wrong side of a sign constraint is set to zero: the effect is then taken as none.
        """
        centre = np.concatenate([[self.cuts[0], np.log(self.cuts[1] - self.cuts[0])], self.beta])
        drawn = generator.multivariate_normal(centre, self.covariance, count, method="eigh")
        beta = drawn[:, 2:]
        beta = np.where(self.signs > 0, np.maximum(beta, 0), np.where(self.signs < 0, np.minimum(beta, 0), beta))
        first = drawn[:, 0]
        return np.stack([first, first + np.exp(drawn[:, 1])], axis=1), beta


def outcome_probabilities(cuts: np.ndarray, eta: np.ndarray) -> np.ndarray:
    """Probabilities [..., 3] from cuts [..., 2] and the linear predictor eta [...]."""
    below = expit(cuts[..., 0] - eta)
    upto = expit(cuts[..., 1] - eta)
    return np.stack([below, upto - below, 1 - upto], axis=-1)


def fit(
    x: np.ndarray, outcome: np.ndarray, terms: tuple[str, ...], signs: np.ndarray, scales: np.ndarray
) -> OrderedLogit:
    """Fit by penalised maximum likelihood (McCullagh 1980; the penalty is a normal prior around zero).

    Takes  x [row, term]; outcome [row] 0, 1, 2; signs [term] as in OrderedLogit; scales [term]: the standard
           deviation of each coefficient's prior, small ones pool strongly
    Gives  the same for any order of the rows, to the precision of the optimiser
    """
    order = np.lexsort([*x.T, outcome])
    rows, told = x[order], outcome[order]
    share = np.clip(np.cumsum(np.bincount(told, minlength=3))[:2] / len(told), 0.02, 0.98)
    logits = np.log(share / (1 - share))
    start = np.concatenate([[logits[0], np.log(max(logits[1] - logits[0], LEAST_GAP))], np.zeros(len(terms))])
    bounds: list[tuple[float | None, float | None]] = [
        (None, None),
        (float(np.log(LEAST_GAP)), float(np.log(MOST_GAP))),
    ]
    bounds += [(0, None) if sign > 0 else (None, 0) if sign < 0 else (None, None) for sign in signs]
    # Not L-BFGS-B or SLSQP: their linear algebra spreads over threads, which on a busy machine mostly wait.
    found = minimize(
        _objective, start, args=(rows, told, scales), jac=True, method="TNC", bounds=bounds,
        options={"maxfun": 5000, "ftol": 1e-14, "xtol": 1e-12, "gtol": 1e-9},
    )  # fmt: skip
    best = found.x
    return OrderedLogit(
        terms, np.array([best[0], best[0] + np.exp(best[1])]), best[2:], _covariance(best, rows, told, scales), signs
    )


def _objective(
    parameters: np.ndarray, x: np.ndarray, outcome: np.ndarray, scales: np.ndarray
) -> tuple[float, np.ndarray]:
    """Negative log posterior and its gradient."""
    first, gap, beta = parameters[0], np.exp(parameters[1]), parameters[2:]
    eta = x @ beta
    low, high = expit(first - eta), expit(first + gap - eta)
    chances = np.stack([low, high - low, 1 - high])
    own = np.maximum(chances[outcome, np.arange(len(outcome))], TINY)
    slope_low, slope_high = low * (1 - low), high * (1 - high)
    # Derivatives of the own probability by the first cut, the second cut and eta.
    by_first = slope_low * BY_FIRST[outcome] / own
    by_second = slope_high * BY_SECOND[outcome] / own
    gradient = np.concatenate(
        [[-(by_first + by_second).sum(), -(by_second * gap).sum()], x.T @ (by_first + by_second) + beta / scales**2]
    )
    return float(-np.log(own).sum() + 0.5 * ((beta / scales) ** 2).sum()), gradient


def _covariance(best: np.ndarray, x: np.ndarray, outcome: np.ndarray, scales: np.ndarray) -> np.ndarray:
    """Inverse of the curvature, by central differences of the gradient; a gap at its bound stays there."""
    size = len(best)
    curvature = np.empty((size, size))
    for i in range(size):
        step = np.zeros(size)
        step[i] = STEP
        ahead, behind = (_objective(best + sign * step, x, outcome, scales)[1] for sign in (1, -1))
        curvature[i] = (ahead - behind) / (2 * STEP)
    gap = float(np.exp(best[1]))
    free = np.ones(size, bool)
    free[1] = LEAST_GAP * 1.001 < gap < MOST_GAP * 0.999
    inside = np.ix_(free, free)
    covariance = np.zeros((size, size))
    covariance[inside] = np.linalg.pinv((curvature + curvature.T)[inside] / 2, hermitian=True)
    return covariance
