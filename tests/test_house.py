"""The house rules that a machine can keep: the locks, the lengths, the names, what the wheel and the README hold."""

import ast
import re
import subprocess
import sys
import tomllib
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
import typer
from packaging.requirements import Requirement

from lccspend.cli.typed import app
from lccspend.schema import LEDGER, RULES, TYPED

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "lccspend"
MODULES = sorted(PACKAGE.rglob("*.py"))
LOCKS = ["requirements.lock", "requirements-postcodes.lock"]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
REGISTRY = re.compile(r"p[y]pi\.(?:org|python)|python[h]osted|index[-]url|/simp[l]e/")  # and not this line


def lock_entries(lock: str) -> list[str]:
    text = (ROOT / lock).read_text(encoding="utf-8").replace("\\\n", " ")
    return [line for line in text.splitlines() if line.strip()]


def locked_versions(lock: str) -> dict[str, str]:
    pins = (re.match(r"([a-z0-9-]+)==(\S+)", entry) for entry in lock_entries(lock))
    return {pin[1]: pin[2] for pin in pins if pin}


def tracked_files() -> list[Path]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False)
    if listed.returncode:
        pytest.skip("this copy is no git checkout")
    return [ROOT / name for name in listed.stdout.split("\0") if name and (ROOT / name).is_file()]


@pytest.mark.parametrize("lock", LOCKS)
def test_every_locked_package_has_one_version_and_its_hashes(lock: str) -> None:
    faulty = [e for e in lock_entries(lock) if not re.match(r"[a-z0-9-]+==\S+ .*--hash=sha256:[0-9a-f]{64}", e)]
    assert faulty == []


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_names_no_address(lock: str) -> None:
    assert "://" not in (ROOT / lock).read_text(encoding="utf-8")


@pytest.mark.parametrize(("lock", "extra"), list(zip(LOCKS, ["dev", "postcodes"], strict=True)))
def test_a_lock_holds_what_the_project_asks_for(lock: str, extra: str) -> None:
    wanted = map(Requirement, PROJECT["dependencies"] + PROJECT["optional-dependencies"][extra])
    held = locked_versions(lock)
    missing = [str(w) for w in wanted if held.get(w.name) is None or not w.specifier.contains(held[w.name])]
    assert missing == []


def test_both_locks_agree() -> None:
    first, second = (locked_versions(lock) for lock in LOCKS)
    assert {name: first[name] for name in first.keys() & second.keys()} == {
        name: second[name] for name in first.keys() & second.keys()
    }


def test_no_file_names_a_package_registry() -> None:
    naming = []
    for path in tracked_files():
        text = path.read_bytes().decode("utf-8", errors="ignore")
        if REGISTRY.search(text):
            naming.append(path.relative_to(ROOT).as_posix())
    assert naming == []


def test_no_module_is_longer_than_300_lines() -> None:
    lengths = {p.relative_to(ROOT).as_posix(): len(p.read_text(encoding="utf-8").splitlines()) for p in MODULES}
    assert {name: n for name, n in lengths.items() if n > 300} == {}


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def body_lines(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    return (function.body[-1].end_lineno or 0) - function.body[0].lineno + 1


def test_no_function_has_a_body_of_more_than_40_lines() -> None:
    long = [f"{path.name}: {f.name}" for path in MODULES for f in functions(path) if body_lines(f) > 40]
    assert long == []


def test_every_module_is_named_for_what_it_holds() -> None:
    names = {path.stem for path in MODULES} | {path.parent.name for path in MODULES}
    assert names & {"utils", "util", "common", "helpers", "core", "misc", "base"} == set()


def test_every_module_says_what_goes_in_and_what_comes_out() -> None:
    silent = [
        path.relative_to(ROOT).as_posix()
        for path in MODULES
        if path.stem != "__init__" and ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) is None
    ]
    assert silent == []


def test_the_readme_names_every_make_target() -> None:
    targets = re.findall(r"^(\w+):.*## ", (ROOT / "Makefile").read_text(encoding="utf-8"), flags=re.MULTILINE)
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert [t for t in targets if t != "help" and f"make {t}" not in readme] == []


def test_the_readme_lists_the_commands_that_there_are() -> None:
    commands = typer.main.get_group(app).commands
    listed = re.findall(r"^\| `([a-z-]+)` \|", (ROOT / "README.md").read_text(encoding="utf-8"), flags=re.MULTILINE)
    assert sorted(listed) == sorted(commands)


def test_the_method_lists_the_rules_in_the_order_in_which_they_are_tried() -> None:
    listed = re.findall(
        r"^\| `(\w+)` \|", (ROOT / "docs" / "method.md").read_text(encoding="utf-8"), flags=re.MULTILINE
    )
    assert listed == list(RULES)


def test_the_data_dictionary_names_every_column_of_a_payment() -> None:
    text = (ROOT / "docs" / "data.md").read_text(encoding="utf-8")
    assert [column for column in (*TYPED, *LEDGER) if f"`{column}`" not in text] == []


@pytest.fixture(scope="module")
def wheel_names(tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True)
    (wheel,) = folder.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        return set(archive.namelist())


def test_the_wheel_holds_the_templates(wheel_names: set[str]) -> None:
    beside = ROOT / "reports" / "templates"
    templates = {p.relative_to(beside).as_posix() for p in beside.rglob("*") if p.is_file()}
    assert {f"lccspend/report/templates/{name}" for name in templates} <= wheel_names


def test_the_wheel_holds_every_data_file_of_the_package(wheel_names: set[str]) -> None:
    tracked = {p.relative_to(ROOT).as_posix() for p in tracked_files() if p.is_relative_to(PACKAGE)}
    assert tracked <= wheel_names


def test_the_wheel_holds_neither_tests_nor_exports(wheel_names: set[str]) -> None:
    strangers = {name for name in wheel_names if not re.match(r"lccspend(-[^/]+\.dist-info)?/", name)}
    assert strangers == set()


def test_every_error_says_how_to_mend_it() -> None:
    errors = {"SpendError", "SourceError", "SettingsError", "UsageError", "CheckFailedError", "ProjectLockedError"}
    for path in sorted(PACKAGE.rglob("*.py")):
        calls = (node for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.Call))
        bare = [
            call.lineno
            for call in calls
            if isinstance(call.func, ast.Name)
            and call.func.id in errors
            and "fix" not in {word.arg for word in call.keywords}
        ]
        assert bare == [], f"{path}: lines {bare} raise an error without fix="
