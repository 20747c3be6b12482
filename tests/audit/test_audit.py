"""The drawing repeated from a plan's folder: what agrees, and what does not."""

import json
import shutil

import pytest
from shortage_schools import small, teachers

from models.pins import PinPlacementRow
from scheduler.audit import audit, describe
from scheduler.cli.app import run
from scheduler.files.plans import load_plan, save_plan
from scheduler.options import Options
from scheduler.plan import solve
from scheduler.rerun import rerun


def wanted():
    """All ten students rank chess before go; chess and go seat five each, so that lots decide all ten places."""
    acts = [a.model_dump() for a in small().activities if a.activity_id != "chess"]
    acts += [{"activity_id": a, "name": a, "kind": "club", "max_size": 5} for a in ("chess", "go")]
    choices = [
        {"student_id": s.student_id, "rank": n, "activity_id": a}
        for s in small().students
        for n, a in enumerate(("chess", "go"), 1)
    ]
    staff = teachers("a", "b", "c", "d", skills="art;chess;go")
    return small(activities=acts, choices=choices, teachers=staff)


@pytest.fixture(scope="module")
def made():
    school = wanted()
    return school, solve(school, Options(time_limit=20, seed=3, workers=1))


def kinds(school, plan, previous=None):
    found = audit(school, plan, previous)
    return [f.key for f in (*found.unchecked, *found.faults)]


def test_a_plan_agrees_with_its_lots(made):
    school, plan = made
    found = audit(school, plan)
    assert (found.good, found.places, found.decided) == (True, 10, 10)
    first_five = plan.run.lots[:5]
    assert sorted(p.student_id for p in plan.placements if p.activity_id == "chess") == sorted(first_five)


def test_the_seed_changes_who(made):
    school, plan = made
    other = solve(school, Options(time_limit=20, seed=4, workers=1))
    assert audit(school, other).good
    assert other.run.lots != plan.run.lots


def swapped(plan):
    """The first and the last lot have changed places."""
    rows = {p.student_id: p for p in plan.placements}
    one, two = plan.run.lots[0], plan.run.lots[-1]
    cells = ("session_id", "activity_id", "rank")
    rows[one], rows[two] = (
        rows[one].model_copy(update={c: getattr(rows[two], c) for c in cells}),
        rows[two].model_copy(update={c: getattr(rows[one], c) for c in cells}),
    )
    return plan.model_copy(update={"placements": tuple(sorted(rows.values(), key=lambda p: p.student_id))})


def test_a_swap_by_hand_is_found(made):
    school, plan = made
    found = audit(school, swapped(plan))
    one, two = sorted((plan.run.lots[0], plan.run.lots[-1]))
    assert found.breaches == ()  # every rule holds and the total cost is the same
    assert [(f.key, f.blanks["student"]) for f in found.faults] == [("place", one), ("place", two)]
    for lang in ("zh", "en"):
        text = describe(found.faults[0], lang, school)
        assert one in text
        assert "{" not in text


def test_other_faults(made):
    school, plan = made

    def with_run(**cells):
        return plan.model_copy(update={"run": plan.run.model_copy(update=cells)})

    assert kinds(school, with_run(lots=None)) == ["no_record"]
    assert kinds(school, with_run(lots=plan.run.lots[::-1])) == ["order"]
    assert kinds(school, with_run(lots=plan.run.lots[1:])) == ["other_students"]
    assert kinds(school, with_run(digest="0")) == ["other_instance"]
    # another seed gives another order, and other places
    assert kinds(school, with_run(seed=4))[0] == "order"
    assert "place" in kinds(school, with_run(seed=4))


def test_a_rerun_keeps_who_has_what_and_agrees_beside_its_previous(made):
    school, plan = made
    again = rerun(school, plan, Options(time_limit=20, seed=4, workers=1))
    assert (
        again.placements == plan.placements
    )  # another seed draws another order, but places that stay as they were count
    assert audit(school, again, plan).faults == ()
    assert audit(school, again).decided is None


def test_a_rerun_of_a_plan_that_was_changed_by_hand_does_not_pass(made, tmp_path, capsys):
    """The rerun keeps the two places that changed hands; beside the plan as it was written it passes."""
    school, plan = made
    forged = swapped(plan)
    save_plan(forged, school, tmp_path / "first")
    again = rerun(school, load_plan(tmp_path / "first"), Options(time_limit=20, seed=4, workers=1))
    assert again.placements == forged.placements
    save_plan(again, school, tmp_path / "again")
    command = ["audit", str(tmp_path / "again"), "--previous", str(tmp_path / "first"), "--lang", "zh"]
    assert run(command) == 5  # the lots of the earlier plan itself do not give these two places
    said = capsys.readouterr().err
    assert "原方案自己没有通过核对" in said
    assert said.splitlines()[-1].split()[:3] == ["kehou", "audit", str(tmp_path / "first")]
    save_plan(plan, school, tmp_path / "genuine")
    shutil.copy(tmp_path / "genuine" / "plan.json", tmp_path / "first")
    assert run([*command, "--json"]) == 5
    data = json.loads(capsys.readouterr().out)
    assert (data["good"], data["previous_good"], data["faults"]) == (False, False, [])
    save_plan(rerun(school, plan, Options(time_limit=20, workers=1)), school, tmp_path / "again", force=True)
    save_plan(plan, school, tmp_path / "first", force=True)
    assert run(command) == 0
    said = capsys.readouterr().err
    assert "本方案的 10 个社团名额全部照原方案保留，这次没有抽签。" in said
    assert "10 个社团名额中 10 个由抽签决定，重新抽签完全一致" in said
    assert "重新抽签，结果与方案完全一致" not in said
    assert said.splitlines()[-1] == "结论：核对通过。"


def test_a_plan_made_again_passes_only_beside_every_plan_before_it(made, tmp_path, capsys):
    """Three plans, each made from the one before: the last needs both others, in their order."""
    school, plan = made
    two = rerun(school, plan, Options(time_limit=20, workers=1))
    pinning = school.replaced(pin_placements=(pinned(two),))
    three = rerun(pinning, two, Options(time_limit=20, workers=1))
    folders = [tmp_path / name for name in ("third", "second", "first")]
    for one, of, folder in zip((three, two, plan), (pinning, school, school), folders, strict=True):
        save_plan(one, of, folder)
    third, second, first = map(str, folders)
    assert run(["audit", third]) == 5
    assert "--previous" in capsys.readouterr().err
    assert run(["audit", third, "--previous", second, "--lang", "zh"]) == 5
    assert f"--previous {second} --previous 原方案文件夹" in capsys.readouterr().err
    assert run(["audit", third, "--previous", second, "--previous", first]) == 0
    capsys.readouterr()
    assert run(["audit", second, "--previous", third, "--lang", "zh"]) == 5
    said = capsys.readouterr().err
    assert "不是本方案改排时用的那份原方案" in said
    assert "结论：核对通过" not in said
    assert run(["audit", first, "--previous", second, "--lang", "en"]) == 5
    assert "leave out --previous" in capsys.readouterr().err


def pinned(plan):
    """A pin that moves the student of the last lot to chess."""
    student = plan.run.lots[-1]
    now = next(p for p in plan.placements if p.student_id == student)
    other = "go" if now.activity_id == "chess" else "chess"
    return PinPlacementRow(student_id=student, block=now.block, activity_id=other)


def test_a_record_that_contradicts_itself_is_a_difference(made, tmp_path, capsys):
    school, plan = made
    again = rerun(school, plan, Options(time_limit=20, workers=1))

    def of(one, **cells):
        return one.model_copy(update={"run": one.run.model_copy(update=cells)})

    assert kinds(school, again, plan) == []
    assert kinds(school, of(plan, max_changes=3)) == ["record_alone"]
    assert kinds(school, of(plan, line=again.run.line)) == ["record_alone"]
    assert kinds(school, of(plan, goals=("coverage",))) == ["record_goals"]
    assert kinds(school, of(again, goals=("coverage",)), plan) == ["record_goals"]
    assert kinds(school, of(again, line=()), plan) == ["record_line"]
    assert kinds(school, of(again, max_changes=-1), plan) == ["record_limit"]
    assert kinds(school, of(again, parent="0" * 64), plan) == ["other_previous", "record_line"]
    assert kinds(school, again) == ["needs_previous"]
    assert kinds(school, plan, again) == ["not_made_again"]
    save_plan(of(plan, max_changes=3), school, tmp_path / "plan")
    assert run(["audit", str(tmp_path / "plan"), "--lang", "zh"]) == 5
    said = capsys.readouterr().err
    assert "自相矛盾：没有记原方案（parent），却有只在改排时才记的 max_changes" in said
    assert said.splitlines()[-1].startswith("结论：核对不通过，plan.json 的记录")


def edited(folder, **cells):
    """Changes cells of the record of a plan's folder, and nothing else."""
    path = folder / "plan.json"
    data = json.loads(path.read_text(encoding="utf-8"))
    data["run"] |= cells
    path.write_text(json.dumps(data), encoding="utf-8")


@pytest.mark.parametrize("cells", [{"gap": 5}, {"version": "0.0.9"}, {"time_limit": 600.0}, {"workers": 3}])
def test_a_record_that_was_edited_does_not_pass(made, tmp_path, capsys, cells):
    """A run could have written each of these; the seal tells that this one did not."""
    school, plan = made
    save_plan(plan, school, tmp_path / "plan")
    edited(tmp_path / "plan")  # set out otherwise, with the same entries
    assert run(["audit", str(tmp_path / "plan"), "--lang", "zh"]) == 0
    assert "封记" not in capsys.readouterr().err
    edited(tmp_path / "plan", **cells)
    assert run(["audit", str(tmp_path / "plan"), "--lang", "zh"]) == 5
    said = capsys.readouterr().err
    assert "末尾的封记（seal）与内容不符" in said
    assert said.splitlines()[-1].startswith("结论：核对不通过，plan.json 的记录")
    assert run(["verify", str(tmp_path / "plan" / "instance.json"), str(tmp_path / "plan"), "--lang", "en"]) == 0
    assert "plan.json was changed since the plan was made" in capsys.readouterr().err


def test_of_a_changed_record_and_good_tables_the_tables_are_not_blamed(made, tmp_path, capsys):
    """Whoever changes a place in plan.json alone has changed nothing in placements.csv; with both changed nothing tells."""
    school, plan = made
    folder = tmp_path / "plan"
    save_plan(plan, school, folder)
    path = folder / "plan.json"
    data = json.loads(path.read_text(encoding="utf-8"))
    data["placements"][0]["activity_id"] = data["placements"][-1]["activity_id"] + "-2"
    path.write_text(json.dumps(data), encoding="utf-8")
    for command in (["audit", str(folder)], ["verify", str(folder / "instance.json"), str(folder)]):
        assert run([*command, "--lang", "en"]) == (5 if command[0] == "audit" else 0)
        said = capsys.readouterr().err
        assert "the CSV tables were not, so leave them as they are" in said
        assert "placements.csv" not in said
    edited(folder, gap=5)
    assert run(["verify", str(folder / "instance.json"), str(folder), "--lang", "en"]) == 0
    said = capsys.readouterr().err
    assert "the tables can no longer be compared with it row by row" in said
    assert "placements.csv" not in said


def test_a_goal_that_is_called_optimal_and_is_not_is_wrong(made, tmp_path, capsys):
    school, plan = made
    folder = tmp_path / "plan"
    scores = tuple(s.model_copy(update={"bound": s.value - 1}) if s.goal == "continuity" else s for s in plan.scores)
    save_plan(plan.model_copy(update={"scores": scores}), school, folder)
    path = folder / "scores.csv"
    text = path.read_text(encoding="utf-8-sig")
    assert text.count("feasible") == 1
    path.write_text(text.replace("feasible", "optimal"), encoding="utf-8-sig")
    for command in (["audit", str(folder)], ["verify", str(folder / "instance.json"), str(folder)]):
        assert run([*command, "--lang", "en"]) == 5
        assert "scores.csv: the status of continuity is optimal; it should be feasible" in capsys.readouterr().err


def test_a_record_that_another_program_set_out_is_the_same(made, tmp_path):
    """20.0 and 20 are one number in JSON."""
    school, plan = made
    save_plan(plan, school, tmp_path / "plan")
    path = tmp_path / "plan" / "plan.json"
    text = path.read_text(encoding="utf-8")
    assert '"time_limit": 20.0' in text
    path.write_text(text.replace('"time_limit": 20.0', '"time_limit": 20'), encoding="utf-8")
    assert run(["audit", str(tmp_path / "plan"), "--lang", "en"]) == 0


def test_a_record_nested_beyond_reason_is_a_fault_of_the_file(made, tmp_path, capsys):
    school, plan = made
    save_plan(plan, school, tmp_path / "plan")
    (tmp_path / "plan" / "plan.json").write_text("[" * 200_000, encoding="utf-8")
    assert run(["audit", str(tmp_path / "plan"), "--lang", "en"]) == 1
    assert "plan.json" in capsys.readouterr().err


def test_a_record_without_a_seal_is_told_and_what_cannot_be_is_refused(made, tmp_path, capsys):
    school, plan = made
    save_plan(plan, school, tmp_path / "plan")
    path = tmp_path / "plan" / "plan.json"
    path.write_text(plan.model_dump_json(), encoding="utf-8")
    assert run(["audit", str(tmp_path / "plan"), "--lang", "en"]) == 0
    assert "plan.json has no seal" in capsys.readouterr().err
    for name, value in {"gap": -0.5, "version": "new", "workers": -1, "time_limit": 0.0, "seed": -3}.items():
        of = plan.model_copy(update={"run": plan.run.model_copy(update={name: value})})
        assert [f.blanks for f in audit(school, of).faults if f.key == "record_value"] == [
            {"name": name, "found": str(value)}
        ]


def test_places_that_a_limit_of_changes_decided_are_not_checked(made):
    """Changes come last and no more than two may be: whoever deals for the choices alone would change more."""
    school, plan = made
    again = rerun(school, plan, Options(time_limit=20, workers=1))
    order = ("coverage", "choices", "fairness", "duty", "wishes", "continuity", "cost", "changes")
    limited = again.model_copy(update={"run": again.run.model_copy(update={"goals": order, "max_changes": 2})})
    found = audit(school, limited, plan)
    assert ([f.key for f in found.unchecked], found.decided, found.good) == (["limited"], None, False)


def test_the_command(made, tmp_path, capsys):
    school, plan = made
    save_plan(plan, school, tmp_path / "plan")
    assert run(["audit", str(tmp_path / "plan"), "--lang", "zh"]) == 0
    assert "抽签" in capsys.readouterr().err
    save_plan(swapped(plan), school, tmp_path / "plan")
    assert load_plan(tmp_path / "plan").run.lots == plan.run.lots
    assert run(["audit", str(tmp_path / "plan"), "--json"]) == 5
    data = json.loads(capsys.readouterr().out)
    assert (data["good"], data["decided"], len(data["faults"])) == (False, 10, 2)


def test_a_place_in_a_session_that_is_not_there_is_not_drawn_again(made, tmp_path, capsys):
    school, plan = made
    first, *rest = plan.placements
    moved = first.model_copy(update={"session_id": "F/none/1"})
    save_plan(plan.model_copy(update={"placements": (moved, *rest)}), school, tmp_path / "moved")
    assert run(["audit", str(tmp_path / "moved"), "--lang", "en"]) == 5
    said = capsys.readouterr().err
    assert "sessions.csv has no session_id F/none/1." in said
    assert "the lots were not drawn again" in said
    assert "decided by the children's choices" not in said


def test_a_wrong_figure_does_not_keep_the_lots_from_being_drawn(made):
    """No list is touched: all ten places agree with their lots, and the figure alone is wrong."""
    school, plan = made
    first, *rest = plan.scores
    wrong = first.model_copy(update={"value": first.value + 1})
    found = audit(school, plan.model_copy(update={"scores": (wrong, *rest)}))
    assert {one.rule for one in found.breaches} == {"scores"}
    assert (found.decided, found.faults, found.good) == (10, (), False)


def test_two_lots_that_changed_places_are_both_counted(made):
    school, plan = made
    lots = list(plan.run.lots)
    lots[2], lots[7] = lots[7], lots[2]
    fault = audit(school, plan.model_copy(update={"run": plan.run.model_copy(update={"lots": tuple(lots)})})).faults[0]
    assert (fault.key, fault.blanks["number"], fault.blanks["count"]) == ("order", "3", "2")


def test_a_plan_without_a_record_cannot_be_checked(made, tmp_path, capsys):
    school, plan = made
    save_plan(plan.model_copy(update={"run": plan.run.model_copy(update={"lots": None})}), school, tmp_path / "old")
    assert run(["audit", str(tmp_path / "old"), "--lang", "en"]) == 5
    said = capsys.readouterr().err
    assert "cannot be checked" in said
    assert "drawn again" not in said
    assert "not by lots" not in said
    assert "do not plan again" in said.splitlines()[-1]


def test_a_rerun_without_a_record_that_keeps_every_place_is_the_earlier_plans_to_answer_for(made, tmp_path, capsys):
    """Nothing was drawn for it; beside a plan that does not pass itself, that is said."""
    school, plan = made
    again = rerun(school, plan, Options(time_limit=20, workers=1))
    again = again.model_copy(update={"run": again.run.model_copy(update={"lots": None})})
    assert kinds(school, again) == ["no_record", "needs_previous"]
    assert audit(school, again, plan).good
    save_plan(again, school, tmp_path / "again")
    assert run(["audit", str(tmp_path / "again"), "--lang", "zh"]) == 5
    said = capsys.readouterr().err
    assert "没有留下抽签记录" in said
    assert said.splitlines()[-1].split()[-2:] == ["--previous", "原方案文件夹"]
    old = plan.model_copy(update={"run": plan.run.model_copy(update={"lots": None})})
    save_plan(old, school, tmp_path / "old")
    assert run(["audit", str(tmp_path / "again"), "--previous", str(tmp_path / "old"), "--lang", "zh"]) == 5
    said = capsys.readouterr().err
    assert "全部照原方案保留" in said
    assert "原方案自己没有通过核对" in said


@pytest.mark.parametrize(
    ("below", "zh"),
    [
        (0, "排在志愿前面的（覆盖）都不变差，就不能再少了（这里没有重新证明）。"),
        (1, "也许还能少，但按编排时的记录，排在志愿前面的（覆盖）都不变差，就不会少于"),
        (None, "分。各社团开多少名额"),
    ],
)
def test_what_is_known_of_the_points(made, tmp_path, capsys, below, zh):
    """``below``: by how much the bound is under the value; None: a bound of nothing, which is left out."""
    school, plan = made
    value = next(s.value for s in plan.scores if s.goal == "choices")
    assert value > 1
    bound = 0 if below is None else value - below
    scores = tuple(s.model_copy(update={"bound": bound}) if s.goal == "choices" else s for s in plan.scores)
    save_plan(plan.model_copy(update={"scores": scores}), school, tmp_path / "plan")
    assert run(["audit", str(tmp_path / "plan"), "--lang", "zh"]) == 0
    said = capsys.readouterr().err
    assert f"本方案合计{value}分" in said
    assert zh in said
    assert "少于0" not in said


def test_an_altered_plan_is_told_by_names_and_not_to_be_edited(made, tmp_path, capsys):
    school, plan = made
    first, *rest = plan.placements
    other = next(s for s in plan.sessions if s.block == first.block and s.activity_id != first.activity_id)
    cells = {"session_id": other.session_id, "activity_id": other.activity_id, "rank": 9}
    school = school.replaced(choices=tuple(c for c in school.choices if c.activity_id != other.activity_id))
    save_plan(
        plan.model_copy(update={"placements": (first.model_copy(update=cells), *rest)}), school, tmp_path / "plan"
    )
    for command in (["audit"], ["verify", str(tmp_path / "plan" / "instance.json")]):
        assert run([*command, str(tmp_path / "plan"), "--lang", "zh"]) == 5
        said = capsys.readouterr().err
        name = school.activity_by_id[other.activity_id].name
        assert (
            f"学生 {first.student_id}（{first.class_id}班）在周五社团课（16:00–17:00）被排到 {name}，志愿里没有。"
            in said
        )
        assert "不要手工改" in said
