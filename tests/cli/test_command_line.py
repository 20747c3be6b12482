"""The outside of the program: languages, help, usage errors, exit codes."""

import ctypes
import json
import os
import re
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import click
import pytest
from click.testing import CliRunner

from scheduler.cli import main
from scheduler.cli.app import COMMANDS, Kehou
from scheduler.cli.help import Command, indented, width, wrapped
from scheduler.cli.language import choose, from_locale
from scheduler.messages import LANGS, Lang, say

ROOT = Path(__file__).resolve().parents[2]
SCHOOL, PLAN = (str(ROOT / part / "demo") for part in ("instances", "solutions"))


@pytest.mark.parametrize(
    ("environment", "lang"),
    [
        ({}, "en"),
        ({"LANG": "zh_CN.UTF-8"}, "zh"),
        ({"LANG": "zh_CN.UTF-8", "LC_ALL": "en_GB.UTF-8"}, "en"),
        ({"LC_MESSAGES": "zh_TW", "LANG": "en_US"}, "zh"),
        ({"LANG": "C.UTF-8", "LANGUAGE": "zh_CN:en"}, "zh"),
        ({"LANG": "de_DE.UTF-8", "LANGUAGE": "zh"}, "en"),
        ({"LC_ALL": "", "LANG": "zh_CN"}, "zh"),
    ],
)
def test_language_of_the_locale(environment: dict[str, str], lang: Lang) -> None:
    assert from_locale(environment) == lang


@pytest.mark.parametrize(
    ("number", "lang"), [(0x0804, "zh"), (0x0404, "zh"), (0x0C04, "zh"), (0x0409, "en"), (0x0411, "en")]
)
def test_language_of_windows_menus(number: int, lang: Lang, monkeypatch: pytest.MonkeyPatch) -> None:
    """Simplified, traditional and Hong Kong Chinese; American English; Japanese."""
    kernel = SimpleNamespace(GetUserDefaultUILanguage=lambda: number)
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setattr(ctypes, "windll", SimpleNamespace(kernel32=kernel), raising=False)
    assert choose(["solve"], {}) == lang
    assert choose(["solve", "--lang", "zh"], {}) == "zh"
    assert choose(["solve"], {"LANG": "en_GB.UTF-8"}) == "en"


@pytest.mark.parametrize(
    ("args", "lang"),
    [
        (["solve", "--lang", "en"], "en"),
        (["--lang=en", "solve"], "en"),
        (["--lang", "en", "--lang", "zh"], "zh"),
        (["--lang", "fr"], "zh"),
        (["--", "--lang", "en"], "zh"),
        (["solve", "--lang"], "zh"),
    ],
)
def test_language_of_the_arguments_wins(args: list[str], lang: Lang) -> None:
    assert choose(args, {"LANG": "zh_CN"}) == lang


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_documents_itself_with_an_example(kehou, name: str, lang: Lang) -> None:
    said = kehou(name, "--help", "--lang", lang)
    assert (said.code, said.err) == (0, "")
    assert said.out.startswith(say(lang, "cli.usage") + f" kehou {name} ")
    example = said.out.split(say(lang, "cli.example"))[1]
    assert f"kehou {name}" in example
    assert "--lang zh|en" in said.out


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("name", ["", *COMMANDS])
def test_help_fits_a_terminal(kehou, name: str, lang: Lang) -> None:
    said = kehou(*filter(None, [name]), "--help", "--lang", lang)
    assert [line for line in said.out.splitlines() if width(line) > 80 and not line.startswith("  kehou ")] == []


@pytest.mark.parametrize(
    ("line", "parts"),
    [
        ("  ab cd ef", ["  ab cd", "  ef"]),
        ("一二三四，五", ["一二三", "四，五"]),
        ("abcdefghij", ["abcdefghij"]),  # a word stays whole
        ("", [""]),
    ],
)
def test_lines_of_help_break_between_words(line: str, parts: list[str]) -> None:
    assert wrapped(line, 8) == parts


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        # 78 columns beside the margin: 39 wide characters. The last word brings others along.
        ("一" * 37 + "。二三四", "  " + "一" * 35 + "\n  一一。二三四"),
        ("一" * 39 + "二", "  " + "一" * 34 + "\n  " + "一" * 5 + "二"),
        # A line that is broken amid a sentence goes on in the next; a sentence's end and a command stay.
        ("一" * 39 + "二，\n三四五六七八九", "  " + "一" * 39 + "\n  二，三四五六七八九"),
        ("一" * 39 + "二。\n三", "  " + "一" * 35 + "\n  " + "一" * 4 + "二。\n  三"),
        ("kehou " + "x " * 50 + "\nkehou y", "  kehou " + "x " * 49 + "x\n  kehou y"),
        ("word " * 16 + "end\nmore words", "  " + "word " * 14 + "word\n  word end more words"),
    ],
)
def test_no_word_of_help_stands_alone(text: str, shown: str) -> None:
    assert indented(text) == shown


@pytest.mark.parametrize("name", ["", *COMMANDS])
def test_no_help_ends_a_sentence_with_a_lone_word(kehou, name: str) -> None:
    said = kehou(*filter(None, [name]), "--help", "--lang", "zh")
    lines = [line for line in said.out.splitlines() if re.fullmatch(r" {2,}[\u4e00-\u9fff，。、；]{1,3}", line)]
    assert lines == []


@pytest.mark.parametrize("name", COMMANDS)
def test_the_example_of_each_command_is_understood(name: str) -> None:
    """The worked examples parse: nothing but the paths in them may be wrong."""
    for lang in LANGS:
        for line in say(lang, f"cli.{name}_example").strip().splitlines():
            words = line.split(" >")[0].split()[1:]
            command = Kehou(lang).get_command(click.Context(main), words[0])
            assert isinstance(command, Command)
            for param in command.params:
                if param.type.name == "path":
                    param.type = click.STRING
            with command.make_context(words[0], words[1:]) as context:
                assert context.args == []


_SEARCH = ("--time-limit", "--gap", "--seed", "--workers", "--quiet", "--json", "--force")


def test_every_option_of_the_contract_is_there() -> None:
    wanted = {
        "init": set[str](),
        "check": {"--json"},
        "solve": {"--out", "--reproducible", *_SEARCH},
        "verify": {"--previous", "--date", "--json"},
        "rerun": {"--previous", "--out", "--from", "--max-changes", "--frontier", "--reproducible", *_SEARCH},
        "diff": {"--format"},
        "log": {"--json"},
        "export": {"--out", "--format", "--view", "--date", "--quiet", "--force"},
        "generate": {"--classes", "--seed", "--force"},
        "tables": {"--json", "--format"},
        "convert": {"--encoding", "--force"},
    }
    for name, options in wanted.items():
        command = Kehou().get_command(click.Context(main), name)
        assert command is not None
        found = {opt for param in command.params for opt in param.opts if opt.startswith("--")}
        assert found == options | {"--lang", "--help"}


@pytest.mark.parametrize(
    ("args", "key", "blanks"),
    [
        ([], "no_command", {"commands": ", ".join(COMMANDS)}),
        (["chek"], "no_such_command_near", {"value": "chek", "near": "check", "commands": ", ".join(COMMANDS)}),
        (["plan"], "no_such_command", {"value": "plan", "commands": ", ".join(COMMANDS)}),
        (["tables", "--csv"], "no_such_option", {"param": "--csv"}),
        (["tables", "x", "y"], "extra_arguments", {"extra": "x y"}),
        (["audit", PLAN, "x"], "extra_audit", {"extra": "x"}),
        (["explain", SCHOOL, SCHOOL], "school_no_plan", {"param": "DIR", "path": SCHOOL}),
        (
            ["rerun", SCHOOL, "--previous", SCHOOL, "--out", "x"],
            "school_no_plan",
            {"param": "--previous", "path": SCHOOL},
        ),
        (["audit", str(ROOT)], "not_a_folder", {"param": "DIR", "path": str(ROOT)}),
        (["tables", "--format"], "option_needs_value", {"param": "--format"}),
        (["tables", "--format", "pdf"], "not_a_word", {"param": "--format", "value": "pdf", "words": "text, md"}),
        (["check"], "missing_parameter", {"param": "INSTANCE"}),
        (["check", "nowhere/x"], "nothing_there", {"param": "INSTANCE", "path": "nowhere/x"}),
        (["generate", "x", "--classes", "0"], "want_least", {"param": "--classes", "value": "0", "limit": 1}),
        (["generate", "x", "--seed", "1.5"], "want_whole", {"param": "--seed", "value": "1.5"}),
        (
            ["solve", ".", "--out", "x", "--time-limit", "0"],
            "want_above",
            {"param": "--time-limit", "value": "0", "limit": 0},
        ),
        (["solve", ".", "--out", "x", "--time-limit", "nan"], "want_number", {"param": "--time-limit", "value": "nan"}),
        (["solve", ".", "--out", "x", "--gap", "-1"], "want_least", {"param": "--gap", "value": "-1", "limit": 0}),
        (["solve", "."], "missing_out", {"example": "plan"}),
        (["export", PLAN], "missing_out", {"example": "timetables.xlsx"}),
    ],
)
@pytest.mark.parametrize("lang", LANGS)
def test_usage_errors_are_code_2_in_the_chosen_language(kehou, args, key: str, blanks, lang: Lang) -> None:
    said = kehou(*args, *([] if args and args[-1] == "--format" else ["--lang", lang]))
    if args and args[-1] == "--format":
        lang = "en"
    assert (said.code, said.out) == (2, "")
    assert said.err.splitlines()[0] == say(lang, f"cli.{key}", **blanks)


def test_help_of_the_program_names_every_command_and_exit_code(kehou) -> None:
    said = kehou("--help")
    assert said.code == 0
    for name in COMMANDS:
        assert f"\n  {name}  " in said.out
    for code in range(7):
        assert f"\n  {code}  " in said.out


def test_help_loads_no_solver() -> None:
    code = (
        "import sys; from scheduler.cli import main; main(['--help'], standalone_mode=False); "
        "sys.exit(bool({'ortools', 'pydantic', 'networkx', 'holidays', 'openpyxl'} & set(sys.modules)))"
    )
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, check=False).returncode == 0


def test_python_m_is_the_same_program() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "scheduler.cli", "--version"], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("kehou ")


LEFT_BEHIND = """
import sys, threading
from scheduler.options import GIVEN_UP
threading.Thread(target=threading.Event().wait, name=GIVEN_UP + "_0").start()
from scheduler.cli import main
sys.argv = ["kehou", "--version"]
try:
    main({given})
except SystemExit as error:
    print("still here", error.code, flush=True)
    import os
    os._exit(7)
"""


@pytest.mark.parametrize(("given", "code"), [("", 0), ("['--version']", 7)])
def test_the_program_ends_beside_a_thread_that_goes_on_and_a_caller_does_not(given: str, code: int) -> None:
    """What was given up may compute for minutes more; who calls the program from Python goes on all the same."""
    program = LEFT_BEHIND.format(given=given)
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == code
    assert done.stdout.startswith("kehou ")
    assert ("still here 0" in done.stdout) == bool(code)


def test_a_closed_pipe_is_no_fault() -> None:
    command = f"'{sys.executable}' -m scheduler.cli tables | head -1"
    done = subprocess.run(["bash", "-o", "pipefail", "-c", command], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


def test_data_can_be_read_from_a_terminal_that_knows_no_chinese() -> None:
    environment = os.environ | {"PYTHONIOENCODING": "latin-1", "LC_ALL": "zh_CN"}
    done = subprocess.run(
        [sys.executable, "-m", "scheduler.cli", "tables", "--json"], capture_output=True, check=False, env=environment
    )
    assert done.returncode == 0
    assert json.loads(done.stdout.decode("latin-1"))[0]["chinese"] == "学校"


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_help_of_a_command_tells_no_other_commands_default(lang: str) -> None:
    today = {"zh": "[今天]", "en": "[today]"}[lang]
    for name, has_default in (("export", True), ("verify", False), ("substitute", False)):
        text = CliRunner().invoke(main, [name, "--help", "--lang", lang]).stdout
        (line,) = [line for line in text.splitlines() if line.strip().startswith("--date DATE")]
        assert (today in line) == has_default
        assert "export" not in line
