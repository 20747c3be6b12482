"""Sums agree with the plan to the minute, for every instance's plan and under any ledger."""

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from small_school import DATES, RUNS, SESSIONS, small_plan, small_school

from models.ledger import Change
from models.row import Frozen
from scheduler.calendar import open_days
from scheduler.files.plans import load_instance_of, load_plan
from scheduler.hours import Report, Timeline, hours_of
from scheduler.hours.text import data

SOLUTIONS = Path(__file__).parents[2] / "solutions"
PLANS = sorted(path.parent.name for path in SOLUTIONS.glob("*/plan.json"))


def minutes(row: Frozen) -> int:
    start, end = row.start, row.end  # type: ignore[attr-defined]
    return (end.hour - start.hour) * 60 + end.minute - start.minute


@pytest.mark.parametrize("name", PLANS)
def test_planned_minutes_are_sessions_times_dates(name: str) -> None:
    school, plan = load_instance_of(SOLUTIONS / name), load_plan(SOLUTIONS / name)
    dates = Counter(day.weekday for day in open_days(school))
    slots = {slot.slot_id: slot for slot in school.slots}
    found = hours_of(school, Timeline(plan), school.term.start, school.term.end)
    wanted = sum(minutes(s) * dates[s.weekday] * (2 if s.escort_id else 1) for s in plan.sessions)
    wanted += sum(minutes(slots[row.slot_id]) * dates[slots[row.slot_id].weekday] for row in plan.carers)
    total = data(found)
    people = found.people.values()
    assert sum(p.service.planned_minutes + p.evening.planned_minutes for p in people) == wanted > 0
    assert total["planned_sessions"] == sum(dates[s.weekday] for s in plan.sessions)
    assert total["duties_planned"] == sum(row.staff_id is not None for row in plan.duties)
    # Fees are for what is led on any date on which nobody is on leave.
    whole = hours_of(school.replaced(leave=()), Timeline(plan), school.term.start, school.term.end)
    fees = {i.instructor_id: i.fee for i in school.instructors}
    owed = sum(fees[s.leader_id] * len(s.slots) * dates[s.weekday] for s in plan.sessions if s.leader_id in fees)
    assert sum(fee.amount for fee in whole.fees) == owed


PEOPLE = st.sampled_from([None, *(f"T{n}" for n in range(1, 10)), "E1", "E2"])


@st.composite
def ledgers(draw: st.DrawFn) -> tuple[Change, ...]:
    """Any changes of leaders, escorts and duties on the dates on which they are due."""
    plan, found = small_plan(), list[Change]()
    when = datetime(2025, 9, 1, tzinfo=UTC)
    for number in range(draw(st.integers(0, 6))):
        place = draw(st.integers(0, len(DATES) - 1))
        due = [s for s in plan.sessions if s.weekday == RUNS[place]]
        tasks = [("leader", s.session_id, s.leader_id) for s in due]
        tasks += [("escort", s.session_id, s.escort_id) for s in due if s.escort_id]
        tasks += [("duty", d.post_id, d.staff_id) for d in plan.duties if d.date == DATES[place] and d.staff_id]
        kind, what, was = draw(st.sampled_from(tasks))
        found.append(
            Change(
                date=DATES[place],
                what=f"{kind}:{what}",
                was=was,
                now=draw(PEOPLE),
                reason="",
                when=when + timedelta(minutes=number),
            )
        )
    return tuple(found)


def sums(found: Report) -> dict[str, tuple[int, ...]]:
    return {
        one: (
            p.service.planned_lessons,
            p.service.held_lessons,
            p.service.planned_minutes,
            p.service.held_minutes,
            p.led,
            p.escorted,
            p.cared,
            p.stood_in,
            p.missed,
            p.duties_planned,
            p.duties_held,
            p.duty_minutes,
        )
        for one, p in found.people.items()
    }


@settings(max_examples=60, deadline=None)
@given(ledgers(), st.sampled_from(DATES[:-1]))
def test_under_any_ledger_sums_add_up(ledger: tuple[Change, ...], cut: date) -> None:
    school, timeline = small_school(), Timeline(small_plan(), ledger)
    whole = hours_of(school, timeline, school.term.start, school.term.end)
    for person in whole.people.values():
        service = person.service
        assert service.held_lessons == service.planned_lessons - person.missed + person.stood_in
        assert service.held_lessons == person.led + person.escorted + person.cared
    # What is planned does not depend on the ledger.
    plain = hours_of(school, Timeline(small_plan()), school.term.start, school.term.end)
    for one, person in plain.people.items():
        assert whole.people[one].service.planned_minutes == person.service.planned_minutes
    # Two spans that make up the term make up its sums.
    parts = [
        sums(hours_of(school, timeline, school.term.start, cut)),
        sums(hours_of(school, timeline, cut + timedelta(days=1), school.term.end)),
    ]
    nothing = (0,) * 12
    for one, total in sums(whole).items():
        assert total == tuple(
            a + b for a, b in zip(parts[0].get(one, nothing), parts[1].get(one, nothing), strict=True)
        )
    # A session has one leader on a date, or is not held.
    led = Counter(
        (work.date, work.what) for day in whole.days for work in day.works if work.part == "lead" and work.held
    )
    assert set(led.values()) <= {1}
    dropped = {(c.date, c.what) for c in last(ledger) if c.what.startswith("leader:") and c.now is None}
    due = sum(run == SESSION_DAY[session] for run in RUNS for session in SESSIONS)
    assert len(led) == due - len(dropped)


def last(ledger: tuple[Change, ...]) -> list[Change]:
    return list({(c.date, c.what): c for c in ledger}.values())


SESSION_DAY = {session.session_id: session.weekday for session in small_plan().sessions}
