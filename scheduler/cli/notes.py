"""What may surprise though planning is possible, said before a search: ``kehou check`` says all of it."""

from pathlib import Path
from typing import TYPE_CHECKING

from scheduler.cli.printing import complain, typed
from scheduler.messages import Lang, say

if TYPE_CHECKING:
    from models.school import School

_SHOWN = 5


def say_notes(school: "School", instance: Path, lang: Lang) -> None:
    """The first few, and where the others are."""
    from scheduler.shortages import notes

    found = notes(school, lang)
    if not found:
        return
    complain(say(lang, "cli.check_notes"), *(f"  - {text}" for text in found[:_SHOWN]))
    if len(found) > _SHOWN:
        complain(say(lang, "cli.more_notes", count=len(found) - _SHOWN, command=typed("kehou", "check", instance)))
