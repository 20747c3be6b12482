"""A plan's folder: the same plan gives the same bytes, what is edited is read, and nothing foreign is lost."""

import errno
import os
from datetime import date, time
from pathlib import Path

import pytest

from models.plan import Carer, Duty, Gap, Placement, Plan, Run, Score, Seat, Session, TutoringSeat
from models.school import School
from models.term import Term
from scheduler.errors import InputFault, OutputRefused
from scheduler.files import atomic, save_school
from scheduler.files.plans import (
    PLAN_FILES,
    check_output,
    csv_bytes,
    load_plan,
    save_plan,
    sorted_plan,
)

SCHOOL = School(name="一小", term=Term(name="秋", start=date(2026, 9, 1), end=date(2027, 1, 15)))


def session(session_id: str, **changes: object) -> Session:
    values: dict[str, object] = {
        "session_id": session_id,
        "kind": "club",
        "activity_id": "chess",
        "section": 1,
        "class_id": None,
        "block": "fri",
        "slots": ("fri1", "fri2"),
        "weekday": 5,
        "start": time(16, 10),
        "end": time(17, 40),
        "leader_id": "t1",
        "escort_id": None,
        "room_id": "r1",
        "enrolled": 12,
    }
    return Session.model_validate(values | changes)


def run(seconds: float = 1.5) -> Run:
    return Run(
        version="0.1.0", digest="d", seed=0, time_limit=60, gap=0, workers=2, seconds={"total": seconds}, parent=None
    )


def plan(**changes: object) -> Plan:
    tables: dict[str, object] = {
        "run": run(),
        "sessions": (session("s2", leader_id="-7"), session("s10", escort_id="t2")),
        "placements": (
            Placement(student_id="p1", class_id="101", block="fri", session_id=None, activity_id=None, rank=None),
            Placement(student_id="p0", class_id="101", block="fri", session_id="s2", activity_id="chess", rank=1),
        ),
        "duties": (Duty(date=date(2026, 9, 2), weekday=3, post_id="lead", role="lead", staff_id=None),),
        "childcare": (Seat(teacher_id="t1", child=1, slot_id="fri1", room_id="play"),),
        "carers": (Carer(slot_id="fri1", room_id="play", teacher_id="t3"),),
        "tutoring": (TutoringSeat(student_id="p1", activity_id="help", slot_id="mon1", session_id="s3"),),
        "gaps": (Gap(what="placement", where="p1;fri", reason='=full, "every" club is full'),),
        "scores": (Score(goal="coverage", value=10, bound=10), Score(goal="choices", value=5, bound=3)),
    }
    return Plan.model_validate(tables | changes)


def test_folder_holds_the_contracts_files_and_reads_back(tmp_path: Path) -> None:
    save_plan(plan(), SCHOOL, tmp_path / "out")
    assert {p.name for p in (tmp_path / "out").iterdir()} == set(PLAN_FILES)
    assert load_plan(tmp_path / "out") == sorted_plan(plan())
    assert School.model_validate_json((tmp_path / "out" / "instance.json").read_bytes()) == SCHOOL
    assert [p.name for p in tmp_path.iterdir()] == ["out"]


def test_cells_are_written_as_the_contract_says(tmp_path: Path) -> None:
    save_plan(plan(), SCHOOL, tmp_path / "out")
    sessions = (tmp_path / "out" / "sessions.csv").read_bytes()
    assert sessions == (
        b"\xef\xbb\xbfsession_id,kind,activity_id,section,class_id,block,slots,weekday,start,end,"
        b"leader_id,escort_id,room_id,enrolled\r\n"
        b"s10,club,chess,1,,fri,fri1;fri2,5,16:10,17:40,t1,t2,r1,12\r\n"
        b"s2,club,chess,1,,fri,fri1;fri2,5,16:10,17:40,'-7,,r1,12\r\n"
    )
    assert (tmp_path / "out" / "scores.csv").read_bytes() == (
        b"\xef\xbb\xbfgoal,value,bound,status\r\ncoverage,10,10,optimal\r\nchoices,5,3,feasible\r\n"
    )
    assert b"\r\n2026-09-02,3,lead,lead,\r\n" in (tmp_path / "out" / "duties.csv").read_bytes()


def test_same_plan_same_bytes_whatever_the_order_and_the_time_taken(tmp_path: Path) -> None:
    first = plan()
    second = plan(sessions=first.sessions[::-1], placements=first.placements[::-1], run=run(9.9))
    save_plan(first, SCHOOL, tmp_path / "a")
    save_plan(second, SCHOOL, tmp_path / "b")
    for name in PLAN_FILES:
        a, b = ((tmp_path / folder / name).read_bytes() for folder in "ab")
        if name == "plan.json":  # the last entry is the digest of all others
            a, b = (text.rpartition(b"\n ")[0].replace(b'"total": 1.5', b'"total": 9.9') for text in (a, b))
        assert a == b


@pytest.mark.parametrize("text", ["=1+1", "+86", "-7", "@x", "'=1", "''-1", "\tx", "plain", "'quoted"])
def test_formula_signs_survive_a_round_trip(tmp_path: Path, text: str) -> None:
    gaps = (Gap(what="duty", where="x", reason=text.strip()),)
    save_plan(plan(gaps=gaps), SCHOOL, tmp_path / "out")
    assert load_plan(tmp_path / "out").gaps == gaps
    cell = csv_bytes(["h"], [[text]]).decode("utf-8-sig").splitlines()[1]
    assert cell[0] not in "=+-@\t\r"


def test_a_negative_number_stays_a_number() -> None:
    assert csv_bytes(["value"], [[-3]]) == b"\xef\xbb\xbfvalue\r\n-3\r\n"


def test_what_a_spreadsheet_saved_is_read(tmp_path: Path) -> None:
    save_plan(plan(), SCHOOL, tmp_path / "out")
    duties = tmp_path / "out" / "duties.csv"
    duties.write_bytes("weekday,date,post_id,role,staff_id\n3,2026/9/2,lead,lead,王老师\n\n".encode("gb18030"))
    assert load_plan(tmp_path / "out").duties == (
        Duty(date=date(2026, 9, 2), weekday=3, post_id="lead", role="lead", staff_id="王老师"),
    )


def test_every_fault_is_named_with_its_place(tmp_path: Path) -> None:
    save_plan(plan(), SCHOOL, tmp_path / "out")
    (tmp_path / "out" / "carers.csv").unlink()
    (tmp_path / "out" / "duties.csv").write_text(
        "date,weekday,post_id,role,staff_id\n2026-09-02,three,lead,lead,t1\n2026-13-02,3,,lead,t1\n"
    )
    (tmp_path / "out" / "gaps.csv").write_text("what,where,why\nduty,x,y\n")
    (tmp_path / "out" / "scores.csv").write_text("goal,value,bound,status\nluck,1,1,optimal\n")
    with pytest.raises(InputFault) as caught:
        load_plan(tmp_path / "out")
    assert {(p.file, p.row, p.column, p.wanted) for p in caught.value.problems} == {
        ("out/carers.csv", None, None, "plans.file_missing"),
        ("out/duties.csv", 2, "weekday", "plans.want_int"),
        ("out/duties.csv", 3, "date", "plans.want_date"),
        ("out/duties.csv", 3, "post_id", "plans.want_id"),
        ("out/gaps.csv", 1, "reason", "plans.column_once"),
        ("out/gaps.csv", 1, "why", "plans.column_known"),
        ("out/scores.csv", 2, "goal", "plans.want_choice"),
    }


def test_a_garbled_plan_json_is_a_fault(tmp_path: Path) -> None:
    save_plan(plan(), SCHOOL, tmp_path / "out")
    (tmp_path / "out" / "plan.json").write_text("{")
    with pytest.raises(InputFault) as caught:
        load_plan(tmp_path / "out")
    assert [p.wanted for p in caught.value.problems] == ["plans.no_run"]


def test_an_earlier_plan_is_replaced_as_a_whole(tmp_path: Path) -> None:
    out = tmp_path / "out"
    save_plan(plan(), SCHOOL, out)
    (out / ".DS_Store").touch()
    save_plan(plan(gaps=()), SCHOOL, out)
    assert load_plan(out).gaps == ()
    assert {p.name for p in out.iterdir()} == set(PLAN_FILES)
    assert [p.name for p in tmp_path.iterdir()] == ["out"]


def test_a_foreign_folder_is_refused_unless_forced(tmp_path: Path) -> None:
    out = tmp_path / "out"
    save_plan(plan(), SCHOOL, out)
    (out / "notes.docx").write_text("mine")
    with pytest.raises(OutputRefused) as caught:
        check_output(out)
    assert caught.value.key == "plans.foreign_folder"
    assert (out / "notes.docx").read_text() == "mine"
    save_plan(plan(), SCHOOL, out, force=True)
    assert {p.name for p in out.iterdir()} == set(PLAN_FILES)


def test_a_schools_own_tables_are_not_offered_for_replacement(tmp_path: Path) -> None:
    save_school(SCHOOL, tmp_path / "school")
    with pytest.raises(OutputRefused) as caught:
        check_output(tmp_path / "school")
    assert caught.value.key == "plans.school_here"


def test_a_file_and_the_working_folder_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(OutputRefused, match="not_a_folder"):
        check_output(tmp_path / "file")
    monkeypatch.chdir(tmp_path)
    with pytest.raises(OutputRefused, match="not_this_place"):
        check_output(Path(), force=True)
    with pytest.raises(OutputRefused, match="not_this_place"):
        check_output(tmp_path.parent, force=True)


def test_a_full_disk_leaves_the_old_plan_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    out = tmp_path / "out"
    save_plan(plan(), SCHOOL, out)
    before = {p.name: p.read_bytes() for p in out.iterdir()}
    synced = 0

    def full(_handle: int) -> None:
        nonlocal synced
        synced += 1
        if synced == 4:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(atomic.os, "fsync", full)
    with pytest.raises(OutputRefused, match="disk_full"):
        save_plan(plan(gaps=()), SCHOOL, out)
    assert {p.name: p.read_bytes() for p in out.iterdir()} == before
    assert [p.name for p in tmp_path.iterdir()] == ["out"]


def test_without_an_exchange_two_renames_do_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(atomic, "_exchange", lambda _first, _second: False)
    save_plan(plan(), SCHOOL, tmp_path / "out")
    save_plan(plan(gaps=()), SCHOOL, tmp_path / "out")
    assert load_plan(tmp_path / "out").gaps == ()
    assert [p.name for p in tmp_path.iterdir()] == ["out"]


def test_a_kill_between_two_renames_is_put_right_at_the_next_start(tmp_path: Path) -> None:
    save_plan(plan(), SCHOOL, tmp_path / "out")
    (tmp_path / "out").rename(tmp_path / ".out.kehou-old-1")
    (tmp_path / ".out.kehou-new-1").mkdir()
    check_output(tmp_path / "out")
    assert load_plan(tmp_path / "out") == sorted_plan(plan())
    assert [p.name for p in tmp_path.iterdir()] == ["out"]


def test_a_folder_that_another_run_is_writing_is_left_alone(tmp_path: Path) -> None:
    with atomic._workspace(tmp_path / "out") as new:
        check_output(tmp_path / "out")
        assert new.is_dir()
    assert not new.exists()
