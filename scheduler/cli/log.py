"""``kehou log``: the line of plans that led to one, and what was arranged for single dates since."""

from datetime import datetime
from pathlib import Path

import click

from models.ledger import LEDGER_COLUMNS, Change
from models.plan import Ancestor, Plan
from models.school import School
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
    """Print each plan of the line, oldest first; the folder's own is the last. Then the entries of all their ledgers."""
    from scheduler.files.plans import load_plan
    from scheduler.rerun import as_ancestor

    plan = load_plan(folder)
    entries = _entries(folder, plan)
    line = [*plan.run.line, as_ancestor(plan)]
    if as_json:
        give_json([one.model_dump(mode="json") for one in line] + [_entry(change, lang) for change in entries])
        return OK
    give("\n".join(_sentence(one, lang) for one in line))
    if entries:
        from scheduler.substitute.words import change_words, reason_words

        give(say(lang, "cli.log_ledger", count=len(entries)))
        for change, (then, school) in entries.items():
            words, why = change_words(change, then, school, lang), reason_words(change.reason, lang)
            give(say(lang, "cli.log_entry", when=_time(change.when), words=words, reason=why))
    return OK


def _entries(folder: Path, plan: Plan) -> dict[Change, tuple[Plan, School]]:
    """What was arranged under the plan and those that it remembers, oldest first, with the last plan that it stands in."""
    from scheduler.files.ledger import load_ledger
    from scheduler.files.past import load_past
    from scheduler.files.plans import load_instance_of

    found = {change: (past.plan, past.school) for past in load_past(folder) for change in past.ledger}
    if ledger := load_ledger(folder):
        school = load_instance_of(folder)
        found |= dict.fromkeys(ledger, (plan, school))
    return dict(sorted(found.items(), key=lambda pair: pair[0].when))


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
