"""The habits of the house, held by tests: import directions, thin pages, short files, names, documents."""

import ast
import itertools
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from importlinter.cli import lint_imports

from alliance_core.catalogue import indicators
from alliance_core.paths import ROOT

LONGEST_FILE = 450
LONGEST_FUNCTION = 75
NOT_OURS = {".git", ".venv", ".hypothesis", ".pytest_cache", ".mypy_cache", ".ruff_cache", ".import_linter_cache",
            "__pycache__", "generated", "test-results", "node_modules"}  # fmt: skip
BINARY = {".parquet", ".png", ".pyc", ".ico", ".jpg", ".pdf", ".woff2", ".zip", ".ttf"}
FRAME_WORK = {"group_by", "with_columns", "agg", "pivot", "unpivot", "join", "join_asof", "map_elements"}
# Folders of a machine that no file may name; put together here, so that this file does not name them.
MACHINE = [f"/{folder}" for folder in ("work/", "farm/", "tmp/bash", "root/")]


def files(*suffixes: str) -> Iterator[Path]:
    """Files of the project as paths from its root, with one of the suffixes if any is given."""
    for path in sorted(ROOT.rglob("*")):
        inside = path.relative_to(ROOT)
        if not NOT_OURS.intersection(inside.parts) and path.is_file() and (not suffixes or path.suffix in suffixes):
            yield inside


def tree(path: Path) -> ast.Module:
    return ast.parse((ROOT / path).read_text(encoding="utf-8"))


SCRIPTS = [path for path in files(".py") if path.parent == Path("pages") and path.name != "__init__.py"]
SCREENS = [path for path in files(".py") if path.parts[0] == "pages" or path == Path("app.py")]
SOURCE = [path for path in files(".py") if path.parts[0] != "tests"]


def registered() -> list[tuple[str, str]]:
    """Name and title of each page, as the shared shell registers them."""
    for node in tree(Path("pages/widgets/shell.py")).body:
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "PAGES":
            sections = ast.literal_eval(node.value)
            return [(name, title) for entries in sections.values() for name, title, *_ in entries]
    raise AssertionError("pages/widgets/shell.py has no PAGES")


def targets() -> list[str]:
    """Targets of the Makefile that explain themselves."""
    text = (ROOT / "Makefile").read_text(encoding="utf-8")
    return re.findall(r"^([a-z][\w-]*):.*?## ", text, flags=re.MULTILINE)


# --- Import directions ----------------------------------------------------------------------------


def test_imports_keep_the_directions_of_the_design(monkeypatch, capsys):
    """The contracts are in pyproject.toml; `lint-imports` says where a chain breaks one."""
    monkeypatch.chdir(ROOT)
    status = lint_imports(config_filename=str(ROOT / "pyproject.toml"), no_cache=True)
    assert status == 0, capsys.readouterr().out


def test_the_contracts_are_those_of_the_design():
    written = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]
    contracts = {contract["id"]: contract for contract in written["contracts"]}
    flow = ["cli", "charts", "report", "advice", "whatif | friction | dissolution | scenarios", "burden | capability",
            "scorecard", "indicators", "evidence", "catalogue", "composite"]  # fmt: skip
    assert [layer for layer in contracts["flow"]["layers"] if layer in flow] == flow
    assert {"streamlit", "pages", "app"} <= set(contracts["core"]["forbidden_modules"])
    assert written["include_external_packages"]
    assert contracts["flow"]["exhaustive"]
    assert contracts["pages"]["exhaustive"]


def test_every_python_package_is_under_a_contract():
    written = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]
    packages = {path.parts[0] for path in files(".py") if path.name == "__init__.py"}
    assert packages - {"tests", "benchmarks"} == set(written["root_packages"])


# --- Pages ----------------------------------------------------------------------------------------


def called(path: Path) -> Iterator[str]:
    """Names of all functions and methods that a file calls."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Call):
            yield node.func.attr if isinstance(node.func, ast.Attribute) else ast.unparse(node.func)


def frame_work(path: Path) -> Iterator[str]:
    """Calls and imports by which a page would compute; ", ".join is only text."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in FRAME_WORK:
            if not (isinstance(node.func.value, ast.Constant) and isinstance(node.func.value.value, str)):
                yield f"{path}:{node.lineno} calls .{node.func.attr}"
        elif isinstance(node, ast.Import | ast.ImportFrom):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else [node.module or ""]
            for name in names:
                if name.split(".")[0] in ("numpy", "scipy", "pandas", "random"):
                    yield f"{path}:{node.lineno} imports {name}"


@pytest.mark.parametrize("path", SCREENS, ids=str)
def test_a_page_does_not_compute(path):
    assert list(frame_work(path)) == []


def test_the_guard_of_thin_pages_sees_what_it_should(tmp_path):
    """Four ways to compute on a page, and text that is joined."""
    page = tmp_path / "page.py"
    page.write_text(
        'import numpy as np\nframe.group_by("a")\nframe.join(other, on="a")\nframe.with_columns(b=np.random.rand())\n'
        '", ".join(names)\n',
        encoding="utf-8",
    )
    assert [line.split(" ", 1)[1] for line in frame_work(page)] == [
        "imports numpy", "calls .group_by", "calls .join", "calls .with_columns",
    ]  # fmt: skip


@pytest.mark.parametrize("path", SCRIPTS, ids=str)
def test_every_page_opens_through_the_shared_call(path):
    assert "open_page" in list(called(path))


def test_every_page_script_is_registered_and_every_registered_page_is_a_script():
    assert {path.stem for path in SCRIPTS} == {name for name, _ in registered()}


# --- Length ---------------------------------------------------------------------------------------


def test_a_file_reads_in_one_sitting():
    lines = {str(path): len((ROOT / path).read_text(encoding="utf-8").splitlines()) for path in SOURCE}
    assert {path: count for path, count in lines.items() if count > LONGEST_FILE} == {}


def test_a_function_fits_a_screen():
    lines = {
        f"{path}: {node.name}": node.end_lineno - node.lineno + 1
        for path in SOURCE
        for node in ast.walk(tree(path))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    }
    assert {name: count for name, count in lines.items() if count > LONGEST_FUNCTION} == {}


def test_every_module_says_what_it_is_for():
    assert [str(path) for path in SOURCE if not ast.get_docstring(tree(path))] == []


# --- Names ----------------------------------------------------------------------------------------

CONCEPTS = Path("alliance_core/indicators")


@pytest.mark.parametrize("item", indicators().values(), ids=lambda item: item.id)
def test_an_indicator_has_one_name_in_catalogue_code_and_tests(item):
    module = CONCEPTS / item.dimension / f"{item.id}.py"
    assert (ROOT / module).is_file()
    assert item.id in [node.name for node in tree(module).body if isinstance(node, ast.FunctionDef)]
    assert (ROOT / "tests" / "indicators" / item.dimension / f"test_{item.id}.py").is_file()


def test_a_module_with_a_function_of_its_own_name_is_an_indicator_of_the_catalogue():
    modules = [path for path in files(".py") if path.parts[:2] == CONCEPTS.parts and len(path.parts) == 4]
    assert modules
    for path in modules:
        if path.stem in [node.name for node in tree(path).body if isinstance(node, ast.FunctionDef)]:
            assert indicators()[path.stem].dimension == path.parent.name


def test_a_test_of_an_indicator_is_named_after_a_module():
    for path in files(".py"):
        if path.parts[:2] == ("tests", "indicators") and len(path.parts) == 4 and path.name.startswith("test_"):
            assert (ROOT / CONCEPTS / path.parts[2] / path.name.removeprefix("test_")).is_file(), path


# --- Documents ------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def readme():
    return (ROOT / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("target", [target for target in targets() if target != "help"])
def test_the_readme_names_every_target_of_make(readme, target):
    """As `make run` or `run`; help is what `make` alone does."""
    assert re.search(rf"(\bmake |`){re.escape(target)}\b", readme)


@pytest.mark.parametrize(("name", "title"), registered())
def test_the_readme_names_every_page(readme, name, title):
    assert re.search(rf"\b{re.escape(title)}\b", readme), f"README.md does not tell of the page {name}"


def test_make_alone_lists_the_targets():
    text = (ROOT / "Makefile").read_text(encoding="utf-8")
    assert {"help", "run", "test", "check"} <= set(targets())
    assert re.search(r"^\.DEFAULT_GOAL := help$", text, flags=re.MULTILINE)


def test_every_picture_that_the_readme_shows_is_there(readme):
    shown = re.findall(r"!\[[^\]]*\]\(([^)\s]+)\)|<img[^>]+src=\"([^\"]+)\"", readme)
    for picture in itertools.chain.from_iterable(shown):
        assert not picture or (ROOT / picture).is_file(), picture


def test_no_file_names_a_folder_of_a_machine():
    """A path of somebody's machine means nothing to anybody else; an address with such a part is fine."""
    place = re.compile("|".join(rf"(?<![\w.:/-]){re.escape(folder)}" for folder in MACHINE))
    named = []
    for path in files():
        if path.suffix not in BINARY:
            text = (ROOT / path).read_text(encoding="utf-8", errors="replace")
            named += [f"{path}: {found.group()}" for found in place.finditer(text)]
    assert named == []
