"""The ordered logit against known answers."""

from dataclasses import replace

import numpy as np
import pytest
from scipy.optimize import approx_fprime, minimize

from alliance_core.scenarios.ordered import OrderedLogit, _objective, fit, outcome_probabilities

TERMS = ("a", "b", "c")
FREE, WIDE = np.zeros(3), np.full(3, 100.0)


def sample(count, cuts=(0.5, 2.0), beta=(1.0, -0.7, 0.3), seed=0):
    """Rows that follow an ordered logit with these parameters."""
    generator = np.random.default_rng(seed)
    x = generator.normal(size=(count, len(beta)))
    latent = x @ np.array(beta) + generator.logistic(size=count)
    return x, (latent > cuts[0]).astype(int) + (latent > cuts[1])


def test_the_parameters_of_a_large_sample_are_found_again():
    found = fit(*sample(20_000), TERMS, FREE, WIDE)
    assert found.cuts == pytest.approx([0.5, 2.0], abs=0.06)
    assert found.beta == pytest.approx([1.0, -0.7, 0.3], abs=0.06)


def test_the_true_parameters_lie_within_the_stated_doubt_about_as_often_as_they_should():
    """Nine in ten intervals of 90 % hold the truth: of 120 intervals, 108 give or take."""
    held = 0
    for seed in range(40):
        found = fit(*sample(400, seed=seed), TERMS, FREE, WIDE)
        deviation = np.sqrt(np.diag(found.covariance)[2:])
        held += int((abs(found.beta - [1.0, -0.7, 0.3]) < 1.645 * deviation).sum())
    assert 98 <= held <= 118


def test_with_two_outcomes_it_is_a_plain_logit():
    x, outcome = sample(3000, cuts=(0.5, np.inf))
    found = fit(x, outcome, TERMS, FREE, WIDE)

    def loss(parameters):
        latent = parameters[0] - x @ parameters[1:]
        return np.logaddexp(0, np.where(outcome == 0, -latent, latent)).sum()

    plain = minimize(loss, np.zeros(4), method="BFGS").x
    assert [found.cuts[0], *found.beta] == pytest.approx(plain, abs=2e-4)
    assert found.probabilities(x)[:, 2].max() < 1e-3


def test_an_outcome_that_never_came_leaves_draws_finite_and_the_outcome_out_of_reach():
    found = fit(*sample(500, cuts=(0.5, np.inf)), TERMS, FREE, WIDE)
    cuts, beta = found.draw(2000, np.random.default_rng(0))
    assert np.isfinite(cuts).all()
    assert outcome_probabilities(cuts, beta @ np.zeros(3))[:, 2].max() < 1e-3


def test_the_gradient_is_that_of_finite_differences():
    x, outcome = sample(200)
    point, scales = np.array([0.3, 0.4, 0.8, -0.2, 0.5]), np.array([1.0, 0.5, 2.0])
    steps = approx_fprime(point, lambda p: _objective(p, x, outcome, scales)[0], 1e-7)
    assert _objective(point, x, outcome, scales)[1] == pytest.approx(steps, rel=1e-4, abs=1e-4)


def test_the_order_of_the_rows_changes_nothing():
    x, outcome = sample(300)
    mixed = np.random.default_rng(1).permutation(300)
    one, other = fit(x, outcome, TERMS, FREE, WIDE), fit(x[mixed], outcome[mixed], TERMS, FREE, WIDE)
    assert [*one.cuts, *one.beta] == pytest.approx([*other.cuts, *other.beta], abs=1e-9)


def test_a_sign_holds_in_the_fit_and_in_every_draw_even_against_the_data():
    signs = np.array([-1, 1, 1])  # the truth is 1.0, -0.7, 0.3: the first two are against the data
    found = fit(*sample(2000), TERMS, signs, WIDE)
    assert found.beta[:2].tolist() == [0, 0]
    assert found.beta[2] > 0
    _, beta = found.draw(5000, np.random.default_rng(0))
    assert (beta * signs >= 0).all()


def test_cuts_stay_in_order_in_every_draw():
    cuts, _ = fit(*sample(60), TERMS, FREE, WIDE).draw(5000, np.random.default_rng(0))
    assert (cuts[:, 0] < cuts[:, 1]).all()


def test_a_narrow_prior_pulls_a_coefficient_to_zero_and_a_wide_one_does_not():
    rows = sample(200)
    sizes = [abs(fit(*rows, TERMS, FREE, np.full(3, scale)).beta[0]) for scale in (0.01, 0.3, 1.0, 100.0)]
    assert sizes == sorted(sizes)
    assert sizes[0] < 0.01
    assert sizes[-1] > 0.7


def test_probabilities_by_hand_add_up_to_one():
    """Logistic of 0 and of ln 3 are 1/2 and 3/4."""
    known = OrderedLogit(("a",), np.array([0.0, np.log(3)]), np.array([0.0]), np.zeros((3, 3)), np.zeros(1))
    assert known.probabilities(np.array([[5.0]])).tolist() == [pytest.approx([0.5, 0.25, 0.25])]
    pushed = replace(known, beta=np.array([np.log(3)]))
    assert pushed.probabilities(np.array([[1.0]])).tolist() == [pytest.approx([0.25, 0.25, 0.5])]
