"""People as they are named on the command line: by id, or by their whole name."""

import re
from collections.abc import Sequence
from datetime import date

from models.row import half_width
from models.school import School
from scheduler.cli.help import UsageFault
from scheduler.messages import Lang, say
from scheduler.spelling import nearest, person

SEPARATORS = re.compile(r"[;,；，、]")
#: So like a known id or name must a word be to be taken for a slip of it: of three signs two, of four three.
_LIKE = 0.6


def no_school(school: School, on: date) -> UsageFault:
    """A date on which there is no school, with one on which there is."""
    return UsageFault("no_school_on", on=on.isoformat(), near=school_day_near(school, on))


def school_day_near(school: School, on: date) -> str:
    """The next school day after a date; past the term's end its last."""
    from scheduler.calendar import open_days

    days = [day.date for day in open_days(school)]
    return next((day for day in days if day > on), days[-1] if days else school.term.start).isoformat()


def people_named(lang: Lang, school: School, words: Sequence[str]) -> tuple[str, ...]:
    """The ids of teachers, instructors and people on duty, several of them in one word too; else a usage error."""
    names = _names(school)
    found: list[str] = []
    for word in words:
        whole = _fitting(names, word)
        parts = [word] if whole else [part for part in SEPARATORS.split(word) if part.strip()]
        found += [_the_one(lang, names, part) for part in parts]
    return tuple(dict.fromkeys(found))


def person_named(lang: Lang, school: School, word: str) -> str:
    """The id of the one person that a word means; else a usage error."""
    return _the_one(lang, _names(school), word)


def _names(school: School) -> dict[str, str]:
    """Everybody's name by id; an id without a name is its own."""
    found = {row.staff_id: row.name or row.staff_id for row in school.duty_staff}
    found |= {one.instructor_id: one.name for one in school.instructors}
    return found | {one.teacher_id: one.name for one in school.teachers}


def _fitting(names: dict[str, str], word: str) -> list[str]:
    """Whose id a word is, else whose name."""
    plain = half_width(word.strip())
    if plain in names:
        return [plain]
    return sorted(one for one, name in names.items() if person(name) == person(word))


def _the_one(lang: Lang, names: dict[str, str], word: str) -> str:
    found = _fitting(names, word)
    if len(found) > 1:
        raise UsageFault("which_one", value=word.strip(), found=", ".join(found))
    if found:
        return found[0]
    near = nearest(half_width(word.strip()), [*names, *sorted(set(names.values()))], _LIKE)
    if not near:
        raise UsageFault("no_such_person", value=word.strip())
    ids = [near] if near in names else sorted(one for one, name in names.items() if name == near)
    told = [one if names[one] == one else say(lang, "substitute.who", name=names[one], id=one) for one in ids]
    raise UsageFault("no_such_person_near", value=word.strip(), nearest=", ".join(told))
