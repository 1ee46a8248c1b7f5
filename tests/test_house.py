"""Rules of the house that neither linter nor type checker can say."""

import ast
import importlib.metadata
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tools.parts import EVERYTHING

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "microshop_desktop"
LONGEST_FILE, LONGEST_FUNCTION = 500, 60
LOCKS = ("requirements.txt", "requirements-dev.txt")
FOR_DEVELOPERS = {PACKAGE / "infra" / "catalogues.py"}
LOADED_BY_ANOTHER = {
    "psycopg": "SQLAlchemy loads it by the name in a shop's URL",
    "tzdata": "zoneinfo reads it on Windows",
    "pyserial": "python-escpos loads it for a printer on a serial line",
    "pyside6-addons": "holds QtMultimedia, which is imported as PySide6",
    "pyusb": "python-escpos loads it for a printer on USB",
    "pywin32": "python-escpos loads it for a printer of Windows",
    "shiboken6": "comes with PySide6",
}


@cache
def _tracked(*patterns: str) -> tuple[Path, ...]:
    """Files of the repository; new ones count as soon as git is told of them."""
    command = ["git", "ls-files", "-z", "--", *patterns]
    listed = subprocess.run(command, check=True, cwd=ROOT, capture_output=True, text=True).stdout
    found = (ROOT / name for name in listed.split("\0") if name)
    return tuple(path for path in found if path.is_file())


@cache
def _tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def _project() -> dict[str, object]:
    project: dict[str, object] = tomllib.loads(
        (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    )["project"]
    return project


def _pieces(text: str) -> str:
    return canonicalize_name(Requirement(text).name)


def test_no_file_is_longer_than_500_lines() -> None:
    long = {
        str(path.relative_to(ROOT)): lines
        for path in _tracked("*.py")
        if (lines := path.read_text(encoding="utf-8").count("\n")) > LONGEST_FILE
    }
    assert long == {}


def test_no_function_is_longer_than_60_lines() -> None:
    long = [
        f"{path.relative_to(ROOT)}:{node.lineno} {node.name}"
        for path in _tracked("*.py")
        for node in ast.walk(_tree(path))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (node.end_lineno or 0) - node.lineno + 1 > LONGEST_FUNCTION
    ]
    assert long == []


def test_no_part_is_called_utils() -> None:
    vague = {"utils", "util", "misc", "helpers", "common"}
    assert [path for path in _tracked("*.py") if vague & {path.stem, path.parent.name}] == []


def test_every_folder_of_tests_belongs_to_a_part_of_the_test_run() -> None:
    run = {name for part in EVERYTHING for name in part.tests}
    there = {
        str(Path("tests", path.relative_to(ROOT / "tests").parts[0]))
        for path in _tracked("tests/*.py")
        if path.name.startswith("test_")
    }
    assert there == run


@pytest.mark.parametrize("lock", LOCKS)
def test_locks_name_no_address_and_hash_everything(lock: str) -> None:
    text = (ROOT / lock).read_text(encoding="utf-8")
    assert not re.search(r"https?://|index-url|find-links|trusted-host|file:", text)
    pins = re.split(r"^(?=[A-Za-z0-9])", text, flags=re.MULTILINE)[1:]
    assert len(pins) > 20
    assert [pin.split()[0] for pin in pins if "--hash=sha256:" not in pin] == []


@pytest.mark.parametrize(("lock", "extras"), [(LOCKS[0], ()), (LOCKS[1], ("tills", "dev"))])
def test_locks_keep_what_the_project_asks_for(lock: str, extras: tuple[str, ...]) -> None:
    text = (ROOT / lock).read_text(encoding="utf-8")
    pins = {
        canonicalize_name(name): version
        for name, version in re.findall(r"^([\w.-]+)==([^\s;]+)", text, re.MULTILINE)
    }
    asked = [Requirement(line) for line in _asked(*extras)]
    assert [
        str(need)
        for need in asked
        if not need.specifier.contains(pins.get(canonicalize_name(need.name), "0"))
    ] == []


def _asked(*extras: str) -> Iterator[str]:
    project = _project()
    dependencies = project["dependencies"]
    optional = project["optional-dependencies"]
    assert isinstance(dependencies, list)
    assert isinstance(optional, dict)
    yield from dependencies
    for extra in extras:
        yield from optional[extra]


def test_what_is_imported_is_declared_and_what_is_declared_is_imported() -> None:
    declared = {_pieces(line) for line in _asked("tills")} - LOADED_BY_ANOTHER.keys()
    homes = importlib.metadata.packages_distributions()
    imported = {
        canonicalize_name(home)
        for name in _imported_from_outside()
        for home in homes.get(name, [name])
        if canonicalize_name(home) not in LOADED_BY_ANOTHER and not home.startswith("microshop")
    }
    assert imported == declared


def _imported_from_outside() -> set[str]:
    names: set[str] = set()
    for path in set(_tracked("microshop_desktop/*.py")) - FOR_DEVELOPERS:
        for node in ast.walk(_tree(path)):
            if isinstance(node, ast.Import):
                names.update(alias.name.split(".")[0] for alias in node.names)
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                names.add(node.module.split(".")[0])
    ours = {"microshop_desktop", "_typeshed"}
    return names - sys.stdlib_module_names - ours


COMMAND_PROBE = """
import sys
from microshop_desktop.__main__ import main
try:
    main()
except SystemExit as leaving:
    assert not leaving.code, leaving.code
heavy = {"PySide6", "shiboken6", "requests", "urllib3", "escpos", "PIL", "cryptography", "keyring"}
print("loaded:", sorted(heavy & {name.split(".")[0] for name in sys.modules}))
"""


@pytest.mark.parametrize("command", [["--help"], ["init", "--name", "Stall", "--currency", "CNY"]])
def test_a_command_loads_no_qt_and_no_network_library(command: list[str], tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", COMMAND_PROBE, "--data", str(tmp_path), *command],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[-1] == "loaded: []"


def test_links_of_the_documents_lead_somewhere() -> None:
    dead = [
        f"{page.relative_to(ROOT)}: {target}"
        for page in _tracked("*.md")
        for target in re.findall(r"\]\(([^)#\s]+)", page.read_text(encoding="utf-8"))
        if "://" not in target and not (page.parent / target).exists()
    ]
    assert dead == []


def _texts() -> Iterator[tuple[Path, str]]:
    """Every text of the repository, whatever its kind; what is no text is passed over."""
    for path in _tracked():
        content = path.read_bytes()
        if b"\0" not in content[:8000]:
            yield path, content.decode("utf-8", errors="replace")


PLACES = {
    "a folder of one machine": r"(?<![\w.])/(?:work|root|home/\w+)/|[A-Z]:\\Users\\\w",
    "a host of packages": (
        r"\b(?:[\w-]+\.)*(?:pypi|pythonhosted|debian|ubuntu|npmjs|anaconda|docker|ghcr)"
        r"\.(?:org|com|io)\b"
    ),
}


@pytest.mark.parametrize(("what", "pattern"), PLACES.items())
def test_nothing_names_a_place_of_the_machine_it_was_written_on(what: str, pattern: str) -> None:
    place = re.compile(pattern)
    named = [
        f"{path.relative_to(ROOT)}: {found[0]}"
        for path, text in _texts()
        if (found := place.search(text))
    ]
    assert named == [], what


@pytest.mark.parametrize(
    ("lengths", "median", "p90"), [("functions", 8, 25), ("modules", 200, 350)]
)
def test_the_usual_function_and_file_are_short(lengths: str, median: int, p90: int) -> None:
    found = sorted(_lengths(lengths))
    assert len(found) > 100
    assert found[len(found) // 2] <= median
    assert found[len(found) * 9 // 10] <= p90


def _lengths(what: str) -> Iterator[int]:
    """The lines of every function or module of the program."""
    for path in _tracked("microshop_desktop/*.py"):
        if what == "modules":
            yield path.read_text(encoding="utf-8").count("\n")
            continue
        for node in ast.walk(_tree(path)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                yield (node.end_lineno or 0) - node.lineno + 1


def test_workflows_use_actions_by_their_hash_only() -> None:
    used = [
        name
        for workflow in _tracked(".github/workflows/*.yml")
        for name in re.findall(r"uses: *(\S+)", workflow.read_text(encoding="utf-8"))
    ]
    assert used
    assert [name for name in used if not re.search(r"@[0-9a-f]{40}$", name)] == []
