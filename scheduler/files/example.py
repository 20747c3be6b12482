"""The worked example of the workbook to fill in: a made-up school of two classes that uses every table."""

from collections.abc import Sequence

from models.school import School
from scheduler.messages import Lang

_LIST_OF_STUDENTS = tuple(f"26{room}{n:02}" for room in ("101", "102") for n in range(1, 7))
_CALLED = {
    "zh": (
        "林示例",
        "黄示例",
        "何示例",
        "高示例",
        "马示例",
        "罗示例",
        "梁示例",
        "宋示例",
        "谢示例",
        "韩示例",
        "唐示例",
        "许示例",
    ),
    "en": tuple(
        f"{name} Example"
        for name in ["Amy", "Bob", "Cleo", "Dave", "Ella", "Fred", "Gus", "Hana", "Ivan", "June", "Karl", "Lily"]
    ),
}
_WISHES = (
    ("basketball", "painting"),
    ("painting", "chess"),
    ("chess", "basketball"),
    ("basketball", "chess"),
    ("painting", "basketball"),
    ("chess", "painting"),
)


def example_school(lang: Lang) -> School:
    """The school in one of the two languages; its ids are the same in both."""

    def t(zh: str, en: str) -> str:
        return zh if lang == "zh" else en

    tables = {
        "name": t("示例小学", "Example Primary School"),
        "term": {"name": t("2026 年秋季学期", "Autumn 2026"), "start": "2026-09-01", "end": "2027-01-22"},
        "hours": {"pay": 60, "lessons_per_half_day": 10},
        **_week(t("体育", "gym"), t("美术", "art")),
        **_staff(lang),
        **_students(lang),
        **_duty(lang),
    }
    tables["activities"] = _activities(lang)
    return School.model_validate(tables)


def _rows(names: str, *rows: Sequence[object]) -> list[dict[str, object]]:
    return [dict(zip(names.split(), row, strict=True)) for row in rows]


def _week(gym: str, art: str) -> dict[str, object]:
    return {
        "slots": _rows(
            "slot_id weekday start end",
            ("mon1", 1, "16:00", "16:40"),
            ("mon2", 1, "16:50", "17:30"),
            ("wed1", 3, "16:00", "16:40"),
            ("thu1", 4, "16:00", "16:40"),
            ("thu2", 4, "16:50", "17:30"),
        ),
        "pattern": _rows(
            "grade slot_id kind block",
            ("1", "mon1", "homework", None),
            ("1", "mon2", "strand", None),
            ("1", "wed1", "homework", None),
            ("1", "thu1", "elective", "thu"),
            ("1", "thu2", "elective", "thu"),
        ),
        "classes": _rows(
            "class_id grade room_id head_teacher", ("101", "1", "R101", "T01"), ("102", "1", "R102", "T02")
        ),
        "rooms": _rows(
            "room_id kinds capacity groups",
            ("R101", "", 45, 1),
            ("R102", "", 45, 1),
            ("R201", "", 45, 1),
            ("gym", gym, 60, 2),
            ("art", art, 40, 1),
        ),
        "childcare_rooms": _rows("room_id group places slots", ("play", "preschool", 6, "mon1;mon2;wed1;thu1;thu2")),
        "calendar": _rows("date open weekday", ("2026-10-30", "no", None), ("2026-10-31", "yes", 5)),
        "pins": _rows("block activity_id room_id", ("thu", "basketball", "gym")),
        "pin_placements": _rows("student_id block activity_id", (_LIST_OF_STUDENTS[1], "thu", "painting")),
    }


def _activities(lang: Lang) -> list[dict[str, object]]:
    zh = lang == "zh"
    gym, art = ("体育", "美术") if zh else ("gym", "art")
    return _rows(
        "activity_id name kind category min_size max_size room_kinds fallback",
        ("homework", "作业辅导" if zh else "Homework", "homework", None, 1, None, "", "no"),
        ("remedial", "语文辅导" if zh else "Help with Chinese", "tutoring", None, 1, 6, "", "no"),
        ("reading", "阅读" if zh else "Reading", "strand", None, 1, None, "", "no"),
        ("basketball", "篮球" if zh else "Basketball", "club", "健康身心" if zh else "Sports", 3, 8, gym, "no"),
        ("painting", "绘画" if zh else "Painting", "club", "艺术修养" if zh else "Arts", 3, 8, art, "no"),
        ("chess", "棋类" if zh else "Board games", "club", "发展潜质" if zh else "Games", 1, 12, "", "yes"),
    )


def _staff(lang: Lang) -> dict[str, object]:
    zh = lang == "zh"
    chinese, maths, sport, art = ("语文", "数学", "体育", "美术") if zh else ("Chinese", "maths", "PE", "art")
    return {
        "teachers": _rows(
            "teacher_id name subjects day_load max_load unavailable avoid prefer skills",
            ("T01", "赵一" if zh else "Ann Zhao", chinese, 12, 18, "", "", "mon1", "reading"),
            ("T02", "钱二" if zh else "Ben Qian", maths, 12, 18, "", "", "", "reading"),
            ("T03", "孙三" if zh else "Cara Sun", sport, 14, None, "mon1", "", "", "chess"),
            ("T04", "李四" if zh else "Dan Li", art, 14, None, "", "wed1", "", "painting"),
            ("T05", "周正" if zh else "Eve Zhou", chinese, 13, None, "", "", "", "remedial"),
        ),
        "teaching": _rows(
            "teacher_id class_id subject",
            ("T01", "101", chinese),
            ("T02", "101", maths),
            ("T02", "102", maths),
            ("T05", "102", chinese),
            ("T03", "101", sport),
            ("T04", "102", art),
        ),
        "childcare": _rows("teacher_id group leave_by may_use_room", ("T05", "preschool", "16:30", "yes")),
        "instructors": _rows(
            "instructor_id name organisation skills available fee min_sessions_visit cleared_until",
            (
                "E01",
                "吴六" if zh else "Finn Wu",
                "示例体育俱乐部" if zh else "Example Sports Club",
                "basketball",
                "thu1;thu2",
                80,
                2,
                "2027-06-30",
            ),
        ),
        "leave": _rows("person_id start end reason", ("T04", "2026-10-15", "2026-10-16", "培训" if zh else "training")),
    }


def _students(lang: Lang) -> dict[str, object]:
    choices = [
        (student, "thu", rank, activity)
        for student, wishes in zip(_LIST_OF_STUDENTS, _WISHES * 2, strict=True)
        for rank, activity in enumerate(wishes, 1)
    ]
    return {
        "students": _rows(
            "student_id name class_id weekdays",
            *((s, name, s[2:5], "1;3;4") for s, name in zip(_LIST_OF_STUDENTS, _CALLED[lang], strict=True)),
        ),
        "choices": _rows("student_id block rank activity_id", *choices),
        "tutoring": _rows("student_id activity_id", *((s, "remedial") for s in _LIST_OF_STUDENTS[:2])),
    }


def _duty(lang: Lang) -> dict[str, object]:
    zh = lang == "zh"
    return {
        "duty_posts": _rows(
            "post_id name role windows",
            ("lead", "带班领导" if zh else "Lead of the day", "lead", ""),
            ("gate", "护学岗" if zh else "School gate", "supervisor", "07:20-07:50"),
        ),
        "duty_staff": _rows(
            "staff_id name roles max_week wishes",
            ("H01", "郑七" if zh else "Gail Zheng", "lead", 2, ""),
            ("H02", "王十" if zh else "Hugh Wang", "lead", 2, ""),
            ("H03", "冯九" if zh else "Iris Feng", "lead", 2, ""),
            ("T03", None, "supervisor", 2, "1;2"),
            ("T04", None, "supervisor", 2, ""),
            ("T05", None, "supervisor", 2, ""),
        ),
        "pin_duties": _rows("date post_id staff_id", ("2026-09-01", "lead", "H01")),
        "time_off": _rows("person_id date half_days", ("T05", "2026-11-06", 1)),
    }
