"""Why a student is in this club and not in one that they ranked higher."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from models.people import Student
from models.pins import PinPlacementRow
from models.plan import Plan, Session
from models.school import School
from models.services import Activity
from scheduler.explain.ask import Asker
from scheduler.explain.claims import claims, had_already, may_have_twice, own_would_close, seats_there
from scheduler.explain.cost import cost_of, is_even, is_unknown, legends, more_time, plan_open
from scheduler.explain.effects import effects_of, in_that_plan, points_of
from scheduler.explain.facts import Facts, Said
from scheduler.explain.further import why_no_further
from scheduler.explain.impossible import evident_place, why_no_place
from scheduler.explain.openings import cannot_both, closings, in_block, listed
from scheduler.explain.pinning import how_to_pin
from scheduler.explain.short import Better, in_short
from scheduler.explain.weighed import weighed
from scheduler.lots import drawn, free, left_to_lots
from scheduler.messages import say
from scheduler.messages.names import class_name, listing, weekday_names
from scheduler.reasons import what_to_do
from scheduler.whatif import WhatIf

OWN_CLOSES = {"student.own_would_close", "student.own_would_be_fewer"}
"""Statements that the student's own club would lack them, beside another reason: told once of each block."""

CLOSES = {"student.would_close", "student.would_be_fewer", *OWN_CLOSES}
"""All statements that the student's own club would lack them."""


@dataclass(frozen=True)
class Wish:
    """A choice above what the student was given, and the school in which they have it."""

    block: str
    activity: Activity
    rank: int
    changed: School


def explain_student(facts: Facts, asker: Asker, student_id: str, blocks: Sequence[str] = ()) -> list[Said]:
    """Block by block: what was given, and for each choice above it the seats, the claims, and the least that it costs.

    Raises KeyError for a student or block that is not there.
    """
    student = facts.school.student_by_id[student_id]
    attended = facts.school.attended[student_id]
    wanted = [b for b in attended if not blocks or b in blocks]
    wishes = {block: _wishes(facts, student_id, block) for block in wanted}
    asked = [wish for block in wanted for wish in wishes[block]]
    answers = _answers(facts, asker, student_id, asked)
    who = say(facts.lang, "explain.named", name=student.name, student=student_id) if student.name else student_id
    found = [facts.said("student.head", student=who, school_class=student.class_id)]
    if not attended:
        found.append(_no_block(facts, student))
    if asked:
        found += plan_open(facts)
    equal: list[School] = []
    unknown: list[str] = []
    own_told = set[str]()
    for block in _of_grade(facts, student_id, blocks):
        if block not in attended:
            stays = facts.school.blocks[block].weekday in student.weekdays
            found.append(facts.said("student.absent" if stays else "student.absent_day", 1, block=facts.block(block)))
            continue
        found += _given(facts, student_id, block)
        found += in_short(facts, student_id, block, [_better(facts, student_id, w, answers) for w in wishes[block]])
        for wish in wishes[block]:
            answer = answers[block, wish.activity.activity_id]
            told, is_for_hand = _wish(facts, asker, student_id, wish, answer)
            unknown += [in_block(facts, wish.activity.activity_id, block)] * is_unknown(answer)
            found += [one for one in told if one.key not in OWN_CLOSES or block not in own_told]
            own_told |= {block for one in told if one.key in OWN_CLOSES}
            equal += [wish.changed] * is_for_hand
    found += _untutored(facts, student_id) if not blocks else []
    about = ["--student", student_id, *(word for block in blocks for word in ("--block", block))]
    found += more_time(facts, asker, unknown, found, about)
    if equal:
        found.append(how_to_pin(facts, 1, equal))
    return [*legends(facts, found), *found]


def _better(facts: Facts, student_id: str, wish: Wish, answers: Mapping[tuple[str, str], WhatIf]) -> Better:
    """A wish with its answer, for the short answer before all details."""
    had = bool(had_already(facts, student_id, wish.block, wish.activity))
    return Better(wish.activity, wish.rank, answers[wish.block, wish.activity.activity_id], had)


def _no_block(facts: Facts, student: Student) -> Said:
    """That the student attends no clubs: since there are none for their grade on the weekdays on which they stay, where it is that."""
    grade = facts.school.class_by_id[student.class_id].grade
    days = {block.weekday for block in facts.school.blocks.values() if grade in block.grades}
    if days & set(student.weekdays):
        return facts.said("student.no_block", 1)
    weekdays = weekday_names(facts.lang, sorted(set(student.weekdays)))
    return facts.said("student.no_block_then" if student.weekdays else "student.no_block", 1, weekdays=weekdays)


def _answers(facts: Facts, asker: Asker, student_id: str, asked: Sequence[Wish]) -> dict[tuple[str, str], WhatIf]:
    """What each wish would cost, by block and activity. What the tables alone rule out is not asked."""
    never = [w for w in asked if evident_place(facts, student_id, w.block, w.activity, 3)]
    open_ones = [w for w in asked if w not in never]
    found = {(w.block, w.activity.activity_id): WhatIf("impossible", ()) for w in never}
    for wish, answer in zip(open_ones, asker.all([w.changed for w in open_ones]), strict=True):
        found[wish.block, wish.activity.activity_id] = weighed(facts, answer, wish.activity, wish.block)
    return found


def _of_grade(facts: Facts, student_id: str, blocks: Sequence[str]) -> list[str]:
    """The blocks to tell of: those asked for, else all of the grade, if the student attends any; those not attended too."""
    school = facts.school
    attended = school.attended[student_id]
    if blocks or not attended:
        return [b for b in attended if b in blocks]
    grade = school.class_by_id[school.student_by_id[student_id].class_id].grade
    return [b for b in school.blocks if b in attended or grade in school.blocks[b].grades]


def _wishes(facts: Facts, student_id: str, block: str) -> list[Wish]:
    """The choices above the one given, best first."""
    school = facts.school
    ranks, given = school.ranks(student_id, block), facts.place.get((student_id, block))
    below = ranks.get(given or "", 10**9)
    found: list[Wish] = []
    for activity_id, rank in sorted(ranks.items(), key=lambda item: (item[1], item[0])):
        activity = school.activity_by_id.get(activity_id)
        if rank < below and activity is not None and activity_id != given:
            pin = PinPlacementRow(student_id=student_id, block=block, activity_id=activity_id)
            changed = school.replaced(pin_placements=(*school.pin_placements, pin))
            found.append(Wish(block, activity, rank, changed))
    return found


def _given(facts: Facts, student_id: str, block: str) -> Iterable[Said]:
    """Where the student is; where nowhere, what could help, as ``gaps.csv`` says it."""
    given = facts.place.get((student_id, block))
    where = facts.block(block)
    if given is None:
        yield facts.said("student.nowhere", 1, block=where)
        for reason in facts.why_missing("placement", student_id, block):
            yield facts.said("because", 2, why=what_to_do(reason, facts.lang)[1])
        return
    rank = facts.school.ranks(student_id, block).get(given)
    if rank is None:
        yield facts.said("student.fallback", 1, block=where, activity=facts.activity(given))
    else:
        yield facts.said("student.given", 1, block=where, activity=facts.activity(given), rank=rank)


def _untutored(facts: Facts, student_id: str) -> Iterable[Said]:
    """Each tutoring of which the student lacks sessions, and why."""
    for who, activity, lacking in facts.held.untutored:
        if who == student_id:
            blanks = {"activity": activity.name, "times": activity.sessions_week, "count": lacking}
            yield facts.said("student.untutored", 1, **blanks)
            for reason in facts.why_missing("tutoring", student_id, activity.activity_id):
                yield facts.said("because", 2, why=reason)


def _wish(facts: Facts, asker: Asker, student_id: str, wish: Wish, answer: WhatIf) -> tuple[list[Said], bool]:
    """Why not that choice; and whether it could be given by hand without making the whole worse."""
    found = [facts.said("student.wish", 2, activity=wish.activity.name, rank=wish.rank)]
    once = had_already(facts, student_id, wish.block, wish.activity)
    own = facts.own_class(wish.activity, student_id)
    sections = facts.sections(wish.activity.activity_id, wish.block, own)
    never: list[Said] = []
    if answer.status == "impossible":
        why = why_no_place(facts, asker, student_id, wish.block, wish.activity, wish.changed, 3)
        key = "explain.student.never" if sections else "explain.student.never_held"
        never = [replace(why, sentence=say(facts.lang, key, why=why.sentence))]
        if not sections:  # who else wants it does not decide, and to give up the place at another time is no use
            return [*found, *never], False
    found += never or once
    found += may_have_twice(facts, student_id, wish.block, wish.activity)
    if not sections:
        found.append(_not_held(facts, student_id, wish, answer))
        found += listed(facts, wish.activity, wish.block, 3, own)
        found += cannot_both(facts, wish.activity, wish.block, 3)
    elif once:  # why there are no more of them, and who else wants them, is not what decides
        found.append(seats_there(facts, wish.block, wish.activity, sections))
    else:
        found += _seats(facts, student_id, wish, sections)
    if sections and not once:  # whose claim is stronger decides only where there is a seat
        found.append(claims(facts, student_id, wish.block, wish.activity, wish.rank))
    if never:
        return found, False
    case = "student" if sections else "student_open"
    effects = [*_own(facts, answer, student_id, wish), *effects_of(facts, answer, student_id)]
    effects += closings(facts, answer, wish.block)
    cost = cost_of(facts, answer, 3, case)
    cost += in_that_plan(facts, answer, 3, effects)
    if not is_even(answer):
        return [*found, *cost], False
    if once and not _gains(facts, answer, student_id):
        return [*found, *cost], True  # it would only trade one day for another: no seat that lots could have given
    if not sections:
        return [*found, *cost, facts.said("lot.not_held", 3)], True
    lot = _lot(facts, student_id, wish, closes=any(one.key in CLOSES for one in found))
    if lot.key in ("lot.drawn", "lot.drawn_closes", "lot.kept"):
        return [*found, lot, *cost], False
    return [*found, *cost, lot], True


def _seats(facts: Facts, student_id: str, wish: Wish, sections: Sequence[Session]) -> Iterable[Said]:
    """The seats of a club that is held; why there is no further section, or why a free seat is not the student's."""
    seats, taken = sum(map(facts.seats, sections)), sum(s.enrolled for s in sections)
    yield facts.said("student.seats", 3, sections=len(sections), seats=seats, taken=taken)
    if taken >= seats:
        own = facts.own_class(wish.activity, student_id)
        yield from why_no_further(facts, wish.block, wish.activity, own, len(sections))
    yield from own_would_close(facts, student_id, wish.block, wish.activity, seats - taken)


def _not_held(facts: Facts, student_id: str, wish: Wish, answer: WhatIf) -> Said:
    """That the club has no section, and what stands against one in this plan."""
    activity = wish.activity
    own, slots = facts.own_class(activity, student_id), facts.school.blocks[wish.block].slots
    session = facts.offers.session(activity.activity_id, own, slots, max(1, activity.min_size))
    if not session.possible:
        return facts.said("student.not_held_why", 3, why=session.words)
    first = answer.first
    worse = first is not None and first.goal == "choices" and (first.amount or 0) > 0
    key = "dearer" if worse and answer.status == "found" and answer.exact else "could"
    return facts.said(f"student.not_held_{key}", 3, activity=activity.name)


def _gains(facts: Facts, answer: WhatIf, student_id: str) -> bool:
    """Whether the student's own choices, of all blocks together, are better in the answer's plan."""
    now, then = (_standing(facts, plan, student_id) for plan in (facts.plan, answer.plan))
    return then < now


def _standing(facts: Facts, plan: Plan | None, student_id: str) -> tuple[int, int]:
    """Blocks without a club, and the points of the others; the fewer the better."""
    if plan is None:
        return 10**9, 0
    without = sum(row.activity_id is None for row in plan.placements if row.student_id == student_id)
    return without, points_of(facts.school, plan, student_id)


def _own(facts: Facts, answer: WhatIf, student_id: str, wish: Wish) -> Iterable[Said]:
    """What the student's other blocks become in the answer's plan."""
    for row in answer.plan.placements if answer.plan else ():
        before = facts.place.get((student_id, row.block))
        if row.student_id != student_id or row.block == wish.block or row.activity_id == before:
            continue
        was, now = (facts.choice(student_id, row.block, one) for one in (before, row.activity_id))
        yield facts.said("student.own", block=facts.block(row.block), was=was, now=now)


def _lot(facts: Facts, student_id: str, wish: Wish, *, closes: bool) -> Said:
    """Who has the place was left open by the goals: whether the lots decided, or the program took one of equal plans.
    ``closes``: the student's own club needs them."""
    run, school = facts.plan.run, facts.school
    order = run.goals or school.policy.order(rerun=run.parent is not None)
    if not free(order, run.max_changes):
        return facts.said("lot.limited", 3)
    line = drawn(school.attended, run.seed, school.term.name)
    drawn_as = {"seed": run.seed, "number": line.index(student_id) + 1, "count": len(line)}
    open_to = left_to_lots(school, facts.place, student_id, wish.block, order=order)
    if wish.activity.activity_id not in open_to:
        return facts.said("lot.other_closes" if closes else "lot.other", 3)
    if run.parent:  # what stays as it was counts before the lots do, and the earlier plan is not at hand
        return facts.said("lot.kept", 3, **drawn_as)
    if run.lots is None:
        return facts.said("lot.none", 3, seed=run.seed)
    return facts.said("lot.drawn_closes" if closes else "lot.drawn", 3, **drawn_as)


def students_named(school: School, text: str) -> list[str]:
    """The ids of the students whom an id or a name means; an id wins."""
    if text in school.student_by_id:
        return [text]
    return [s.student_id for s in school.students if s.name == text]


def others_of(facts: Facts, ids: Sequence[str]) -> str:
    """Ids in a sentence, with their classes: to ask which is meant."""
    names = [
        say(facts.lang, "explain.of_class", student=one, school_class=class_name(facts.lang, own))
        for one, own in ((one, facts.school.student_by_id[one].class_id) for one in ids)
    ]
    return listing(facts.lang, names, 10)
