"""The shape of a survey: which row holds the headings, and what each column is."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace

from models.school import School
from models.services import Activity
from scheduler.imports.blocks import Blocks, Clubs, Named
from scheduler.imports.numerals import rank_in, rank_of_heading
from scheduler.imports.sheet import HEADING_ROWS, Findings, Grid, bare, cell, is_blank, short, text_of
from scheduler.imports.weekdays import without_weekdays
from scheduler.spelling import tidy

_EXACT = {
    "id": ("学号", "学生编号", "学生学号", "学生号", "studentid", "studentnumber", "studentno", "student", "id"),
    "name": ("姓名", "学生姓名", "名字", "学生", "name", "studentname", "fullname"),
    "class": ("班级", "所在班级", "班", "班级编号", "班级名称", "class", "classid", "classname", "homeroom"),
    "grade": ("年级", "所在年级", "grade", "year"),
    "block": ("选课段", "时段", "场次", "block", "session", "星期", "weekday", "day"),
    "rank": ("志愿", "志愿序号", "志愿顺序", "第几志愿", "顺序", "排名", "名次", "rank", "choicenumber", "choice", "priority", "preference"),
    "club": (
        "活动编号", "活动", "活动名称", "社团", "社团名称", "社团编号", "课程", "课程名称", "项目", "项目名称", "所选社团", "所选课程",
        "选报社团", "选报课程", "activityid", "activity", "activityname", "club", "clubid", "clubname", "course",
    ),
    "list": ("志愿排序", "社团排序", "志愿顺序表", "ranking", "choices", "rankedchoices", "orderedchoices"),
    "time": ("时间", "时间戳", "timestamp", "time", "submitted", "submittedat", "submissiontime", "completiontime"),
}  # fmt: skip
_EXACT_BY_TEXT = {word: kind for kind, words in _EXACT.items() for word in words}
_INSIDE = (
    ("time", re.compile(r"(?:提交|填写|结束|完成).{0,4}(?:时间|日期)")),
    ("id", re.compile(r"学号|学生编号")),
    ("name", re.compile(r"姓名|孩子的?名字")),
    ("class", re.compile(r"班级|哪个班")),
    ("grade", re.compile(r"年级")),
    ("list", re.compile(r"排序|排个?序")),
)
#: Beside the name of a day: 周三志愿 holds a list.
_LISTS = {*_EXACT["list"], "志愿"}
_NOT_ASKED = re.compile(
    r"家长|监护|联系|电话|手机|理由|原因|备注|建议|意见|老师|教师|班主任|父亲|母亲|parent|phone|remark|reason"
)
_SUM = r"(?:[合总小共]计|总[数和分]|平均数?|[总合]?(?:人|个|次|票)数|(?:sub)?totals?|sum|counts?|average|avg|mean)"
_SUM_PIECE = re.compile(rf"(?:社团|志愿|课程)?{_SUM}(?:人数|个数|数)?")
_SUM_END = re.compile(rf"{_SUM}$")
#: Sums, counts and what a form adds by itself: no slip in the name of a club, however much it looks like one.
_NO_CLUB = re.compile(
    r"[合总小共]计|总[数分和]|人数|个数|次数|票数|志愿数|数量|平均|均值|排名|名次|序号|编号|备注|说明|年龄|性别|学期|积分|得分|分数|用时|时长"
    r"|(?<![a-z])(?:sub)?(?:totals?|sums?|counts?|average|avg|mean|numbers?|no|remarks?|notes?|comments?|age|sex|gender|score)(?![a-z])"
)
#: Roles that one column alone can have.
_ONCE = ("id", "name", "class", "grade", "block", "rank", "club", "time")
_WHO = {"id", "name"}


@dataclass(frozen=True)
class Column:
    """A column that is used: what it is, its heading as typed, and for an answer its rank, club or block.

    ``astray``: the row and the text of a heading that gives it a day on which no block is held, or more than one.
    """

    index: int
    title: str
    role: str
    rank: int = 0
    activities: tuple[str, ...] = ()
    block: str | None = None
    astray: tuple[int, str] | None = None


@dataclass(frozen=True)
class Survey:
    """A sheet whose shape is known. ``name``: its own title. ``head``: the row of the headings, from 0. ``shape``: ``wishes`` (a column a
    choice), ``clubs`` (a column a club, with ranks), ``rows`` (a row a choice) or ``lists`` (a list in a cell)."""

    label: str
    name: str
    rows: Sequence[Sequence[object]]
    head: int
    columns: tuple[Column, ...]
    shape: str

    def place(self, role: str) -> int | None:
        """The place of the column of a role."""
        return next((c.index for c in self.columns if c.role == role), None)

    def title(self, role: str) -> str | None:
        """The heading of the column of a role, as typed."""
        return next((c.title for c in self.columns if c.role == role), None)

    @property
    def answers(self) -> list[Column]:
        """The columns that hold answers."""
        return [c for c in self.columns if c.role in ("wish", "mark", "list")]

    def body(self) -> list[tuple[int, Sequence[object]]]:
        """The rows below the headings that hold something, with their numbers from 1; repeated headings left out."""
        titles = {c.index: c.title for c in self.columns}
        rows = enumerate(self.rows[self.head + 1 :], self.head + 2)
        return [
            (number, row)
            for number, row in rows
            if not is_blank(row) and not all(text_of(cell(row, i)) == title for i, title in titles.items())
        ]


def read_surveys(grids: Sequence[Grid], school: School, findings: Findings) -> list[Survey]:
    """Every sheet that is a survey; a sheet that is none is noted, and a fault where no other is one."""
    reader = _Headings(school)
    found: list[Survey] = []
    for label, title, rows in grids:
        if all(is_blank(row) for row in rows):
            continue
        survey = reader.survey(label, title, rows)
        if survey is None:
            findings.note("imports.sheet_unused", sheet=short(label))
        else:
            reader.remarks(survey, findings)
            found.append(survey)
            if not survey.body():
                findings.note("imports.no_rows", sheet=short(label))
    if not found:
        label = grids[0].label if grids else ""
        rows = grids[0].rows if grids else ()
        seen = reader.best(rows)
        if seen is None:
            findings.problem(label, None, None, "", "imports.no_headings")
        else:
            titles = "; ".join(short(value) for value in rows[seen[0]] if text_of(value))
            findings.problem(label, seen[0] + 1, None, titles, "imports.no_answers")
    return found


def is_sum(heading: str) -> bool:
    """Whether a heading, or a part of it between dashes or in brackets, is that of a column of sums: 合唱（人数）."""
    pieces = re.split(r"[-—–:_()\[\]【】]", unicodedata.normalize("NFKC", heading))
    return any(_SUM_PIECE.fullmatch(tidy(piece)) for piece in pieces) or bool(_SUM_END.search(tidy(bare(heading))))


def no_club(heading: str) -> bool:
    """Whether a heading that is no club's is that of a sum, a count or a remark."""
    return bool(_NO_CLUB.search(bare(heading).casefold()))


class _Headings:
    def __init__(self, school: School) -> None:
        self.blocks = Blocks(school)
        self.clubs = Clubs(school)

    def best(self, rows: Sequence[Sequence[object]]) -> tuple[int, list[Column]] | None:
        """The row with most headings among the first ones, and its columns; None where no row names a person."""
        found: tuple[int, list[Column]] | None = None
        for index, row in enumerate(rows[:HEADING_ROWS]):
            columns = self._columns(row)
            if {c.role for c in columns} & _WHO and (found is None or len(columns) > len(found[1])):
                found = index, columns
        return found

    def survey(self, label: str, title: str, rows: Sequence[Sequence[object]]) -> Survey | None:
        """The sheet's shape; None where it holds no people or no answers."""
        best = self.best(rows)
        if best is None:
            return None
        head, columns = best
        roles = {c.role for c in columns}
        if "wish" in roles:
            shape = "wishes"
        elif {"rank", "club"} <= roles:
            shape = "rows"
        elif "mark" in roles:
            shape = "clubs"
        elif "list" in roles or "rank" in roles:
            shape = "lists"
            columns = [replace(c, role="list") if c.role == "rank" else c for c in columns]
        else:
            return None
        wanted = {"wishes": "wish", "clubs": "mark", "lists": "list"}.get(shape)
        columns = [c for c in columns if c.role not in ("wish", "mark", "list") or c.role == wanted]
        return Survey(label, title, rows, head, tuple(self._grouped(rows, head, columns)), shape)

    def _columns(self, row: Sequence[object]) -> list[Column]:
        found: list[Column] = []
        for index, value in enumerate(row):
            column = self._column(index, value)
            if column is not None and not any(self._once(column, other) for other in found):
                found.append(column)
        return found

    def _once(self, column: Column, other: Column) -> bool:
        """Whether a column is left aside because another has its role: of lists there may be one for each day."""
        if column.role != other.role or column.role not in (*_ONCE, "list"):
            return False
        return column.role != "list" or self.blocks.inside(column.title) == self.blocks.inside(other.title)

    def _column(self, index: int, value: object) -> Column | None:
        if not isinstance(value, str):
            return None
        title, plain = text_of(value), tidy(bare(value))
        if plain in _EXACT_BY_TEXT:
            return Column(index, title, _EXACT_BY_TEXT[plain])
        undated = tidy(without_weekdays(bare(value)))
        if undated in _LISTS:
            return Column(index, title, "list")
        clubs, plainly = self.clubs.read(value, heading=True)
        if clubs and plainly:
            return self._mark(index, title, clubs)
        rank = rank_of_heading(undated)
        if _NOT_ASKED.search(plain) and not (clubs or rank):
            return None
        if is_sum(value):
            return None
        if rank and not re.search("理由|原因|备注|reason", plain):
            return Column(index, title, "wish", rank=rank)
        if any(a.kind == "club" for a in clubs):
            return self._mark(index, title, clubs)
        role = next((role for role, pattern in _INSIDE if pattern.search(plain)), None)
        return Column(index, title, role) if role else None

    @staticmethod
    def _mark(index: int, title: str, clubs: Sequence[Activity]) -> Column | None:
        ids = tuple(a.activity_id for a in clubs if a.kind == "club")
        return Column(index, title, "mark", activities=ids) if ids else None

    def _grouped(self, rows: Sequence[Sequence[object]], head: int, columns: list[Column]) -> list[Column]:
        """The columns with their blocks, by their own headings or by one above them for a group of columns."""
        above = rows[head - 1] if head else ()
        return [
            self._dated(c, head, text_of(cell(above, c.index))) if c.role in ("wish", "mark", "list") else c
            for c in columns
        ]

    def _dated(self, column: Column, head: int, above: str) -> Column:
        for row, text in ((head + 1, column.title), (head, above)):
            named = self.blocks.inside(text)
            if named.astray:
                return replace(column, astray=(row, text))
            if named != Named():
                return replace(column, block=named.block)
        return column

    def remarks(self, survey: Survey, findings: Findings) -> None:
        """Says what is wrong with the headings, and which columns are not used."""
        used = {c.index for c in survey.columns}
        for row, text in dict.fromkeys(c.astray for c in survey.answers if c.astray):
            findings.problem(survey.label, row, short(text), "", "imports.heading_day", blocks=self.blocks.listed)
        seen: dict[tuple[object, ...], Column] = {}
        for column in survey.answers:
            if column.astray:
                continue
            key = (column.rank, column.activities, column.block)
            if key in seen:
                findings.problem(survey.label, survey.head + 1, short(column.title), "", "imports.column_twice", other=short(seen[key].title))  # fmt: skip
            seen.setdefault(key, column)
        unused: list[str] = []
        for index, value in enumerate(survey.rows[survey.head]):
            if index in used or not text_of(value):
                continue
            title = text_of(value)
            other = is_sum(title) or no_club(title) or bool(_NOT_ASKED.search(tidy(title)))
            marked = survey.shape == "clubs" and not other and self._marked(survey, index)
            near = self.clubs.like(bare(value), 0.5) if marked else ""
            wish = not other and survey.shape == "wishes" and re.search(r"志.{0,2}$|choic|prefer", tidy(bare(value)))
            if near or wish:
                wanted = "imports.unknown_club" if near else "imports.unknown_wish"
                findings.problem(survey.label, survey.head + 1, short(value), short(value), wanted, nearest=near)
            else:
                unused.append(short(value))
        if unused:
            findings.note("imports.columns_unused", sheet=short(survey.label), columns=tuple(unused))

    @staticmethod
    def _marked(survey: Survey, index: int) -> bool:
        """Whether a column holds nothing but small numbers, as a club's does."""
        values = [text_of(cell(row, index)) for _, row in survey.body()]
        return any(values) and all(not value or (rank_in(value) or 99) <= 30 for value in values)
