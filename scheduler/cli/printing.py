"""What is printed: messages to standard error, data to standard output."""

import json
import re
import sys
from collections.abc import Sequence

import click
from rich import box
from rich.cells import cell_len
from rich.console import Console, ConsoleOptions, RenderResult
from rich.measure import Measurement
from rich.table import Table
from rich.text import Text

#: What a shell leaves alone, besides letters and figures.
_PLAIN = "_-./\\:@+=,~%"


def typed(*words: object) -> str:
    """A command as it is to be typed: what a shell would take apart in quotation marks."""
    return " ".join(
        word if all(letter.isalnum() or letter in _PLAIN for letter in word) else f'"{word}"'
        for word in map(str, words)
    )


def complain(*sentences: str) -> None:
    """Messages, one a line, to standard error."""
    for sentence in sentences:
        click.echo(sentence, err=True)


_SENTENCE_END = re.compile(r"(?<=[。！？])(?![”」）])|(?<=[.!?]) (?=[A-Z0-9“\u2e80-\uffef])")
"""Between two sentences."""

_ONE_LINE = 120
"""Columns that are read at a glance, however many sentences they hold."""


def item(text: str) -> str:
    """A point of a list: where it is long, the sentence that says what is the matter, and each further one on a line below it."""
    if cell_len(text) <= _ONE_LINE:
        return f"  - {text}"
    ends = [m.span() for m in _SENTENCE_END.finditer(text) if _outside(text[: m.start()])]
    starts = [0, *(end for _, end in ends)]
    stops = [*(start for start, _ in ends), len(text)]
    lines = [text[start:stop].strip() for start, stop in zip(starts, stops, strict=True)]
    return "  - " + "\n    ".join(line for line in lines if line)


def _outside(text: str) -> bool:
    """Whether a sentence ends outside of any bracket; one that was cut within a bracket has one too many open."""
    return text.endswith(("）。", ").")) or sum(text.count(mark) for mark in "（(") <= sum(
        text.count(mark) for mark in "）)"
    )


def give(text: str) -> None:
    """Data to standard output."""
    click.echo(text)


def give_json(data: object) -> None:
    """Data as JSON to standard output."""
    click.echo(json.dumps(data, ensure_ascii=False, indent=2))


def console() -> Console:
    """The terminal or file that messages go to."""
    return Console(file=sys.stderr, highlight=False)


#: What stays on one line: a word or a number, or one letter of a script without spaces, with the marks that close or open it.
_UNIT = re.compile(
    r"[(（“]*(?:[^\W\u2e80-\uffef]+(?:[.,:\-–_/][^\W\u2e80-\uffef]+)*|\S)[)）”，。、；：！？,.;:!?]*|\s+"
)


class _Cell:
    """A cell of a table, whose lines end between words and never inside a number."""

    def __init__(self, text: str) -> None:
        self._text: str = text

    def __rich_measure__(self, console: Console, options: ConsoleOptions) -> Measurement:
        widths = [cell_len(unit) for unit in _UNIT.findall(self._text)]
        longest = max(map(cell_len, self._text.split("\n")), default=0)
        return Measurement(max(widths, default=0), longest).with_maximum(options.max_width)

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        lines = [line for part in self._text.split("\n") for line in wrapped(part, options.max_width)]
        yield Text("\n".join(lines))


def wrapped(text: str, width: int) -> list[str]:
    """The lines of a text, each as full as ``width`` allows; a word that is wider than that stands alone."""
    lines = [""]
    for unit in _UNIT.findall(text):
        if lines[-1] and cell_len(lines[-1]) + cell_len(unit.rstrip()) > width:
            lines.append("")
        lines[-1] += unit if lines[-1] or not unit.isspace() else ""
    return [line.rstrip() for line in lines]


def table(headings: Sequence[str], rows: Sequence[Sequence[str]], *, numbers: Sequence[int] = ()) -> Table:
    """A table for a console; the columns ``numbers`` are set to the right."""
    found = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for place, heading in enumerate(headings):
        found.add_column(Text(heading), justify="right" if place in numbers else "left", overflow="fold")
    for row in rows:
        found.add_row(*(_Cell(cell) for cell in row))
    return found


def show_table(headings: Sequence[str], rows: Sequence[Sequence[str]], *, numbers: Sequence[int] = ()) -> None:
    """A table as a message."""
    console().print(table(headings, rows, numbers=numbers))
