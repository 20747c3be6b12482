"""``kehou diff``: what changed between two plans, by class and by person."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from scheduler.cli import options
from scheduler.cli.faults import OK
from scheduler.cli.help import Command, Words
from scheduler.cli.printing import give, give_json
from scheduler.messages import Lang

if TYPE_CHECKING:
    from models.plan import Plan
    from models.school import School


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

    made, ledgers = [load_plan(folder) for folder in (old, new)], [load_ledger(folder) for folder in (old, new)]
    before, after = (arranged(plan, ledger) for plan, ledger in zip(made, ledgers, strict=True))
    then, now = load_instance_of(old), load_instance_of(new)
    found = difference(before, after, then, now, lang)
    if form == "json":
        give_json(asdict(found) | {"counts": found.counts._asdict()})
    elif form == "csv":
        click.echo(csv_bytes(COLUMNS, rows(found)), nl=False)
    else:
        causes = [] if found.empty or then == now else _why(before, then, now, made[1], lang)
        give(text(found, lang, causes, _goal(made[0], made[1], arranged_too=any(ledgers))))
    return OK


def _why(before: "Plan", then: "School", now: "School", made: "Plan", lang: Lang) -> list[str]:
    """What of the earlier plan cannot stay in the school as it is now, and what else has changed in it, in words."""
    from scheduler.losses import Losses
    from scheduler.rerun import lost

    must, may = Losses(before, now, then, lang).split(lost(now, before, made.run.since))
    return [*must, *may]


def _goal(old: "Plan", new: "Plan", *, arranged_too: bool) -> tuple[int, bool] | None:
    """How many changes the new plan counts, where it was made from the old one."""
    from scheduler.files.plans import plan_digest

    value = next((score.value for score in new.scores if score.goal == "changes"), None)
    return None if value is None or new.run.parent != plan_digest(old) else (value, arranged_too)
