"""What a rerun takes over from the ledger of the earlier plan, and what it can never lose."""

import itertools
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from models.ledger import Change, write_task
from models.plan import Plan
from models.school import School
from scheduler.cli import main
from scheduler.diff import difference
from scheduler.files import save_school
from scheduler.files.ledger import load_ledger, record
from scheduler.files.past import load_past
from scheduler.files.plans import load_plan, plan_digest, save_plan
from scheduler.ledger import arranged, carried
from scheduler.options import Options
from scheduler.rerun import rerun, runs_from
from scheduler.verify import verify

OPTIONS = Options(time_limit=60)
MIDDLE = date(2026, 11, 9)
WHEN = datetime(2026, 9, 1, 8, tzinfo=UTC)


def swap(plan: Plan, first: int, second: int) -> tuple[Change, Change]:
    """Two people of the same post change their dates."""
    a, b = plan.duties[first], plan.duties[second]
    assert a.post_id == b.post_id
    what = write_task("duty", a.post_id)
    return (
        Change(date=a.date, what=what, was=a.staff_id, now=b.staff_id, reason="两人说好", when=WHEN),
        Change(date=b.date, what=what, was=b.staff_id, now=a.staff_id, reason="两人说好", when=WHEN),
    )


def of_one_post(plan: Plan, after: date | None = None) -> list[int]:
    """Duties of the first post whose people differ from the one before them."""
    post = plan.duties[0].post_id
    found = [n for n, d in enumerate(plan.duties) if d.post_id == post and (after is None or d.date >= after)]
    return [n for n, m in itertools.pairwise(found) if plan.duties[n].staff_id != plan.duties[m].staff_id]


def test_what_happened_before_the_date_is_as_the_ledger_says(school: School, plan: Plan) -> None:
    first, second = of_one_post(plan)[:2]
    ledger = swap(plan, first, second)
    new = rerun(school, plan, OPTIONS, from_date=MIDDLE, ledger=ledger)
    then = {(d.date, d.post_id): d.staff_id for d in plan.duties if d.date < MIDDLE}
    then |= {(c.date, plan.duties[first].post_id): c.now for c in ledger}
    assert {(d.date, d.post_id): d.staff_id for d in new.duties if d.date < MIDDLE} == then
    assert next(s.value for s in new.scores if s.goal == "changes") == 0
    assert verify(school, new, arranged(plan, ledger)).good
    assert new.run.parent == new.run.line[-1].digest == plan_digest(plan)


def test_a_swap_to_come_stays(school: School, plan: Plan) -> None:
    """What two people agreed on for a date after --from is the roster that the rerun keeps to."""
    coming = of_one_post(plan, MIDDLE)
    swaps = [swap(plan, first, second) for first, second in itertools.pairwise(coming)]
    # one that breaks no rule of duty: another a rerun may not keep
    ledger = next(s for s in swaps if not any(b.rule == "R11" for b in verify(school, arranged(plan, s)).breaches))
    new = rerun(school, plan, OPTIONS, from_date=MIDDLE, ledger=ledger)
    now = {(d.date, write_task("duty", d.post_id)): d.staff_id for d in new.duties}
    assert [now[change.date, change.what] for change in ledger] == [change.now for change in ledger]


def test_arrangements_for_sessions_go_on_where_they_fit(plan: Plan) -> None:
    first, second = plan.sessions[0], plan.sessions[1]
    day = date(2026, 11, 9)

    def away(session_id: str, on: date) -> Change:
        return Change(date=on, what=write_task("leader", session_id), was="x", now=None, reason="病假", when=WHEN)

    early, late, other = away(first.session_id, date(2026, 9, 7)), away(first.session_id, day), away("gone", day)
    changed = plan.model_copy(
        update={"sessions": (first, second.model_copy(update={"leader_id": "somebody"}), *plan.sessions[2:])}
    )
    moved = away(second.session_id, day)
    kept, gone = carried((early, late, moved, other), plan, changed, MIDDLE)
    assert (kept, gone) == ((late,), (moved, other))
    assert carried((early, late), plan, changed, None)[0] == (early, late)


def test_a_plan_with_a_ledger_is_not_written_over(kehou_run, school: School, plan: Plan, tmp_path: Path) -> None:
    save_school(school, tmp_path / "school.json")
    save_plan(plan, school, tmp_path / "old")
    save_plan(plan, school, tmp_path / "other")
    record(tmp_path / "other", swap(plan, *of_one_post(plan)[:2]))
    before = {file.name: file.read_bytes() for file in (tmp_path / "other").iterdir()}
    arguments = ["rerun", tmp_path / "school.json", "--previous", tmp_path / "old", "--out", tmp_path / "other", "-q"]
    assert kehou_run(*arguments) == 2
    assert kehou_run("solve", tmp_path / "school.json", "--out", tmp_path / "other", "-q") == 2
    assert {file.name: file.read_bytes() for file in (tmp_path / "other").iterdir()} == before
    assert kehou_run(*arguments, "--force") == 0
    assert load_ledger(tmp_path / "other") == ()
    (kept,) = tmp_path.glob("other.bak-*")
    assert {file.name: file.read_bytes() for file in kept.iterdir()} == before


def test_the_ledger_from_folder_to_folder(kehou_run, school: School, plan: Plan, tmp_path: Path) -> None:
    """Duties of the past are in the new roster, sessions to come in the new ledger; verify follows."""
    save_school(school, tmp_path / "school.json")
    save_plan(plan, school, tmp_path / "old")
    ledger = swap(plan, *of_one_post(plan)[:2])
    session = plan.sessions[0]
    what = write_task("leader", session.session_id)
    sick = Change(date=date(2026, 12, 7), what=what, was=session.leader_id, now=None, reason="病假", when=WHEN)
    record(tmp_path / "old", (*ledger, sick))
    before = {file.name: file.read_bytes() for file in (tmp_path / "old").iterdir()}
    old, new = tmp_path / "old", tmp_path / "new"
    assert kehou_run("rerun", tmp_path / "school.json", "--previous", old, "--out", new, "--from", MIDDLE, "-q") == 0
    assert load_ledger(new) == (sick,)
    assert load_plan(new).duties == arranged(plan, ledger).duties
    assert kehou_run("verify", tmp_path / "school.json", new, "--previous", old) == 0
    assert [set(past.ledger) for past in load_past(new)] == [{*ledger, sick}]
    assert all(change.reason in said("log", new) for change in (*ledger, sick))
    assert said("diff", old, new, "--lang", "zh") == "没有变化。\n"
    assert kehou_run("substitute", tmp_path / "school.json", new, "--date", "2026-09-07") == 2
    assert kehou_run("verify", tmp_path / "school.json", new, "--date", "2026-09-07") == 2
    # what is written into the old ledger later is not what this plan was made from
    record(old, [ledger[0].model_copy(update={"now": "D99", "when": datetime(2027, 1, 1, tzinfo=UTC)})])
    assert kehou_run("verify", tmp_path / "school.json", new, "--previous", old) == 0
    assert {f.name: f.read_bytes() for f in old.iterdir() if f.name != "changes.csv"} == {
        name: data for name, data in before.items() if name != "changes.csv"
    }


def test_a_plan_that_runs_from_a_date_is_followed_by_one_that_does(school: School, plan: Plan) -> None:
    began = plan.model_copy(update={"run": plan.run.model_copy(update={"since": MIDDLE})})
    assert rerun(school, began, OPTIONS).run.since == MIDDLE
    assert runs_from(began, date(2026, 10, 12)) == date(2026, 10, 12)
    assert runs_from(plan, None) is None


def said(*arguments: object) -> str:
    return CliRunner().invoke(main, [str(a) for a in arguments]).stdout


@pytest.fixture
def kehou_run():
    return lambda *arguments: CliRunner().invoke(main, [str(a) for a in arguments]).exit_code


@settings(max_examples=2, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_any_past_stays(school: School, plan: Plan, data: st.DataObject) -> None:
    """Whoever is said to have served: not a duty before the date changes, and a plan never differs from itself."""
    since = data.draw(st.dates(school.term.start, school.term.end))
    people = st.sampled_from([*(s.staff_id for s in school.duty_staff), "gone", None])
    duties = tuple(
        d.model_copy(update={"staff_id": data.draw(people)}) if d.date < since and n % 7 == 0 else d
        for n, d in enumerate(plan.duties)
    )
    earlier = plan.model_copy(update={"duties": duties})
    new = rerun(school, earlier, OPTIONS, from_date=since)
    assert [d for d in new.duties if d.date < since] == [d for d in earlier.duties if d.date < since]
    assert verify(school, new, earlier).good
    same = difference(new, new, school, school, "zh")
    assert (sum(same.counts), same.entries) == (0, ())
