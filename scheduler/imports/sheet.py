"""What every import starts from: sheets as they came, the headings found in them, and the faults and notes on the way."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from scheduler.errors import InputProblem
from scheduler.spelling import tidy


class Grid(NamedTuple):
    """A sheet as it came: what messages call it, its own title, and its rows."""

    label: str
    title: str
    rows: Sequence[Sequence[object]]


#: Headings are looked for in so many rows from the top.
HEADING_ROWS = 20
_QUESTION = re.compile(r"^\s*(?:[Qq]\s*)?\d{1,3}\s*[.、．)）:：]\s*|^\s*[Qq]\d{1,3}\s+")
_TOTALS = {"合计", "总计", "小计", "共计", "平均", "总人数", "人数", "total", "sum", "count"}
_BRACKETS = re.compile(r"[(（\[【<《][^()（）\[\]【】<>《》]*[)）\]】>》]")


@dataclass(frozen=True)
class Note:
    """Something to be said that is no fault; a key of the catalogue with its blanks."""

    key: str
    args: dict[str, str | int | tuple[str, ...]] = field(default_factory=dict[str, str | int | tuple[str, ...]])


@dataclass(frozen=True)
class Question:
    """What only the user can tell: which of the ``options`` (id, description) is meant by what was ``found``."""

    key: str
    wanted: str
    where: str
    row: int
    found: str
    options: tuple[tuple[str, str], ...]


@dataclass
class Findings:
    """Faults, notes and questions in the order in which they were met. ``answers``: question key → id, "" for none."""

    answers: dict[str, str] = field(default_factory=dict[str, str])
    problems: list[InputProblem] = field(default_factory=list[InputProblem])
    notes: list[Note] = field(default_factory=list[Note])
    questions: list[Question] = field(default_factory=list[Question])

    def problem(
        self, label: str, row: int | None, column: str | None, found: str, wanted: str, /, **args: str | int
    ) -> None:
        """Notes a fault."""
        self.problems.append(InputProblem(label, row, column, short(found), wanted, args))

    def note(self, key: str, /, **args: str | int | tuple[str, ...]) -> None:
        """Notes what is worth saying; the same but once."""
        if Note(key, args) not in self.notes:
            self.notes.append(Note(key, args))


def text_of(value: object) -> str:
    """A cell as text: whole numbers without a point, blank for None."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return "" if value is None else str(value).strip()


def short(value: object) -> str:
    """A value as a message shows it: one short line without what no terminal can show."""
    text = "".join(char if char.isprintable() else " " for char in text_of(value)[:200])
    return text if len(text) <= 60 else text[:59] + "…"


def bare(heading: object) -> str:
    """A heading without a question's number, what stands in brackets, and the signs at its end."""
    text = unicodedata.normalize("NFKC", text_of(heading))
    text = _BRACKETS.sub("", _QUESTION.sub("", text)) or text
    return text.strip().rstrip(":：*?？。. ").strip()


def loosened(text: object, *, heading: bool = False) -> list[list[str]]:
    """Ways to read what was typed, the plainest first: whole; without a number before it; what stands outside of
    brackets or within them, and for a heading what stands behind the last dash or colon."""
    whole = unicodedata.normalize("NFKC", text_of(text)).strip()
    unnumbered = re.sub(r"^\s*(?:[Qq]?\d{1,3}|[A-Za-z])\s*[.、．)）:：]\s*", "", whole)
    pieces = [_BRACKETS.sub("", unnumbered), *(piece[1:-1] for piece in _BRACKETS.findall(unnumbered))]
    if heading:
        pieces.append(re.split(r"[-—–:：_]", unnumbered)[-1])
    return [[tidy(way) for way in ways if tidy(way)] for ways in ([whole], [unnumbered], pieces)]


def is_total(text: str) -> bool:
    """Whether a cell where a person is wanted heads a row of sums."""
    return tidy(text) in _TOTALS


def is_blank(row: Sequence[object]) -> bool:
    """Whether a row holds nothing."""
    return all(value is None or value == "" for value in row)


def cell(row: Sequence[object], index: int | None) -> object:
    """A row's cell; None where there is none."""
    return row[index] if index is not None and index < len(row) else None
