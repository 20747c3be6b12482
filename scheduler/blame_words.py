"""A setting that stands against pins, in words: where its row is, what it is now and what to change."""

from datetime import date

from models.people import Instructor, LeaveRow, Teacher
from models.pins import PinPlacementRow
from models.row import Row
from models.school import School
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
    """What the class, or every class, does at another time than the pinned one, and when."""
    time, _, class_id = one.value.partition(";")
    kind = school.activity_by_id[one.of].kind
    wanted = "elective" if kind == "club" else "strand" if kind == "strand" else "homework"
    grade = school.class_by_id[class_id].grade if class_id else None
    rows = [
        r for r in school.pattern if r.kind == wanted and (r.grade == grade if grade else r.grade in _grades(school))
    ]
    order = list(school.slot_by_id)
    times = dict.fromkeys(r.block_id for r in sorted(rows, key=lambda r: order.index(r.slot_id)))
    blanks = {
        "name": activity_name(lang, school, one.of),
        "when": block_times(lang, school, time),
        "grade": grade or "",
    }
    blanks["what"] = say(lang, f"blame.time_{kind}")
    blanks["class"] = class_name(lang, class_id) if class_id else ""
    blanks["times"] = listing(lang, [block_times(lang, school, t) for t in times]) or say(lang, "blame.never")
    return say(lang, "blame.never_kind_class" if class_id else "blame.never_kind", **blanks)


def _grades(school: School) -> set[str]:
    return {one.grade for one in school.classes}
