"""The guides, followed to the letter: every command in them, its exit code, and the lines that they quote.

A page says how in comments that its reader does not see: ``run`` (with the exit code, 0 if none is given) before commands,
``shows`` before lines, or parts of lines, that the last of these commands print, ``file`` before a file's text, ``replace`` and ``edit`` for
what the reader changes by hand.
"""

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import pytest
from openpyxl import load_workbook

from scheduler.cli.app import COMMANDS
from scheduler.cli.app import run as kehou
from scheduler.messages import Lang

DOCS = Path(__file__).resolve().parent.parent / "docs"
GUIDES: dict[str, Lang] = {"guide.zh.md": "zh", "guide.md": "en"}
STEP = re.compile(r"<!-- (run|shows|file|replace|edit)\b ?(.*?) ?-->(?:\n```\w*\n(.*?)```)?", re.DOTALL)


def text_of(name: str) -> str:
    return (DOCS / name).read_text(encoding="utf-8")


def steps(name: str) -> Iterator[tuple[str, list[str], str]]:
    """What to do, with which words, on which block of text."""
    for what, words, block in STEP.findall(text_of(name)):
        yield what, shlex.split(words), block


def edit(path: str, sheet: str, where: str, change: str) -> None:
    """Sets one cell of a workbook: the row is known by one column, what changes is another."""
    (key, wanted), (column, value) = where.split("="), change.split("=")
    book = load_workbook(path)
    rows = list(book[sheet].iter_rows())
    places = {str(cell.value): number for number, cell in enumerate(rows[0])}
    found = [row for row in rows[1:] if row[places[key]].value == wanted]
    assert len(found) == 1
    found[0][places[column]].value = value
    book.save(path)


def squeezed(text: str) -> list[str]:
    """Its lines, with one blank where a table has many."""
    return [" ".join(line.split()) for line in text.splitlines() if line.strip()]


@pytest.mark.parametrize("name", GUIDES)
def test_every_command_of_the_guide_does_what_the_guide_says(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    for variable in ("LC_ALL", "LC_MESSAGES", "LANGUAGE"):
        monkeypatch.delenv(variable, raising=False)
    monkeypatch.setenv("LANG", {"zh": "zh_CN.UTF-8", "en": "en_GB.UTF-8"}[GUIDES[name]])
    printed: list[str] = []
    for what, words, block in steps(name):
        match what:
            case "run":
                printed = []
                for line in block.splitlines():
                    program, *args = shlex.split(line)
                    assert program == "kehou"
                    code = kehou(args)
                    out, err = capfd.readouterr()
                    assert code == int("".join(words) or "0"), f"{line}\n{err}"
                    printed += squeezed(out + err)
            case "shows":
                unseen = [line for line in squeezed(block) if not any(line in one for one in printed)]
                assert unseen == [], "\n".join(printed)
            case "file":
                Path(words[0]).write_text(block, encoding="utf-8")
            case "replace":
                path, old, new = words
                before = Path(path).read_text(encoding="utf-8")
                assert old in before
                Path(path).write_text(before.replace(old, new), encoding="utf-8")
            case _:
                edit(*words)


@pytest.mark.parametrize("name", GUIDES)
def test_every_block_of_the_guide_is_run_but_the_installation(name: str) -> None:
    loose = re.sub(STEP, "", text_of(name))
    assert not re.findall(r"^kehou ", loose, re.MULTILINE)
    assert "```text" not in loose


@pytest.mark.parametrize("name", GUIDES)
def test_the_guide_names_commands_places_and_pictures_that_exist(name: str) -> None:
    text = text_of(name)
    assert {word for word in re.findall(r"\bkehou ([a-z]+)\b", text) if word not in COMMANDS} == set()
    for target in re.findall(r"\]\(([^)#:]+)\)", text):
        assert (DOCS / target).exists(), target
    headings = {
        re.sub(r"[^\w -]", "", line.lstrip("# ")).strip().lower().replace(" ", "-") for line in text.splitlines()
    }
    assert set(re.findall(r"\]\(#([^)]+)\)", text)) <= headings


def test_every_picture_is_shown_and_small() -> None:
    pictures = {path.name: path.stat().st_size for path in (DOCS / "pictures").iterdir()}
    shown = {one for name in GUIDES for one in re.findall(r"\(pictures/([^)]+)\)", text_of(name))}
    assert set(pictures) == shown
    assert max(pictures.values()) < 150_000
