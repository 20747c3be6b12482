"""``kehou log``: the line of plans that led to one, and what was arranged for single dates since."""

from datetime import datetime
from pathlib import Path

import click

from models.ledger import LEDGER_COLUMNS, Change
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
    """Print each plan of the line, oldest first; the folder's own is the last. Then the entries of its ledger."""
    from scheduler.files.ledger import load_ledger
    from scheduler.files.plans import load_instance_of, load_plan
    from scheduler.rerun import as_ancestor

    plan, ledger = load_plan(folder), load_ledger(folder)
    line = [*plan.run.line, as_ancestor(plan)]
    if as_json:
        give_json([one.model_dump(mode="json") for one in line] + [_entry(change, lang) for change in ledger])
        return OK
    give("\n".join(_sentence(one, lang) for one in line))
    if ledger:
        from scheduler.substitute.words import change_words, reason_words

        school = load_instance_of(folder)
        give(say(lang, "cli.log_ledger", count=len(ledger)))
        for change in ledger:
            words = change_words(change, plan, school, lang)
            give(
                say(
                    lang,
                    "cli.log_entry",
                    when=_time(change.when),
                    words=words,
                    reason=reason_words(change.reason, lang),
                )
            )
    return OK


def _entry(change: Change, lang: Lang) -> dict[str, object]:
    """An entry beside plans: told apart by its command."""
    from scheduler.substitute.words import reason_words

    data = change.model_dump(mode="json") | {"reason": reason_words(change.reason, lang)}
    told = {column: data[field] for column, field in LEDGER_COLUMNS.items() if column != "when"}
    return {"command": "substitute", "made": data["when"], **told}


def _sentence(one: Ancestor, lang: Lang) -> str:
    made = _time(one.made) if one.made else say(lang, "cli.log_when_unknown")
    key = "cli.log_solve" if one.changes is None else "cli.log_rerun"
    return say(lang, key, digest=one.digest[:_DIGITS], made=made, command=one.command, changes=one.changes)


def _time(when: datetime) -> str:
    return f"{when.astimezone():%Y-%m-%d %H:%M}"
