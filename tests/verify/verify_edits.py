"""Edits of the small school and its plan: a row changed, added or taken out."""

from collections.abc import Callable
from typing import Any

from small_school import small_plan, small_school

from models.plan import Gap, Plan, Score
from models.school import School

Edit = Callable[[School, Plan], tuple[School, Plan]]

#: The cells that name a row, by table.
KEYS = {
    "pattern": ("grade", "slot_id"),
    "childcare": ("teacher_id", "group"),
    "choices": ("student_id", "block", "activity_id"),
    "tutoring": ("student_id", "activity_id"),
    "leave": ("person_id",),
    "pin_duties": ("date", "post_id"),
}
PLAN_KEYS = {
    "sessions": ("session_id",),
    "placements": ("student_id", "block"),
    "duties": ("date", "post_id"),
    "childcare": ("teacher_id", "child", "slot_id"),
    "carers": ("slot_id", "room_id", "teacher_id"),
    "tutoring": ("student_id", "slot_id"),
    "gaps": ("where",),
    "scores": ("goal",),
}


def _find(rows: list[dict[str, Any]], keys: tuple[str, ...], row_id: str) -> dict[str, Any]:
    found = [row for row in rows if ";".join(str(row[key]) for key in keys) == row_id]
    assert len(found) == 1, f"{row_id}: {len(found)} rows"
    return found[0]


def _school_edit(table: str, act: Callable[[list[dict[str, Any]]], None]) -> Edit:
    def edit(school: School, plan: Plan) -> tuple[School, Plan]:
        tables = school.model_dump()
        rows = list(tables[table])
        act(rows)
        return School.model_validate(tables | {table: rows}), plan

    return edit


def _plan_edit(table: str, act: Callable[[list[dict[str, Any]]], None]) -> Edit:
    def edit(school: School, plan: Plan) -> tuple[School, Plan]:
        tables = plan.model_dump()
        rows = list(tables[table])
        act(rows)
        return school, Plan.model_validate(tables | {table: rows})

    return edit


def school_row(table: str, row_id: str, **cells: Any) -> Edit:
    """Change cells of one row of a school's table."""

    def act(rows: list[dict[str, Any]]) -> None:
        keys = KEYS.get(table) or (next(iter(rows[0])),)
        _find(rows, keys, row_id).update(cells)

    return _school_edit(table, act)


def school_add(table: str, **cells: Any) -> Edit:
    """Add a row to a school's table."""
    return _school_edit(table, lambda rows: rows.append(cells))


def school_drop(table: str, row_id: str) -> Edit:
    """Take a row out of a school's table."""
    return _school_edit(table, lambda rows: rows.remove(_find(rows, KEYS[table], row_id)))


def settings(**cells: Any) -> Edit:
    """Change the school's policy."""

    def edit(school: School, plan: Plan) -> tuple[School, Plan]:
        tables = school.model_dump()
        return School.model_validate(tables | {"policy": tables["policy"] | cells}), plan

    return edit


def row(table: str, row_id: str, **cells: Any) -> Edit:
    """Change cells of one row of a plan's table."""
    return _plan_edit(table, lambda rows: _find(rows, PLAN_KEYS[table], row_id).update(cells))


def add(table: str, **cells: Any) -> Edit:
    """Add a row to a plan's table."""
    return _plan_edit(table, lambda rows: rows.append(cells))


def drop(table: str, row_id: str) -> Edit:
    """Take a row out of a plan's table."""
    return _plan_edit(table, lambda rows: rows.remove(_find(rows, PLAN_KEYS[table], row_id)))


def apply(*edits: Edit) -> tuple[School, Plan]:
    """The small school and plan after the edits, nothing else adjusted."""
    found = small_school(), small_plan()
    for edit in edits:
        found = edit(*found)
    return found


def enrolled(school: School, plan: Plan) -> Plan:
    """The plan with every session's ``enrolled`` put right."""
    counts: dict[str, int] = {}
    for s in plan.sessions:
        if s.kind in ("club", "tutoring"):
            rows = plan.placements if s.kind == "club" else plan.tutoring
            counts[s.session_id] = sum(r.session_id == s.session_id for r in rows)
            continue
        away = {r.student_id for r in plan.tutoring if r.slot_id in s.slots}
        here = [p for p in school.students if p.class_id == s.class_id and s.weekday in p.weekdays]
        counts[s.session_id] = sum(p.student_id not in away for p in here)
    sessions = tuple(s.model_copy(update={"enrolled": counts[s.session_id]}) for s in plan.sessions)
    return plan.model_copy(update={"sessions": sessions})


def with_gaps(plan: Plan, gaps: list[tuple[str, str]]) -> Plan:
    """The plan with these gaps listed, and no other."""
    rows = tuple(Gap.model_validate({"what": what, "where": where, "reason": "because"}) for what, where in gaps)
    return plan.model_copy(update={"gaps": rows})


def with_scores(plan: Plan, scores: dict[Any, int]) -> Plan:
    """The plan with these values, each its own bound."""
    rows = tuple(Score(goal=goal, value=value, bound=value) for goal, value in scores.items())
    return plan.model_copy(update={"scores": rows})
