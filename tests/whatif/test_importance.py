"""Orders of importance: read, refused, and kept by draws that stay even."""

import numpy as np
import pytest

from alliance_core.errors import UnknownNameError, WorkbenchError
from alliance_core.whatif.acceptability import draw_weights
from alliance_core.whatif.importance import Importance

NAMES = ["a", "b", "c", "d"]
ORDERS = ["b>d", "a>b>c>d", "c=a>d", "d>a=b=c", "b=d>a=c", "d>c>a=b"]


@pytest.mark.parametrize(
    ("text", "groups"),
    [
        ("c>a", ((2,), (0,))),
        (" c > a = b ", ((2,), (0, 1))),
        ("d>c>b>a", ((3,), (2,), (1,), (0,))),
        ("a=b>c=d", ((0, 1), (2, 3))),
    ],
)
def test_an_order_is_read_as_people_type_it(text, groups):
    assert Importance.parse(text, NAMES).groups == groups


@pytest.mark.parametrize(
    ("text", "error", "message"),
    [
        ("a>e", UnknownNameError, "unknown dimension 'e'. Allowed: a, b, c, d"),
        ("", UnknownNameError, "unknown dimension ''"),
        ("a>", UnknownNameError, "unknown dimension ''"),
        ("a>>b", UnknownNameError, "unknown dimension ''"),
        ("a>b>a", WorkbenchError, "names a more than once; name each dimension once"),
        ("a>b=b", WorkbenchError, "names b more than once"),
        ("a", WorkbenchError, "'a' orders nothing; write the more important first, such as a>b"),
        ("a=b", WorkbenchError, "'a=b' orders nothing"),
        ("a<b", UnknownNameError, "unknown dimension 'a<b'"),
    ],
)
def test_what_is_no_order_is_refused(text, error, message):
    with pytest.raises(error, match=message):
        Importance.parse(text, NAMES)


def test_only_an_order_of_every_part_by_itself_is_full():
    assert Importance.parse("a>b>c>d", NAMES).is_full(4)
    assert not any(Importance.parse(text, NAMES).is_full(4) for text in ("a>b", "a>b>c", "a=b>c=d", "a>b>c=d"))
    assert not Importance().is_full(4)


def in_order(order, draws):
    """Which weightings keep it."""
    pairs = zip(order.groups[:-1], order.groups[1:], strict=True)
    kept = np.ones(len(draws), bool)
    for above, below in pairs:
        kept &= draws[:, list(above)].min(axis=1) >= draws[:, list(below)].max(axis=1)
    return kept


@pytest.mark.parametrize("text", ORDERS)
def test_every_arranged_weighting_keeps_the_order_and_its_weights(text):
    order = Importance.parse(text, NAMES)
    before = np.random.default_rng(3).dirichlet(np.ones(4), 5000)
    after = order.arrange(before.copy())
    assert in_order(order, after).all()
    assert not in_order(order, before).all()
    np.testing.assert_array_equal(np.sort(after), np.sort(before))
    unnamed = [part for part in range(4) if all(part not in group for group in order.groups)]
    np.testing.assert_array_equal(after[:, unnamed], before[:, unnamed])
    np.testing.assert_array_equal(order.arrange(after.copy()), after, err_msg="what is in order stays")


@pytest.mark.parametrize("text", ORDERS)
def test_arranged_draws_are_spread_like_those_that_rejection_leaves(text):
    """Means, squares and products of the weights, within five standard errors."""
    order = Importance.parse(text, NAMES)
    arranged = draw_weights(200_000, 4, seed=7, order=order).astype(float)
    drawn = np.random.default_rng(6).dirichlet(np.ones(4), 400_000)
    kept = drawn[in_order(order, drawn)]
    assert len(kept) > 10_000

    def moments(weights):
        terms = [weights, *(weights[:, [i]] * weights[:, i:] for i in range(4))]
        every = np.hstack(terms)
        return every.mean(axis=0), every.std(axis=0) / np.sqrt(len(every))

    (one, error), (other, its) = moments(arranged), moments(kept)
    assert (np.abs(one - other) < 5 * np.hypot(error, its)).all()
    free = drawn.mean(axis=0)
    assert np.abs(free - other[:4]).max() > 0.02, "the order makes a difference"


def test_a_full_order_has_the_rank_order_centroid_as_its_mean():
    """Barron and Barrett 1996: (1 + 1/2 + 1/3 + 1/4) / 4 = 0.5208, 0.2708, 0.1458, 0.0625."""
    drawn = draw_weights(200_000, 4, seed=1, order=Importance.parse("b>a>d>c", NAMES))
    assert drawn.mean(axis=0, dtype=float)[[1, 0, 3, 2]] == pytest.approx([0.5208, 0.2708, 0.1458, 0.0625], abs=2e-3)


def test_no_order_leaves_the_draws_as_they_are():
    drawn = np.random.default_rng(1).dirichlet(np.ones(4), 10)
    np.testing.assert_array_equal(Importance().arrange(drawn.copy()), drawn)
