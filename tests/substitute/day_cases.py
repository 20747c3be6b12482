"""The small school on single dates, for the tests of substitutes."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from click.testing import CliRunner
from small_school import small_plan, small_school

from models.ledger import Change
from models.people import LeaveRow
from models.school import School
from scheduler.arrange import school_day
from scheduler.calendar import SchoolDay
from scheduler.cli import main
from scheduler.files import save_school
from scheduler.files.plans import save_plan
from scheduler.messages import LANGS
from scheduler.substitute import Survey, survey

PLAN = small_plan()
#: A choice of the small school is for a block in which its club may not run; here it may.
SCHOOL = small_school()
SCHOOL = SCHOOL.replaced(
    activities=tuple(a.model_copy(update={"blocks": ()}) if a.activity_id == "dance" else a for a in SCHOOL.activities)
)
#: Two open dates are in the week of the Tuesday: nothing stands against most people there.
MONDAY, WEDNESDAY, FRIDAY, TUESDAY = (date(2025, 9, day) for day in (22, 24, 26, 30))
NOW = datetime(2025, 9, 1, 8, tzinfo=UTC)


def day_of(on: date, school: School = SCHOOL) -> SchoolDay:
    found = school_day(school, on)
    assert found is not None
    return found


def look(on: date, *absent: str, school: School = SCHOOL, ledger: Sequence[Change] = (), most: int = 20) -> Survey:
    return survey(school, PLAN, ledger, day_of(on, school), absent, "en", most=most)


def with_teachers(school: School = SCHOOL, **updates: dict[str, Any]) -> School:
    """The school with other cells for some teachers, by id."""
    rows = [t.model_copy(update=updates.get(t.teacher_id, {})) for t in school.teachers]
    return school.replaced(teachers=tuple(rows))


def on_leave(school: School, on: date, *people: str) -> School:
    rows = [LeaveRow(person_id=person, start=on, end=on) for person in people]
    return school.replaced(leave=(*school.leave, *rows))


def options(found: Survey) -> dict[str, list[str | None]]:
    """For each open task who could take it, best first."""
    return {hole.job.what: [choice.option.person for choice in hole.choices] for hole in found.holes}


def unable(found: Survey, what: str) -> dict[str, str]:
    """Who could not take a task, with the key of the reason, which can be put in words."""
    hole = next(hole for hole in found.holes if hole.job.what == what)
    assert all(cause.words(lang) for _, cause in hole.unable for lang in LANGS)
    return {person: cause.key.removeprefix("reasons.cause.") for person, cause in hole.unable}


def reasons(found: Survey, what: str, person: str) -> set[str]:
    hole = next(hole for hole in found.holes if hole.job.what == what)
    choice = next(choice for choice in hole.choices if choice.option.person == person)
    return {cause.key.removeprefix("substitute.") for cause in choice.option.reasons}


def put(folder: Path, school: School) -> Path:
    save_school(school, folder / "school.json", force=True)
    save_plan(PLAN, school, folder / "plan")
    return folder


def call(place: Path, *args: str, lang: str = "en", name: str = "substitute") -> tuple[int, str, str]:
    words = [name, str(place / "school.json"), str(place / "plan"), *args, "--lang", lang]
    result = CliRunner().invoke(main, words)
    return result.exit_code, result.stdout, result.stderr
