"""Rosters of students or teachers: which column is what, and what each row says of whom."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from models.people import Student, Teacher
from models.row import Row
from models.school import TABLES, School
from models.titles import heading
from scheduler.imports.blocks import Blocks, Clubs
from scheduler.imports.classes import class_fault
from scheduler.imports.numerals import small_number
from scheduler.imports.people import Match, Students, Typed, known_id
from scheduler.imports.sheet import (
    HEADING_ROWS,
    Findings,
    Grid,
    Question,
    bare,
    cell,
    is_blank,
    is_total,
    short,
    text_of,
)
from scheduler.imports.weekdays import weekdays_in
from scheduler.spelling import loose, nearest, person, tidy

#: The table of each kind of roster: its row, the column of its id, and other names that people give its columns.
KINDS: dict[str, tuple[type[Row], str, dict[str, tuple[str, ...]]]] = {
    "students": (
        Student,
        "student_id",
        {
            "student_id": ("学生编号", "学生学号", "编号", "id", "studentno", "studentnumber"),
            "name": ("学生姓名", "名字", "studentname", "fullname"),
            "class_id": ("班级", "所在班级", "班", "班级名称", "class", "classname"),
            "weekdays": ("参加日", "参加天数", "服务日", "days", "attendancedays", "星期", "参加时间"),
        },
    ),
    "teachers": (
        Teacher,
        "teacher_id",
        {
            "teacher_id": ("工号", "教工号", "职工号", "编号", "id", "staffid", "staffno"),
            "name": ("教师姓名", "老师姓名", "教师", "teachername", "fullname"),
            "subjects": ("学科", "任教科目", "科目", "subject"),
            "day_load": ("课时", "周课时", "每周课时", "课时数"),
        },
    ),
}
_YES = set("√✓✔yo是1") | {"参加", "yes", "true", "在", "v", "☑", "●", "○"}
_NO = set("×✗✘xn否0-/") | {"不参加", "no", "false", "无", "☐"}
_EVERY = {"每天", "全部", "全周", "天天", "周一至周五", "everyday", "all", "daily"}


@dataclass(frozen=True)
class Said:
    """What a row of the roster says of one person: the columns of the table that are filled in.

    ``known`` is the row of the school that it is about, None for somebody new; ``titles`` are the columns' headings as typed.
    """

    label: str
    row: int
    id: str
    known: Row | None
    cells: Mapping[str, object]
    titles: Mapping[str, str]


@dataclass
class Roster:
    """The rows that can be used, in order; ``seen`` are the ids of all who are in the file, ``classes`` theirs."""

    said: list[Said] = field(default_factory=list[Said])
    seen: set[str] = field(default_factory=set[str])


@dataclass
class _Sheet:
    label: str
    name: str
    rows: Sequence[Sequence[object]]
    head: int
    columns: dict[str, int]
    days: dict[int, int]
    grade: int | None

    def title(self, column: str) -> str | None:
        place = self.columns.get(column)
        return None if place is None else short(cell(self.rows[self.head], place))


def read_roster(kind: str, grids: Sequence[Grid], school: School, findings: Findings) -> Roster:
    """What the file says of each person. A row with a fault is left out, but its person counts as seen."""
    reader = _Reader(kind, school, findings)
    roster = Roster()
    usable = 0
    for label, title, rows in grids:
        if all(is_blank(row) for row in rows):
            continue
        sheet = reader.sheet(label, title, rows)
        if sheet is None:
            findings.note("imports.sheet_unused", sheet=short(label))
            continue
        usable += 1
        if all(is_blank(row) for row in rows[sheet.head + 1 :]):
            findings.note("imports.no_rows", sheet=short(label))
        reader.read(sheet, roster)
    if not usable:
        findings.problem(grids[0].label if grids else "", None, None, "", f"imports.wanted_{kind}")
    return roster


class _Reader:
    def __init__(self, kind: str, school: School, findings: Findings) -> None:
        self.kind = kind
        self.school = school
        self.findings = findings
        self.model, self.id, more = KINDS[kind]
        self.known: dict[str, str] = {loose(word): column for column, words in more.items() for word in words}
        for column in self.model.model_fields:
            self.known |= {loose(column): column, loose(heading(self.model, column)): column}
        self.rows: dict[str, Row] = {tidy(getattr(row, self.id)): row for row in getattr(school, kind)}
        self.students = Students(school)
        self.clubs = Clubs(school)
        self.blocks = Blocks(school)
        self.first: dict[str, Said] = {}

    def sheet(self, label: str, title: str, rows: Sequence[Sequence[object]]) -> _Sheet | None:
        """The sheet with its headings; None where it has no person and nothing else to say of one."""
        best: _Sheet | None = None
        for index in range(min(len(rows), HEADING_ROWS)):
            found = self._headings(label, title, rows, index)
            size = len(found.columns) + len(found.days)
            if {self.id, "name"} & set(found.columns) and size > 1:
                best = found if best is None or size > len(best.columns) + len(best.days) else best
        return best

    def _headings(self, label: str, title: str, rows: Sequence[Sequence[object]], index: int) -> _Sheet:
        found = _Sheet(label, title, rows, index, {}, {}, None)
        for place, value in enumerate(rows[index]):
            if not isinstance(value, str):
                continue
            plain = loose(bare(value))
            column = self.known.get(loose(value)) or self.known.get(plain)
            days = weekdays_in(value)
            if column:
                found.columns.setdefault(column, place)
            elif (
                self.kind == "students"
                and len(days) == 1
                and re.fullmatch(r"(周|星期|礼拜).|[a-z]{3,9}", tidy(bare(value)))
            ):
                found.days.setdefault(days[0], place)
            elif plain in ("年级", "所在年级", "grade"):
                found.grade = place
        return found

    def read(self, sheet: _Sheet, roster: Roster) -> None:
        """Takes the rows of a sheet."""
        self._remarks(sheet)
        for number, row in enumerate(sheet.rows[sheet.head + 1 :], sheet.head + 2):
            if not is_blank(row) and list(row) != list(sheet.rows[sheet.head]):
                before = len(self.findings.problems)
                said = self._row(sheet, number, row, roster)
                if said is not None and len(self.findings.problems) == before:
                    roster.said.append(said)

    def _remarks(self, sheet: _Sheet) -> None:
        used = {*sheet.columns.values(), *sheet.days.values(), sheet.grade}
        unused: list[str] = []
        for place, value in enumerate(sheet.rows[sheet.head]):
            if place in used or not text_of(value):
                continue
            near = nearest(bare(value), self.known.keys() - set(sheet.columns), 0.75)
            column = self.known.get(near, "")
            if column and column not in sheet.columns:
                title = short(value)
                self.findings.problem(sheet.label, sheet.head + 1, title, title, "files.unknown_column", nearest=near)
            else:
                unused.append(short(value))
        if unused:
            self.findings.note("imports.columns_unused", sheet=short(sheet.label), columns=tuple(unused))

    def _row(self, sheet: _Sheet, number: int, row: Sequence[object], roster: Roster) -> Said | None:
        values = {column: cell(row, place) for column, place in sheet.columns.items()}
        filled = [text_of(value) for value in row if text_of(value)]
        id_, name = text_of(values.get(self.id)), text_of(values.get("name"))
        if (
            (len(filled) == 1 and known_id(id_, self.rows) is None)
            or (len(filled) > 2 and len(set(filled)) == 1)
            or is_total(id_ or name)
        ):
            self.findings.note("imports.row_unused", sheet=short(sheet.label), row=number)
            return None
        class_id = self._class(sheet, number, row) if self.kind == "students" else ""
        known = self._known(sheet, number, id_, name, class_id or "")
        if known is None and not id_:
            return None
        person_id = getattr(known, self.id) if known else id_
        roster.seen.add(tidy(person_id))
        cells = {c: v for c, v in values.items() if text_of(v) and c != self.id} | {self.id: person_id}
        if self.kind == "students":
            cells |= {"class_id": class_id} if class_id else {}
            self._days(sheet, number, row, cells)
        self._lists(cells)
        titles = {column: sheet.title(column) or "" for column in sheet.columns}
        return self._once(sheet, Said(sheet.label, number, person_id, known, cells, titles), roster)

    def _class(self, sheet: _Sheet, number: int, row: Sequence[object]) -> str | None:
        value = cell(row, sheet.columns.get("class_id"))
        grade = text_of(cell(row, sheet.grade))
        text = text_of(value)
        if isinstance(value, date):
            self._fault(sheet, number, "class_id", value, "files.became_date")
            return None
        if not text:
            return self.students.classes.of_title(sheet.name) if "class_id" not in sheet.columns else None
        found = self.students.classes.find(text, grade)
        if found is None:
            wanted, args = class_fault(self.students.classes, text, grade)
            self._fault(sheet, number, "class_id", text, wanted, **args)
        return found

    def _known(self, sheet: _Sheet, number: int, id_: str, name: str, class_id: str) -> Row | None:
        """The person's row in the school; None for somebody new, and with a fault where nobody can tell who it is."""
        if id_:
            return known_id(id_, self.rows)
        if not name:
            self._fault(sheet, number, "name", "", "imports.nobody")
            return None
        if self.kind == "students":
            match = self.students.find(Typed(name=name, class_=class_id))
        else:
            same = tuple(t for t in self.school.teachers if person(t.name) == person(name))
            if len(same) == 1:
                return same[0]
            if len(same) > 1:
                return self._ask(sheet, number, name, [(t.teacher_id, t.name) for t in same])
            match = Match()
        if match.student is not None:
            return match.student
        if match.several:
            return self._ask(sheet, number, name, [(s.student_id, s.class_id) for s in match.several])
        id_column = f"{self.kind.removesuffix('s')}_id"
        fill = sheet.title(id_column) or heading(TABLES[self.kind], id_column)
        self._fault(sheet, number, "name", name, "imports.new_without_id", fill=fill)
        return None

    def _ask(self, sheet: _Sheet, number: int, name: str, options: list[tuple[str, str]]) -> Row | None:
        key = f"{sheet.label}!{number}"
        if key in self.findings.answers:
            return self.rows.get(tidy(self.findings.answers[key]))
        wanted = f"imports.which_{self.kind.removesuffix('s')}"
        self.findings.questions.append(Question(key, wanted, short(sheet.label), number, short(name), tuple(options)))
        ids = "; ".join(one for one, _ in options)
        self._fault(sheet, number, "name", name, "imports.name_fits_several", ids=ids)
        return None

    def _once(self, sheet: _Sheet, said: Said, roster: Roster) -> Said | None:
        """The row itself, if it is the person's first. A second one is a fault, unless it says the same: then nobody
        can tell which of the two is right, and neither is used."""
        first = self.first.setdefault(tidy(said.id), said)
        if first is said:
            return said
        if first.cells != said.cells:
            self._fault(sheet, said.row, self.id, said.id, "imports.person_twice", other=first.row)
            roster.said = [one for one in roster.said if one is not first]
        return None

    def _days(self, sheet: _Sheet, number: int, row: Sequence[object], cells: dict[str, object]) -> None:
        """The weekdays, from one cell or from a column for each of them."""
        if "weekdays" in cells:
            days = weekdays_of(cells["weekdays"])
            if days is None:
                self._fault(sheet, number, "weekdays", cells["weekdays"], "files.cell_weekdays")
            else:
                cells["weekdays"] = days
        elif sheet.days:
            marks = {day: tidy(text_of(cell(row, place))) for day, place in sheet.days.items()}
            odd = next((day for day, mark in marks.items() if mark and mark not in _YES | _NO), None)
            days = tuple(sorted(day for day, mark in marks.items() if mark in _YES))
            if odd is not None:
                title = short(cell(sheet.rows[sheet.head], sheet.days[odd]))
                self.findings.problem(sheet.label, number, title, marks[odd], "imports.bad_mark")
            elif days:
                cells["weekdays"] = days
            elif any(marks.values()):
                self._fault(sheet, number, "weekdays", "", "imports.no_days")

    def _lists(self, cells: dict[str, object]) -> None:
        """Lists with commas, blocks by weekday, skills by the activity's name."""
        for column in ("subjects", "skills", "unavailable", "avoid", "prefer", "blocks"):
            value = cells.get(column)
            if isinstance(value, str):
                items = [item.strip() for item in re.split(r"[;；、,，]", value) if item.strip()]
                if column == "skills":
                    items = [self._skill(item) for item in items]
                elif column == "blocks":
                    items = [self.blocks.named(item) or item for item in items]
                cells[column] = tuple(items)

    def _skill(self, text: str) -> str:
        found, _ = self.clubs.read(text)
        return found[0].activity_id if len(found) == 1 else text

    def _fault(self, sheet: _Sheet, number: int, column: str, found: object, wanted: str, **args: str | int) -> None:
        title = sheet.title(column)
        self.findings.problem(sheet.label, number, title, short(found), wanted, **args)


def weekdays_of(value: object) -> tuple[int, ...] | None:
    """The weekdays that a cell names: ``1;2;4``, ``周一、周三``, ``一三五``, ``周一至周五``, ``每天``; None where it names none."""
    text = tidy(text_of(value))
    if text in _EVERY:
        return (1, 2, 3, 4, 5)
    span = re.fullmatch(r"(?:周|星期)?([一二三四五六日1-7])(?:至|到|-|~)(?:周|星期)?([一二三四五六日1-7])", text)
    if span:
        first, last = (_day(part) for part in span.groups())
        return tuple(range(first, last + 1)) if first <= last else None
    named = weekdays_in(text_of(value))
    rest = re.sub(r"周|星期|礼拜|[;；、,，.和及/\s]", "", text)
    if re.fullmatch(r"[一二三四五六日天1-7]+", rest):
        return tuple(sorted({_day(char) for char in rest}))
    english = re.fullmatch(r"(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*[;,/&]*(?:and)?)+", text)
    return tuple(sorted(set(named))) if english and named else None


def _day(char: str) -> int:
    return 7 if char in "日天" else small_number(char) or 0
