"""Who counts as absent on a date: declared, relieved, back again; seen by every command that reads the ledger."""

import json
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner
from day_cases import FRIDAY, MONDAY, NOW, PLAN, SCHOOL, TUESDAY, call, day_of, put, with_teachers

from models.ledger import Change
from scheduler.cli import main
from scheduler.files.ledger import load_ledger
from scheduler.hours import Timeline, hours_of
from scheduler.ledger import carried, in_force, relieved
from scheduler.outputs.dates import Day

TUE, FRI = TUESDAY.isoformat(), FRIDAY.isoformat()
Entry = tuple[int, str, str | None, str | None]


def ledger(*entries: Entry) -> tuple[Change, ...]:
    """Entries of the Friday by minute, task, from and to."""
    return tuple(
        Change(date=FRIDAY, what=what, was=was, now=now, reason="", when=NOW + timedelta(minutes=minute))
        for minute, what, was, now in entries
    )


@pytest.mark.parametrize(
    ("entries", "away"),
    [
        ([(0, "leader:a", "T5", "T7")], {"T5"}),
        # T7 hands the session back to T5, and nobody is absent.
        ([(0, "leader:a", "T5", "T7"), (1, "leader:a", "T7", "T5")], set()),
        # T5 has the session back, but somebody still stands in on the post.
        ([(0, "leader:a", "T5", "T7"), (0, "duty:p", "T5", "P2"), (1, "leader:a", "T7", "T5")], {"T5"}),
        # T7 falls ill as well; then T8 hands the session back to T5.
        ([(0, "leader:a", "T5", "T7"), (1, "leader:a", "T7", "T8")], {"T5", "T7"}),
        ([(0, "leader:a", "T5", "T7"), (1, "leader:a", "T7", "T8"), (2, "leader:a", "T8", "T5")], set()),
        ([(0, "leader:a", "T5", "T7"), (1, "leader:a", "T7", "T5"), (2, "leader:a", "T5", "T8")], {"T5"}),
        # Not held, which says nothing of whoever was to lead it; and held after all.
        ([(0, "leader:a", "T5", None)], set()),
        ([(0, "duty:p", "T5", None)], {"T5"}),
        ([(0, "leader:a", "T5", None), (1, "leader:a", None, "T5")], set()),
        # A swap, and the swap undone; a chain, in which T7 moves up.
        ([(0, "leader:a", "T5", "T7"), (0, "leader:b", "T7", "T5")], set()),
        (
            [
                (0, "leader:a", "T5", "T7"),
                (0, "leader:b", "T7", "T5"),
                (1, "leader:a", "T7", "T5"),
                (1, "leader:b", "T5", "T7"),
            ],
            set(),
        ),
        ([(0, "leader:a", "T5", "T7"), (0, "leader:b", "T7", "T3")], {"T5"}),
        ([(0, "escort:a", "T4", None)], set()),
        # Two carers of one room.
        ([(0, "carer:s;r", "T8", "T3"), (1, "carer:s;r", "T9", "T2"), (2, "carer:s;r", "T3", "T8")], {"T9"}),
        # Declared, with nobody to stand in; declared back; relieved again afterwards.
        ([(0, "absent:T5", "T5", None)], {"T5"}),
        ([(0, "absent:T5", "T5", None), (1, "absent:T5", None, "T5")], set()),
        ([(0, "leader:a", "T5", "T7"), (1, "absent:T5", None, "T5")], set()),
        ([(0, "leader:a", "T5", "T7"), (1, "absent:T5", None, "T5"), (2, "duty:p", "T5", "P2")], {"T5"}),
    ],
)
def test_who_counts_as_absent(entries: list[Entry], away: set[str]) -> None:
    assert relieved(ledger(*entries), FRIDAY) == away
    assert relieved(ledger(*entries), MONDAY) == set()


def test_an_absence_moves_no_task_and_goes_on_in_a_new_plan() -> None:
    away = ledger((0, "absent:T5", "T5", None))
    assert in_force(away, FRIDAY) == ()
    assert carried(away, PLAN, PLAN, None) == (away, ())
    assert carried(away, PLAN, PLAN, TUESDAY) == ((), ())


# -- from the command line ------------------------------------------------------------------------------------


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """T5's chess has no substitute; T7 may lead chess at no time, T3 may care for children."""
    return put(tmp_path, with_teachers(T3={"skills": ("childcare",)}))


def written(place: Path) -> list[tuple[str, str | None, str | None]]:
    return [(c.what, c.was, c.now) for c in load_ledger(place / "plan")]


def absent(place: Path, on: str) -> tuple[list[str], list[str]]:
    """Who counts as absent, and what is open."""
    data = json.loads(call(place, "--date", on, "--json")[1])
    return data["absent"], [task["what"] for task in data["tasks"]]


def test_an_absence_is_remembered_where_nobody_can_stand_in(place: Path) -> None:
    code, out, _ = call(place, "--date", FRI, "--absent", "T5,T8", "--take", "all", lang="zh")
    assert code == 6
    assert written(place) == [
        ("carer:fri2;play", "T8", "T3"),
        ("absent:T5", "T5", None),
        ("absent:T8", "T8", None),
    ]
    assert "T5：缺席" in out
    assert absent(place, FRI) == (["T5", "T8"], ["leader:f-chess"])
    code, _, err = call(place, "--date", FRI, name="verify")
    assert code == 5
    assert f"T5 is recorded as absent on {FRI}, and nobody has taken over" in err
    assert "kehou substitute " in err
    assert call(place, "--date", FRI, "--cancel", "leader:f-chess")[0] == 0
    assert call(place, "--date", FRI, name="verify")[0] == 0


def test_an_absence_may_be_declared_before_anybody_is_chosen(place: Path) -> None:
    code, out, err = call(place, "--date", FRI, "--absent", "T5", "--declare", "--reason", "病假")
    assert code == 6
    assert "T5: absent" in out
    assert [(c.what, c.was, c.now, c.reason) for c in load_ledger(place / "plan")] == [
        ("absent:T5", "T5", None, "病假")
    ]
    assert call(place, "--date", FRI, "--absent", "T5", "--declare")[0] == 6
    assert len(written(place)) == 1, "what is known is not written down again"
    call(place, "--date", FRI, "--cancel", "leader:f-chess")
    assert load_ledger(place / "plan")[-1].reason == "病假", "the reason of the absence is that of what follows from it"
    call(place, "--date", FRI, "--restore", "leader:f-chess")
    assert absent(place, FRI) == ([], [])
    call(place, "--date", FRI, "--absent", "T5", "--declare")
    assert call(place, "--date", FRI, "--back", "T5")[0] == 0
    assert absent(place, FRI) == ([], [])
    assert call(place, "--date", FRI, name="verify")[0] == 0
    assert "T5 is absent" not in err


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--declare"], "--absent"),
        (["--back", "T5"], "T5"),
        (["--back", "T5", "--take", "1"], "do not go together"),
        (["--declare", "--absent", "T5", "--restore", "leader:f-chess"], "do not go together"),
    ],
)
def test_what_is_not_understood_is_said(place: Path, words: list[str], said: str) -> None:
    code, _, err = call(place, "--date", FRI, *words)
    assert code == 2
    assert said in err
    assert written(place) == []


def test_whoever_hands_a_task_back_is_there_and_whoever_is_replaced_elsewhere_is_not(place: Path) -> None:
    """On Tuesday T4 has homework; somebody stands in there, and in another task by hand."""
    assert call(place, "--date", TUE, "--absent", "T4", "--take", "1")[0] == 0
    assert written(place)[0] == ("leader:hw-1A-tue1", "T4", "T1")
    text = (place / "plan" / "changes.csv").read_text(encoding="utf-8-sig")
    when = (load_ledger(place / "plan")[-1].when + timedelta(seconds=1)).isoformat()
    (place / "plan" / "changes.csv").write_text(f"{text}{TUE},leader:tu-tue1,T4,T6,x,{when}\n", encoding="utf-8")
    code, _, err = call(place, "--date", TUE, "--restore", "leader:hw-1A-tue1")
    assert code == 6
    assert "T4 still counts as absent" in err
    assert "--back T4" in err
    assert absent(place, TUE)[1] == ["leader:hw-1A-tue1"]
    assert "T1" not in absent(place, TUE)[0]
    assert "T4" in absent(place, TUE)[0]
    offered = json.loads(call(place, "--date", TUE, "--json")[1])["tasks"][0]["options"]
    assert "T1" in {option["to"] for option in offered}
    assert call(place, "--date", TUE, "--back", "T4")[0] == 0
    assert absent(place, TUE) == (["T9"], [])


def test_whoever_has_every_task_back_is_there_again(place: Path) -> None:
    call(place, "--date", TUE, "--absent", "T4", "--take", "1")
    assert call(place, "--date", TUE, "--restore", "leader:hw-1A-tue1")[0] == 0
    assert written(place)[-1] == ("absent:T4", None, "T4")
    assert absent(place, TUE) == (["T9"], [])


def test_later_entries_are_later_however_fast_they_follow(place: Path) -> None:
    for words in (
        ["--absent", "T4", "--take", "1"],
        ["--restore", "leader:hw-1A-tue1"],
        ["--absent", "T4", "--declare"],
    ):
        call(place, "--date", TUE, *words)
    times: list[datetime] = sorted({c.when for c in load_ledger(place / "plan")})
    assert len(times) == 3


def test_the_program_s_own_reasons_are_said_in_the_reader_s_language(place: Path) -> None:
    call(place, "--date", FRI, "--cancel", "leader:f-chess", lang="en")
    path = place / "plan" / "changes.csv"
    assert "#cancel" in path.read_text(encoding="utf-8-sig")
    path.write_text(
        path.read_text(encoding="utf-8-sig") + f"{FRI},leader:f-chess,,T5,as planned,2100-01-01 08:00\n",
        encoding="utf-8",
    )
    for lang, words in (("zh", ("[取消]", "[恢复原安排]")), ("en", ("[cancelled]", "[as planned]"))):
        said = CliRunner().invoke(main, ["log", str(place / "plan"), "--lang", lang]).stdout
        assert all(word in said for word in words)


def test_hours_do_not_count_what_an_absent_person_was_to_lead() -> None:
    away = ledger((0, "absent:T5", "T5", None))
    found = hours_of(SCHOOL, Timeline(PLAN, away), FRIDAY, FRIDAY)
    assert [(work.person, work.what) for work in found.unsettled] == [("T5", "f-chess")]
    assert found.stray == ()
    unknown = ledger((0, "absent:T55", "T55", None))
    assert hours_of(SCHOOL, Timeline(PLAN, unknown), FRIDAY, FRIDAY).stray == unknown


@pytest.mark.parametrize(("lang", "said"), [("zh", "缺席，还没有人接"), ("en", "absent, nobody stands in")])
def test_the_view_of_the_day_shows_what_is_open(place: Path, tmp_path: Path, lang: str, said: str) -> None:
    call(place, "--date", FRI, "--absent", "T5", "--declare")
    words = ["export", str(place / "plan"), "--out", str(tmp_path / "out"), "--view", "today", "--date", FRI]
    assert CliRunner().invoke(main, [*words, "--lang", lang]).exit_code == 0
    rows = (tmp_path / "out" / "today.csv").read_text(encoding="utf-8-sig").splitlines()
    row = next(row for row in rows if said in row)
    assert "chess" in row
    assert ",T5," not in row


def test_whoever_only_helped_out_is_not_shown_as_planned() -> None:
    """T4 has homework by the plan, T1 stood in and hands it back; somebody does the same on a post."""
    entries = [
        Change(date=TUESDAY, what="leader:hw-1A-tue1", was="T4", now="T1", reason="", when=NOW),
        Change(date=TUESDAY, what="leader:hw-1A-tue1", was="T1", now="T4", reason="", when=NOW + timedelta(minutes=1)),
    ]
    for count, shown in ((1, ("T4",)), (2, ())):
        day = Day(PLAN, SCHOOL, entries[:count], day_of(TUESDAY))
        meeting = next(one for one in day.meetings() if one.session_id == "hw-1A-tue1")
        assert day.absent(meeting) == shown
    posts = {duty.post_id: duty.staff_id for duty in PLAN.duties if duty.date == FRIDAY}
    post, person = next((post, person) for post, person in posts.items() if person)
    there_and_back = ledger((0, f"duty:{post}", person, "P9"), (1, f"duty:{post}", "P9", person))
    for count, shown in ((1, (person,)), (2, ())):
        assert Day(PLAN, SCHOOL, there_and_back[:count], day_of(FRIDAY)).relieved(post) == shown
