"""What may surprise though planning is possible, said before a search: ``kehou check`` says all of it."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from scheduler.cli.printing import complain, typed
from scheduler.messages import Lang, say

if TYPE_CHECKING:
    from models.school import School
    from scheduler.errors import InputProblem
    from scheduler.shortages import Shortage

_SHOWN = 5

#: No school is open before this hour.
_DAWN = 6


def all_notes(
    school: "School", doubted: "Sequence[InputProblem]", lang: Lang, known: "tuple[Shortage, ...]" = ()
) -> list[str]:
    """A sentence for each matter: likely slips (``doubted``), times before dawn, what the plan makes no use of. ``known``:
    shortages that are told anyway."""
    from scheduler.files import describe_all
    from scheduler.shortages import notes

    # What is wrong with the term explains much of the rest.
    return [*describe_all(doubted, lang), *_before_dawn(school, lang), *notes(school, lang, known)]


def say_notes(school: "School", doubted: "Sequence[InputProblem]", instance: Path, lang: Lang) -> None:
    """The first few, and where the others are."""
    found = all_notes(school, doubted, lang)
    if not found:
        return
    complain(say(lang, "cli.check_notes"), *(f"  - {text}" for text in found[:_SHOWN]))
    if len(found) > _SHOWN:
        complain(say(lang, "cli.more_notes", count=len(found) - _SHOWN, command=typed("kehou", "check", instance)))


def _before_dawn(school: "School", lang: Lang) -> list[str]:
    """Times of the afternoon without their twelve hours: 4:50 where 16:50 is meant."""
    from scheduler.messages.names import person_name, post_name

    times = [("slot", one.slot_id, one.start) for one in school.slots]
    times += [("leave_by", person_name(school, one.teacher_id), one.leave_by) for one in school.childcare]
    times += [("post", post_name(lang, school, p.post_id), w.start) for p in school.duty_posts for w in p.windows]
    early = [(key, of, found) for key, of, found in times if found.hour < _DAWN]
    return [
        say(lang, f"cli.early_{key}", of=of, found=f"{found:%H:%M}", meant=f"{found.hour + 12}:{found:%M}")
        for key, of, found in early
    ]
