"""What is printed: messages to standard error, data to standard output."""

import json
import sys
from collections.abc import Sequence

import click
from rich import box
from rich.console import Console
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


def give(text: str) -> None:
    """Data to standard output."""
    click.echo(text)


def give_json(data: object) -> None:
    """Data as JSON to standard output."""
    click.echo(json.dumps(data, ensure_ascii=False, indent=2))


def console() -> Console:
    """The terminal or file that messages go to."""
    return Console(file=sys.stderr, highlight=False)


def table(headings: Sequence[str], rows: Sequence[Sequence[str]], *, numbers: Sequence[int] = ()) -> Table:
    """A table for a console; the columns ``numbers`` are set to the right."""
    found = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for place, heading in enumerate(headings):
        found.add_column(Text(heading), justify="right" if place in numbers else "left", overflow="fold")
    for row in rows:
        found.add_row(*(Text(cell) for cell in row))
    return found


def show_table(headings: Sequence[str], rows: Sequence[Sequence[str]], *, numbers: Sequence[int] = ()) -> None:
    """A table as a message."""
    console().print(table(headings, rows, numbers=numbers))
