"""Actors whose names are their ids, so that titles can be read in the tests of frictions."""

from collections.abc import Callable

import pytest

from alliance_core.evidence.store import Evidence


@pytest.fixture
def evidence_of(evidence_of) -> Callable[..., Evidence]:
    """As for all tests, with the names of the actors AAA to EEE."""
    named = [{"actor_id": letter * 3, "name": letter * 3} for letter in "ABCDE"]
    return lambda **tables: evidence_of(**{"actors": named, **tables})
