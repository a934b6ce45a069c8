"""Errors that are meant for the person at the keyboard.

WorkbenchError
├── EvidenceError      the fact tables or the built data cannot be used
├── CatalogueError     a catalogue file asks for something that cannot be
└── UnknownNameError   an alliance, indicator, preset ... that does not exist
"""

import difflib
from collections.abc import Iterable


class WorkbenchError(ValueError):
    """Something the user can put right; its text says what was wrong, what is allowed, what to do."""


class EvidenceError(WorkbenchError):
    """The fact tables or the data built from them cannot be used."""


class CatalogueError(WorkbenchError):
    """A catalogue file asks for something that cannot be."""


class UnknownNameError(WorkbenchError):
    """A name that is not in the list of allowed ones."""

    def __init__(self, what: str, name: str, allowed: Iterable[str]) -> None:
        """Say which name was not found, the nearest one, and all that are allowed.

        >>> str(UnknownNameError("alliance", "artemiss", ["iss", "artemis"]))
        "unknown alliance 'artemiss'. Did you mean 'artemis'? Allowed: artemis, iss"
        """
        options = sorted(allowed)
        near = difflib.get_close_matches(name.lower(), options, n=1, cutoff=0.6)
        hint = f" Did you mean '{near[0]}'?" if near else ""
        super().__init__(f"unknown {what} '{name}'.{hint} Allowed: {', '.join(options)}")
        self.name = name
        self.allowed = options


def require_known(what: str, names: Iterable[str], allowed: Iterable[str]) -> None:
    """Raise UnknownNameError for the first of `names` that is not among `allowed`."""
    options = list(allowed)
    for name in names:
        if name not in options:
            raise UnknownNameError(what, name, options)
