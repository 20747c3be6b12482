"""A setting that stands against pins, in words: where its row is, what it is now and what to change."""

from collections.abc import Sequence
from datetime import date

from models.people import Instructor, LeaveRow, Teacher
from models.pins import PinPlacementRow, PinRow
from models.row import Row
from models.school import School
from models.services import Activity
from models.term import PatternRow
from models.titles import heading
from scheduler.blame_setting import Setting
from scheduler.messages import Lang, say
from scheduler.messages.names import (
    activity_name,
    block_name,
    block_times,
    childcare_room_name,
    class_name,
    listing,
    person_name,
    post_name,
    room_name,
    slot_name,
    weekday_names,
)
from scheduler.messages.origin import Origin, by_file, rows_name
from scheduler.messages.pins import pin_cell


def words(one: Setting, lang: Lang, school: School, origin: Origin | None = None) -> str:
    """A setting in words, with its table and row."""
    part = one.key.split("_")[0]
    name, value = one.of, one.value
    match part:
        case "room":
            name = room_name(school, one.of)
        case "activity" | "never":
            name = activity_name(lang, school, one.of)
        case "post":
            name = post_name(lang, school, one.of)
        case "list":
            name = pin_cell(lang, school, PinPlacementRow, "student_id", one.of)[1]
        case "care":
            name = (
                say(lang, f"names.group.{name}") if one.key == "care_none" else childcare_room_name(lang, school, name)
            )
        case "budget":
            pass
        case _:
            name = person_name(school, one.of)
    if one.key.endswith(("_unavailable", "_available", "care_slots")):
        value = listing(lang, [slot_name(lang, school, s) for s in value.split(";") if s])
    elif one.key == "duty_weekdays":
        value = weekday_names(lang, map(int, value.split(";")))
    elif one.key == "activity_led":
        value = listing(lang, [person_name(school, p) for p in value.split(";")], of="people")
    elif one.key == "activity_wanted":
        value = block_name(lang, school, value)
    elif one.key == "never_kind":
        return by_file(_other_time(one, lang, school), lang, origin)
    elif one.key == "never_grade":
        return by_file(_other_grades(one, lang, school), lang, origin)
    elif one.key.endswith(("_kinds", "_blocks", "_grades", "_posts", "_windows")):
        value = listing(lang, value.split(";"))
    elif one.key == "person_skills" or part == "list":
        value = activity_name(lang, school, value)
    if one.key == "room_kinds" and not value:
        text = say(lang, "blame.room_untagged", name=name, table=_table(one, lang, school, origin))
        return by_file(text, lang, origin)
    blanks = {"name": name, "value": value or say(lang, "blame.none"), "column": _column(one, lang, school)}
    return by_file(say(lang, f"blame.{one.key}", table=_table(one, lang, school, origin), **blanks), lang, origin)


def _column(one: Setting, lang: Lang, school: School) -> str:
    """The heading of the limit of a week, which teachers and instructors have each in their own table."""
    row = Teacher if one.of in school.teacher_by_id else Instructor
    return "max_sessions_week" if lang == "en" else heading(row, "max_sessions_week")


def _table(one: Setting, lang: Lang, school: School, origin: Origin | None) -> str:
    """The table of a setting, and its row there."""
    day = date.fromisoformat(one.value) if one.key == "duty_leave" else None
    staff = "teachers" if one.of in school.teacher_by_id else "instructors"
    own = {"duty_leave": "leave", "person_leaves": "childcare", "child_barred": "childcare"}
    parts = {"person": staff, "room": "rooms", "activity": "activities", "duty": "duty_staff", "post": "duty_posts"} | {
        "care": "childcare_rooms"
    }
    table = own.get(one.key) or parts.get(one.key.split("_")[0])
    if table is None:
        return ""

    def meant(row: Row) -> bool:
        if isinstance(row, LeaveRow):
            return row.person_id == one.of and day is not None and row.start <= day <= row.end
        return one.of == next(iter(row))[1]

    rows = origin.rows(school, table, meant) if origin else []
    text = rows_name(lang, table, rows, None)
    return say(lang, "blame.in_row", row=text) if rows else text


def _other_time(one: Setting, lang: Lang, school: School) -> str:
    """What the class, or every class, does at another time than the pinned one, and when; where a slot was written for a block,
    or a block for a slot, what to write instead."""
    time, _, class_id = one.value.partition(";")
    activity = school.activity_by_id[one.of]
    wanted = {"club": "elective", "strand": "strand"}.get(activity.kind, "homework")
    grades = {c.grade for c in school.classes if class_id in ("", c.class_id)}
    rows = [r for r in school.pattern if r.kind == wanted and r.grade in grades and activity.for_grade(r.grade)]
    rows = [r for r in rows if activity.runs_in(r.block_id)]
    order = list(school.slot_by_id)
    rows.sort(key=lambda row: order.index(row.slot_id))
    blanks: dict[str, object] = {"name": activity_name(lang, school, one.of), "when": block_times(lang, school, time)}
    if meant := _meant(school, rows, time, activity):
        written = [_with_time(lang, school, each) for each in meant]
        kind = "block" if activity.kind == "club" else "slot"
        blanks |= {"wrong": time, "count": len(meant), "right": listing(lang, written)}
        return say(lang, f"blame.never_{kind}", **blanks)
    blanks["what"] = say(lang, f"blame.time_{activity.kind}")
    times = dict.fromkeys(row.block_id for row in rows)
    blanks["times"] = listing(lang, [_with_time(lang, school, t) for t in times]) or say(lang, "blame.never")
    if not class_id:
        return say(lang, "blame.never_kind", **blanks)
    blanks |= {"grade": school.class_by_id[class_id].grade, "class": class_name(lang, class_id)}
    return say(lang, "blame.never_kind_class", **blanks)


def _other_grades(one: Setting, lang: Lang, school: School) -> str:
    """Whose homework or strand the pinned one is, who has any at the pinned time, and when the right grades do."""
    time, _, class_id = one.value.partition(";")
    activity = school.activity_by_id[one.of]
    order = list(school.slot_by_id)
    rows = sorted((r for r in school.pattern if r.kind == activity.kind), key=lambda row: order.index(row.slot_id))
    blanks: dict[str, object] = {"name": activity_name(lang, school, one.of), "own": listing(lang, activity.grades)}
    if class_id:
        blanks |= {"grade": school.class_by_id[class_id].grade, "class": class_name(lang, class_id)}
        return say(lang, "blame.never_grade_class", **blanks)
    grades = dict.fromkeys(one.grade for one in school.classes)
    had = [g for g in grades if any(r.slot_id == time and r.grade == g for r in rows)]
    fit = [
        r.slot_id for r in rows if r.grade in grades and activity.for_grade(r.grade) and activity.runs_in(r.block_id)
    ]
    times = listing(lang, [_with_time(lang, school, each) for each in dict.fromkeys(fit)]) or say(lang, "blame.never")
    blanks |= {"when": block_times(lang, school, time), "had": listing(lang, had), "times": times}
    return say(lang, "blame.never_grade", what=say(lang, f"blame.time_{activity.kind}"), **blanks)


def _meant(school: School, rows: Sequence[PatternRow], time: str, activity: Activity) -> list[str]:
    """The blocks of a club for which one of their slots was written; of what is held in slots those on the day of the block that
    was written. Where none fits, all of the activity's; none where what was written is of the right sort, or is a slot of no block."""
    block = school.blocks.get(time)
    if activity.kind == "club":
        mixed = not block and any(row.slot_id == time and row.kind == "elective" for row in school.pattern)
        near, every = [row.block_id for row in rows if row.slot_id == time], [row.block_id for row in rows]
    else:
        mixed = time not in school.slot_by_id
        day = block.weekday if block else 0
        every = [row.slot_id for row in rows]
        near = [one for one in every if school.slot_by_id[one].weekday == day]
    return list(dict.fromkeys(near or every)) if mixed else []


def _with_time(lang: Lang, school: School, time: str) -> str:
    """The id of a block or a slot, with its weekday and times."""
    return pin_cell(lang, school, PinRow, "block", time)[1]
