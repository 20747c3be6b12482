"""How people, slots and things of a school are named in sentences."""

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Literal

from models.school import School
from models.services import HOMEWORK_ID
from scheduler.messages import Lang, say

#: What is counted where a list is cut: each has a measure word of its own.
Kind = Literal["things", "people", "rooms", "classes"]

#: A longer list of names ends with how many more there are.
MOST_NAMES = 15


def mean_text(total: int, of: int, places: int = 1) -> str:
    """A mean with so many decimals, halves up as people round: 57 of 4 is 14.3. Zero where there is nobody."""
    return str((Decimal(total) / max(1, of)).quantize(Decimal(10) ** -places, ROUND_HALF_UP))


def person_name(school: School, person_id: str) -> str:
    """The name of a teacher, an instructor or somebody on the duty roster; the id where there is none."""
    found = school.teacher_by_id.get(person_id) or school.instructor_by_id.get(person_id)
    if found:
        return found.name
    return next((s.name for s in school.duty_staff if s.staff_id == person_id and s.name), person_id)


def activity_name(lang: Lang, school: School, activity_id: str) -> str:
    """The activity's name; its id where there is no such activity. The implied homework has a name in the language."""
    found = school.activity_by_id.get(activity_id)
    if found and activity_id == HOMEWORK_ID and found not in school.activities:
        return say(lang, "names.homework")
    return found.name if found else activity_id


def room_name(school: School, room_id: str) -> str:
    """The room's name; its id where it has none."""
    found = school.room_by_id.get(room_id)
    return found.name if found and found.name else room_id


def childcare_room_name(lang: Lang, school: School, room_id: str) -> str:
    """A room for teachers' children by what it is called for its group, with its id."""
    group = next((room.group for room in school.childcare_rooms if room.room_id == room_id), None)
    if group is None:
        return room_name(school, room_id)
    return say(lang, "names.childcare_room", group=say(lang, f"names.group.{group}"), id=room_id)


def class_name(lang: Lang, class_id: str) -> str:
    """A class by its id: 101班; an id that is a name already, 三年级1班, as it is."""
    return class_id if class_id.endswith("班") else say(lang, "names.class", name=class_id)


def post_name(lang: Lang, school: School, post_id: str) -> str:
    """The duty post's name; its id where there is no such post. Posts that are implied have names in the language."""
    if not school.duty_posts and post_id in {post.post_id for post in school.posts}:
        return say(lang, f"names.{post_id}")
    return next((p.name for p in school.posts if p.post_id == post_id), post_id)


def weekday_name(lang: Lang, weekday: int) -> str:
    """Monday for 1 and so on."""
    return say(lang, f"names.weekday.{weekday}")


def weekday_names(lang: Lang, weekdays: Iterable[int]) -> str:
    """Weekdays in a sentence, Monday first: 周一、周三. (In a cell they are ``1;3``, which can be pasted back.)"""
    return say(lang, "names.comma").join(weekday_name(lang, weekday) for weekday in sorted(set(weekdays)))


def timetable_of(school: School, day: date) -> int | None:
    """The weekday whose timetable runs on a date, where it is not the date's own."""
    return next((r.weekday for r in school.calendar if r.date == day and r.weekday != day.isoweekday()), None)


def date_name(lang: Lang, school: School, day: date) -> str:
    """A date; where the timetable of another weekday runs, with that weekday and its own."""
    other, own = timetable_of(school, day), day.isoweekday()
    if not other:
        return day.isoformat()
    blanks = {"weekday": weekday_name(lang, own), "other": weekday_name(lang, other)}
    return say(lang, "names.date_as", date=day.isoformat(), **blanks)


def slot_name(lang: Lang, school: School, slot_id: str) -> str:
    """The slot's weekday and times; its id where there is no such slot."""
    slot = school.slot_by_id.get(slot_id)
    if not slot:
        return slot_id
    start, end = slot.start.strftime("%H:%M"), slot.end.strftime("%H:%M")
    return say(lang, "names.slot", weekday=weekday_name(lang, slot.weekday), start=start, end=end)


def block_name(lang: Lang, school: School, block_id: str) -> str:
    """A block's clubs, by its weekday and times; a slot's name where the id is a slot's and no block's."""
    return _timed("block", lang, school, block_id)


def block_times(lang: Lang, school: School, block_id: str) -> str:
    """The block's weekday and times, or the slot's; the id where there is neither. For cells, beside an id."""
    return _timed("slot", lang, school, block_id)


def _timed(key: str, lang: Lang, school: School, block_id: str) -> str:
    block = school.blocks.get(block_id)
    if not block:
        return slot_name(lang, school, block_id)
    first, last = school.slot_by_id[block.slots[0]], school.slot_by_id[block.slots[-1]]
    start, end = first.start.strftime("%H:%M"), last.end.strftime("%H:%M")
    return say(lang, f"names.{key}", weekday=weekday_name(lang, block.weekday), start=start, end=end)


def block_with_day(lang: Lang, school: School, block_id: str) -> str:
    """The block's id and its weekday."""
    return say(lang, "names.block_day", block=block_id, day=weekday_name(lang, school.blocks[block_id].weekday))


def blocks_with_days(lang: Lang, blocks: str) -> str:
    """Blocks that are given as ``wed@3; fri@5`` in words, the weekday beside each id."""
    parts = [block.rpartition("@") for block in blocks.split("; ") if block]
    said = [say(lang, "names.block_day", block=id_, day=weekday_name(lang, int(day))) for id_, _, day in parts]
    return listing(lang, said, len(said))


def sentences(lang: Lang, parts: Sequence[str]) -> str:
    """Sentences one after the other."""
    return say(lang, "names.between").join(part for part in parts if part)


def listing(lang: Lang, items: Sequence[str], most: int = MOST_NAMES, of: Kind = "things") -> str:
    """The items in one line; of a longer list the first ones and how many more, in the words for what they are."""
    text = say(lang, "names.comma").join(items[:most])
    return say(lang, f"names.more.{of}", items=text, count=len(items) - most) if len(items) > most else text


def some_name(lang: Lang, school: School, one: str) -> str:
    """What an id of a slot, a block, a post or an activity stands for; any other as it is."""
    names = (block_name(lang, school, one), post_name(lang, school, one))
    return next((name for name in names if name != one), activity_name(lang, school, one))


def row_name(lang: Lang, school: School, file: str, row: str, activity_id: str = "", block: str = "") -> str:
    """A row of a plan's table in words: by its student, date, block and post; a session keeps its id, beside what it is."""
    first, _, second = row.partition(";")
    if file == "placements.csv" and second:
        return say(lang, "names.row_placements", first=first, second=block_name(lang, school, second))
    if file == "duties.csv" and second:
        return say(lang, "names.row_duties", first=first, second=post_name(lang, school, second))
    if file == "tutoring.csv" and second:
        return say(lang, "names.row_tutoring", first=first, second=second)
    if file == "gaps.csv" and second:
        kind, where = say(lang, f"verify.kind.{first}"), [some_name(lang, school, part) for part in second.split(";")]
        return say(lang, "names.row_gaps", kind=kind, where=listing(lang, where))
    if file == "sessions.csv" and activity_id:
        names = {"activity": activity_name(lang, school, activity_id), "times": block_times(lang, school, block)}
        return say(lang, "names.row_sessions", id=row, **names)
    return row
