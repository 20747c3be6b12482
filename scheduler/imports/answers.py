"""The answers of a survey: each row's student and ranked clubs, with a fault for whatever cannot be used."""

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from models.people import Student
from models.school import School
from models.services import Activity
from scheduler.imports.blocks import Blocks, Clubs, fitting
from scheduler.imports.numerals import rank_in
from scheduler.imports.people import Match, Students, Typed
from scheduler.imports.sheet import Findings, Question, cell, is_total, short, text_of
from scheduler.imports.survey import Column, Survey
from scheduler.spelling import tidy

_NOTHING = {
    "",
    "-",
    "--",
    "—",
    "/",
    "\\",
    "无",
    "空",
    "(空)",
    "(跳过)",
    "未选",
    "不选",
    "不参加",
    "不报",
    "不报名",
    "none",
    "n/a",
    "-2",
    "-3",
}
_WHEN = re.compile(
    r"([0-9]{4})[-/.年]([0-9]{1,2})[-/.月]([0-9]{1,2})日?(?:[ T]*([0-9]{1,2}):([0-9]{2})(?::([0-9]{2}))?(?:\.[0-9]+)?)?"
)


@dataclass(frozen=True)
class Pick:
    """A club at a rank, with the row and the heading of the cell that says so."""

    rank: int
    activity_id: str
    row: int
    title: str


@dataclass
class Answer:
    """One student's list for a block (None: not said). ``sound`` is false where something in it is a fault.

    ``name``: the student's as typed, where it was by the name that the row was matched.
    """

    label: str
    row: int
    student_id: str
    class_id: str
    block: str | None
    when: datetime | None
    when_text: str = ""
    picks: list[Pick] = field(default_factory=list[Pick])
    sound: bool = True
    name: str = ""


def read_answers(surveys: Sequence[Survey], school: School, block: str | None, findings: Findings) -> list[Answer]:
    """Every answer in the order of the file. ``block`` is that of every answer that names none itself."""
    found: list[Answer] = []
    for survey in surveys:
        found += _Reader(survey, school, block, findings).answers()
    return found


def moment(value: object) -> datetime | None:
    """A point in time from a cell; None where it is none."""
    if isinstance(value, datetime):
        return value.replace(tzinfo=None)
    if isinstance(value, date):
        return datetime(value.year, value.month, value.day)
    match = _WHEN.fullmatch(text_of(value))
    if not match:
        return None
    try:
        return datetime(*(int(part or 0) for part in match.groups()))  # type: ignore[arg-type]
    except ValueError:
        return None


def is_nothing(value: object) -> bool:
    """Whether a cell says that nothing was chosen."""
    return tidy(text_of(value)) in _NOTHING


class _Reader:
    """Reads one sheet."""

    def __init__(self, survey: Survey, school: School, block: str | None, findings: Findings) -> None:
        self.survey = survey
        self.school = school
        self.block = block
        self.findings = findings
        self.students = Students(school)
        self.clubs = Clubs(school)
        self.blocks = Blocks(school)
        ids = [text_of(cell(row, survey.place("id"))) for _, row in survey.body()]
        self.by_id = any(self.students.knows_id(one) for one in ids if one) or survey.place("name") is None
        if survey.place("id") is not None and not self.by_id:
            findings.note("imports.ids_unused", sheet=short(survey.label), column=short(survey.title("id")))
        self.sheet_class = self.students.classes.of_title(survey.name) if survey.place("class") is None else ""
        self._asked: tuple[Typed, int] | None = None
        self.astray = self._title_day() if block is None else False

    def _title_day(self) -> bool:
        """Takes the block from the sheet's title where nothing within the sheet names one; true where the title names
        a day that will not do."""
        if self.survey.place("block") is not None or any(c.block or c.astray for c in self.survey.answers):
            return False
        named = self.blocks.inside(self.survey.name)
        if named.astray:
            self.findings.problem(self.survey.label, None, None, "", "imports.title_day", blocks=self.blocks.listed)
        elif named.block is not None:
            self.block = named.block
            sheet = short(self.survey.label)
            self.findings.note(
                "imports.title_block", sheet=sheet, blocks=f"{named.block}@{self.blocks.day(named.block)}"
            )
        return named.astray

    def answers(self) -> list[Answer]:
        """The answers of every row."""
        found: list[Answer] = []
        for number, row in self.survey.body():
            if self._is_remark(row):
                self.findings.note("imports.row_unused", sheet=short(self.survey.label), row=number)
                continue
            student, passed_over = self._student(number, row)
            if passed_over:
                continue
            known, block = self._row_block(number, row)
            made = self._row(number, row, student, block)
            if student is not None and known and not self.astray:
                found += made
        if self.survey.shape == "rows":
            found = _joined(found)
            for one in found:
                check_ranks(one, self.findings)
        return found

    def _is_remark(self, row: Sequence[object]) -> bool:
        """A row that names no student by anything but a line of text, such as a note below the table."""
        filled = [text_of(value) for value in row if text_of(value)]
        typed = self._typed(row)
        answered = any(
            text_of(cell(row, c.index)) for c in self.survey.columns if c.role not in ("id", "name", "class")
        )
        if (len(filled) > 2 and len(set(filled)) == 1) or is_total(typed.name) or is_total(typed.id):
            return True
        lone = len(filled) == 1 and not answered
        return lone and not self.students.find(typed).student and not self.students.find(typed).several

    def _typed(self, row: Sequence[object]) -> Typed:
        def said(role: str) -> str:
            return text_of(cell(row, self.survey.place(role)))

        id_ = said("id") if self.by_id else ""
        class_ = said("class") or ("" if id_ else self.sheet_class)
        return Typed(id_, said("name"), class_, said("grade"))

    def _student(self, number: int, row: Sequence[object]) -> tuple[Student | None, bool]:
        """The student of a row, and whether the user chose to pass over it."""
        raw = cell(row, self.survey.place("class"))
        if isinstance(raw, date):
            self._fault(number, "class", raw, "files.became_date")
            return None, False
        typed = self._typed(row)
        match = self.students.find(typed)
        if match.student is not None:
            return match.student, False
        if match.several:
            return self._ask(number, typed, match)
        said = {"id": typed.id, "name": typed.name, "class": typed.class_}.get(match.part, "")
        self._fault(number, match.part, said, match.wanted, nearest=match.near, **match.args)
        return None, False

    def _ask(self, number: int, typed: Typed, match: Match) -> tuple[Student | None, bool]:
        if self.survey.shape == "rows" and self._asked and self._asked[0] == typed:
            number = self._asked[1]  # one student's choices, one below the other: one question
        repeated = self._asked == (typed, number)
        self._asked = (typed, number)
        key = f"{self.survey.label}!{number}"
        if key in self.findings.answers:
            chosen = self.findings.answers[key]
            if not chosen and not repeated:
                self.findings.note("imports.left_out", sheet=short(self.survey.label), row=number)
            return next((s for s in match.several if s.student_id == chosen), None), not chosen
        if repeated:
            return None, False
        options = tuple((s.student_id, s.class_id) for s in match.several)
        asked = Question(key, "imports.which_student", short(self.survey.label), number, short(typed.name), options)
        self.findings.questions.append(asked)
        ids = "; ".join(one for one, _ in options)
        self._fault(number, "name", typed.name, match.wanted, ids=ids)
        return None, False

    def _row_block(self, number: int, row: Sequence[object]) -> tuple[bool, str | None]:
        """Whether the row's block is clear, and which it is."""
        text = text_of(cell(row, self.survey.place("block")))
        if not text:
            return True, self.block
        block = self.blocks.named(text)
        if block is None:
            self._fault(number, "block", text, "imports.unknown_block", blocks=self.blocks.listed)
        return block is not None, block

    def _row(self, number: int, row: Sequence[object], student: Student | None, block: str | None) -> list[Answer]:
        """The answers of a row: one for each block of its columns. Without a student only the faults are of use."""
        made: dict[object, Answer] = {}
        when = cell(row, self.survey.place("time"))
        who = (student.student_id, student.class_id) if student else ("", "")
        typed = self._typed(row)

        def answer(column: Column | None) -> Answer:
            own = (column and column.block) or block
            key = (column and column.astray) or own
            if key not in made:
                made[key] = Answer(self.survey.label, number, *who, own, moment(when), text_of(when))
                made[key].name = "" if typed.id else typed.name
                made[key].sound = not (column and column.astray)
            return made[key]

        if self.survey.shape == "rows":
            self._single(number, row, answer(None))
        for column in self.survey.answers:
            value = cell(row, column.index)
            if column.role == "mark":
                self._mark(number, column, value, answer(column))
            elif column.role == "list":
                self._list(number, column, value, answer(column))
            elif not is_nothing(value):
                self._pick(number, column.title, column.rank, value, answer(column))
        for one in made.values():
            if self.survey.shape != "rows":
                check_ranks(one, self.findings)
        return [one for key, one in made.items() if not isinstance(key, tuple) and (one.picks or not one.sound)]

    def _single(self, number: int, row: Sequence[object], answer: Answer) -> None:
        """A row that is one choice."""
        typed, club = cell(row, self.survey.place("rank")), cell(row, self.survey.place("club"))
        if is_nothing(typed) and is_nothing(club):
            return
        rank = rank_in(text_of(typed))
        if not rank:
            self._fault(number, "rank", typed, "imports.bad_rank")
            answer.sound = False
        elif is_nothing(club):
            self._fault(number, "club", club, "imports.club_missing")
            answer.sound = False
        else:
            self._pick(number, self.survey.title("club") or "", rank, club, answer)

    def _mark(self, number: int, column: Column, value: object, answer: Answer) -> None:
        """The rank in a club's column."""
        if is_nothing(value) or text_of(value) == "0":
            return
        rank = rank_in(text_of(value))
        if not rank:
            answer.sound = False
            self.findings.problem(self.survey.label, number, short(column.title), text_of(value), "imports.bad_rank")
        else:
            clubs = [self.school.activity_by_id[one] for one in column.activities]
            self._choose(number, column.title, rank, clubs, column.title, answer)

    def _list(self, number: int, column: Column, value: object, answer: Answer) -> None:
        """A ranked list in one cell."""
        text = text_of(value)
        if is_nothing(text):
            return
        if "┋" in text:
            answer.sound = False
            self.findings.problem(self.survey.label, number, short(column.title), text, "imports.no_order")
            return
        pieces = [piece for piece in re.split(r"→|->|[>＞;；、,，\n]", text) if piece.strip()]
        for rank, piece in enumerate(pieces, 1):
            self._pick(number, column.title, rank, piece, answer)

    def _pick(self, number: int, title: str, rank: int, value: object, answer: Answer) -> None:
        text = text_of(value)
        found, plainly = self.clubs.read(text)
        if not found:
            answer.sound = False
            self._unknown_club(number, title, rank, text, answer)
            return
        if not plainly and not self.blocks.fits_days(text, answer.block):
            answer.sound = False
            self.findings.problem(self.survey.label, number, short(title), text, "imports.other_day")
            return
        chosen = self._choose(number, title, rank, found, text, answer)
        if chosen and not plainly:
            self.findings.note("imports.read_as", found=short(text), name=chosen.name, id=chosen.activity_id)

    def _choose(
        self, number: int, title: str, rank: int, clubs: list[Activity], found: str, answer: Answer
    ) -> Activity | None:
        """Takes the one of several clubs of a name that fits the student; more than one is a fault."""
        fit = fitting(clubs, self._grade(answer), answer.block)
        if len(fit) == 1 or not answer.student_id:
            self._add(number, title, rank, fit[0].activity_id, found, answer)
            return fit[0]
        answer.sound = False
        ids = "; ".join(activity.activity_id for activity in fit)
        self.findings.problem(self.survey.label, number, short(title), found, "imports.club_fits_several", ids=ids)
        return None

    def _unknown_club(self, number: int, title: str, rank: int, text: str, answer: Answer) -> None:
        key = f"club!{tidy(text)}"
        near = self.clubs.like(text, 0.4)
        chosen = self.findings.answers.get(key)
        if chosen:
            answer.sound = True
            self._add(number, title, rank, chosen, text, answer)
            return
        if near and key not in self.findings.answers:
            options = tuple((a.activity_id, a.name) for a in self.clubs.read(near)[0])
            asked = Question(key, "imports.which_club", short(self.survey.label), number, short(text), options)
            if all(key != one.key for one in self.findings.questions):
                self.findings.questions.append(asked)
        self.findings.problem(self.survey.label, number, short(title), text, "imports.unknown_club", nearest=near)

    def _add(self, number: int, title: str, rank: int, activity_id: str, found: str, answer: Answer) -> None:
        activity = self.school.activity_by_id[activity_id]
        grade = self._grade(answer)
        wrong: tuple[str, dict[str, str | int]] | None = None
        if activity.kind != "club":
            wrong = "files.choice_not_club", {}
        elif grade and not activity.for_grade(grade):
            wrong = "files.activity_grade", {"grade": grade}
        elif answer.block is not None and not activity.runs_in(answer.block):
            wrong = "files.activity_block", {"block": answer.block, "name": activity.name}
        if wrong:
            answer.sound = False
            self.findings.problem(self.survey.label, number, short(title), found, wrong[0], **wrong[1])
        answer.picks.append(Pick(rank, activity_id, number, title))

    def _grade(self, answer: Answer) -> str:
        return self.school.class_by_id[answer.class_id].grade if answer.class_id else ""

    def _fault(self, number: int, role: str, found: object, wanted: str, **args: str | int) -> None:
        title = self.survey.title(role)
        self.findings.problem(self.survey.label, number, short(title) if title else None, short(found), wanted, **args)


def check_ranks(answer: Answer, findings: Findings) -> None:
    """Faults for a rank that is used twice or left out, and for a club that is chosen twice. Sorts the picks."""
    answer.picks.sort(key=lambda pick: pick.rank)
    clubs: set[str] = set()
    before = 0
    for pick in answer.picks:
        args: dict[str, str | int] = {"student": answer.student_id or "?"}
        if pick.rank == before:
            _ranks_fault(answer, pick, findings, "imports.rank_twice", args | {"rank": pick.rank})
        elif pick.rank != before + 1:
            _ranks_fault(answer, pick, findings, "imports.rank_skipped", args | {"rank": before + 1})
        elif pick.activity_id in clubs:
            _ranks_fault(answer, pick, findings, "imports.club_twice", args)
        clubs.add(pick.activity_id)
        before = pick.rank


def _ranks_fault(answer: Answer, pick: Pick, findings: Findings, wanted: str, args: dict[str, str | int]) -> None:
    if answer.sound:
        findings.problem(answer.label, pick.row, short(pick.title), "", wanted, **args)
    answer.sound = False


def _joined(answers: list[Answer]) -> list[Answer]:
    """The rows of one choice each, joined to a list for each student, block and time."""
    found: dict[tuple[str, str | None, object], list[Answer]] = defaultdict(list)
    for one in answers:
        found[one.student_id, one.block, one.when or one.when_text].append(one)
    joined: list[Answer] = []
    for group in found.values():
        first = group[0]
        first.picks = [pick for one in group for pick in one.picks]
        first.sound = all(one.sound for one in group)
        joined.append(first)
    return joined
