"""The tree of a composite: its order, its weights, and what it refuses."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alliance_core.composite.hierarchy import CompositeError, Hierarchy, Node


def tree(*pairs: tuple[str, str | None], **weights: float) -> Hierarchy:
    return Hierarchy.of(Node(code=code, parent=parent, weight=weights.get(code, 1.0)) for code, parent in pairs)


UNEVEN = tree(
    ("a", "I"), ("I", None), ("P", "S"), ("b", "P"), ("c", "P"), ("S", "I"), ("d", "S"),
    a=1, S=3, P=1, d=1, b=1, c=2,
)  # fmt: skip


def test_every_aggregate_comes_after_its_children_whatever_the_order_given():
    assert UNEVEN.aggregates == ("P", "S", "I")


def test_leaves_and_children_keep_the_order_given():
    assert UNEVEN.leaves == ("a", "b", "c", "d")
    assert UNEVEN.children("I") == ("a", "S")
    assert UNEVEN.root == ("I",)


def test_a_level_is_one_above_the_highest_child():
    assert [UNEVEN.level(code) for code in ("a", "P", "S", "I")] == [1, 2, 3, 4]


def test_effective_weights_multiply_the_shares_on_the_way_up():
    """a has 1/4; S has 3/4, of which P and d have half each; b has a third of P, c two thirds."""
    assert UNEVEN.effective_weights() == pytest.approx({"a": 1 / 4, "b": 1 / 8, "c": 1 / 4, "d": 3 / 8})


def test_the_effective_weights_of_an_inner_node_are_its_own():
    assert UNEVEN.effective_weights("P") == pytest.approx({"b": 1 / 3, "c": 2 / 3})


def test_several_trees_stand_side_by_side():
    two = tree(("I", None), ("J", None), ("a", "I"), ("b", "J"))
    assert two.root == ("I", "J")
    assert two.effective_weights("J") == {"b": 1.0}


def test_a_name_is_the_code_unless_given():
    assert (Node(code="a").name, Node(code="a", name="Area").name) == ("a", "Area")


@given(st.lists(st.floats(0.01, 100), min_size=1, max_size=8), st.floats(0.001, 1000))
def test_effective_weights_add_up_to_one_and_know_no_scale(weights, factor):
    def shares(scale: float) -> list[float]:
        leaves = [Node(code=str(i), parent="I", weight=scale * weight) for i, weight in enumerate(weights)]
        return list(Hierarchy.of([Node(code="I"), *leaves]).effective_weights().values())

    assert sum(shares(1)) == pytest.approx(1)
    assert shares(factor) == pytest.approx(shares(1))


def test_a_tree_of_great_depth_is_no_trouble():
    deep = tree(("0", None), *((str(i), str(i - 1)) for i in range(1, 3000)))
    assert deep.level("0") == 3000
    assert deep.effective_weights() == {"2999": 1.0}


FAULTS = {
    "no node": ([], "there is no indicator"),
    "a code given twice": ([("I", None), ("a", "I"), ("a", "I")], "the code 'a' is given more than once"),
    "an unknown parent": ([("I", None), ("a", "J")], "a: the parent 'J' is no node; allowed: I, a"),
    "a node that is its own parent": ([("I", None), ("a", "I"), ("b", "b")], "in a circle: b -> b"),
    "a circle of two": ([("I", None), ("a", "I"), ("b", "c"), ("c", "b")], "in a circle: b -> c -> b"),
    "a circle with a tail": ([("I", None), ("x", "b"), ("b", "c"), ("c", "b")], "in a circle: b -> c -> b"),
    "a circle without any root": ([("b", "c"), ("c", "b")], "in a circle: b -> c -> b"),
}


@pytest.mark.parametrize(("pairs", "message"), FAULTS.values(), ids=FAULTS)
def test_a_tree_that_cannot_be_is_refused(pairs, message):
    with pytest.raises(CompositeError, match=message):
        tree(*pairs)


def test_siblings_without_any_weight_are_refused():
    with pytest.raises(CompositeError, match="I: all weights of its children are 0"):
        tree(("I", None), ("a", "I"), ("b", "I"), a=0, b=0)


@pytest.mark.parametrize("weight", [-1, math.nan, math.inf])
def test_a_weight_is_a_number_of_zero_or_more(weight):
    with pytest.raises(CompositeError, match=r"a: the weight is .*; it must be a number of 0 or more"):
        Node(code="a", weight=weight)


@pytest.mark.parametrize("direction", [0, 2, -2])
def test_a_direction_is_up_or_down(direction):
    with pytest.raises(CompositeError, match=r"a: the direction is .*; allowed: 1 \(more is better\)"):
        Node(code="a", direction=direction)


def test_a_scale_is_one_of_three():
    with pytest.raises(CompositeError, match="a: the scale is 'cubic'; allowed: linear, log, log1p"):
        Node(code="a", scale="cubic")


def test_an_empty_code_is_refused():
    with pytest.raises(CompositeError, match="empty code"):
        Node(code="")
