"""Tables that do not fit together, gaps that are not as listed, and figures that are wrong."""

import re
from pathlib import Path

import pytest
from small_school import WEEK, session
from verify_edits import Edit, add, apply, drop, row, school_row

from scheduler.messages import catalogue
from scheduler.verify import Report, describe, verify
from scheduler.verify.report import NOTHING


def report(*edits: Edit) -> Report:
    return verify(*apply(*edits))


def found(*edits: Edit) -> set[tuple[str, str]]:
    return {(b.key, str(b.args.get("column", b.where))) for b in report(*edits).breaches}


PLACED = {"student_id": "c4", "class_id": "2A", "block": "wed1", "session_id": None, "activity_id": None, "rank": None}
DUTY = {"weekday": 4, "post_id": "lead", "role": "lead", "staff_id": "P2"}

#: Edits after which exactly this column of exactly one row is wrong.
CELLS: dict[str, tuple[str, Edit]] = {
    "the weekday of a session": ("weekday", row("sessions", "f-chess", weekday=4)),
    "the start of a session": ("start", row("sessions", "f-chess", start="16:50")),
    "the end of a session": ("end", row("sessions", "f-chess", end="16:40")),
    "the students of a club": ("enrolled", row("sessions", "f-chess", enrolled=4)),
    "the students of homework, with those in tutoring": ("enrolled", row("sessions", "hw-1A-mon1", enrolled=4)),
    "the students of a group": ("enrolled", row("sessions", "tu-mon1", enrolled=1)),
    "a section below 1": ("section", row("sessions", "f-chess", section=0)),
    "a school club with a class": ("class_id", row("sessions", "f-chess", class_id="1A")),
    "tutoring with a class": ("class_id", row("sessions", "tu-tue1", class_id="1A")),
    "the class of a placement": ("class_id", row("placements", "a1;fri", class_id="1B")),
    "the rank on the list": ("rank", row("placements", "a2;fri", rank=2)),
    "rank 0 for a fallback": ("rank", row("placements", "a4;wed1", rank=1)),
    "the rank of a fallback that is on the list": ("rank", row("placements", "c2;wed1", rank=0)),
    "the weekday of a duty on a day that the school moved": ("weekday", row("duties", "2025-09-28;lead", weekday=7)),
    "the role of a post": ("role", row("duties", "2025-09-26;gate", role="lead")),
}


@pytest.mark.parametrize("name", CELLS)
def test_a_wrong_cell_is_named(name: str):
    column, edit = CELLS[name]
    breaches = report(edit).breaches
    assert [(b.rule, b.key, b.args["column"]) for b in breaches] == [("files", "files.cell", column)]
    assert re.search("[一-鿿]", describe(breaches[0], "zh"))
    wanted = str(breaches[0].args["wanted"])
    assert (wanted if wanted != NOTHING else "it is blank") in describe(breaches[0], "en")


def test_a_blank_cell_is_named():
    assert found(row("sessions", "w-paper-1B", class_id=None)) == {("files.blank", "class_id")}
    assert found(row("sessions", "f-games-1", room_id="")) == {("files.blank", "room_id")}


def test_times_are_shown_as_they_are_written():
    wrong = report(row("sessions", "f-chess", start="16:50")).breaches[0]
    assert (wrong.args["found"], wrong.args["wanted"]) == ("16:50", "16:00")


#: Edits that put an id in that nobody knows; other things break as well, but the id must be named.
UNKNOWN: dict[str, Edit] = {
    "sessions.csv activity_id": row("sessions", "st-2A", activity_id="ghost"),
    "sessions.csv class_id": row("sessions", "st-2A", class_id="ghost"),
    "sessions.csv block": row("sessions", "f-chess", block="ghost"),
    "sessions.csv slots": row("sessions", "f-chess", slots=("fri1", "ghost")),
    "sessions.csv leader_id": row("sessions", "st-2A", leader_id="ghost"),
    "sessions.csv escort_id": row("sessions", "f-dance", escort_id="ghost"),
    "sessions.csv room_id": row("sessions", "st-2A", room_id="ghost"),
    "placements.csv student_id": row("placements", "c4;fri", student_id="ghost"),
    "placements.csv block": row("placements", "c4;fri", block="ghost"),
    "placements.csv session_id": row("placements", "c4;fri", session_id="ghost"),
    "placements.csv activity_id": row("placements", "c4;fri", activity_id="ghost"),
    "duties.csv post_id": row("duties", "2025-09-26;gate", post_id="ghost"),
    "duties.csv staff_id": row("duties", "2025-09-26;gate", staff_id="ghost"),
    "childcare.csv teacher_id": row("childcare", "T4;1;fri2", teacher_id="ghost"),
    "childcare.csv child": row("childcare", "T4;1;fri2", child=3),
    "childcare.csv slot_id": row("childcare", "T4;1;fri2", slot_id="ghost"),
    "childcare.csv room_id": row("childcare", "T4;1;fri2", room_id="ghost"),
    "carers.csv slot_id": row("carers", "fri2;play;T8", slot_id="ghost"),
    "carers.csv room_id": row("carers", "fri2;play;T8", room_id="ghost"),
    "carers.csv teacher_id": row("carers", "fri2;play;T8", teacher_id="ghost"),
    "tutoring.csv student_id": row("tutoring", "b1;mon1", student_id="ghost"),
    "tutoring.csv activity_id": row("tutoring", "b1;mon1", activity_id="ghost"),
    "tutoring.csv slot_id": row("tutoring", "b1;mon1", slot_id="ghost"),
    "tutoring.csv session_id": row("tutoring", "b1;mon1", session_id="ghost"),
}


@pytest.mark.parametrize("name", UNKNOWN)
def test_an_unknown_id_is_named(name: str):
    named = [b for b in report(UNKNOWN[name]).breaches if b.key in ("files.unknown", "files.no_session")]
    assert [f"{b.args['file']} {b.args['column']}" for b in named] == [name]
    assert named[0].args["found"] in ("ghost", "3")


def test_a_kind_that_is_not_the_activity_s():
    keys = found(row("sessions", "f-chess", kind="tutoring"))
    assert ("files.cell", "kind") in keys


def test_rows_that_are_there_twice():
    again = session("f-chess", "chess", None, "fri", "T5", None, "quiet", enrolled=3)
    assert ("files.twice", "f-chess") in found(add("sessions", **again))
    assert ("files.twice", "c3;wed1;None") in found(add("placements", **(PLACED | {"student_id": "c3"})))
    assert found(add("duties", date="2025-09-25", **DUTY)) == {
        ("files.twice", "2025-09-25;lead"),
        ("R11.two", "2025-09-25;P2"),
        ("R11.week", "2025-09-22;P2"),
        ("scores.value", "duty"),
    }
    seat = {"teacher_id": "T4", "child": 1, "slot_id": "fri2", "room_id": "play"}
    assert ("files.twice", "T4;1;fri2") in found(add("childcare", **seat))
    carer = {"slot_id": "fri2", "room_id": "play", "teacher_id": "T8"}
    assert ("files.twice", "fri2;play;T8") in found(add("carers", **carer))
    seat = {"student_id": "a1", "activity_id": "math-help", "slot_id": "mon1", "session_id": "tu-mon1"}
    assert ("files.twice", "a1;tu-mon1") in found(add("tutoring", **seat))


def test_two_sections_with_one_number():
    assert found(row("sessions", "f-games-2", section=1)) == {("files.section", "games;;fri;1")}


def test_class_clubs_of_two_classes_may_have_one_number():
    """``w-paper-1A`` and ``w-paper-1B`` are both section 1, and the plan is good."""
    assert found() == set()


def test_rows_that_do_not_belong():
    # c4 stays on Wednesdays but attends only the block fri
    assert found(add("placements", **PLACED)) == {("files.extra_row", "c4;wed1")}
    # a holiday; a make-up day that the school did not open; a Sunday; a day after the term
    for day in ("2025-10-01", "2025-10-11", "2025-10-05", "2025-10-13"):
        assert found(add("duties", date=day, **DUTY)) == {("files.extra_row", f"{day};lead")}
    # the gate is not kept on Tuesdays
    gate = {"weekday": 2, "post_id": "gate", "role": "supervisor", "staff_id": None}
    assert found(add("duties", date="2025-09-23", **gate)) == {("files.extra_row", "2025-09-23;gate")}


def test_a_placement_that_is_half_blank():
    assert found(row("placements", "c4;fri", rank=None)) == {("files.half_blank", "c4;fri")}


def test_a_placement_and_its_session_disagree():
    keys = found(row("placements", "a2;fri", activity_id="dance", rank=1))
    assert ("files.cell", "activity_id") in keys
    assert ("files.cell", "block") in found(row("placements", "c1;fri", session_id="w-chess"))


def test_a_tutoring_row_and_its_session_disagree():
    assert ("files.cell", "slot_id") in found(row("tutoring", "b1;mon1", slot_id="tue1"))
    assert ("files.extra_row", "b1;hw-1B-mon1") in found(row("tutoring", "b1;mon1", session_id="hw-1B-mon1"))


# -- gaps.csv -------------------------------------------------------------------------------------------------------
LISTED = {"duty": "2025-09-29;gate", "placement": "c3;wed1", "tutoring": "b1;math-help"}


@pytest.mark.parametrize("kind", LISTED)
def test_a_gap_that_is_not_listed(kind: str):
    breaches = report(drop("gaps", LISTED[kind])).breaches
    assert [(b.key, b.where, b.args["kind"]) for b in breaches] == [("files.gap_missing", LISTED[kind], kind)]
    assert LISTED[kind] in describe(breaches[0], "zh")


def test_sessions_not_held_are_gaps():
    keys = found(drop("sessions", "hw-2A-mon1"), drop("sessions", "st-1B"))
    assert {("files.gap_missing", "2A;mon1"), ("files.gap_missing", "1B;mon2")} <= keys
    # 100 for each, beside the 120 that the plan lacks anyway
    assert report(drop("sessions", "hw-2A-mon1"), drop("sessions", "st-1B")).scores["coverage"] == 320


def test_a_class_of_which_nobody_stays_needs_no_session():
    """1B has homework in its pattern on Tuesdays, but nobody of it stays: no session, no gap. One who stays: a gap."""
    keys = found(school_row("students", "b1", weekdays=(1, 2, 3, 5)))
    assert ("files.gap_missing", "1B;tue1") in keys


def test_a_missing_row_of_duty_is_a_gap():
    assert ("files.gap_missing", "2025-09-30;lead") in found(drop("duties", "2025-09-30;lead"))


def test_each_missing_tutoring_session_has_its_own_row():
    more = school_row("activities", "math-help", sessions_week=3)
    breaches = [b for b in report(more).breaches if b.key == "files.gap_missing"]
    assert {(b.where, b.args["times"]) for b in breaches} == {("a1;math-help", 1), ("b1;math-help", 1)}
    rows = [add("gaps", what="tutoring", where=f"{s}1;math-help", reason="no teacher") for s in "ab"]
    assert found(more, *rows) == {("scores.value", "coverage")}


@pytest.mark.parametrize(
    ("what", "where"),
    [
        ("homework", "1B;tue1"),
        ("strand", "1A;mon2"),
        ("duty", "2025-09-22;lead"),
        ("placement", "a1;wed1"),
        ("tutoring", "a1;math-help"),
        ("duty", "2025-09-29;gate"),
    ],
)
def test_a_gap_that_is_none(what: str, where: str):
    breaches = report(add("gaps", what=what, where=where, reason="so")).breaches
    assert [(b.key, b.where) for b in breaches] == [("files.gap_extra", where)]


def test_a_gap_without_a_reason():
    assert found(row("gaps", "c3;wed1", reason=" ")) == {("files.gap_reason", "c3;wed1")}


# -- scores.csv -----------------------------------------------------------------------------------------------------
def test_a_wrong_value():
    breaches = report(row("scores", "fairness", value=428)).breaches
    assert [(b.rule, b.key, b.where) for b in breaches] == [("scores", "scores.value", "fairness")]
    assert (breaches[0].args["found"], breaches[0].args["wanted"]) == (428, 427)
    assert describe(breaches[0], "en") == "scores.csv says 428 for fairness; by the tables as they stand it is 427."
    assert describe(breaches[0], "zh") == "scores.csv 的“工作量均衡”写的是 428，按现在的表算是 427。"


def test_a_bound_above_the_value():
    assert found(row("scores", "cost", bound=261)) == {("scores.bound", "cost")}
    assert found(row("scores", "cost", bound=-5)) == set()


def test_a_status_that_is_not_so():
    """Of a wrong value the value alone is told."""
    school, plan = apply()
    last = next(score for score in plan.scores if score.goal == "cost")
    wrong = "feasible" if last.status == "optimal" else "optimal"
    said = verify(school, plan, None, {"cost": wrong}).breaches
    assert [(b.key, b.where, b.args["wanted"]) for b in said] == [("scores.status", "cost", last.status)]
    assert verify(school, plan, None, {score.goal: score.status for score in plan.scores}).good
    school, plan = apply(row("scores", "cost", value=261))
    assert {b.key for b in verify(school, plan, None, {"cost": "never"}).breaches} == {"scores.value"}


def test_a_goal_that_is_not_reported():
    assert found(drop("scores", "wishes")) == {("scores.absent", "wishes")}


def test_a_goal_that_is_reported_twice():
    assert found(add("scores", goal="cost", value=260, bound=0)) == {("scores.twice", "cost")}


def test_a_rerun_s_plan_also_reports_changes():
    assert found(add("scores", goal="changes", value=7, bound=3)) == set()
    assert found(add("scores", goal="changes", value=3, bound=7)) == {("scores.bound", "changes")}


def test_an_empty_plan_lacks_everything():
    """Nothing at all is judged, not refused: every gap is named and counted."""
    _, plan = apply()
    empty = type(plan)(run=plan.run)
    school, _ = apply()
    result = verify(school, empty)
    # homework: 1A mon1 tue1, 1B mon1, 2A mon1; strands: 3; duties: 9 leads, 5 gates; 22 places; tutoring 2 × 2
    assert result.scores["coverage"] == 100 * (4 + 3 + 14) + 10 * 22 + 10 * 4
    missing = [b for b in result.breaches if b.key == "files.gap_missing"]
    assert sum(int(b.args["times"]) for b in missing) == 4 + 3 + 14 + 22 + 4
    assert {b.rule for b in result.breaches} == {"files", "scores", "R10", "R11", "R13"}


def test_every_sentence_of_the_tables_is_said_here():
    """Each key of the tables and figures occurs in this file."""
    text = Path(__file__).read_text(encoding="utf-8")
    keys = [key for key in catalogue("en") if re.match(r"verify\.(files|scores)\.", key)]
    assert len(keys) == 16
    assert [key for key in keys if f'"{key.removeprefix("verify.")}"' not in text] == []


def test_the_builder_s_slots_are_the_school_s():
    school, _ = apply()
    assert {s.slot_id for s in school.slots} == set(WEEK)
