"""A plan that was changed by hand, and one with gaps: what verify and audit say of it."""

import csv
import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from models.plan import Ancestor, Gap, Plan
from models.school import School
from scheduler.arrange import told
from scheduler.cli.verify import Figures, below_bounds
from scheduler.files import load_school
from scheduler.files.plans import load_plan, save_plan
from scheduler.messages.names import block_name, slot_name
from scheduler.verify import Breach, verify

ROOT = Path(__file__).resolve().parents[2]
SCHOOL, SOLVED = ROOT / "instances" / "demo", ROOT / "solutions" / "demo"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the demo's plan."""
    return Path(shutil.copytree(SOLVED, tmp_path / "plan"))


def cells_of(folder: Path, table: str) -> list[list[str]]:
    return list(csv.reader((folder / f"{table}.csv").read_text(encoding="utf-8-sig").splitlines()))


def edit(folder: Path, table: str, change: Callable[[list[list[str]]], None]) -> None:
    path = folder / f"{table}.csv"
    rows = cells_of(folder, table)
    change(rows)
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows(rows)


def test_a_plan_as_it_was_written_has_nothing_altered(kehou, folder: Path) -> None:
    said = kehou("--lang", "zh", "verify", SCHOOL, folder)
    assert said.code == 0
    assert said.err.rstrip().endswith("规则全部满足，数字全部正确。")


def test_a_students_place_is_told_as_it_was_and_as_it_is(kehou, folder: Path) -> None:
    """S10101 is moved from painting to clay on Friday: the row that was touched is named, not only the sums that follow."""

    def move(rows: list[list[str]]) -> None:
        row = next(r for r in rows if r[0] == "S10101" and r[2] == "fri")
        assert row[4] == "painting"
        row[3:] = ["fri/clay/1", "clay", "2"]

    edit(folder, "placements", move)
    names = {a.activity_id: a.name for a in load_school(SCHOOL).activities}
    said = kehou("--lang", "zh", "verify", SCHOOL, folder)
    assert said.code == 5
    lines = said.err.splitlines()
    first = lines.index("方案的表在排好以后改过 1 行，请先看这里：")
    number = 1 + [(r[0], r[2]) for r in cells_of(folder, "placements")].index(("S10101", "fri"))
    assert lines[first + 1].startswith(f"  - placements.csv 第{number}行，学生S10101、周五")
    assert "session_id（活动安排）原来是 fri/painting/1，现在是 fri/clay/1" in lines[first + 1]
    assert f"原来是 painting（{names['painting']}），现在是 clay（{names['clay']}）" in lines[first + 1]
    assert lines[first + 1].endswith("现在是 2")
    assert "enrolled（人数）" in said.err
    assert "规则R" not in said.err
    assert lines[-1].split()[:2] == ["kehou", "verify"]


def dropped(folder: Path) -> str:
    """Takes S10101's row of Friday out, and gives the club's session: one of its children fewer is listed then."""
    rows = cells_of(folder, "placements")
    row = next(r for r in rows if r[0] == "S10101" and r[2] == "fri")
    edit(folder, "placements", lambda rows: rows.remove(row))
    return row[3]


def test_a_row_that_is_gone_leads_and_right_figures_are_not_called_wrong(kehou, folder: Path) -> None:
    """Four things follow: the club has one child fewer, the child has no row, that is no gap in gaps.csv, coverage is 10 worse.
    A first choice costs nothing, so choices stay. With the row put back all is right again."""
    whole = (folder / "placements.csv").read_bytes()
    session = dropped(folder)
    enrolled = len([r for r in cells_of(folder, "placements") if r[3] == session])
    for command in (("verify", SCHOOL, folder), ("audit", folder)):
        said = kehou("--lang", "zh", *command).err
        gone = said.index("placements.csv 少了学生S10101、周五")
        follow = said.index("下面 4 处对不上了")
        assert gone < follow < said.index(f"写的是 {enrolled + 1}，按其他表算是 {enrolled}。")
        assert "应为" not in said
        assert "也还在" not in said
    (folder / "placements.csv").write_bytes(whole)
    assert kehou("verify", SCHOOL, folder).code == 0


def test_what_is_wrong_besides_is_told_apart(kehou, folder: Path) -> None:
    """A figure that was wrong in the record already stays so with the row put back."""
    plan = load_plan(folder)
    wrong = plan.scores[0].model_copy(update={"value": plan.scores[0].value + 500})
    save_plan(plan.model_copy(update={"scores": (wrong, *plan.scores[1:])}), load_school(SCHOOL), folder, force=True)
    dropped(folder)
    said = kehou("--lang", "en", "verify", SCHOOL, folder).err
    besides = said.index("Wrong besides, also once the rows above are put back (1):")
    assert "for coverage" in said[besides:]
    assert "for coverage" not in said[:besides]
    assert "enrolled says" in said[:besides]


def test_a_row_that_is_there_twice_was_added(kehou, folder: Path) -> None:
    rows = cells_of(folder, "placements")
    edit(folder, "placements", lambda cells: cells.append(cells[1]))
    said = kehou("--lang", "en", "verify", SCHOOL, folder)
    assert said.code == 5
    assert f"placements.csv row {len(rows) + 1}, of student {rows[1][0]}" in said.err
    assert "this row was added; take it out" in said.err
    assert "seem to have been changed" not in said.err


def test_a_gap_that_was_struck_out_is_named(kehou, folder: Path) -> None:
    """The plan as it was made lists the gap, so nothing else has to be looked for."""
    school, plan = load_school(SCHOOL), load_plan(SOLVED)
    save_plan(lacking_a_duty(plan, school), school, folder, force=True)
    edit(folder, "gaps", lambda rows: rows.pop(1))
    said = kehou("--lang", "zh", "verify", SCHOOL, folder).err
    first = plan.duties[0]
    assert f"gaps.csv 少了值班岗位 {first.date.isoformat()}、护学岗这一行，请加回：what=duty" in said
    assert "下面 1 处对不上了" in said
    assert "查不出改了哪里" not in said


def test_cells_and_rows_of_other_tables(kehou, folder: Path) -> None:
    def other_leader(rows: list[list[str]]) -> None:
        rows[1][rows[0].index("leader_id")] = "X9"

    edit(folder, "sessions", other_leader)
    lost = dict(zip(*cells_of(folder, "duties")[:2], strict=True))
    edit(folder, "duties", lambda rows: rows.pop(1))
    said = kehou("--lang", "en", "verify", SCHOOL, folder).err
    assert "Rows changed since the plan was written (2); look at these first:" in said
    assert "sessions.csv row 2, " in said
    assert "leader_id was" in said
    assert "is now X9" in said
    assert "duties.csv: the row of 2026-09-01, 护学岗 was taken out; put it back: " in said
    assert ", ".join(f"{column}={cell}" for column, cell in lost.items()) in said
    assert "put your backup of it in its place" in said
    data = json.loads(kehou("verify", SCHOOL, folder, "--json").out)["altered"]
    assert [(one["file"], one["row"]) for one in data] == [("sessions.csv", 2), ("duties.csv", None)]
    assert [(cell["column"], cell["now"]) for cell in data[0]["cells"]] == [("leader_id", "X9")]


def test_rows_are_told_in_words(kehou, folder: Path) -> None:
    """The rank of the first row of placements.csv, alone: the student and the block by name, not as S;tue."""
    student, block = "", ""

    def other_rank(rows: list[list[str]]) -> None:
        nonlocal student, block
        student, block = (rows[1][rows[0].index(name)] for name in ("student_id", "block"))
        rows[1][rows[0].index("rank")] = "9"

    edit(folder, "placements", other_rank)
    said = kehou("--lang", "zh", "verify", SCHOOL, folder).err
    named = f"学生{student}、{block_name('zh', load_school(SCHOOL), block)}"
    assert f"placements.csv 的{named}行" in said
    assert f"placements.csv 第2行，{named}：rank" in said
    assert f"{student};{block}" not in said


def test_an_escort_that_was_changed_is_no_matter_of_pins(kehou, folder: Path) -> None:
    def nobody(rows: list[list[str]]) -> None:
        column = rows[0].index("escort_id")
        next(row for row in rows[1:] if row[column])[column] = ""

    untouched = kehou("--lang", "zh", "verify", SCHOOL, folder).err
    edit(folder, "sessions", nobody)
    said = kehou("--lang", "zh", "verify", SCHOOL, folder).err
    assert "陪同教师和小屋的照看教师不能固定。" in said
    assert "要换带班人、教室、值班人或学生的社团" in said
    assert "不能固定" not in untouched


FIGURES = [Figures("choices", 675, 675, 675), Figures("fairness", 4432, 4492, 4492), Figures("wishes", 28, 30, 30)]
DOUBLE, FIGURE = Breach("R1", "R1.teacher", "a;m1"), Breach("scores", "scores.value", "fairness")


def test_every_goal_below_its_bound_is_told() -> None:
    assert below_bounds(FIGURES, [DOUBLE, FIGURE], "zh") == [
        "工作量均衡、教师意愿：重新算的比“最少也要”还少，是因为方案不合规则了，不是变好了。"
    ]
    assert below_bounds(FIGURES[:1], [DOUBLE], "zh") == []


def test_a_goal_is_below_its_bound_where_one_before_it_got_worse() -> None:
    """The bound of fairness holds while no more than 675 is lost in choices."""
    worse = [FIGURES[0]._replace(recomputed=680), *FIGURES[1:]]
    assert below_bounds(worse, [FIGURE], "en") == [
        "fairness, wishes: the recomputed figure is below “at least”, because choices got worse; “at least” is the least "
        "while no goal above it gets worse."
    ]


def test_a_bound_that_a_plan_without_faults_goes_below_is_wrong() -> None:
    (said,) = below_bounds(FIGURES[:2], [FIGURE], "zh")
    assert said == "工作量均衡：重新算的比“最少也要”还少，而方案没有违反规则，可见“最少也要”这一格写错了。"


def lacking_a_duty(plan: Plan, school: School) -> Plan:
    """The plan with nobody on its first post, listed as a gap, and the figures for it."""
    first = plan.duties[0]
    empty = first.model_copy(update={"staff_id": None})
    gap = Gap(what="duty", where=f"{first.date.isoformat()};{first.post_id}", reason="没有人")
    lacking = plan.model_copy(update={"duties": (empty, *plan.duties[1:]), "gaps": (gap,)})
    values = verify(school, lacking).scores
    scores = tuple(
        s.model_copy(update={"value": values[s.goal], "bound": min(s.bound, values[s.goal])}) for s in plan.scores
    )
    return lacking.model_copy(update={"scores": scores})


def test_a_plan_with_a_gap_is_not_called_whole(kehou, tmp_path: Path) -> None:
    school, plan = load_school(SCHOOL), load_plan(SOLVED)
    save_plan(lacking_a_duty(plan, school), school, tmp_path / "plan")
    said = kehou("--lang", "zh", "verify", SCHOOL, tmp_path / "plan")
    assert said.code == 0
    assert "规则全部满足" not in said.err
    assert "还有 1 个缺口" in said.err
    assert said.err.splitlines()[-1].split()[:2] == ["kehou", "explain"]


def swap_two(rows: list[list[str]], one: str, two: str, block: str) -> None:
    first, second = (next(r for r in rows if r[0] == who and r[2] == block) for who in (one, two))
    first[3:], second[3:] = second[3:], first[3:]


def test_an_audit_that_finds_something_ends_with_that(kehou, folder: Path) -> None:
    """Two students of the same grade and the same rank of both clubs are exchanged: every rule holds, and only the lots tell."""
    school, plan = load_school(SCHOOL), load_plan(SOLVED)
    rows = [p for p in plan.placements if p.rank and p.session_id]
    ranks = {(p.student_id, p.block): school.ranks(p.student_id, p.block) for p in rows}
    pairs = (
        (a, b)
        for a in rows
        for b in rows
        if a.student_id < b.student_id
        and a.block == b.block
        and a.activity_id != b.activity_id
        and ranks[a.student_id, a.block].get(b.activity_id or "") == b.rank
        and ranks[b.student_id, b.block].get(a.activity_id or "") == a.rank
        and school.student_by_id[a.student_id].class_id == school.student_by_id[b.student_id].class_id
        and not any(
            p.student_id in (a.student_id, b.student_id)
            and p.block != a.block
            and p.activity_id in (a.activity_id, b.activity_id)
            for p in rows
        )
    )
    a, b = next(pairs)
    assert a.rank == ranks[b.student_id, b.block].get(a.activity_id or "")

    def exchange(cells: list[list[str]]) -> None:
        swap_two(cells, a.student_id, b.student_id, a.block)

    edit(folder, "placements", exchange)
    said = kehou("--lang", "zh", "audit", folder)
    assert said.code == 5
    assert "规则全部满足" not in said.err
    assert "不能再少了" not in said.err
    assert "结论：核对不通过" in said.err.splitlines()[-3]
    assert "列出的一格一格改回" in said.err.splitlines()[-2]
    assert "先恢复原样" in said.err.splitlines()[-1]
    assert "因为改了上面这些，下面 2 处对不上了。" in said.err
    assert "方案的表在排好以后改过 2 行，请先看这里：" in said.err


def test_a_change_within_the_rules_is_not_the_programs_list(kehou, folder: Path) -> None:
    """Two people change a Tuesday of the same post: rules and figures hold, and only the record tells."""

    def exchange(rows: list[list[str]]) -> None:
        day, post, staff = (rows[0].index(name) for name in ("date", "post_id", "staff_id"))
        one, two = (next(r for r in rows if (r[day], r[post]) == (at, "gate")) for at in ("2026-09-01", "2026-12-01"))
        assert one[staff] != two[staff]
        one[staff], two[staff] = two[staff], one[staff]

    edit(folder, "duties", exchange)
    said = kehou("--lang", "zh", "verify", SCHOOL, folder)
    assert said.code == 0
    assert "方案的表在排好以后改过 2 行，请先看这里：" in said.err
    assert "规则全部满足" in said.err
    assert "不是程序排的那一份" in said.err
    assert said.err.splitlines()[-1].split()[:2] == ["kehou", "audit"]
    audited = kehou("--lang", "zh", "audit", folder)
    assert audited.code == 5
    assert "不是程序排的那一份" in audited.err.splitlines()[-2]


def test_a_rerun_is_not_said_to_bring_the_lists_back(kehou, folder: Path) -> None:
    """What was there before is told, so it can be put back; where nothing tells it, that is said."""
    edit(folder, "scores", lambda rows: rows[1].__setitem__(1, "999999"))
    for command in (("verify", SCHOOL, folder), ("audit", folder)):
        said = kehou("--lang", "zh", *command)
        assert said.code == 5
        assert "一格一格改回“原来是”后面写的" in said.err
        assert "scores.csv 第2行，coverage（覆盖）：value（数值）原来是 " in said.err
        assert "固定活动" not in said.err
    plan = load_plan(folder)
    save_plan(plan, load_school(SCHOOL), folder, force=True)
    said = kehou("--lang", "zh", "verify", SCHOOL, folder)
    assert said.code == 5
    assert "查不出改了哪里" in said.err
    assert "一格一格" not in said.err


def test_a_name_that_is_not_there_is_looked_up_in_a_table(kehou, folder: Path) -> None:
    """The help of the command cannot tell a name; several that are like it are all told."""
    said = kehou("--lang", "zh", "explain", SCHOOL, folder, "--student", "没有此人").err
    assert "请到“学生”表核对" in said
    assert "--help" not in said
    names = [t.name for t in load_school(SCHOOL).teachers]
    shared = next(name[0] for name in names if sum(name[0] in other for other in names) > 1)
    like = [name for name in names if shared in name]
    said = kehou("--lang", "zh", "explain", SCHOOL, folder, "--teacher", shared).err
    assert all(name in said for name in like)


def test_what_is_wrong_in_two_slots_is_said_once() -> None:
    school, plan = load_school(SCHOOL), load_plan(SOLVED)
    person = school.teachers[0]
    places = ", ".join(s.session_id for s in plan.sessions[:2])
    one, two = list(school.slot_by_id)[:2]
    breaches = [
        Breach(
            "R1",
            "R1.teacher",
            f"{person.teacher_id};{slot}",
            {"person": person.teacher_id, "slot": slot, "places": places},
        )
        for slot in (one, two)
    ]
    other = Breach("R7", "R7.clearance", "x", {"person": person.teacher_id, "date": "2026-10-01"})
    first, second = told([*breaches, other], school, plan, "zh")
    assert slot_name("zh", school, one) in first
    assert slot_name("zh", school, two) in first
    assert "2026-10-01" in second


def test_lots_that_could_not_be_drawn_are_no_pass(kehou, folder: Path, tmp_path: Path) -> None:
    """A plan that was made again from another needs that other one; without it the last line does not praise it."""
    plan = load_plan(folder)
    again = tmp_path / "again"
    made_again = plan.model_copy(update={"run": plan.run.model_copy(update={"parent": "0" * 64})})
    save_plan(made_again, load_school(folder / "instance.json"), again)
    said = kehou("--lang", "en", "audit", again)
    assert said.code == 5
    assert "The record in plan.json contradicts itself" in said.err
    line = (Ancestor(digest="0" * 64, made=None, command="solve", changes=None),)
    save_plan(
        made_again.model_copy(update={"run": made_again.run.model_copy(update={"line": line})}),
        load_school(folder / "instance.json"),
        again,
        force=True,
    )
    said = kehou("--lang", "en", "audit", again)
    assert said.code == 5
    assert "so this is not a pass." in said.err.splitlines()[-3]
    assert said.err.splitlines()[-1].split()[-2:] == ["--previous", "EARLIER-PLAN"]
