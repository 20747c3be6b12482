"""From a made-up school to its timetables with the real search, as a user would."""

import csv
import json
from pathlib import Path

import pytest

from scheduler.files import load_school
from scheduler.files.plans import load_plan
from scheduler.messages.names import slot_name


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("end-to-end")


def rows(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(path.read_text(encoding="utf-8-sig").splitlines()))


def test_a_schools_way_through_the_program(kehou, school_file: Path, folder: Path) -> None:
    plan_at = folder / "plan"
    assert kehou("check", school_file).code == 0
    solved = kehou("solve", school_file, "--out", plan_at, "--time-limit", 30, "--json")
    assert solved.code == 0
    data = json.loads(solved.out)
    assert data["complete"] is True
    assert {score["goal"]: score["value"] for score in data["scores"]}["coverage"] == 0

    verified = kehou("verify", school_file, plan_at, "--json")
    report = json.loads(verified.out)
    assert (verified.code, report["good"], report["same_instance"]) == (0, True, True)
    assert [score["recomputed"] for score in report["scores"]] == [score["value"] for score in data["scores"]]

    assert kehou("export", plan_at, "--out", folder / "tables", "--date", "2026-09-09").code == 0
    school, plan = load_school(school_file), load_plan(plan_at)
    classes = rows(folder / "tables" / "class.csv")
    assert {row["Class"] for row in classes} == {c.class_id for c in school.classes}
    assert not any(row["Activity"].startswith("(") for row in classes)
    assert len(rows(folder / "tables" / "duty.csv")) == len(plan.duties)
    assert sum(int(row["Students"]) for row in classes if row["Kind"] == "club") == len(plan.placements)
    placed = [p for p in plan.placements if p.session_id] + list(plan.tutoring)
    groups = {s.session_id for s in plan.sessions if s.kind in ("club", "tutoring")}
    assert len(rows(folder / "tables" / "club.csv")) == len([p for p in placed if p.session_id in groups])

    broken = plan_at / "sessions.csv"
    lines = broken.read_text(encoding="utf-8-sig").splitlines(keepends=True)
    removed = rows(broken)[-1]
    broken.write_text("".join(lines[:-1]), encoding="utf-8")
    spoiled = kehou("verify", school_file, plan_at, "--lang", "zh")
    assert spoiled.code == 5
    assert f"{removed['class_id']}、{slot_name('zh', school, removed['block'])}" in spoiled.err
