"""A run of the composite command on files of a test."""

import pytest

from alliance_core.cli import main
from tests.composite.recipes import written


@pytest.fixture
def run(tmp_path, capsys):
    def go(*more: str, **files: str):
        status = main(["composite", *written(tmp_path, **files), *more])
        out, err = capsys.readouterr()
        return status, out, err

    return go
