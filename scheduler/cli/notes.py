"""What may surprise though planning is possible, said before a search: ``kehou check`` says all of it."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from scheduler.cli.printing import complain, item, typed
from scheduler.messages import Lang, say

if TYPE_CHECKING:
    from datetime import time

    from models.school import School
    from scheduler.errors import InputProblem
    from scheduler.shortages import Shortage

_SHOWN = 5

_NOON = 12

#: More times of a table that are before dawn are told at once.
_FEW_EARLY = 3


def all_notes(
    school: "School", doubted: "Sequence[InputProblem]", lang: Lang, known: "tuple[Shortage, ...]" = ()
) -> list[str]:
    """A sentence for each matter: likely slips (``doubted``), times before dawn, what the plan makes no use of. ``known``:
    shortages that are told anyway."""
    from models.checks_doubts import as_meant
    from scheduler.files import describe_all
    from scheduler.shortages import notes

    # What is wrong with the term explains much of the rest.
    meant = as_meant(school) if doubted else school
    return [*describe_all(doubted, lang), *_before_dawn(school, lang), *notes(meant, lang, known)]


def say_notes(school: "School", doubted: "Sequence[InputProblem]", instance: Path, lang: Lang) -> None:
    """The first few, and where the others are."""
    found = all_notes(school, doubted, lang)
    if not found:
        return
    complain(say(lang, "cli.check_notes"), *map(item, found[:_SHOWN]))
    if len(found) > _SHOWN:
        complain(say(lang, "cli.more_notes", count=len(found) - _SHOWN, command=typed("kehou", "check", instance)))


def _before_dawn(school: "School", lang: Lang) -> list[str]:
    """Times of the afternoon without their twelve hours: 4:50 where 16:50 is meant."""
    from models.hours import DAWN
    from scheduler.messages.names import person_name, post_name

    times: list[tuple[str, str, time, time | None]] = [
        ("slot", one.slot_id, one.start, one.end) for one in school.slots
    ]
    times += [("leave_by", person_name(school, one.teacher_id), one.leave_by, None) for one in school.childcare]
    times += [
        ("post", post_name(lang, school, p.post_id), w.start, w.end) for p in school.duty_posts for w in p.windows
    ]
    early = [(key, of, found, end) for key, of, found, end in times if found.hour < DAWN]
    lines: list[str] = []
    for key in dict.fromkeys(key for key, *_ in early):
        own = [(of, found, end) for kind, of, found, end in early if kind == key]
        if len(own) <= _FEW_EARLY:
            lines += [_early(key, of, found, end, lang) for of, found, end in own]
            continue
        of, found, _ = own[0]  # a column of them is one slip
        blanks = {"of": of, "found": f"{found:%H:%M}", "meant": _later(found)}
        lines.append(say(lang, f"cli.early_{key}_many", count=len(own), **blanks))
    return lines


def _early(key: str, of: str, found: "time", end: "time | None", lang: Lang) -> str:
    """A sentence about a time before dawn, with the end that goes with it where that is as early."""
    from models.hours import DAWN

    both = end is not None and end.hour <= DAWN
    blanks = {"end": f"{end:%H:%M}", "meant_end": _later(end)} if both and end else {}
    text = f"cli.early_{key}{'_both' if both else ''}"
    return say(lang, text, of=of, found=f"{found:%H:%M}", meant=_later(found), **blanks)


def _later(when: "time") -> str:
    return f"{when.hour + _NOON}:{when:%M}"
