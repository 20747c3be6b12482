"""All that is printed of a plan, as pages."""

from collections.abc import Collection, Sequence
from datetime import date

from models.ledger import Change
from models.plan import Plan
from models.school import School
from scheduler.calendar import open_days
from scheduler.ledger import arranged
from scheduler.messages import Lang
from scheduler.outputs.duties import day_pages, duty_pages
from scheduler.outputs.grids import Frame
from scheduler.outputs.lists import attendance_pages, club_pages, pupils, student_pages
from scheduler.outputs.names import Names
from scheduler.outputs.pages import Booklet, Page
from scheduler.outputs.timetables import class_pages, room_pages, teacher_pages
from scheduler.outputs.week import Week


def build_booklet(
    plan: Plan,
    school: School,
    lang: Lang,
    views: Collection[str],
    on: date | None = None,
    ledger: Sequence[Change] = (),
) -> Booklet:
    """The pages of the views asked for (names of :data:`scheduler.outputs.VIEWS`), in the order of that list.

    ``plan`` is as it was made; its duties are shown as the ``ledger`` leaves them. ``on`` is the date of the view ``today``, which shows it with the ledger's substitutes; on a date without school it
    has no pages.
    """
    names, week = Names(school, lang), Week(plan, school)
    frame, days = Frame(names), open_days(school)
    pages: list[Page] = []
    found = pupils(week) if {"class", "student"} & set(views) else {}
    if "class" in views:
        pages += class_pages(week, names, frame)
        pages += attendance_pages(found, names)
    if "teacher" in views:
        pages += teacher_pages(plan, week, names, frame)
    if "room" in views:
        pages += room_pages(week, names, frame)
    if "student" in views:
        pages += student_pages(found, names, frame)
    if "club" in views:
        pages += club_pages(week, names, days)
    if "duty" in views:
        pages += duty_pages(arranged(plan, ledger), names, days)
    if "today" in views:
        pages += [page for day in days if day.date == on for page in day_pages(plan, names, ledger, day)]
    term = school.term
    facts = (school.name, term.name, f"{term.start.isoformat()} – {term.end.isoformat()}")
    return Booklet(names.word("contents_title", school=school.name), facts, tuple(pages))
