"""What each command does, by its exit code, its files and what it says."""

import json
import shutil
import sys
from datetime import date
from pathlib import Path
from types import ModuleType

import pytest

from models.plan import Gap
from models.school import TABLES, School
from models.services import Activity
from models.titles import settings_keys
from scheduler.cli.app import run
from scheduler.cli.faults import explain
from scheduler.cli.solve import is_empty, summarise
from scheduler.errors import InputFault, InputProblem, NoPlanInTime, OutputRefused, PinConflict, PlanBroken
from scheduler.files import load_school, save_school, school_digest
from scheduler.files.plans import load_instance_of, load_plan, save_plan
from scheduler.shortages import notes


def test_generate_is_the_same_for_the_same_numbers(kehou, tmp_path: Path) -> None:
    for name in ("a.json", "b.json"):
        assert kehou("generate", "--classes", 2, "--seed", 9, tmp_path / name).code == 0
    assert (tmp_path / "a.json").read_bytes() == (tmp_path / "b.json").read_bytes()
    school = load_school(tmp_path / "a.json")
    assert len(school.classes) == 2


def test_generate_writes_over_nothing_unless_forced(kehou, tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_text("mine")
    assert kehou("generate", "--classes", 1, path).code == 2
    assert path.read_text() == "mine"
    assert kehou("generate", "--classes", 1, path, "--force").code == 0
    assert len(load_school(path).classes) == 1


def test_convert_there_and_back_loses_nothing(kehou, school_file: Path, tmp_path: Path) -> None:
    steps = [school_file, tmp_path / "folder", tmp_path / "book.xlsx", tmp_path / "back.json"]
    assert kehou("convert", steps[0], steps[1], "--encoding", "gb18030", "--lang", "zh").code == 0
    assert kehou("convert", steps[1], steps[2]).code == 0
    assert kehou("convert", steps[2], steps[3]).code == 0
    assert "教师编号".encode("gb18030") in (tmp_path / "folder" / "teachers.csv").read_bytes()
    assert load_school(steps[3]) == load_school(steps[0])


def test_convert_does_not_wipe_what_it_reads(kehou, tmp_path: Path, school_file: Path) -> None:
    path = tmp_path / "school.json"
    path.write_bytes(school_file.read_bytes())
    assert kehou("convert", path, tmp_path, "--force").code == 2
    assert kehou("convert", path, path, "--force").code == 2
    assert path.read_bytes() == school_file.read_bytes()


def test_init_writes_a_school_that_loads_and_never_writes_over_one(kehou, tmp_path: Path) -> None:
    path = tmp_path / "school.xlsx"
    assert kehou("init", path).code == 0
    load_school(path)
    before = path.read_bytes()
    assert kehou("init", path).code == 2
    assert path.read_bytes() == before


# -- check ---------------------------------------------------------------------------------------------------


def test_check_of_a_good_school(kehou, school_file: Path) -> None:
    said = kehou("check", school_file)
    assert (said.code, said.out) == (0, "")
    next_line, command = said.err.splitlines()[-2:]
    assert next_line == "Next, make a plan:"
    assert command.startswith("  kehou solve ")
    data = json.loads(kehou("check", school_file, "--json").out)
    assert (data["faults"], data["shortages"]) == ([], [])


def test_check_names_all_faults_with_their_places(kehou, school_file: Path, tmp_path: Path) -> None:
    kehou("convert", school_file, tmp_path / "s")
    slots = tmp_path / "s" / "slots.csv"
    lines = slots.read_text(encoding="utf-8-sig").splitlines()
    lines[1] = lines[1].replace(",1,", ",monday,")
    slots.write_text("\n".join([*lines, lines[2]]))
    said = kehou("check", tmp_path / "s")
    assert (said.code, said.out) == (1, "")
    assert "slots.csv" in said.err
    assert "monday" in said.err
    as_json = kehou("check", tmp_path / "s", "--json")
    assert as_json.code == 1
    faults = json.loads(as_json.out)["faults"]
    assert {"slots.csv"} <= {fault["file"] for fault in faults}
    assert [(f["row"], f["column"], f["found"]) for f in faults if f["found"] == "monday"] == [(2, "weekday", "monday")]
    assert kehou("solve", tmp_path / "s", "--out", tmp_path / "out").code == 1
    assert not (tmp_path / "out").exists()


def test_check_finds_a_shortage(kehou, school_file: Path, tmp_path: Path) -> None:
    school = load_school(school_file)
    idle = tuple(t.model_copy(update={"max_sessions_week": 0}) for t in school.teachers)
    path = tmp_path / "idle.json"
    path.write_text(school.model_copy(update={"teachers": idle}).model_dump_json())
    said = kehou("check", path)
    assert (said.code, said.out) == (6, "")
    data = kehou("check", path, "--json")
    assert data.code == 6
    shortages = json.loads(data.out)["shortages"]
    assert shortages
    assert all(one["sentence"] and one["needed"] > one["available"] for one in shortages)


def test_check_warns_of_a_year_not_announced(kehou, school_file: Path, tmp_path: Path) -> None:
    school = load_school(school_file)
    term = school.term.model_copy(update={"start": date(2098, 9, 1), "end": date(2098, 12, 1)})
    path = tmp_path / "far.json"
    path.write_text(School(name="x", term=term, slots=school.slots).model_dump_json())
    assert any("2098" in text for text in json.loads(kehou("check", path, "--json").out)["warnings"])


# -- solve ---------------------------------------------------------------------------------------------------


@pytest.fixture
def solver(monkeypatch: pytest.MonkeyPatch):
    """Replaces the search: what the function given does is what it does."""

    def use(function) -> None:
        pipeline = ModuleType("scheduler.plan")
        monkeypatch.setattr(pipeline, "solve", function, raising=False)
        monkeypatch.setitem(sys.modules, "scheduler.plan", pipeline)

    return use


def test_solve_writes_the_plan_and_sums_it_up(kehou, solver, school_file: Path, tmp_path: Path, made_plan) -> None:
    solver(lambda _school, _options, _watcher, _stop: made_plan())
    said = kehou("solve", school_file, "--out", tmp_path / "out", "--json")
    assert said.code == 0
    data = json.loads(said.out)
    assert data["complete"] is True
    assert data["scores"][1] == {"goal": "choices", "value": 110, "bound": 100, "status": "feasible"}
    assert data["seconds"] == {"total": 0.5}
    assert "9.1 %" in said.err
    assert load_plan(tmp_path / "out").scores == made_plan().scores


def test_solve_passes_its_options_on(kehou, solver, school_file: Path, tmp_path: Path, made_plan) -> None:
    heard = []
    solver(lambda _school, options, _watcher, _stop: heard.append(options) or made_plan())
    options = ["--time-limit", "7.5", "--gap", "0.01", "--seed", "3", "--workers", "2", "--lang", "zh", "--quiet"]
    said = kehou("solve", school_file, "--out", tmp_path / "out", *options)
    assert (said.code, said.out, said.err) == (0, "", "")
    found = heard[0]
    assert (found.time_limit, found.gap, found.seed, found.workers, found.lang) == (7.5, 0.01, 3, 2, "zh")


@pytest.mark.parametrize("quiet", [False, True])
def test_what_may_surprise_is_noted_before_the_search(
    solver, school_file: Path, tmp_path: Path, made_plan, capsys: pytest.CaptureFixture[str], quiet: bool
) -> None:
    """Seven clubs that want a room which there is not: five notes, then how many more and where; then the search."""
    school = load_school(school_file)
    odd = Activity(activity_id="x", name="x", kind="club", skill_needed=False)
    rooms = [
        odd.model_copy(update={"activity_id": f"x{n}", "name": f"X{n}", "room_kinds": (f"k{n}",)}) for n in range(7)
    ]
    save_school(school.replaced(activities=(*school.activities, *rooms), leave=()), tmp_path / "school.json")
    noted = notes(load_school(tmp_path / "school.json"), "zh")
    assert sum(text.startswith("X") for text in noted) == 7
    heard = []
    solver(lambda *_: heard.append(capsys.readouterr().err) or made_plan())
    extra = ["--quiet"] if quiet else []
    command = ["solve", str(tmp_path / "school.json"), "--out", str(tmp_path / "out"), "--lang", "zh", *extra]
    assert run(command) == 0
    told = [line for line in heard[0].splitlines() if line.startswith("  ") and " s " not in line]
    more = f"  … 另有{len(noted) - 5}条：kehou check {tmp_path / 'school.json'}"
    assert told == ([] if quiet else [*(f"  - {text}" for text in noted[:5]), more])


def test_a_plan_with_gaps_is_code_6_and_says_the_like_together_the_worst_first(
    kehou, solver, school_file: Path, tmp_path: Path, made_plan
) -> None:
    """Twelve places of 10 are worse than one strand of 100, the strand worse than each of eleven tutorings: ten lines."""
    places = [Gap(what="placement", where=f"p{n:02};fri", reason="full") for n in range(12)]
    tutoring = [Gap(what="tutoring", where=f"p01;t{n:02}", reason=f"r{n}") for n in range(11)]
    solver(lambda *_: made_plan(*places, Gap(what="strand", where="1A;m1", reason="none"), *tutoring))
    said = kehou("solve", school_file, "--out", tmp_path / "out")
    assert said.code == 6
    lines = [line for line in said.err.partition("Gaps in")[2].splitlines() if line.startswith("  - ")]
    assert lines[0] == "  - Friday's clubs (16:50–18:20): 12 students without a club (p00, p01, p02 and 9 more): full"
    assert lines[1] == "  - strand of class 1A, m1: none"
    assert len(lines) == 10
    assert "and 3 more" in said.err


@pytest.mark.parametrize(
    ("error", "code", "word"),
    [
        (PinConflict(["pins row 2", "pins row 3"]), 3, "pins row 3"),
        (NoPlanInTime(), 4, "--time-limit"),
        (NoPlanInTime(stopped=True), 4, "nothing was written"),
        (PlanBroken(["R1"]), 70, "R1"),
        (MemoryError(), 70, "memory"),
        (ZeroDivisionError("王小明"), 70, "ZeroDivisionError"),
        (OSError(5, "x", "/f"), 1, "/f"),
    ],
)
def test_what_goes_wrong_has_its_code_and_no_traceback(
    kehou, solver, school_file: Path, tmp_path: Path, error: BaseException, code: int, word: str
) -> None:
    def fail(*_: object) -> None:
        raise error

    solver(fail)
    said = kehou("solve", school_file, "--out", tmp_path / "out", "--quiet")
    assert (said.code, said.out) == (code, "")
    assert word in said.err
    assert "Traceback" not in said.err
    assert "王小明" not in said.err
    assert not (tmp_path / "out").exists()


def test_a_refused_output_is_refused_before_the_search(kehou, solver, school_file: Path, tmp_path: Path) -> None:
    solver(lambda *_: pytest.fail("searched"))
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "letter.txt").write_text("mine")
    said = kehou("solve", school_file, "--out", tmp_path / "out")
    assert said.code == 2
    assert "--force" in said.err
    assert (tmp_path / "out" / "letter.txt").read_text() == "mine"


def test_force_replaces_anything_but_the_input(kehou, solver, school_file: Path, tmp_path: Path, made_plan) -> None:
    solver(lambda *_: made_plan())
    kehou("convert", school_file, tmp_path / "school")
    before = {p.name for p in (tmp_path / "school").iterdir()}
    assert kehou("solve", tmp_path / "school", "--out", tmp_path / "school", "--force").code == 2
    assert {p.name for p in (tmp_path / "school").iterdir()} == before
    (tmp_path / "out").write_text("x")
    assert kehou("solve", tmp_path / "school", "--out", tmp_path / "out", "--force").code == 0
    again = kehou("solve", tmp_path / "out" / "instance.json", "--out", tmp_path / "out", "--force")
    assert again.code == 0


# -- verify --------------------------------------------------------------------------------------------------


def test_verify_says_what_is_broken(kehou, school_file: Path, tmp_path: Path, made_plan) -> None:
    school = load_school(school_file)
    plan = made_plan()
    run = plan.run.model_copy(update={"digest": school_digest(school)})
    save_plan(plan.model_copy(update={"run": run}), school, tmp_path / "empty")
    said = kehou("verify", school_file, tmp_path / "empty")
    assert (said.code, said.out) == (5, "")
    data = json.loads(kehou("verify", school_file, tmp_path / "empty", "--json").out)
    assert data["good"] is False
    assert data["same_instance"] is True
    assert data["breaches"]
    save_plan(plan, school, tmp_path / "other")
    assert json.loads(kehou("verify", school_file, tmp_path / "other", "--json").out)["same_instance"] is False


def test_verify_of_a_folder_that_is_no_plan(kehou, school_file: Path, tmp_path: Path) -> None:
    """A folder with nothing of a plan is a wrong command; one that has a part of a plan is a faulty input."""
    (tmp_path / "part").mkdir()
    said = kehou("verify", school_file, tmp_path / "part", "--lang", "zh")
    assert (said.code, said.out) == (2, "")
    assert f"{tmp_path / 'part'} 不是方案。" in said.err
    (tmp_path / "part" / "plan.json").write_text("{}", encoding="utf-8")
    said = kehou("verify", school_file, tmp_path / "part", "--lang", "zh")
    assert (said.code, said.out) == (1, "")
    assert "sessions.csv" in said.err


# -- export and tables ---------------------------------------------------------------------------------------


def test_export_writes_each_view_and_keeps_the_others(kehou, school_file: Path, tmp_path: Path, made_plan) -> None:
    save_plan(made_plan(), load_school(school_file), tmp_path / "plan")
    out = tmp_path / "out"
    said = kehou("export", tmp_path / "plan", "--out", out, "--date", "2026-09-09", "--lang", "zh")
    assert (said.code, said.out) == (0, "")
    assert {p.stem for p in out.glob("*.csv")} == {"class", "teacher", "room", "student", "club", "duty", "today"}
    assert (out / "class.csv").read_bytes().startswith("\ufeff班级,星期,".encode())
    assert kehou("export", tmp_path / "plan", "--out", out, "--view", "class", "--view", "room").code == 0
    assert (out / "class.csv").read_bytes().startswith(b"\xef\xbb\xbfClass,Weekday,")
    assert (out / "duty.csv").read_bytes().startswith("\ufeff日期,".encode())


def test_export_of_a_day_takes_the_ledger_in_the_plans_folder(kehou, tmp_path: Path) -> None:
    folder = tmp_path / "plan"
    shutil.copytree(Path(__file__).parents[2] / "solutions" / "demo", folder)
    school, plan = load_instance_of(folder), load_plan(folder)
    session = next(s for s in plan.sessions if s.weekday == 3 and s.kind == "homework")
    other = next(t for t in school.teachers if t.teacher_id != session.leader_id)
    row = f"2026-09-09,leader:{session.session_id},{session.leader_id},{other.teacher_id},,2026-09-08 12:00"
    (folder / "changes.csv").write_text(f"date,what,from,to,reason,when\n{row}\n", encoding="utf-8")
    options = ["--view", "today", "--date", "2026-09-09", "--lang", "en"]
    assert kehou("export", folder, "--out", tmp_path / "out", *options).code == 0
    noted = [line for line in (tmp_path / "out" / "today.csv").read_text("utf-8-sig").splitlines() if "planned" in line]
    assert len(noted) == 1
    assert f",{other.teacher_id},{other.name}," in noted[0]


def test_export_of_a_day_without_school(kehou, school_file: Path, tmp_path: Path, made_plan) -> None:
    save_plan(made_plan(), load_school(school_file), tmp_path / "plan")
    sunday = ["--date", "2026-09-13"]
    said = kehou("export", tmp_path / "plan", "--out", tmp_path / "a", *sunday)
    assert said.code == 0
    assert not (tmp_path / "a" / "today.csv").exists()
    assert kehou("export", tmp_path / "plan", "--out", tmp_path / "b", "--view", "today", *sunday).code == 2
    assert not (tmp_path / "b").exists()


def test_export_replaces_nothing_foreign_and_never_the_plan(
    kehou, school_file: Path, tmp_path: Path, made_plan
) -> None:
    save_plan(made_plan(), load_school(school_file), tmp_path / "plan")
    assert kehou("export", tmp_path / "plan", "--out", tmp_path / "plan", "--force").code == 2
    assert load_plan(tmp_path / "plan").scores == made_plan().scores
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "mine.txt").touch()
    assert kehou("export", tmp_path / "plan", "--out", tmp_path / "out", "--view", "duty").code == 2


def test_tables_hold_every_column_in_both_languages(kehou) -> None:
    for lang in ("zh", "en"):
        data = json.loads(kehou("tables", "--json", "--lang", lang).out)
        assert [table["name"] for table in data] == ["school", *TABLES]
        assert [column["english"] for column in data[0]["columns"]] == list(settings_keys())
        for table in data[1:]:
            model = TABLES[table["name"]]
            assert [column["english"] for column in table["columns"]] == list(model.model_fields)
            assert all(column["required"] == (column["default"] is None) for column in table["columns"])


def test_tables_type_and_default_of_some_columns(kehou) -> None:
    data = {table["name"]: table for table in json.loads(kehou("tables", "--json").out)}
    found = {(name, c["english"]): (c["type"], c["default"]) for name, t in data.items() for c in t["columns"]}
    assert found["slots", "start"] == ("time", None)
    assert found["teachers", "unavailable"] == ("list of ids", "blank")
    assert found["teachers", "max_sessions_week"] == ("whole number", "5")
    assert found["activities", "kind"] == ("one of: homework, tutoring, strand, club", None)
    assert found["duty_staff", "roles"] == ("list of: lead, supervisor", None)
    assert found["childcare", "may_use_room"] == ("yes or no", "yes")
    assert found["school", "policy.meal_after"] == ("time", "18:00")
    assert found["students", "weekdays"] == ("list of weekdays", "1;2;3;4;5")


def test_faults_are_said_in_both_languages() -> None:
    fault = InputFault([InputProblem("plan/duties.csv", 2, "date", "x", "plans.want_date")])
    for lang, word in (("zh", "日期"), ("en", "a date like")):
        sentences, code = explain(fault, lang)
        assert code == 1
        assert word in sentences[1]
        assert "duties.csv" in sentences[1]
    assert explain(OutputRefused("plans.disk_full", "/x"), "en")[1] == 2


@pytest.mark.parametrize(
    ("lang", "words"),
    [("zh", "这份方案是空的，请不要使用。请重排：\n  kehou solve "), ("en", "This plan is empty and not for use.")],
)
def test_a_plan_that_nobody_had_time_for_is_called_empty_and_nothing_else(
    capsys, school_file: Path, made_plan, tmp_path: Path, lang, words
) -> None:
    """15 s were too few; four times that is 60, and no less than 120 are advised."""
    school = load_school(school_file)
    rows = [f"{c.class_id};{s.slot_id}" for c in school.classes for s in school.slots]
    plan = made_plan(*(Gap(what="homework", where=row, reason="why") for row in rows))
    score = plan.scores[0].model_copy(update={"value": 100 * len(rows), "bound": 0})
    run = plan.run.model_copy(update={"time_limit": 15.0})
    summarise(
        plan.model_copy(update={"run": run, "scores": (score,)}),
        tmp_path / "p",
        lang,
        school,
        again=("solve", "a", "--out", "p"),
    )
    said = capsys.readouterr().err
    assert words in said
    assert said.endswith("kehou solve a --out p --time-limit 120\n")
    assert "why" not in said
    assert "export" not in said


def test_an_empty_plan_of_a_search_that_was_stopped_does_not_ask_for_more_time(capsys, made_plan, tmp_path) -> None:
    plan = made_plan(Gap(what="homework", where="1A;m1", reason="why"))
    plan = plan.model_copy(update={"scores": (plan.scores[0].model_copy(update={"value": 100, "bound": 0}),)})
    summarise(plan, tmp_path / "p", "zh", again=("solve", "a", "--out", "p"), stopped=True)
    said = capsys.readouterr().err
    assert said == (
        "已按您的要求停止。停止时还没有来得及编排，写下的方案是空的，请不要使用。请重新运行，多等一会儿再停：\n"
        "  kehou solve a --out p\n"
    )


def test_an_empty_plan_of_a_busy_machine_asks_for_more_than_it_took(capsys, made_plan, tmp_path) -> None:
    """It took 333 seconds of 60: 240 would be less than that, twice 333 are 666."""
    plan = made_plan(Gap(what="homework", where="1A;m1", reason="why"))
    run = plan.run.model_copy(update={"time_limit": 60.0, "seconds": {"total": 333.0}})
    score = plan.scores[0].model_copy(update={"value": 100, "bound": 0})
    summarise(plan.model_copy(update={"scores": (score,), "run": run}), tmp_path / "p", "zh", again=("solve", "a"))
    said = capsys.readouterr().err
    assert "限定的60秒里没有来得及编排（这次一共用了333秒）" in said
    assert int(said.split()[-1]) >= 666


def test_a_plan_that_can_hold_nothing_is_no_empty_one(made_plan) -> None:
    plan = made_plan(Gap(what="homework", where="1A;m1", reason="why"))
    score = plan.scores[0].model_copy(update={"value": 100, "bound": 100})
    assert not is_empty(plan.model_copy(update={"scores": (score,)}))
