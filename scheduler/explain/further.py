"""Why a club that is full has no further section."""

from collections.abc import Iterable

from models.services import Activity
from scheduler.explain.facts import Facts, Said
from scheduler.explain.impossible import could_join
from scheduler.messages.names import listing

_LAST = 10**9


def why_no_further(
    facts: Facts, block: str, activity: Activity, class_id: str | None, sections: int, depth: int = 3
) -> Iterable[Said]:
    """The table's limit, if that is it; then whether there are children, people and a room for one more, and why it is not held
    where there are. ``class_id``: whose class club it is."""
    limited = sections >= activity.max_sections
    if limited:
        yield facts.said("student.sections_limit", depth, most=activity.max_sections)
    then = "then" if limited else "now"
    fewest, more = max(1, activity.min_size), sections + 1
    count = could_join(facts, block, activity, class_id)
    if count < fewest * more:
        yield facts.said(f"further.few_{then}", depth, count=count, sections=more, needed=fewest * more)
        return
    session = facts.offers.session(activity.activity_id, class_id, facts.school.blocks[block].slots, fewest)
    if not session.possible:
        yield facts.said(f"further.cannot_{then}", depth, why=session.words)
        return
    key, goals = ("then", "") if limited else _decided(facts)
    numbers = {"gain": _gaining(facts, block, activity, class_id), "fewest": fewest, "most": more}
    yield facts.said(f"further.could_{key}", depth, activity=activity.name, goals=goals, **numbers)


def _gaining(facts: Facts, block: str, activity: Activity, class_id: str | None) -> int:
    """How many have the club on their list for the block and something worse, or nothing, in the plan."""
    school, found = facts.school, 0
    for student_id, blocks in school.attended.items():
        rank = school.ranks(student_id, block).get(activity.activity_id) if block in blocks else None
        if rank is None or class_id not in (None, school.student_by_id[student_id].class_id):
            continue
        others = [facts.place.get((student_id, b)) for b in blocks if b != block]
        had = activity.activity_id in others and school.nothing_twice(student_id)
        found += (
            not had and school.ranks(student_id, block).get(facts.place.get((student_id, block)) or "", _LAST) > rank
        )
    return found


def _decided(facts: Facts) -> tuple[str, str]:
    """What kept a section away for which there were children, people and a room: that the choices of all are ``proven`` to be no
    better in any plan; the goals that come ``before`` them; or nothing that is known, as better plans may be left (``open``)."""
    run, policy = facts.plan.run, facts.school.policy
    order = run.goals or policy.order(rerun=run.parent is not None)
    before = [goal for goal in order[: order.index("choices")] if goal != "coverage"]
    if run.max_changes is not None and "changes" not in before:
        before.append("changes")
    if before:
        return "before", listing(facts.lang, [facts.goal(goal) for goal in before])
    proven = {score.goal for score in facts.plan.scores if score.status == "optimal"}
    return ("proven" if {"coverage", "choices"} <= proven else "open"), ""
