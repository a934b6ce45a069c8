"""A small real alliance folder to spoil, and the ways to spoil it."""

import csv
import datetime as dt
import shutil
from pathlib import Path

import pytest

from alliance_core.evidence.validate import fault_lines, validate
from alliance_core.paths import SOURCES

TODAY = dt.date(2026, 11, 23)


class Tables:
    """The CSV files of one alliance folder, edited the way a person would."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def path(self, table: str) -> Path:
        return self.folder / f"{table}.csv"

    def read(self, table: str) -> list[list[str]]:
        with self.path(table).open(encoding="utf-8", newline="") as handle:
            return list(csv.reader(handle))

    def write(self, table: str, rows: list[list[str]]) -> None:
        with self.path(table).open("w", encoding="utf-8", newline="") as handle:
            csv.writer(handle, lineterminator="\n").writerows(rows)

    def put(self, table: str, where: dict[str, str], **cells: str) -> int:
        """Set cells of the first row in which `where` holds; gives its line in the file."""
        rows = self.read(table)
        place = {name: index for index, name in enumerate(rows[0])}
        line, row = next(
            (line, row)
            for line, row in enumerate(rows[1:], start=2)
            if all(row[place[name]] == value for name, value in where.items())
        )
        for name, value in cells.items():
            row[place[name]] = value
        self.write(table, rows)
        return line

    def append(self, table: str, **cells: str) -> int:
        """Repeat the first row at the end with other cells; gives its line in the file."""
        rows = self.read(table)
        rows.append([cells.get(name, value) for name, value in zip(rows[0], rows[1], strict=True)])
        self.write(table, rows)
        return len(rows)

    def replace(self, table: str, old: bytes, new: bytes, count: int = -1) -> None:
        """Exchange bytes of a file, to make what no CSV writer makes."""
        data = self.path(table).read_bytes()
        assert old in data
        self.path(table).write_bytes(data.replace(old, new, count))

    def faults(self) -> list[str]:
        """The faults of this folder, one text line each."""
        return fault_lines(validate(self.folder, today=TODAY))


@pytest.fixture
def us_japan(tmp_path):
    """A copy of the folder us_japan alone: vocabulary and actors come from the shipped sources."""
    shutil.copytree(SOURCES / "us_japan", tmp_path / "us_japan")
    return Tables(tmp_path / "us_japan")


@pytest.fixture
def tree(tmp_path):
    """A copy of data/sources with us_japan as its only alliance."""
    for name in ("_common", "_vocab", "us_japan"):
        shutil.copytree(SOURCES / name, tmp_path / "sources" / name)
    return tmp_path / "sources"


@pytest.fixture
def common(tree):
    """The shared tables of that copy."""
    return Tables(tree / "_common")
