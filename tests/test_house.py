"""The rules of the house, read from the code itself."""

import ast
import re
import string
import sys
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from scheduler.messages import LANGS, catalogue, say

ROOT = Path(__file__).resolve().parent.parent
SOURCES = sorted(path for package in ("models", "scheduler") for path in (ROOT / package).rglob("*.py"))
SHARED = {"lots", "errors", "messages", "calendar", "options", "search", "ledger", "spelling", "seals"}
ROOMS = {
    "packs",
    "hours",
    "files",
    "verify",
    "week",
    "roster",
    "shortages",
    "reasons",
    "outputs",
    "generate",
    "search",
    "imports",
    "substitute",
}
SOLVERS = {"ortools", "highspy"}
KEY = re.compile(r"(?:{})\.[a-z][\w.]*".format("|".join(sorted({key.split(".")[0] for key in catalogue("en")}))))


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def room_of(path: Path) -> str:
    """The part of the house that a file is in: ``models``, a room of ``scheduler``, or a file right beside them."""
    parts = path.relative_to(ROOT).parts
    return "models" if parts[0] == "models" else parts[1].removesuffix(".py")


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def imports(path: Path) -> Iterator[str]:
    """Every module that a file imports, also inside functions."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{name_of(path)}: imports are absolute"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def inner(path: Path) -> set[str]:
    """The parts of the house that a file imports."""
    found: set[str] = set()
    for module in imports(path):
        parts = module.split(".")
        if parts[0] == "models":
            found.add("models")
        elif parts[0] == "scheduler" and len(parts) > 1:
            found.add(parts[1])
    return found


@pytest.mark.parametrize("path", SOURCES, ids=name_of)
def test_imports_keep_to_the_house(path: Path) -> None:
    room, used = room_of(path), inner(path)
    outer = {module.split(".")[0] for module in imports(path)}
    if room == "models":
        assert used <= {"models"}
        assert outer <= {"models", "pydantic", "pydantic_core"} | sys.stdlib_module_names
    elif room == "verify":
        assert used <= {"models", "errors", "messages", "verify"}
        assert not outer & (SOLVERS | {"networkx", "numpy"})
    elif room in ROOMS:
        assert used <= {"models", room} | SHARED
    elif room in SHARED:
        assert used <= {"models", room, "messages"} | ({"calendar"} if room == "ledger" else set())
    if room != "cli":
        assert "cli" not in used
        assert not outer & {"click", "rich"}


#: The solver's own processes, which are programs by themselves.
WORKERS = {ROOT / "scheduler" / "search" / name for name in ("highs_worker.py", "highs_source.py")}


@pytest.mark.parametrize("path", [p for p in SOURCES if room_of(p) != "cli" and p not in WORKERS], ids=name_of)
def test_only_the_command_line_prints_and_exits(path: Path) -> None:
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Call):
            called = ast.unparse(node.func)
            assert called not in {"print", "input", "exit", "quit", "sys.exit", "os._exit", "logging.basicConfig"}
        if isinstance(node, ast.Raise) and node.exc is not None:
            assert "SystemExit" not in ast.unparse(node.exc)


@pytest.mark.parametrize("path", SOURCES, ids=name_of)
def test_nothing_swallows_every_exception(path: Path) -> None:
    """One place may catch whatever is raised: the end of the program, which says so to its user."""
    wide = [
        node
        for node in ast.walk(tree(path))
        if isinstance(node, ast.ExceptHandler)
        and (node.type is None or ast.unparse(node.type) in {"Exception", "BaseException"})
    ]
    assert len(wide) <= (name_of(path) == "scheduler/cli/app.py")


@pytest.mark.parametrize("path", SOURCES, ids=name_of)
def test_files_are_short(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 400


@pytest.mark.parametrize("path", SOURCES, ids=name_of)
def test_functions_are_short(path: Path) -> None:
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            assert (node.end_lineno or 0) - node.lineno < 60, node.name


# -- the catalogue -------------------------------------------------------------------------------------------


def blanks(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def test_both_languages_have_the_same_keys_and_blanks() -> None:
    zh, en = catalogue("zh"), catalogue("en")
    assert set(zh) == set(en)
    assert {key for key in zh if blanks(zh[key]) != blanks(en[key])} == set()


def test_every_room_has_a_file_in_each_language() -> None:
    files = [path.name for path in (ROOT / "scheduler" / "messages").glob("*.toml")]
    rooms = {name.split(".")[0] for name in files}
    assert set(files) == {f"{room}.{lang}.toml" for room in rooms for lang in LANGS}


def test_sentences_are_not_mixed() -> None:
    """Chinese sentences hold no run of English words but command lines; English ones hold no Chinese."""
    mixed = [
        key
        for key, text in catalogue("zh").items()
        for line in text.splitlines()
        if not line.lstrip().startswith("kehou ") and re.search(r"[A-Za-z]{2,}( [A-Za-z]{2,}){2,}", line)
    ]
    assert mixed == []
    assert [key for key, text in catalogue("en").items() if re.search(r"[\u4e00-\u9fff]", text)] == []


#: What may follow a blank that is a name, not a number.
_OF_ONE = set(
    re.findall(
        r"\w+",
        "as attends begins belongs binds cares comes counts does falls goes has holds is lacks leads less measures names "
        "needs plus says seems slips speaks takes this was works",
    )
)
_SEVERAL = re.compile(r"\{\w+\} (?:(?:more|new|further|school|working|[a-z]+-[a-z]+) )?([a-z]+s|people|children)\b")


def test_english_numbers_of_things_know_one_from_several() -> None:
    """No “1 rows”: a number before a word for several is a blank with both words, ``{count:# row|# rows}``."""
    loose = {key: _SEVERAL.findall(text) for key, text in catalogue("en").items()}
    assert {key: words for key, words in loose.items() if set(words) - _OF_ONE} == {}
    assert say("en", "cli.export_sheets", count=1) == "1 sheet"
    assert say("en", "cli.export_sheets", count=2) == "2 sheets"
    assert say("en", "shortages.tutoring.days", activity="A", needed=1, available=0, students="B").startswith(
        "A is once a"
    )


def texts(path: Path) -> Iterator[tuple[str, bool]]:
    """Every string in a file; with True, the beginning of one whose end is filled in as it runs."""
    pieces: set[ast.AST] = set()
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.JoinedStr):
            pieces.update(node.values)
            if isinstance(node.values[0], ast.Constant):
                yield str(node.values[0].value), True
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and node not in pieces:
            yield node.value, False


def spoken(path: Path) -> Iterator[tuple[str, bool]]:
    """Those that are keys of the catalogue."""
    yield from ((text, is_head) for text, is_head in texts(path) if KEY.fullmatch(text))
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "UsageFault":
            yield from ((f"cli.{arg.value}", False) for arg in node.args[:1] if isinstance(arg, ast.Constant))


@pytest.mark.parametrize("path", SOURCES, ids=name_of)
def test_every_key_that_is_used_exists(path: Path) -> None:
    room = room_of(path)
    known = {name for key in catalogue("en") for name in (key, key.removeprefix(f"{room}."))}
    for key, open_ended in spoken(path):
        if not key.endswith((".toml", ".csv", ".json")):
            assert any(one.startswith(key) for one in known) if open_ended else key in known, key


@pytest.mark.parametrize("room", ["cli", "outputs", "plans", "imports"])
def test_every_sentence_is_used(room: str) -> None:
    found = {pair for path in SOURCES for pair in texts(path)}
    whole = {text for text, is_head in found if not is_head}
    heads = tuple(text for text, is_head in found if is_head and re.fullmatch(r"[a-z]+_|[a-z]+\.[a-z]+_", text))
    documented = re.compile(r"cli\.\w+_(help|example|short|title|intro)|cli\.(opt|arg)_\w+")
    silent = [
        key
        for key in catalogue("en")
        if key.startswith(f"{room}.")
        and not {key, key.split(".", 1)[1]} & whole
        and not key.startswith(heads)
        and not key.split(".", 1)[1].startswith(heads)
        and not documented.fullmatch(key)
    ]
    assert silent == []


# -- the project ---------------------------------------------------------------------------------------------


def test_typed_and_packaged() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    assert project["project"]["scripts"] == {"kehou": "scheduler.cli:main"}
    assert project["tool"]["setuptools"]["packages"]["find"]["include"] == [
        "models",
        "models.*",
        "scheduler",
        "scheduler.*",
    ]
    for package in ("models", "scheduler"):
        assert (ROOT / package / "py.typed").exists()
