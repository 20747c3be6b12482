"""``kehou substitute``: who can take over on a date what is left without somebody; and what was decided, written down."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import click

from models.ledger import OWN_REASONS, Change, OwnReason
from models.plan import Plan
from models.school import School
from scheduler.cli import options
from scheduler.cli.faults import GAPS, OK
from scheduler.cli.help import Command, UsageFault
from scheduler.cli.people import SEPARATORS, no_school, people_named, person_named
from scheduler.cli.printing import complain, give_json, typed
from scheduler.messages import Lang, say

if TYPE_CHECKING:
    from scheduler.calendar import SchoolDay
    from scheduler.substitute.day import Facts, Job, Move
    from scheduler.substitute.survey import Survey


def command(lang: Lang) -> click.Command:
    """The command in a language."""
    params: list[click.Parameter] = [
        options.instance(),
        options.plan_folder(),
        click.Option(["--date", "on"], type=options.Date(), required=True, metavar="DATE"),
        click.Option(["--absent"], multiple=True, metavar="ID"),
        click.Option(["--declare"], is_flag=True),
        click.Option(["--back"], multiple=True, metavar="ID"),
        click.Option(["--take"], multiple=True, metavar="K"),
        click.Option(["--cancel"], multiple=True, metavar="TASK"),
        click.Option(["--restore"], multiple=True, metavar="TASK"),
        click.Option(["--swap"], multiple=True, nargs=2, metavar="A B"),
        click.Option(["--by-office"], is_flag=True),
        click.Option(["--reason"], metavar="TEXT"),
        options.number("most", 5, whole=True, least=1),
        options.quiet(),
        options.as_json(),
    ]
    return Command("substitute", lang, run, params)


@dataclass(frozen=True)
class _Case:
    """What the command line asks for, read and understood."""

    lang: Lang
    school: School
    plan: Plan
    folder: Path
    ledger: tuple[Change, ...]
    day: "SchoolDay"
    absent: tuple[str, ...]
    most: int
    reason: str | None
    command: str

    def survey(self) -> "Survey":
        from scheduler.substitute import survey

        return survey(self.school, self.plan, self.ledger, self.day, self.absent, self.lang, most=self.most)


def run(
    lang: Lang,
    instance: Path,
    folder: Path,
    on: date,
    absent: tuple[str, ...],
    declare: bool,
    back: tuple[str, ...],
    take: tuple[str, ...],
    cancel: tuple[str, ...],
    restore: tuple[str, ...],
    swap: tuple[tuple[str, str], ...],
    by_office: bool,
    reason: str | None,
    most: int,
    quiet: bool,
    as_json: bool,
) -> int:
    """Show who could take over, or write down what was decided. 6 where something is left without somebody."""
    from scheduler.cli.substitute_show import as_data, show

    _one_use({"swap": swap}, {"restore": restore, "back": back}, {"take": take, "cancel": cancel, "declare": declare})
    if not (quiet or as_json):
        complain(say(lang, "cli.looking"))
    case = _read(lang, instance, folder, on, absent, most, reason)
    if swap and case.school.policy.swaps == "office" and not by_office:
        raise UsageFault("swaps_by_office")
    recorded: tuple[Change, ...] = ()
    if swap:
        moves = [move for pair in swap for move in _swap(case, *pair)]
        recorded = _record(case, moves, "swap")
    elif restore or back:
        people = _returning(case, back)
        moves = [move for what in restore for move in _restored(case, what)]
        recorded = _record(case, moves, "restore", restoring=True, back=people)
    elif take or cancel:
        found = case.survey()
        moves = [*_taken(found, take), *(move for what in cancel for move in _cancelled(found.facts, what))]
        recorded = _record(case, moves, "take" if take else "cancel", away=case.absent)
    elif declare:
        if not case.absent:
            raise UsageFault("declare_whom")
        recorded = _record(case, (), "absent", away=case.absent)
    if recorded:
        case = _read(lang, instance, folder, on, absent, most, reason)
    found = case.survey()
    if as_json:
        give_json(as_data(found, recorded, case.plan, lang))
    else:
        show(found, recorded, case.plan, lang, case.command)
    left = bool(found.holes) if recorded else not found.complete
    return GAPS if left else OK


def _again(instance: Path, folder: Path, on: date, absent: Sequence[str]) -> str:
    """The command about the date, to be gone on with."""
    away = [word for one in absent for word in ("--absent", one)]
    return typed("kehou", "substitute", instance, folder, "--date", on.isoformat(), *away)


def _one_use(*uses: dict[str, object]) -> None:
    """Some options write down different things, and do not go together."""
    used = [next(f"--{name}" for name, value in one.items() if value) for one in uses if any(one.values())]
    if len(used) > 1:
        raise UsageFault("not_together", first=used[0], second=used[1])


def _read(
    lang: Lang, instance: Path, folder: Path, on: date, absent: Sequence[str], most: int, reason: str | None
) -> _Case:
    from pydantic import TypeAdapter, ValidationError

    from models.row import Text
    from scheduler.arrange import school_day
    from scheduler.files import load_school
    from scheduler.files.ledger import load_ledger
    from scheduler.files.plans import load_plan

    if reason is not None:
        try:
            reason = TypeAdapter[str](Text).validate_python(reason)
        except ValidationError:
            raise UsageFault("want_text", None, value="--reason") from None
    school = load_school(instance)
    day = school_day(school, on)
    if day is None:
        raise no_school(school, on)
    plan = load_plan(folder)
    if plan.run.since is not None and on < plan.run.since:
        raise UsageFault("before_plan", on=on.isoformat(), since=plan.run.since.isoformat())
    people = people_named(lang, school, absent)
    command = _again(instance, folder, on, absent)
    return _Case(lang, school, plan, folder, load_ledger(folder), day, people, most, reason, command)


# -- deciding ----------------------------------------------------------------------------------------------


def _record(
    case: _Case,
    moves: "Sequence[Move]",
    reason: OwnReason,
    *,
    restoring: bool = False,
    away: Sequence[str] = (),
    back: Sequence[str] = (),
) -> tuple[Change, ...]:
    """Write the moves into the ledger, once the verifier has nothing against them; and who is ``away`` or ``back``."""
    from scheduler.arrange import absences, arranged, returned, returns
    from scheduler.files.ledger import record

    on = case.day.date
    leave = None if restoring else _reason_of_leave(case, moves)
    text = case.reason or leave or OWN_REASONS[reason]
    when = _now(case.ledger)
    absent = {on: case.absent}
    changes = arranged(
        case.school,
        case.plan,
        case.ledger,
        moves,
        reason=text,
        when=when,
        lang=case.lang,
        absent=absent,
        restoring=restoring,
    )
    there = {*back, *(returned(changes, case.ledger, on) if restoring else ())}
    changes += absences(away, case.ledger, on, case.reason or OWN_REASONS["absent"], when)
    changes += returns(there, on, case.reason or OWN_REASONS["back"], when)
    record(case.folder, changes)
    return changes


def _now(ledger: Sequence[Change]) -> datetime:
    """The time of an entry: later than every other, since of two entries the later one holds."""
    now = datetime.now(UTC).astimezone().replace(microsecond=0)
    last = max((change.when for change in ledger), default=None)
    return now if last is None or last < now else last + timedelta(seconds=1)


def _returning(case: _Case, back: Sequence[str]) -> tuple[str, ...]:
    """Who is there after all; each must have counted as absent by the ledger."""
    from scheduler.ledger import relieved

    people = people_named(case.lang, case.school, back)
    for person in people:
        if person not in relieved(case.ledger, case.day.date):
            raise UsageFault("nobody_to_return", value=person, on=case.day.date.isoformat())
    return people


def _reason_of_leave(case: _Case, moves: "Sequence[Move]") -> str | None:
    """The reason of the leave or of the declared absence, where it is the same for everybody who is replaced."""
    from scheduler.ledger import declared

    on = case.day.date
    replaced = {move.job.was for move in moves}
    reasons = {row.reason for row in case.school.leave if row.start <= on <= row.end and row.person_id in replaced}
    reasons |= {
        change.reason
        for person, change in declared(case.ledger, on).items()
        if person in replaced and change.now is None and change.reason not in OWN_REASONS.values()
    }
    return next(iter(reasons)) if len(reasons) == 1 else None


def _taken(found: "Survey", words: Sequence[str]) -> "list[Move]":
    """The moves of the options with these numbers, or of the whole proposal."""
    numbers = [part.strip() for word in words for part in SEPARATORS.split(word) if part.strip()]
    if words and not numbers:
        raise UsageFault("want_text", None, value="--take")
    if "all" in numbers:
        if len(numbers) > 1:
            raise UsageFault("take_all_alone")
        chosen = [hole.recommended for hole in found.holes if hole.recommended is not None]
        return [move for choice in chosen for move in choice.option.moves]
    moves: list[Move] = []
    taken: dict[Job, str] = {}
    for number in numbers:
        choice = found.choices.get(int(number)) if number.isdecimal() else None
        if not found.choices:
            raise UsageFault("no_options", value=number)
        if choice is None:
            raise UsageFault("no_such_option_number", value=number, most=len(found.choices))
        if choice.option.hole in taken:
            raise UsageFault("two_for_one", first=taken[choice.option.hole], second=number)
        taken[choice.option.hole] = number
        moves += choice.option.moves
    return moves


def _cancelled(facts: "Facts", what: str) -> "tuple[Move, ...]":
    from models.ledger import read_task
    from scheduler.substitute.swaps import cancel, job_named

    try:
        job = job_named(facts, read_task(what))
    except ValueError:
        job = None
    if job is None:
        raise UsageFault("no_such_task", value=what, on=facts.on.date.isoformat())
    if job.task.kind == "escort":
        raise UsageFault("cancel_the_session", value=what, leader=f"leader:{job.task.ids[0]}")
    return cancel(facts, job)


def _restored(case: _Case, what: str) -> "tuple[Move, ...]":
    from models.ledger import read_task
    from scheduler.substitute.swaps import restore

    try:
        moves = restore(case.plan, case.ledger, case.day.date, read_task(what))
    except ValueError:
        moves = ()
    if not moves:
        raise UsageFault("nothing_to_restore", value=what, on=case.day.date.isoformat())
    return moves


def _swap(case: _Case, first: str, second: str) -> "tuple[Move, ...]":
    """The moves of a swap: each side a person or a task, with @ and another date where it is not that of ``--date``."""
    from scheduler.substitute.swaps import partners, swap
    from scheduler.substitute.words import task_words

    pairs = partners(_side(case, first), _side(case, second))
    if len(pairs) != 1:
        every = [*_side(case, first), *_side(case, second)]
        tasks = [f"  {job.what}@{job.on.isoformat()}  {task_words(job, case.school, case.lang)}" for job in every]
        found = "".join(f"\n{task}" for task in dict.fromkeys(tasks)) or say(case.lang, "cli.swap_no_tasks")
        if not pairs:
            raise UsageFault("swap_nothing", first=first, second=second, tasks=found)
        sides = [f"{job.what}@{job.on.isoformat()}" for job in pairs[0]]
        command = f"{case.command} --swap {typed(*sides)}"
        raise UsageFault("swap_which", first=first, second=second, command=command, tasks=found)
    return swap(*pairs[0])


def _side(case: _Case, word: str) -> "list[Job]":
    """The tasks that one side of a swap can mean."""
    from models.ledger import read_task
    from scheduler.arrange import school_day
    from scheduler.substitute.day import Facts
    from scheduler.substitute.swaps import job_named, jobs_of

    name, at, text = word.rpartition("@")
    try:
        on = date.fromisoformat(text) if at else case.day.date
    except ValueError:
        name, on = word, case.day.date
    name = name if at and name else word
    day = school_day(case.school, on)
    if day is None:
        raise no_school(case.school, on)
    facts = Facts(case.school, case.plan, case.ledger, day, case.absent if on == case.day.date else ())
    try:
        job = job_named(facts, read_task(name))
    except ValueError:
        return jobs_of(facts, person_named(case.lang, case.school, name))
    if job is None:
        raise UsageFault("no_such_task", value=name, on=on.isoformat())
    return [job]
