"""Duties that were over when a rerun began: no rule of today judges them, but they must be what they were."""

from datetime import date

from verify_edits import apply

from models.plan import Plan
from scheduler.verify import verify

SINCE = date(2025, 9, 28)


def since(plan: Plan, day: date | None = SINCE) -> Plan:
    return plan.model_copy(update={"run": plan.run.model_copy(update={"since": day})})


def test_rules_of_today_do_not_judge_what_is_over() -> None:
    school, plan = apply()
    over = {d.staff_id for d in plan.duties if d.date < SINCE and d.staff_id}
    nobody = school.replaced(duty_staff=tuple(s for s in school.duty_staff if s.staff_id not in over))
    judged = {b.where.split(";")[0] for b in verify(nobody, plan).breaches if b.rule in ("R11", "R12", "files")}
    spared = {b.where.split(";")[0] for b in verify(nobody, since(plan)).breaches if b.rule in ("R11", "R12", "files")}
    assert any(day < SINCE.isoformat() for day in judged)
    assert all(day >= SINCE.isoformat() for day in spared)


def test_what_is_over_must_be_what_it_was() -> None:
    school, plan = apply()
    first = min(plan.duties, key=lambda d: (d.date, d.post_id))
    other = next(s.staff_id for s in school.duty_staff if s.staff_id != first.staff_id)
    duties = tuple(d.model_copy(update={"staff_id": other}) if d is first else d for d in plan.duties)
    forged = plan.model_copy(update={"duties": duties})
    where = f"{first.date.isoformat()};{first.post_id}"
    assert ("R11.past", where) in {(b.key, b.where) for b in verify(school, since(forged), plan).breaches}
    assert "R11.past" not in {b.key for b in verify(school, forged, plan).breaches}
    assert "R11.past" not in {b.key for b in verify(school, since(plan), plan).breaches}


def test_changes_are_recomputed_beside_the_earlier_plan() -> None:
    school, plan = apply()
    assert verify(school, plan, plan).scores["changes"] == 0
    assert "changes" not in verify(school, plan).scores
