"""Which elective block a heading, a cell or an option names: by its id, or by a weekday that has but one."""

import re
from dataclasses import dataclass

from models.school import School
from models.services import Activity
from scheduler.imports.sheet import loosened
from scheduler.imports.weekdays import plain, weekdays_in, without_deadlines
from scheduler.spelling import nearest, tidy


@dataclass(frozen=True)
class Named:
    """What a heading says of the block: its id, None where it says nothing or means all of them. ``astray``: it names a
    day, but no block alone that is held then."""

    block: str | None = None
    astray: bool = False


class Blocks:
    """The school's elective blocks, to be found by what people call them."""

    def __init__(self, school: School) -> None:
        self._school = school
        self.ids = list(school.blocks)

    def named(self, text: str) -> str | None:
        """The block that a whole cell or option names; None where not one alone."""
        exact = [block for block in self.ids if tidy(block) == tidy(text)]
        days = set(weekdays_in(text))
        found = exact or (self._on(days) if len(days) == 1 else [])
        return found[0] if len(found) == 1 else None

    def inside(self, text: str) -> Named:
        """The block that a heading names somewhere within, by its id or its weekday."""
        rest = without_deadlines(text)
        found = [block for block in self.ids if self._within(block).search(rest)]
        for block in found:
            rest = self._within(block).sub(" ", rest)
        days = set(weekdays_in(rest))
        held = self._on(days)
        if found:
            astray = bool(days) and not set(found) & set(held)
            return Named(found[0] if len(found) == 1 and not astray else None, astray)
        if not days:
            return Named()
        if len(held) == 1:
            return Named(held[0])
        whole = len(days) > 1 and len(held) == len(self.ids)
        return Named(astray=not whole)

    def fits_days(self, text: str, block: str | None) -> bool:
        """Whether the days that a text names, if any, are among those of the block; of any block where it is None."""
        days = set(weekdays_in(without_deadlines(text)))
        return not days or bool(days & {self.day(one) for one in ([block] if block else self.ids)})

    def day(self, block: str) -> int:
        """The weekday of a block."""
        return self._school.blocks[block].weekday

    @property
    def listed(self) -> str:
        """All blocks with their weekdays, for a message (see :func:`scheduler.files.describe`)."""
        return "; ".join(f"{block}@{self.day(block)}" for block in self.ids)

    @staticmethod
    def _within(block: str) -> re.Pattern[str]:
        # The 2 of 第2志愿 is a rank, even where a block is called 2.
        before = r"(?:段|时段|场次|block|session)\s*" if block.isdecimal() else "(?<![a-z0-9])"
        return re.compile(rf"{before}{re.escape(plain(block))}(?![a-z0-9])")

    def _on(self, weekdays: set[int]) -> list[str]:
        return [block for block, one in self._school.blocks.items() if one.weekday in weekdays]


class Clubs:
    """The school's clubs, to be found by id or name; those of a grade and a block where that leaves but one."""

    def __init__(self, school: School) -> None:
        self.all = list(school.activity_by_id.values())
        self._by_text: dict[str, list[Activity]] = {}
        for activity in self.all:
            for text in {tidy(activity.activity_id), tidy(activity.name)}:
                self._by_text.setdefault(text, []).append(activity)

    def read(self, text: object, *, heading: bool = False) -> tuple[list[Activity], bool]:
        """What a text can mean, and whether it was typed plainly: none, one, or several."""
        for place, ways in enumerate(loosened(text, heading=heading)):
            found = {a.activity_id: a for way in ways for a in self._by_text.get(way, ())}
            if found:
                return list(found.values()), place == 0
        return [], True

    def like(self, text: str, least: float = 0.0) -> str:
        """The name (or id) of the club that is most like a text."""
        clubs = [activity for activity in self.all if activity.kind == "club"]
        return nearest(text, [word for a in clubs for word in (a.name, a.activity_id)], least)


def fitting(found: list[Activity], grade: str, block: str | None) -> list[Activity]:
    """Those of several activities of one name that are clubs, for the grade (blank: not known), and in the block; all where none is."""
    clubs = [a for a in found if a.kind == "club"] or found
    for_grade = [a for a in clubs if not grade or a.for_grade(grade)] or clubs
    return [a for a in for_grade if block is None or a.runs_in(block)] or for_grade
