"""The command: what it says where nothing is found, where time is short, and what it cannot be given together with."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner
from ways_schools import OPTIONS, crowded, one_supervisor

from models.plan import Gap
from scheduler.cli import main
from scheduler.cli.explain_ways import _show, remarks
from scheduler.cli.ways_words import Asked, alike, left, summary, tried
from scheduler.files import save_school
from scheduler.files.plans import save_plan
from scheduler.plan import solve
from scheduler.ways_out import Gain, Report, Tally, Together, WayOut, finding
from scheduler.ways_out.steps import Seats, Sections


@pytest.fixture(scope="module")
def there(tmp_path_factory):
    """Both schools with their plans."""
    place = tmp_path_factory.mktemp("ways")
    for school, name in ((crowded(), "crowded"), (one_supervisor(), "duty")):
        save_school(school, place / f"{name}.json")
        save_plan(solve(school, OPTIONS), school, place / name)
    return place


def run(there, name, *more):
    command = ["explain", str(there / f"{name}.json"), str(there / name), "--ways-out", *more]
    result = CliRunner().invoke(main, command)
    return result.exit_code, result.stdout, result.stderr


@pytest.mark.parametrize(
    "more", [("--student", "1A-1"), ("--teacher", "a"), ("--club", "chess"), ("--duty", "2026-09-07"), ("--block", "F")]
)
@pytest.mark.parametrize(("lang", "words"), [("en", "cannot go with"), ("zh", "不能与")])
def test_it_is_about_the_whole_plan(there, more, lang, words):
    code, out, err = run(there, "crowded", *more, "--lang", lang)
    assert (code, out) == (2, "")
    assert words in err
    assert more[0] in err


def test_without_a_plan_it_still_goes_with_nothing_else(there):
    result = CliRunner().invoke(
        main, ["explain", str(there / "duty.json"), "--ways-out", "--club", "c", "--lang", "en"]
    )
    assert result.exit_code == 2
    assert "cannot go with" in result.stderr


def test_what_was_tried_in_vain_is_listed(there):
    code, _, err = run(there, "crowded", "--quiet", "--lang", "en")
    assert code == 0
    assert err.strip() == ("1 way was tried, and it does not make the plan better: one more section of a club (1).")
    assert "试过1种办法，都不能改进方案：社团多开一个班（1种）。" in run(there, "crowded", "--lang", "zh")[2]
    data = json.loads(run(there, "crowded", "--json", "--lang", "en")[1])
    assert (data["tried"], data["tried_by_kind"], data["ways_out"]) == (1, {"sections": 1}, [])


def test_a_limit_too_short_for_one_try_is_said_so(there):
    code, out, err = run(there, "crowded", "--time-limit", "1", "--lang", "en")
    assert (code, out) == (4, "")
    assert "A time limit of 1 s is too short to try a single way. Try --time-limit 30." in err
    code, _, err = run(there, "crowded", "--time-limit", "0.5", "--lang", "zh")
    assert code == 4
    assert "时限0.5秒太短" in err


def test_rows_say_what_they_have_beyond_smaller_ones(there):
    code, out, _ = run(there, "duty", "--json", "--lang", "en", "--quiet")
    assert code == 0
    data = json.loads(out)
    rows = [(one["way"], one["result"], one["beyond_row"], one["proven"]) for one in data["ways_out"]]
    less = (
        rows.index(
            ("duty_staff: 1 more supervisor (roles = supervisor, max_week = 1)", "2 more duties are filled", None, True)
        )
        + 1
    )
    assert rows[0] == (
        "duty_staff: 3 more supervisors (roles = supervisor, max_week = 1)",
        f"nothing missing any more; 6 more duties are filled (beyond row {less}: 4 duties)",
        less,
        True,
    )


def test_proofs_are_gone_through_to_the_last(there):
    code, _, err = run(there, "duty", "--lang", "zh")
    assert code == 0
    assert "再看第1种有用的办法最多能换来多少" in err
    assert "程序" not in err


def test_what_was_found_outlives_an_error(there, monkeypatch):
    def fails(*_):
        raise TypeError("no such thing")

    monkeypatch.setattr(finding, "prove", fails)
    code, out, err = run(there, "duty", "--lang", "zh")
    assert (code, out) == (70, "")
    assert "已经找到的办法列在下面" in err
    table, last = err.split("已经找到的办法列在下面", 1)[1], err.strip().splitlines()[-1]
    assert "“值班人员”表加3位督导主任" in table
    assert "TypeError" in last
    code, out, _ = run(there, "duty", "--json", "--quiet", "--lang", "zh")
    data = json.loads(out)
    assert (code, data["ended"], len(data["ways_out"]) > 0) == (70, "broken", True)


def report(**cells):
    plain = Report((), 9, {"seats": 2, "sections": 3}, 0, 0, "all", lacking=True, better_alone=False)
    return replace(plain, **cells)


TRIED = "more seats in a club (2), one more section of a club (3)"


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        ({"total": 5}, [f"5 ways were tried, and none of them makes the plan better: {TRIED}."]),
        (
            {"unknown": 1, "ended": "time"},
            [
                f"5 ways were tried, and with none of them a better plan was found: {TRIED}.",
                "Not known whether they help, since their search was cut short: 1. A longer --time-limit may tell.",
            ],
        ),
        ({"tried": {}, "ended": "stop"}, ["Stopped before any way was tried."]),
        (
            {"tried": {}, "ended": "time"},
            ["A time limit of 20 s is too short to try a single way. Try --time-limit 90."],
        ),
        (
            {"tried": {}, "total": 0, "lacking": False},
            ["Nothing is missing in the plan, and no student was refused a choice: there is nothing to try."],
        ),
        (
            {"tried": {}, "total": 0},
            [
                "There is nothing to try: no seats, people, rooms or limits that could be raised stand against what the "
                "plan lacks."
            ],
        ),
    ],
)
def test_what_is_said_beside_the_table(cells, said):
    assert remarks(report(**cells), "en", 20.0) == said


NOTHING = Gain(*[0] * 11, complete=False)
ASKED = Asked(Path("school"), Path("plan"))
DUTY = Gap(what="duty", where="2026-09-07;lead", reason="-")


@pytest.mark.parametrize(
    ("tally", "lack", "rest"),
    [
        (Tally(3), "这次还没有试到（有3种办法可试）", "还没有找到办法的缺口"),
        (Tally(3, 1), "还没有找到办法（3种办法只试了1种）", "还没有找到办法的缺口"),
        (Tally(3, 3, 2), "还没有找到办法（3种办法里有2种没有算完）", "还没有找到办法的缺口"),
        (Tally(3, 3), "表里没有办法", "表里的办法都补不上的缺口"),
    ],
)
def test_that_nothing_helps_is_said_only_where_all_was_tried(tally, lack, rest):
    early = report(gaps=(DUTY,), left=(DUTY,), tallies={"duties": tally})
    assert summary(early, "zh") == ["方案有1个缺口：", f"  - 值班缺1次：{lack}"]
    (last,) = left(early, crowded(), "zh")
    assert last.startswith(rest)


def test_what_is_left_adds_up_to_what_the_summary_says():
    """Three duties are missing; the best rows together close one, and one date is open in each plan: two are left, wherever."""
    gaps = tuple(replace_where(DUTY, f"2026-09-0{n};lead") for n in (7, 8, 9))
    steps = (Sections("go"),)
    ways = (WayOut(steps, replace(NOTHING, duties=1, coverage=100), sure=True, seconds=1.0, proven=True),)
    joined = Together("duties", (steps,), ((),), 1)
    given = report(ways=ways, gaps=gaps, left=gaps[:1], together=(joined,), tallies={"duties": Tally(3, 3)})
    assert summary(given, "zh")[1] == "  - 值班缺3次：表里的办法补不全；第1行补1，还缺2"
    assert left(given, crowded(), "zh") == ["表里的办法都补不上的缺口：2次值班（落在哪里，各种排法不同）。"]
    (dated,) = left(replace(given, left=gaps[:2]), crowded(), "zh")
    assert "2026-09-07" in dated
    assert "2026-09-08" in dated


def replace_where(gap, where):
    return gap.model_copy(update={"where": where})


def test_how_many_were_tried_and_what_can_be_read_meanwhile():
    """Five of nine; the reasons are pointed at only where a kind of gap was not gone through."""
    early = report(ended="time", tallies={"duties": Tally(3, 1)})
    first, then = tried(early, "en", ASKED)
    assert (
        first
        == "Tried: 5 of 9 ways. Not tried, since the time was over: 4. A longer --time-limit tries more, such as --time-limit 120."
    )
    assert then.splitlines()[1] == "  kehou explain school plan"
    assert len(tried(replace(early, tallies={"duties": Tally(1, 1)}), "zh", ASKED)) == 1
    assert tried(report(total=5), "zh", ASKED) == []


def test_the_reasons_of_gaps_are_in_the_language_that_is_asked_for(there):
    """The plan was made in one language, whichever it is."""
    say = {}
    for lang in ("zh", "en"):
        command = ["explain", str(there / "duty.json"), str(there / "duty"), "--lang", lang]
        say[lang] = CliRunner().invoke(main, command).stdout
    assert "值班（督导主任）6个（2026-09-07（周一）Gate、" in say["zh"]
    assert "督导主任都值不了：x（同一周的2026-09-10、2026-09-11已排了班，“每周上限”是2次）" in say["zh"]
    assert (
        "Nobody with the role supervisor could: x (on duty on 2026-09-10, 2026-09-11 of the same week; max_week is 2)"
        in say["en"]
    )
    assert "督导" not in say["en"]


def test_what_closes_the_gaps_and_the_next_command_are_said(there):
    """Six of ten duties are missing: three more people close all six, two fewer do not; nothing is left that no row closes."""
    code, _, err = run(there, "duty", "--lang", "zh", "--quiet")
    assert code == 0
    lines = err.splitlines()
    assert lines[0] == "方案有6个缺口："
    assert lines[1].startswith("  - 值班缺6次：第1行")
    assert lines[-1].split()[:2] == ["kehou", "rerun"]
    assert "都补不上" not in err
    assert "用时" in err
    assert "分数之外" not in err  # nothing is told of choices here


def test_what_is_not_proven_of_choices_is_said_once():
    better = replace(NOTHING, cost=5, first_choices=2, better=2)
    ways = tuple(WayOut((Sections(name),), better, sure=True, seconds=1.0, proven=True) for name in ("chess", "go"))
    assert len(alike(report(ways=ways), "zh")) == 1
    assert "Only the points are proven" in alike(report(ways=ways), "en")[0]
    closing = WayOut((Sections("go"),), replace(NOTHING, sessions=1, coverage=100), sure=True, seconds=1.0)
    assert alike(report(ways=(closing,)), "zh") == []


def test_what_was_not_tried_is_listed_by_kind():
    early = report(ended="time", untried={"seats": 3, "rooms": 1})
    zh, en = tried(early, "zh", ASKED)[0], tried(early, "en", ASKED)[0]
    assert "没有试的有：社团多收人（3种）、增加教室，或多用已有的教室（1种）。" in zh
    assert "Those not tried: more seats in a club (3), more rooms, or more use of those there are (1)." in en


@pytest.mark.parametrize(
    ("rerun", "words"), [(False, "some of this may be had without"), (True, "the plan is a rerun")]
)
def test_what_may_be_had_without_a_way_is_marked_and_said_once(rerun, words, capsys):
    """Two of three rows are marked."""
    gain = replace(NOTHING, cost=4)
    rows = [
        WayOut((Seats("chess", n),), replace(gain, cost=n), sure, 1.0, True)
        for n, sure in ((1, True), (2, False), (3, False))
    ]
    _show(report(ways=tuple(rows), rerun=rerun), crowded(), "en", 20.0, ASKED)
    err = " ".join(capsys.readouterr().err.split())
    assert err.count("※") == 3
    assert err.count("※: ") == 1
    assert err.count(words) == 1
    assert "※ all choices" in err
