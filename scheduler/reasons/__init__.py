"""What a finished plan lacks, and why, in words: true of the plan as it is."""

import re
from collections.abc import Iterator, Sequence
from datetime import date

from models.plan import Carer, Duty, Gap, Placement, Plan, Seat, Session, TutoringSeat
from models.school import School
from scheduler.calendar import SchoolDay, open_days
from scheduler.messages import Lang, say
from scheduler.messages.names import listing, sentences
from scheduler.reasons.clubs import Clubs
from scheduler.reasons.held import Held
from scheduler.reasons.offer import Offers, Proven
from scheduler.reasons.place import bare, placed
from scheduler.reasons.posts import why_unfilled
from scheduler.reasons.tutors import Tutors

__all__ = ["advised", "bare", "gaps", "placed", "retold", "times_of", "what_to_do"]


def gaps(
    school: School,
    sessions: Sequence[Session],
    placements: Sequence[Placement],
    duties: Sequence[Duty],
    seats: Sequence[Seat],
    carers: Sequence[Carer],
    tutoring: Sequence[TutoringSeat],
    days: Sequence[SchoolDay],
    lang: Lang,
    bound: int | None = None,
    *,
    limited: bool = False,
) -> tuple[Gap, ...]:
    """Every gap of a plan's parts with its reason, by (what, where); students by id.

    ``where`` joins ids by ``;``: class and slot for homework and strands, date and post for duties, student and block
    for placements, student and activity for tutoring, which has a row for each session that is missing.
    ``bound``: what the goal coverage is proven to come to in any plan; ``limited``: only in those that change no more of an
    earlier plan than may be.
    """
    held = Held(school, sessions, placements, duties, seats, carers, tutoring, days)
    offers = Offers(held, lang, _proven(held, bound, limited=limited))
    found = [*_sessions(offers), *_duties(offers), *_placements(offers), *_tutoring(offers)]
    return tuple(sorted(found, key=lambda gap: (gap.what, gap.where)))


def _proven(held: Held, bound: int | None, *, limited: bool) -> Proven:
    if bound is None or held.coverage > bound:
        return "open"
    return "limited" if limited else "settled"


def retold(school: School, plan: Plan, lang: Lang) -> Plan:
    """A plan with the reasons of its gaps in a language, without the place; it may have been made in another."""
    if not plan.gaps:
        return plan
    parts = (plan.sessions, plan.placements, plan.duties, plan.childcare, plan.carers, plan.tutoring)
    bound = next((score.bound for score in plan.scores if score.goal == "coverage"), None)
    limited = plan.run.max_changes is not None
    again = gaps(school, *parts, open_days(school), lang, bound, limited=limited)
    reasons = {(gap.what, gap.where): gap.reason for gap in again}
    since = plan.run.since

    def told(gap: Gap) -> str:
        if gap.what == "duty" and since and date.fromisoformat(gap.where.split(";")[0]) < since:
            return say(lang, "reasons.over")
        return reasons.get((gap.what, gap.where), gap.reason)

    return plan.model_copy(update={"gaps": tuple(g.model_copy(update={"reason": told(g)}) for g in plan.gaps)})


def advised(reason: str, lang: Lang) -> str:
    """A reason without the advice to search longer, for those who give it once for all gaps."""
    return reason.removesuffix(say(lang, "reasons.then.open")).rstrip()


def what_to_do(reason: str, lang: Lang) -> tuple[str, str]:
    """A reason without its last sentence, and that sentence: what to do, where anything is. What only qualifies it goes with it."""
    parts = [one for one in re.split(r"(?<=。)|(?<=\.) ", reason.strip()) if one]
    count = 2 if parts[-1] in say(lang, "reasons.advice.place_now") else 1
    return sentences(lang, parts[:-count]), sentences(lang, parts[-count:])


def times_of(reason: str, lang: Lang) -> list[str]:
    """A reason that tells several times, one of which is enough, at the beginning of each; any other as it is."""
    first = say(lang, "reasons.tutoring.item", number=1, words="")
    if f"{say(lang, 'reasons.stop')}{say(lang, 'names.between')}{first}" not in reason:
        return [reason]
    found, rest, number = list[str](), reason, 1
    while True:
        start = f"{say(lang, 'names.between')}{say(lang, 'reasons.tutoring.item', number=number, words='')}"
        told, mark, after = rest.partition(say(lang, "reasons.stop") + start)
        found.append(told + say(lang, "reasons.stop") if mark else told)
        if not mark:
            return found
        rest, number = start.lstrip() + after, number + 1


def _sessions(offers: Offers) -> Iterator[Gap]:
    for kind, class_id, slot_id in offers.held.missing:
        why = _homework(offers, class_id, slot_id) if kind == "homework" else ""
        reason = why or _strand(offers, class_id, slot_id)
        yield Gap(what=kind, where=f"{class_id};{slot_id}", reason=reason)


def _homework(offers: Offers, class_id: str, slot_id: str) -> str:
    activity = offers.school.homework_of(offers.school.class_by_id[class_id].grade)
    if activity is None:
        return offers.say("no_homework")
    if not activity.runs_in(slot_id):
        return offers.blocked([activity], slot_id)
    students = offers.held.students_staying(class_id, slot_id)
    return offers.why_not(activity.activity_id, class_id, (slot_id,), students)


def _strand(offers: Offers, class_id: str, slot_id: str) -> str:
    """Each strand that the class could still have."""
    due = offers.held.due(class_id)
    if not due:
        return offers.say("strands_done")
    students = offers.held.students_staying(class_id, slot_id)
    allowed = [a for a in due if a.runs_in(slot_id)]
    barred = [a for a in due if a not in allowed]
    answers = [(a, offers.session(a.activity_id, class_id, (slot_id,), students)) for a in allowed]
    possible = [(a, answer) for a, answer in answers if answer.possible]
    lang = offers.lang
    told: dict[str, list[str]] = {}
    for a, answer in possible or answers:
        told.setdefault(sentences(lang, [answer.words, answer.steps]), []).append(a.name)
    first = [offers.blocked(barred, slot_id)] if barred and not possible else []
    return sentences(lang, [*first, *(_of(offers, names, words) for words, names in told.items())])


def _of(offers: Offers, activities: Sequence[str], why: str) -> str:
    """The reason with the activities that it is about, where it does not name them."""
    if all(one in why for one in activities):
        return why
    return offers.say("of", activity=listing(offers.lang, activities), why=why)


def _duties(offers: Offers) -> Iterator[Gap]:
    for day, post in offers.held.unfilled:
        where = f"{day.date.isoformat()};{post.post_id}"
        yield Gap(what="duty", where=where, reason=why_unfilled(offers, day, post))


def _placements(offers: Offers) -> Iterator[Gap]:
    clubs = Clubs(offers)
    for student_id, block_id in offers.held.unplaced:
        yield Gap(what="placement", where=f"{student_id};{block_id}", reason=clubs.why(student_id, block_id))


def _tutoring(offers: Offers) -> Iterator[Gap]:
    tutors = Tutors(offers)
    for student_id, activity, lacking in offers.held.untutored:
        reason = tutors.why(student_id, activity, lacking)
        yield from [Gap(what="tutoring", where=f"{student_id};{activity.activity_id}", reason=reason)] * lacking
