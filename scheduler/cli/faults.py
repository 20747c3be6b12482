"""The one place that maps what went wrong to sentences and an exit code."""

import traceback
from pathlib import Path

from scheduler.errors import (
    DayBroken,
    InputFault,
    NoPlanInTime,
    OutputRefused,
    PinConflict,
    PlanBroken,
    TooManyChanges,
)
from scheduler.messages import Lang, say

OK, INPUT, USAGE, PINS, TIME, BREACH, GAPS = range(7)
BUG = 70
_FAULTS_SHOWN = 10
CHECK_SECONDS = 120
"""So long ``check`` looks at pins; other commands have less time."""
_HEADS = (("cli.pin_conflict", "cli.pin_conflict_one"), ("cli.pin_conflict_more", "cli.pin_conflict_more_one"))


def explain(error: BaseException, lang: Lang) -> tuple[list[str], int]:
    """Sentences for the user and the exit code. A sentence never holds a traceback, nor data of the school but
    where the user must find it to put it right."""
    match error:
        case InputFault():
            again = [say(lang, "cli.check_again")] if error.partial else []
            return [*input_faults(error, lang), *again], INPUT
        case PinConflict():
            return _pins(error, lang), PINS
        case TooManyChanges():
            return _too_many(error, lang), PINS
        case NoPlanInTime():
            return [say(lang, "cli.no_plan_stopped" if error.stopped else "cli.no_plan_in_time")], TIME
        case PlanBroken():
            return [say(lang, "cli.plan_broken"), *(f"  - {fault}" for fault in error.faults[:_FAULTS_SHOWN])], BUG
        case DayBroken():
            return [say(lang, "cli.day_broken"), *(f"  - {fault}" for fault in error.faults)], BREACH
        case OutputRefused():
            return [say(lang, error.key, path=error.path)], USAGE
        case MemoryError():
            return [say(lang, "cli.no_memory")], BUG
        case OSError() if error.filename is None:
            return [say(lang, "cli.no_output", number=error.errno or 0)], USAGE
        case OSError():
            return [_system(error, lang)], INPUT
        case _:
            return [say(lang, "cli.bug", kind=type(error).__name__, place=_place(error))], BUG


def _pins(error: PinConflict, lang: Lang) -> list[str]:
    """Each set of pins that cannot hold, with what stands against it: the plain reason, else the settings."""
    sets = [error.pins, *error.others]
    also = [*error.also, *[()] * len(sets)]
    reasons = [*error.reasons, *[()] * len(sets)]
    settings = [error.settings, *error.other_settings, *[()] * len(sets)]
    shown = error.lines or [(*pins, *more) for pins, more in zip(sets, also, strict=False)]
    found = list(error.mending)
    for number, (pins, more, rows, why, against) in enumerate(zip(sets, also, shown, reasons, settings, strict=False)):
        several, one = _HEADS[min(number, 1)]
        head = say(lang, one if len(pins) + len(more) == 1 else several)
        found += [
            say(lang, "cli.pin_conflict_number", number=number + 1, text=head) if len(sets) > 1 else head,
            *(f"  - {row}" for row in rows),
            *(f"    {reason}" for reason in why),
        ]
        may_be_larger = error.cut_short and number == len(sets) - 1
        if len(pins) > 1 and not why and not may_be_larger:
            found.append(say(lang, "cli.pin_conflict_least", count=len(pins)))
        if against and not why:
            found += [say(lang, "cli.pin_settings"), *(f"  - {text}" for text in against)]
    certain = all(why for _, why in zip(sets, reasons, strict=False))
    short = "pin_conflict_cut_short" if error.seconds >= CHECK_SECONDS else "pin_conflict_cut_short_longer"
    end = "pin_conflict_cut_short_certain" if certain else short
    again = say(lang, f"cli.{end}", seconds=f"{error.seconds:.0f}") if error.cut_short else ""
    found.append(again or say(lang, "cli.pin_conflict_again"))
    return found


def _too_many(error: TooManyChanges, lang: Lang) -> list[str]:
    """The least number of changes, which of them are forced by what, and that the rest follow."""
    found = [say(lang, "cli.too_many_changes", limit=error.limit, least=error.least)]
    if error.forced:
        found.append(say(lang, "cli.forced", count=error.alone) if error.alone else say(lang, "cli.forced_by"))
        found += [f"  - {fault}" for fault in error.forced[:_FAULTS_SHOWN]]
        if len(error.forced) > _FAULTS_SHOWN:
            found.append(say(lang, "cli.forced_more", count=len(error.forced) - _FAULTS_SHOWN))
    if error.alone and error.least > error.alone:
        found.append(say(lang, "cli.forced_rest", count=error.least - error.alone))
    elif error.forced and error.least > error.alone:
        found.append(say(lang, "cli.forced_all", count=error.least))
    found.append(say(lang, "cli.allow_more_changes", least=error.least))
    return found


def input_faults(error: InputFault, lang: Lang) -> list[str]:
    """How many faults the input has, then each of them; the same in many rows is one."""
    from scheduler.files import describe_all

    lines = describe_all(error.problems, lang)
    return [say(lang, "cli.input_faults", count=len(lines)), *(f"  {line}" for line in lines)]


def _system(error: OSError, lang: Lang) -> str:
    path = error.filename if isinstance(error.filename, str) else "?"
    match error:
        case FileNotFoundError():
            return say(lang, "cli.file_not_found", path=path)
        case PermissionError():
            return say(lang, "cli.file_forbidden", path=path)
        case _:
            return say(lang, "cli.system_refused", path=path, number=error.errno or 0)


def _place(error: BaseException) -> str:
    """File and line of the fault: enough to find it, without the values, which may be people's names."""
    frames = traceback.extract_tb(error.__traceback__)
    return f"{Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else "?"
