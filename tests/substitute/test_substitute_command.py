"""``kehou substitute`` from the command line, on the small school."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner
from day_cases import SCHOOL, call, put, with_teachers

from models.school import School
from scheduler.cli import main
from scheduler.files import save_school
from scheduler.files.ledger import load_ledger

Run = Callable[..., tuple[int, str, str]]
TUE = "2025-09-30"
FRI = "2025-09-26"


@pytest.fixture
def place(tmp_path: Path) -> Path:
    return put(tmp_path, SCHOOL)


def entries(place: Path) -> list[tuple[str, str | None, str | None, str]]:
    return [(c.what, c.was, c.now, c.reason) for c in load_ledger(place / "plan") if not c.is_absence]


def absences(place: Path) -> list[tuple[str, str | None, str | None, str]]:
    return [(c.what, c.was, c.now, c.reason) for c in load_ledger(place / "plan") if c.is_absence]


def test_what_is_found_is_shown_with_reasons_in_both_languages(place: Path) -> None:
    code, out, _ = call(place, "--date", TUE, "--absent", "T4")
    assert code == 0
    assert "16:00–16:40 lead hw1 of class 1A, room r1A" in out
    assert "leader:hw-1A-tue1" in out
    assert any("★" in line and "T1" in line and "head teacher of 1A" in line for line in out.splitlines())
    code, out, _ = call(place, "--date", TUE, "--absent", "T4", lang="zh")
    assert "16:00–16:40 1Ahw1（r1A）" in out
    assert any("★" in line and "T1" in line and "1A班主任" in line for line in out.splitlines())
    assert not (place / "plan" / "changes.csv").exists()


def test_data_say_the_same(place: Path) -> None:
    code, out, err = call(place, "--date", TUE, "--absent", "T4", "--most", "2", "--json")
    data = json.loads(out)
    assert (code, err) == (0, "")
    assert (data["date"], data["absent"], data["complete"]) == (TUE, ["T4", "T9"], True)
    (task,) = data["tasks"]
    first = task["options"][0]
    assert (first["number"], first["to"], first["recommended"]) == (1, "T1", True)
    assert len(task["options"]) == 2
    assert {"reason": "on leave", "people": ["T9"]} in task["unable"]


def test_taking_an_option_writes_it_down_and_the_day_verifies(place: Path) -> None:
    code, out, _ = call(place, "--date", TUE, "--absent", "T4", "--take", "1", "--reason", "ill")
    assert code == 0
    assert entries(place) == [("leader:hw-1A-tue1", "T4", "T1", "ill")]
    assert "T4 → T1" in out
    assert call(place, "--date", TUE, name="verify")[0] == 0
    # T4 was relieved, so that T4 is not asked for anything else on that date.
    assert "Absent: T4, T9" in call(place, "--date", TUE)[1]


def test_the_whole_proposal_at_once(tmp_path: Path) -> None:
    place = put(tmp_path, with_teachers(T7={"skills": ("games", "chess")}, T3={"skills": ("games",)}))
    code, _, _ = call(place, "--date", FRI, "--absent", "T5", "--take", "all", lang="zh")
    assert code == 0
    assert entries(place) == [("leader:f-chess", "T5", "T7", "#take"), ("leader:f-games-1", "T7", "T3", "#take")]
    assert call(place, "--date", FRI, name="verify")[0] == 0


def test_where_nobody_can_the_reasons_are_said_and_the_session_can_be_cancelled(place: Path) -> None:
    code, out, err = call(place, "--date", FRI, "--absent", "T5", "--json")
    assert code == 6
    assert json.loads(out)["tasks"][0]["options"] == []
    code, out, err = call(place, "--date", FRI, "--absent", "T5")
    assert "no one else has it among their skills" in out
    assert "--cancel leader:f-chess" in err
    code, out, _ = call(place, "--date", FRI, "--absent", "T5", "--cancel", "leader:f-chess")
    assert code == 0
    assert entries(place) == [("leader:f-chess", "T5", None, "#cancel")]
    assert "T5 → not held" in out
    assert call(place, "--date", FRI, name="verify")[0] == 0


def test_a_session_with_an_escort_is_cancelled_with_the_escort(place: Path) -> None:
    assert call(place, "--date", FRI, "--cancel", "leader:f-dance")[0] == 0
    assert entries(place) == [("escort:f-dance", "T4", None, "#cancel"), ("leader:f-dance", "E1", None, "#cancel")]
    assert call(place, "--date", FRI, "--cancel", "escort:f-dance")[0] == 2


def test_swaps_are_for_the_office_unless_the_school_says_otherwise(tmp_path: Path) -> None:
    place = put(tmp_path, SCHOOL)
    code, _, err = call(place, "--date", "2025-09-24", "--swap", "T5", "T7")
    assert code == 2
    assert "only the office" in err
    free = SCHOOL.replaced(policy=SCHOOL.policy.model_copy(update={"swaps": "private"}))
    save_school(
        with_teachers(free, T7={"skills": ("chess",)}, T5={"skills": ("games",)}), place / "school.json", force=True
    )
    assert call(place, "--date", "2025-09-24", "--swap", "T5", "T7")[0] == 0
    assert [entry[:3] for entry in entries(place)] == [("leader:w-chess", "T5", "T7"), ("leader:w-games", "T7", "T5")]
    assert call(place, "--date", "2025-09-24", name="verify")[0] == 0
    assert "Absent" not in call(place, "--date", "2025-09-24")[1], "whoever swapped is there"


def test_a_swap_that_breaks_a_rule_is_refused_with_the_rule(place: Path) -> None:
    code, _, err = call(place, "--date", "2025-09-24", "--swap", "T5", "T7", "--by-office")
    assert code == 5
    assert "does not have games among their skills" in err
    assert "nothing was written" in err
    zh = call(place, "--date", "2025-09-24", "--swap", "T5", "T7", "--by-office", lang="zh")[2]
    assert "w-chess" not in err + zh
    assert "T7 的“可任活动”里没有 chess" in zh
    assert entries(place) == []


def test_two_dated_duties_are_swapped(place: Path) -> None:
    """P1 leads on the 24th and P2 on the 25th: both may be there every other day only; 24 and 28 would be too close."""
    code, _, err = call(place, "--date", "2025-09-24", "--swap", "P1", "P2@2025-09-25", "--by-office")
    assert code == 5
    assert "min_gap is 2" in err
    rested = SCHOOL.replaced(duty_staff=tuple(r.model_copy(update={"min_gap": 1}) for r in SCHOOL.duty_staff))
    save_school(rested, place / "school.json", force=True)
    words = ("--date", "2025-09-24", "--swap", "duty:lead", "duty:lead@2025-09-25", "--by-office")
    assert call(place, *words, "--reason", "两人说好")[0] == 0
    assert entries(place) == [("duty:lead", "P1", "P2", "两人说好"), ("duty:lead", "P2", "P1", "两人说好")]
    assert [call(place, "--date", day, name="verify")[0] for day in ("2025-09-24", "2025-09-25")] == [0, 0]


def test_a_swap_that_is_not_clear_asks_back(place: Path) -> None:
    """T6 has two sessions on Monday."""
    code, _, err = call(place, "--date", "2025-09-22", "--swap", "T6", "T3", "--by-office")
    assert code == 2
    assert "leader:tu-mon1@2025-09-22" in err
    assert "leader:st-1B@2025-09-22" in err
    code, _, err = call(place, "--date", "2025-09-22", "--swap", "T6", "P1", "--by-office")
    assert code == 2
    assert "nothing that they could swap" in err


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--date", "2025-10-01"], "no school"),
        (["--date", FRI, "--absent", "T55"], "T55"),
        (["--date", TUE, "--absent", "T4", "--take", "99"], "no option 99"),
        (["--date", FRI, "--absent", "XXX"], "Nobody has the id or name XXX.\n"),
        (["--date", FRI, "--absent", "Ｔ55"], "The nearest one is T5."),
        (["--date", FRI, "--take", "7"], "no option 7"),
        (["--date", FRI, "--absent", "T5", "--take", "99"], "no option 99: there are no options now"),
        (["--date", FRI, "--absent", "T5", "--take", " "], "--take"),
        (["--date", FRI, "--by-office", "--swap", "", "T5"], "Nobody has the id or name"),
        (["--date", TUE, "--absent", "T4", "--take", "1,2"], "same task"),
        (["--date", TUE, "--absent", "T4", "--take", "all,2"], "--take all"),
        (["--date", FRI, "--cancel", "leader:nothing"], "leader:nothing"),
        (["--date", FRI, "--cancel", "nonsense"], "nonsense"),
        (["--date", FRI, "--take", "1", "--swap", "T1", "T2"], "do not go together"),
        (["--date", FRI, "--reason", "\x07"], "--reason"),
        ([], "--date"),
    ],
)
def test_what_is_not_understood_is_said_and_nothing_is_written(place: Path, words: list[str], said: str) -> None:
    code, out, err = call(place, *words)
    assert (code, out) == (2, "")
    assert said in err
    assert entries(place) == []


def test_several_absent_in_one_word(place: Path) -> None:
    data = json.loads(call(place, "--date", TUE, "--absent", "T4，T6", "--json")[1])
    assert {task["what"] for task in data["tasks"]} == {"leader:hw-1A-tue1", "leader:tu-tue1"}


def named(**names: str) -> School:
    """The school with names for some of its teachers."""
    return with_teachers(**{one: {"name": name} for one, name in names.items()})


def test_people_are_known_by_name_too(tmp_path: Path) -> None:
    place = put(tmp_path, named(T4="程景莹", T6="古丽·艾山", T5="王小雨", T7="王小雨"))
    data = json.loads(call(place, "--date", TUE, "--absent", "程景莹，古丽•艾山", "--json")[1])
    assert data["absent"] == ["T4", "T6", "T9"]
    code, _, err = call(place, "--date", TUE, "--absent", "王小雨", lang="zh")
    assert (code, "T5, T7" in err) == (2, True)
    code, _, err = call(place, "--date", TUE, "--absent", "程景萤", lang="zh")
    assert (code, "最接近的是 程景莹（T4）" in err) == (2, True)
    code, _, err = call(place, "--date", TUE, "--absent", "欧阳明", lang="zh")
    assert (code, "最接近" in err) == (2, False)


def test_a_refused_swap_names_people_and_activities(tmp_path: Path) -> None:
    """T5 leads chess and T7 games on Wednesday; neither has the other's skill."""
    school = named(T5="林一", T7="何二")
    clubs = {"chess": "国际象棋", "games": "体育游戏"}
    rows = tuple(a.model_copy(update={"name": clubs.get(a.activity_id, a.name)}) for a in school.activities)
    place = put(tmp_path, school.replaced(activities=rows))
    code, _, err = call(place, "--date", "2025-09-24", "--swap", "林一", "何二", "--by-office", lang="zh")
    assert code == 5
    assert "何二（T7）的“可任活动”里没有国际象棋" in err
    assert "w-chess" not in err
    assert "周三16:00–16:40的国际象棋" in err


def test_a_ledger_that_cannot_be_read_is_named(place: Path) -> None:
    (place / "plan" / "changes.csv").write_bytes(b"date,what\n")
    code, _, err = call(place, "--date", TUE)
    assert code == 1
    assert "changes.csv" in err


def test_the_log_tells_what_was_arranged(place: Path) -> None:
    call(place, "--date", TUE, "--absent", "T4", "--take", "1", "--reason", "病假")
    runner = CliRunner()
    said = runner.invoke(main, ["log", str(place / "plan"), "--lang", "zh"])
    assert said.exit_code == 0
    assert "2025-09-30  16:00–16:40 1Ahw1（r1A）：T4 → T1  [病假]" in said.stdout
    data = json.loads(runner.invoke(main, ["log", str(place / "plan"), "--json"]).stdout)
    assert [one["command"] for one in data] == ["solve", "substitute", "substitute"]
    assert (data[1]["what"], data[1]["from"], data[1]["to"]) == ("leader:hw-1A-tue1", "T4", "T1")


def test_nobody_absent_is_given_anything_by_a_swap(place: Path) -> None:
    """T5 is absent on Wednesday; T7 and T5 cannot swap into that date then."""
    call(place, "--date", "2025-09-24", "--absent", "T5", "--cancel", "leader:w-chess")
    words = ("--date", "2025-09-26", "--swap", "T5", "leader:w-games@2025-09-24", "--by-office")
    code, _, err = call(place, *words)
    assert code == 5
    assert "T5 is absent on 2025-09-24" in err


def test_progress_is_said_unless_it_is_not_wanted(place: Path) -> None:
    assert "Looking" in call(place, "--date", TUE)[2]
    assert call(place, "--date", TUE, "-q")[2] == ""


def test_the_view_of_the_day_shows_who_really_comes(place: Path, tmp_path: Path) -> None:
    call(place, "--date", TUE, "--absent", "T4", "--take", "1")
    words = ["export", str(place / "plan"), "--out", str(tmp_path / "out"), "--view", "today", "--date", TUE]
    assert CliRunner().invoke(main, words).exit_code == 0
    rows = (tmp_path / "out" / "today.csv").read_text(encoding="utf-8-sig").splitlines()
    homework = next(row for row in rows if ",hw1," in row)
    assert ",T1," in homework


def test_a_task_goes_back_to_whom_the_plan_names(place: Path) -> None:
    call(place, "--date", FRI, "--absent", "T5", "--cancel", "leader:f-chess")
    assert call(place, "--date", FRI, "--restore", "leader:f-chess")[0] == 0
    assert [entry[:3] for entry in entries(place)] == [("leader:f-chess", "T5", None), ("leader:f-chess", None, "T5")]
    assert "Absent" not in call(place, "--date", FRI)[1]
    assert call(place, "--date", FRI, name="verify")[0] == 0
    assert call(place, "--date", FRI, "--restore", "leader:f-games-1")[0] == 2
    assert call(place, "--date", FRI, "--restore", "leader:f-chess", "--take", "1")[0] == 2


def test_a_dance_comes_back_with_its_escort_and_a_carer_to_the_room(tmp_path: Path) -> None:
    place = put(tmp_path, with_teachers(T3={"skills": ("childcare",)}))
    assert call(place, "--date", FRI, "--absent", "T8", "--take", "all")[0] == 0
    assert call(place, "--date", FRI, "--restore", "carer:fri2;play")[0] == 0
    assert [entry[:3] for entry in entries(place)] == [
        ("carer:fri2;play", "T8", "T3"),
        ("carer:fri2;play", "T3", "T8"),
    ]
    call(place, "--date", FRI, "--cancel", "leader:f-dance")
    assert call(place, "--date", FRI, "--restore", "leader:f-dance")[0] == 0
    assert [entry[:3] for entry in entries(place)][-2:] == [
        ("escort:f-dance", None, "T4"),
        ("leader:f-dance", None, "E1"),
    ]
    assert call(place, "--date", FRI, name="verify")[0] == 0


def test_a_plan_with_a_ledger_is_not_replaced(place: Path) -> None:
    call(place, "--date", FRI, "--cancel", "leader:f-chess")
    said = CliRunner().invoke(main, ["solve", str(place / "school.json"), "--out", str(place / "plan"), "--lang", "en"])
    assert said.exit_code == 2
    assert "changes.csv" in said.stderr
    assert len(entries(place)) == 1


def test_an_entry_that_names_nothing_of_the_date_is_found_by_verify(place: Path) -> None:
    (place / "plan" / "changes.csv").write_text(
        f"date,what,from,to,reason,when\n{FRI},leader:gone,T5,T1,x,2025-09-01 08:00\n", encoding="utf-8"
    )
    code, _, err = call(place, "--date", FRI, name="verify")
    assert code == 5
    assert "leader:gone" in err


def test_whoever_left_the_school_leaves_a_task_open(place: Path) -> None:
    later = SCHOOL.replaced(
        teachers=tuple(t for t in SCHOOL.teachers if t.teacher_id != "T4"),
        teaching=(),
        childcare=tuple(c for c in SCHOOL.childcare if c.teacher_id != "T4"),
    )
    save_school(later, place / "school.json", force=True)
    data = json.loads(call(place, "--date", TUE, "--json")[1])
    assert [(task["what"], task["from"]) for task in data["tasks"]] == [("leader:hw-1A-tue1", "T4")]
