"""The command: what it says where nothing is found, where time is short, and what it cannot be given together with."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner
from ways_schools import OPTIONS, crowded, one_supervisor

from models.plan import Gap
from scheduler.cli import main
from scheduler.cli.explain_ways import _data, _show, remarks
from scheduler.cli.ways_words import Asked, alike, left, summary, tried
from scheduler.files import save_school
from scheduler.files.plans import save_plan
from scheduler.plan import solve
from scheduler.ways_out import Gain, Report, Tally, Together, WayOut, finding
from scheduler.ways_out.nearest import nearest
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
    assert "A time limit of 1 s is too short to try a single way. Try 30 seconds (--time-limit 30)." in err
    code, _, err = run(there, "crowded", "--time-limit", "0.5", "--lang", "zh")
    assert code == 4
    assert "时限0.5秒太短" in err


def test_rows_of_equal_worth_stand_with_the_smaller_demand_first(there):
    """All six duties: x, who is there, with five a week before anybody new; two who serve twice a week before three who serve
    once; rows below them fill two, one by x, one by somebody new."""
    code, out, _ = run(there, "duty", "--json", "--lang", "en", "--quiet")
    assert code == 0
    data = json.loads(out)
    rows = [(one["way"], one["gain"]["duties"], one["proven"]) for one in data["ways_out"]]
    assert rows[:3] == [
        ("up to 5 duties a week for x (duty_staff: set max_week to 5)", 6, True),
        ("2 more supervisors on the duty roster (duty_staff: 2 new rows, roles = supervisor, max_week = 2)", 6, True),
        ("3 more supervisors on the duty roster (duty_staff: 3 new rows, roles = supervisor, max_week = 1)", 6, True),
    ]
    less = (
        rows.index(
            ("1 more supervisor on the duty roster (duty_staff: a new row, roles = supervisor, max_week = 1)", 2, True)
        )
        + 1
    )
    assert [one["beyond_row"] for one in data["ways_out"][:3]] == [9 - less, less, less]
    assert rows[8 - less] == ("up to 3 duties a week for x (duty_staff: set max_week to 3)", 2, True)


def test_what_a_row_has_beyond_a_smaller_one_is_said_unless_it_closes_all(capsys):
    """Three duties are missing: five seats more fill two, beyond the one of one seat; with nine all are filled, and that is enough."""
    rows = [
        WayOut(
            (Seats("chess", seats),),
            replace(NOTHING, duties=n, coverage=100 * n, whole=("duties",) * (n == 3)),
            sure=True,
            seconds=1.0,
            proven=True,
        )
        for seats, n in ((9, 3), (5, 2), (1, 1))
    ]
    rows = [replace(rows[0], beyond=rows[1]), replace(rows[1], beyond=rows[2]), rows[2]]
    gaps = tuple(replace_where(DUTY, f"2026-09-0{n};lead") for n in (7, 8, 9))
    _show(report(ways=tuple(rows), gaps=gaps), crowded(), "zh", 20.0, ASKED)
    err = "".join(capsys.readouterr().err.split())
    assert "2次值班有人值了（比第3行多1次值班）" in err
    assert err.count("比第") == 1


def test_proofs_are_gone_through_to_the_last(there):
    code, _, err = run(there, "duty", "--lang", "zh")
    assert code == 0
    assert "再看有用的办法还能不能换来更多（1/" in err
    assert "程序" not in err


def fails(*_):
    raise TypeError("no such thing")


def test_a_way_that_fails_is_left_out_and_the_others_are_tried(there, monkeypatch):
    """The first of six: it is told as left out, with what to do; the error comes last, and the exit code is that of a fault."""
    real, seen = finding.attempt, []

    def once(*args):
        seen.append(args)
        return fails() if len(seen) == 1 else real(*args)

    monkeypatch.setattr(finding, "attempt", once)
    monkeypatch.setattr(finding, "MOST_AT_ONCE", 1)
    code, out, err = run(there, "duty", "--lang", "zh")
    assert (code, out) == (70, "")
    assert "第1种算不下去，跳过；其余的照试。" in err
    table, end = err.split("添3位督导主任值班（“值班人员”表", 1)
    assert "第1种办法算不下去，跳过了：x" in end
    assert "请把这一屏发给程序的维护者" in end
    assert "TypeError" in end.strip().splitlines()[-1]
    assert "TypeError" not in table
    seen.clear()
    code, out, err = run(there, "duty", "--json", "--quiet", "--lang", "en")
    data = json.loads(out)
    assert (code, data["tried"], data["not_tried"], data["ended"]) == (70, 6, 0, "all")
    assert [(one["way"], one["error"]) for one in data["failed"]] == [(1, "TypeError")]
    assert "Way 1 could not be worked out and was left out: " in err
    assert "TypeError at test_ways_command.py" in err.strip().splitlines()[-1]


def test_what_was_found_outlives_errors_in_its_proofs(there, monkeypatch):
    monkeypatch.setattr(finding, "prove", fails)
    code, out, err = run(there, "duty", "--lang", "zh")
    assert (code, out) == (70, "")
    assert "添3位督导主任值班" in err.replace("\n", "")
    assert err.count("核对有用的办法时有一步算不下去") == 1
    assert "TypeError" in err.strip().splitlines()[-1]


def test_what_was_found_outlives_what_ends_it_all(there, monkeypatch):
    def full(*_):
        raise MemoryError

    monkeypatch.setattr(finding, "prove", full)
    code, out, err = run(there, "duty", "--lang", "zh")
    assert (code, out) == (70, "")
    table, last = err.split("已经找到的办法列在下面", 1)[1], err.strip().splitlines()[-1]
    assert "添3位督导主任值班" in table
    assert "内存" in last
    code, out, _ = run(there, "duty", "--json", "--quiet", "--lang", "zh")
    data = json.loads(out)
    assert (code, data["ended"], len(data["ways_out"]) > 0) == (70, "broken", True)


def test_a_developer_sees_where_a_way_failed(there, monkeypatch):
    monkeypatch.setattr(finding, "prove", fails)
    monkeypatch.setenv("KEHOU_TRACEBACK", "1")
    command = ["explain", str(there / "duty.json"), str(there / "duty"), "--ways-out", "--quiet"]
    assert isinstance(CliRunner().invoke(main, command).exception, TypeError)


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
            ["A time limit of 20 s is too short to try a single way. Try 90 seconds (--time-limit 90)."],
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
        (
            Tally(3, 1, kinds={"childcare": 1}),
            "还没有找到办法；3种办法只试了1种：照看小屋多给位置（1种）",
            "还没有找到办法的缺口",
        ),
        (Tally(3, 3, 2), "还没有找到办法（3种办法里有2种没有算完）", "还没有找到办法的缺口"),
        (Tally(3, 3), "表里没有办法", "表里的办法都补不上的缺口"),
    ],
)
def test_that_nothing_helps_is_said_only_where_all_was_tried(tally, lack, rest):
    early = report(gaps=(DUTY,), left=(DUTY,), tallies={"duties": tally})
    assert summary(early, "zh") == ["方案有1个缺口：", f"  - 值班缺1次：{lack}"]
    head, last = left(early, crowded(), "zh")
    assert head.startswith(rest)
    assert last.startswith("  - 1次值班：2026-09-07")


def test_what_is_left_adds_up_to_what_the_summary_says():
    """Three duties are missing; the best row closes one, and one date is open in each plan: two are left, wherever. Whether rows
    were tried together makes no difference to that."""
    gaps = tuple(replace_where(DUTY, f"2026-09-0{n};lead") for n in (7, 8, 9))
    steps = (Sections("go"),)
    ways = (WayOut(steps, replace(NOTHING, duties=1, coverage=100), sure=True, seconds=1.0, proven=True),)
    for joined in ((Together("duties", (steps,), ((),), 1),), ()):
        given = report(ways=ways, gaps=gaps, left=gaps[:1], together=joined, tallies={"duties": Tally(3, 3)})
        assert summary(given, "zh")[1] == "  - 值班缺3次：表里的办法补不全；第1行补1，还缺2"
        (_, known) = left(given, crowded(), "zh")
        assert known == "  - 2次值班：2026-09-07（周一）lead值班；另有1个，落在哪里，各种排法不同"
        (_, none) = left(replace(given, left=()), crowded(), "zh")
        assert none == "  - 2次值班：落在哪里，各种排法不同"
        (_, dated) = left(replace(given, left=gaps[:2]), crowded(), "zh")
        assert "2026-09-07" in dated
        assert "2026-09-08" in dated


def test_what_is_left_is_named_with_its_cause():
    """Row 1 closes one of four tutoring sessions. One student lacks a session in both plans, whichever subject; of the two others
    the plan with row 1 lacks one whom the plan before does not."""

    def lacking(*places):
        plan = solve(crowded(), OPTIONS)
        found = [
            Gap(what="tutoring", where=one, reason="学生这时有别的课。" if "-1" in one else "没有教室。")
            for one in places
        ]
        return plan.model_copy(update={"gaps": tuple(found)})

    base = lacking("1A-1;chess", "1A-2;chess", "1A-3;chess", "1A-4;chess")
    near = nearest(base, [lacking("1A-1;go", "1A-3;chess", "1A-5;chess")])
    assert near["tutoring"].elsewhere == 1
    way = WayOut((Sections("go"),), replace(NOTHING, tutoring=1, coverage=10), sure=True, seconds=1.0, proven=True)
    given = report(ways=(way,), gaps=base.gaps, nearest=near, tallies={"tutoring": Tally(3, 3)})
    assert left(given, crowded(), "zh") == [
        "表里的办法都补不上的缺口：",
        "  - 3人次辅导。照第1行排出的方案里缺的是：",
        "    - Chess缺2次（2名学生：1A-3、1A-5）：没有教室。",
        "    - 辅导 学生1A-1的Go：学生这时有别的课。",
        "    其中1个，换一种排法也许缺在别处。",
    ]
    early = replace(given, tallies={"tutoring": Tally(3, 1)})
    assert left(early, crowded(), "zh")[1:] == [
        "  - 3人次辅导：Go1人次、Chess2人次",
        "    其中1个，换一种排法也许缺在别处。",
    ]


def test_where_all_is_closed_or_nothing_no_plan_is_the_nearest():
    plan = solve(crowded(), OPTIONS)
    base, whole = (plan.model_copy(update={"gaps": gaps}) for gaps in ((DUTY,), ()))
    assert not nearest(base, [whole, base])
    assert not nearest(base, [base])


def test_several_ways_that_were_not_tried_together_may_be_enough():
    """Of three duties one row closes two, and another one; a better plan without any way out is what the numbers count from."""
    gaps = tuple(replace_where(DUTY, f"2026-09-0{n};lead") for n in (7, 8, 9))
    ways = tuple(
        WayOut((Sections(club),), replace(NOTHING, duties=n, coverage=100 * n), sure=True, seconds=1.0, proven=True)
        for club, n in (("go", 2), ("chess", 1))
    )
    given = report(ways=ways, gaps=gaps, left=(), better_alone=True, tallies={"duties": Tally(5, 3)})
    assert left(given, crowded(), "zh") == [
        "只做表里一种办法还补不上的缺口（几种一起做也许就够，没有一起试过）：",
        "  - 1次值班：落在哪里，各种排法不同",
    ]
    assert summary(given, "zh")[0] == "照现有条件重新编排，就能得到更好的方案，它有3个缺口（下面从它算起）："


def test_every_gap_that_is_left_is_counted_once_and_under_its_kind():
    """Of 28 gaps the one row closes seven of eight duties: 12 lessons, of which ten are named, one duty and eight tutoring
    sessions are left, 21 in all."""
    lessons = tuple(Gap(what="homework", where=f"1A;m{n}", reason="-") for n in range(12))
    duties = tuple(replace_where(DUTY, f"2026-09-{n:02};lead") for n in range(7, 15))
    tutoring = tuple(Gap(what="tutoring", where=f"1A-{n};chess", reason="-") for n in range(8))
    steps = (Sections("go"),)
    ways = (WayOut(steps, replace(NOTHING, duties=7, coverage=700), sure=True, seconds=1.0, proven=True),)
    gaps = (*lessons, *duties, *tutoring)
    tallies = {"sessions": Tally(9, 1, kinds={"rooms": 1}), "duties": Tally(3, 3), "tutoring": Tally(2)}
    given = report(ways=ways, gaps=gaps, left=(*lessons, duties[0], *tutoring), tallies=tallies)
    done, one, waiting, *rest = left(given, crowded(), "zh")
    assert (done, one.split("：")[0]) == ("表里的办法都补不上的缺口：", "  - 1次值班")
    assert waiting.startswith("还没有找到办法的缺口")
    assert [line.split("：")[0] for line in rest] == ["  - 12节课", "  - 8人次辅导"]
    assert rest[0].endswith("另有2个")
    assert rest[1].endswith("Chess8人次")
    data = _data(given, crowded(), "en")["gaps"]
    assert [(row["kind"], row["missing"], row["left"], row["ways"], row["tried_by_kind"]) for row in data] == [
        ("sessions", 12, 12, 9, {"rooms": 1}), ("duties", 8, 1, 3, {}), ("tutoring", 8, 8, 2, {}),
    ]  # fmt: skip


def replace_where(gap, where):
    return gap.model_copy(update={"where": where})


def test_how_many_were_tried_and_what_can_be_read_meanwhile():
    """Five of nine; the reasons are pointed at only where a kind of gap was not gone through."""
    early = report(ended="time", tallies={"duties": Tally(3, 1)}, seconds=33.2)
    first, then = tried(early, "en", ASKED)
    assert (
        first
        == "Tried: 5 of 9 ways, in 34 seconds. Not tried: 4, since what was left of the time (60 s) would not have been enough for one more. A longer --time-limit tries more, such as 2 minutes (--time-limit 120)."
    )
    assert then.splitlines()[1] == "  kehou explain school plan"
    assert len(tried(replace(early, tallies={"duties": Tally(1, 1)}), "zh", ASKED)) == 1
    assert tried(report(total=5, seconds=1.0), "zh", ASKED) == ["共有5种办法，都试过了，用时1秒。"]


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
    assert lines[0].startswith("共有6种办法，都试过了，用时")
    assert lines[1] == "方案有6个缺口："
    assert lines[2].startswith("  - 值班缺6次：第1行")
    assert lines[-1].split()[:2] == ["kehou", "rerun"]
    assert "都补不上" not in err
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


def test_what_serves_choices_alone_has_a_table_of_its_own(capsys):
    """A duty is missing: the row that fills it comes first; the other one is told besides, and rows are counted on."""
    duty = WayOut((Sections("go"),), replace(NOTHING, duties=1, coverage=100), sure=True, seconds=1.0, proven=True)
    wish = WayOut((Seats("chess", 2),), replace(NOTHING, cost=4), sure=False, seconds=1.0, proven=True)
    _show(report(ways=(duty, wish), gaps=(DUTY,)), crowded(), "zh", 20.0, ASKED)
    err = capsys.readouterr().err
    first, second = err.split("另外，以下办法补不了缺口")
    assert "最多班数" in first
    assert "最多人数" not in first
    assert "※" not in first
    assert second.count("用这种办法") == 1
    assert "  2   Chess每班最多收" in second
