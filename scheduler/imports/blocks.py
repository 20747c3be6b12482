"""Which elective block a heading, a cell or an option names: by its id, or by a weekday that has but one."""

import re
import unicodedata

from models.school import School
from models.services import Activity
from scheduler.imports.sheet import loosened
from scheduler.spelling import nearest, tidy

_DAYS = {char: day for day, char in enumerate("一二三四五六日", 1)} | {"天": 7}
_ENGLISH = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_WEEKDAY = re.compile(
    r"(?:周|星期|礼拜)([一二三四五六日天])|(?<![a-z])(mon|tue|wed|thu|fri|sat|sun)(?:s?day|nesday|rsday|urday)?(?![a-z])"
)


def weekdays_in(text: str) -> list[int]:
    """The weekdays that a text names, in its order; Monday = 1."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    return [_DAYS[m[1]] if m[1] else _ENGLISH.index(m[2]) + 1 for m in _WEEKDAY.finditer(plain)]


def without_weekdays(text: str) -> str:
    """A text without the names of weekdays, so that 周一 is not taken for a first choice."""
    return _WEEKDAY.sub(" ", unicodedata.normalize("NFKC", text).casefold())


class Blocks:
    """The school's elective blocks, to be found by what people call them."""

    def __init__(self, school: School) -> None:
        self._school = school
        self.ids = list(school.blocks)

    def named(self, text: str) -> str | None:
        """The block that a whole cell or option names; None where not one alone."""
        exact = [block for block in self.ids if tidy(block) == tidy(text)]
        found = exact or self._on(weekdays_in(text)[:1])
        return found[0] if len(found) == 1 else None

    def inside(self, text: str) -> str | None:
        """The one block that a heading names somewhere within; None where none or more than one."""
        plain = unicodedata.normalize("NFKC", text).casefold()
        found = [
            block for block in self.ids if re.search(rf"(?<![a-z0-9]){re.escape(block.casefold())}(?![a-z0-9])", plain)
        ]
        found = found or self._on(weekdays_in(text))
        return found[0] if len(found) == 1 else None

    def _on(self, weekdays: list[int]) -> list[str]:
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
    """Those of several activities of one name that are clubs, for the grade, and in the block; all where none is."""
    clubs = [a for a in found if a.kind == "club"] or found
    for_grade = [a for a in clubs if a.for_grade(grade)] or clubs
    return [a for a in for_grade if block is None or not a.blocks or block in a.blocks] or for_grade
