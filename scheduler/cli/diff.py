"""``kehou diff``: what changed between two plans, by class and by person."""

from pathlib import Path

import click

from scheduler.cli import options
from scheduler.cli.faults import OK
from scheduler.cli.help import Command, Words
from scheduler.cli.printing import give, give_json
from scheduler.messages import Lang


def command(lang: Lang) -> click.Command:
    """The command in a language."""
    params: list[click.Parameter] = [
        click.Argument(["old"], type=options.Place(there=True, folder=True), metavar="OLD"),
        click.Argument(["new"], type=options.Place(there=True, folder=True), metavar="NEW"),
        click.Option(
            ["--format", "form"], type=Words(("text", "csv", "json")), default="text", metavar="text|csv|json"
        ),
    ]
    return Command("diff", lang, run, params)


def run(lang: Lang, old: Path, new: Path, form: str) -> int:
    """Print the difference; 0 whether there is one or not."""
    from dataclasses import asdict

    from scheduler.diff import difference, rows, text
    from scheduler.diff.text import COLUMNS
    from scheduler.files.ledger import load_ledger
    from scheduler.files.plans import csv_bytes, load_instance_of, load_plan
    from scheduler.ledger import arranged

    before, after = (arranged(load_plan(folder), load_ledger(folder)) for folder in (old, new))
    found = difference(before, after, load_instance_of(old), load_instance_of(new), lang)
    if form == "json":
        give_json(asdict(found) | {"counts": found.counts._asdict()})
    elif form == "csv":
        click.echo(csv_bytes(COLUMNS, rows(found)), nl=False)
    else:
        give(text(found, lang))
    return OK
