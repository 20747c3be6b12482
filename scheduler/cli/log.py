"""``kehou log``: the line of plans that led to one."""

from pathlib import Path

import click

from models.plan import Ancestor
from scheduler.cli import options
from scheduler.cli.faults import OK
from scheduler.cli.help import Command
from scheduler.cli.printing import give, give_json
from scheduler.messages import Lang, say

_DIGITS = 12


def command(lang: Lang) -> click.Command:
    """The command in a language."""
    return Command("log", lang, run, [options.plan_folder(), options.as_json()])


def run(lang: Lang, folder: Path, as_json: bool) -> int:
    """Print each plan of the line, oldest first; the folder's own is the last."""
    from scheduler.files.plans import load_plan
    from scheduler.rerun import as_ancestor

    plan = load_plan(folder)
    line = [*plan.run.line, as_ancestor(plan)]
    if as_json:
        give_json([one.model_dump(mode="json") for one in line])
    else:
        give("\n".join(_sentence(one, lang) for one in line))
    return OK


def _sentence(one: Ancestor, lang: Lang) -> str:
    made = f"{one.made.astimezone():%Y-%m-%d %H:%M}" if one.made else say(lang, "cli.log_when_unknown")
    key = "cli.log_solve" if one.changes is None else "cli.log_rerun"
    return say(lang, key, digest=one.digest[:_DIGITS], made=made, command=one.command, changes=one.changes)
