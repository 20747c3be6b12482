"""What ``kehou substitute`` found, for people and as data."""

from collections.abc import Sequence
from typing import Any

from models.ledger import Change, write_task
from models.plan import Plan
from scheduler.cli.help import pad, width
from scheduler.cli.printing import complain, give, typed
from scheduler.messages import Lang, say
from scheduler.messages.names import listing, weekday_name
from scheduler.substitute.survey import Choice, Hole, Survey
from scheduler.substitute.words import change_words, grouped, reason_words, reasons, task_words, who, why_nobody

_MOST_ABSENT = 20


def show(found: Survey, recorded: Sequence[Change], plan: Plan, lang: Lang, command: str) -> None:
    """What was written down, what lacks somebody, and who could take it. ``command``: the one about this date, to be gone on with."""
    school, on = found.facts.school, found.facts.on
    if recorded:
        give(say(lang, "cli.recorded", count=len(recorded)))
        give("\n".join(f"  {change_words(change, plan, school, lang)}" for change in recorded))
    away = listing(lang, [who(school, person, lang) for person in sorted(found.facts.absent)], _MOST_ABSENT, "people")
    day = {"date": on.date.isoformat(), "weekday": weekday_name(lang, on.weekday)}
    if not found.holes:
        give(say(lang, "cli.nothing_open" if found.facts.absent else "cli.nobody_absent", absent=away, **day))
        return
    key = "cli.open_tasks" if found.facts.absent else "cli.open_tasks_plain"
    give(say(lang, key, count=len(found.holes), absent=away, **day))
    for hole in found.holes:
        give("\n" + _hole(found, hole, lang))
    give("")
    _advice(found, recorded, lang, command)
    _still_absent(found, recorded, lang, command)


def _still_absent(found: Survey, recorded: Sequence[Change], lang: Lang, command: str) -> None:
    """Whoever got a task back and counts as absent all the same."""
    school = found.facts.school
    for person in sorted({c.now for c in recorded if c.now is not None} & found.facts.absent):
        complain(say(lang, "cli.still_absent", who=who(school, person, lang), command=f"{command} --back {person}"))


def _advice(found: Survey, recorded: Sequence[Change], lang: Lang, command: str) -> None:
    """What can be done now."""
    lacking = [hole for hole in found.holes if hole.recommended is None]
    if len(lacking) < len(found.holes):
        key = "cli.take_all" if not lacking else "cli.take_all_but"
        give(say(lang, key, count=len(lacking), command=f"{command} --take all"))
    if lacking:
        task = lacking[0].job.task
        what = write_task("leader" if task.kind == "escort" else task.kind, *task.ids)
        complain(say(lang, "cli.lacking", count=len(lacking), command=f"{command} --cancel {typed(what)}"))
    if recorded:
        complain(say(lang, "cli.numbers_changed"))


def _hole(found: Survey, hole: Hole, lang: Lang) -> str:
    school = found.facts.school
    lines = [
        say(
            lang,
            "cli.open_task",
            task=task_words(hole.job, school, lang),
            was=who(school, hole.job.was, lang),
            what=hole.job.what,
        )
    ]
    names = {choice.number: _name(found, choice, lang) for choice in hole.choices}
    column = max((width(name) for name in names.values()), default=0) + 2
    for choice in hole.choices:
        mark = "★" if choice.recommended else " "
        text = reasons(choice.option, school, lang)
        lines.append(f"  {pad(mark, 2)}{choice.number:>3}  {pad(names[choice.number], column)}{text}")
    if not hole.choices:
        lines.append("     " + why_nobody(hole.unable, hole.job, school, lang))
    return "\n".join(lines)


def _name(found: Survey, choice: Choice, lang: Lang) -> str:
    return who(found.facts.school, choice.option.person, lang)


def as_data(found: Survey, recorded: Sequence[Change], plan: Plan, lang: Lang) -> dict[str, Any]:
    """What ``--json`` prints."""
    school = found.facts.school
    return {
        "date": found.facts.on.date.isoformat(),
        "weekday": found.facts.on.weekday,
        "absent": sorted(found.facts.absent),
        "complete": found.complete,
        "recorded": [
            {**_entry(change, lang), "sentence": change_words(change, plan, school, lang)} for change in recorded
        ],
        "tasks": [_task(found, hole, lang) for hole in found.holes],
    }


def _entry(change: Change, lang: Lang) -> dict[str, Any]:
    data = change.model_dump(mode="json")
    return {
        "date": data["date"],
        "what": data["what"],
        "from": data["was"],
        "to": data["now"],
        "reason": reason_words(change.reason, lang),
    }


def _task(found: Survey, hole: Hole, lang: Lang) -> dict[str, Any]:
    school = found.facts.school
    return {
        "what": hole.job.what,
        "words": task_words(hole.job, school, lang),
        "from": hole.job.was,
        "options": [_option(found, choice, lang) for choice in hole.choices],
        "unable": [{"reason": cause, "people": people} for cause, people in grouped(hole.unable, lang)],
    }


def _option(found: Survey, choice: Choice, lang: Lang) -> dict[str, Any]:
    option = choice.option
    moves = [
        {"date": move.job.on.isoformat(), "what": move.job.what, "from": move.job.was, "to": move.now}
        for move in option.moves
    ]
    return {
        "number": choice.number,
        "recommended": choice.recommended,
        "to": option.person,
        "chain": option.is_chain,
        "cost": option.cost,
        "moves": moves,
        "reasons": [cause.words(lang) for cause in option.reasons],
        "sentence": reasons(option, found.facts.school, lang),
    }
