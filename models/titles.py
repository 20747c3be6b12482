"""What tables, columns and the words of closed lists are called in Chinese: the one table for reading and writing."""

from typing import cast

from models.hours import Hours
from models.policy import Policy
from models.row import Frozen
from models.school import TABLES, School
from models.term import Term

#: The Chinese title of each table, also the name of its sheet; ``school`` is the sheet of the settings.
TABLE_TITLES: dict[str, str] = {
    "school": "学校",
    "slots": "时段",
    "pattern": "课后安排",
    "classes": "班级",
    "teachers": "教师",
    "teaching": "任课",
    "childcare": "教师子女",
    "childcare_rooms": "照看小屋",
    "instructors": "外聘教师",
    "rooms": "教室",
    "activities": "活动",
    "students": "学生",
    "choices": "志愿",
    "tutoring": "辅导名单",
    "duty_posts": "值班岗位",
    "duty_staff": "值班人员",
    "leave": "请假",
    "calendar": "校历",
    "pins": "固定活动",
    "pin_placements": "固定学生",
    "pin_duties": "固定值班",
    "time_off": "零星假期",
}

#: The Chinese words of every closed list, by the English word; the first is the one that is written, all are read.
WORDS: dict[str, tuple[str, ...]] = {
    "homework": ("作业", "作业辅导"),
    "tutoring": ("辅导", "培优辅潜", "个性化辅导"),
    "strand": ("共同课程", "共同"),
    "club": ("社团",),
    "elective": ("自选", "选课", "自选课"),
    "school": ("校级", "校级社团", "学校"),
    "class": ("班级", "班级社团"),
    "preschool": ("学前", "乐玩小屋", "幼儿"),
    "primary": ("小学", "乐学小屋"),
    "lead": ("带班领导", "领导"),
    "supervisor": ("督导主任", "督导"),
    "coverage": ("覆盖", "开齐"),
    "choices": ("志愿",),
    "fairness": ("工作量均衡", "公平", "均衡"),
    "duty": ("值班均衡", "值班"),
    "wishes": ("教师意愿", "意愿", "愿望"),
    "continuity": ("本班教师带作业", "延续", "衔接"),
    "cost": ("外聘费用", "费用", "成本"),
    "changes": ("改动", "变动", "少变动"),
    "lesson": ("课时", "每课时"),
    "month": ("月", "每月"),
    "term": ("学期", "每学期"),
    "office": ("办公室", "教务处"),
    "private": ("自行", "自行调换"),
}

#: Yes and no as they are written in Chinese.
YES_NO_ZH = {True: "是", False: "否"}

#: The parts of the settings, with their Chinese titles; the empty name is the school itself.
SETTINGS: dict[str, tuple[str, type[Frozen]]] = {
    "": ("", School),
    "term": ("学期", Term),
    "policy": ("设置", Policy),
    "hours": ("课时", Hours),
}


def heading(row: type[Frozen], column: str) -> str:
    """The Chinese heading of a column, by its English name."""
    return str(_extra(row, column)["zh"])


def meaning(row: type[Frozen], column: str, chinese: bool) -> str:
    """What a column means, in one of the two languages."""
    if chinese:
        return str(_extra(row, column)["meaning_zh"])
    return row.model_fields[column].description or ""


def settings_keys() -> dict[str, tuple[type[Frozen], str]]:
    """Every dotted key of the settings with the model and field that hold it, in order."""
    found: dict[str, tuple[type[Frozen], str]] = {}
    for part, (_, model) in SETTINGS.items():
        for name in model.model_fields:
            if part or (name not in TABLES and name not in SETTINGS):
                found[f"{part}.{name}" if part else name] = (model, name)
    return found


def _extra(row: type[Frozen], column: str) -> dict[str, object]:
    return cast("dict[str, object]", row.model_fields[column].json_schema_extra)
