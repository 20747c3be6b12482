"""What might fill the duty roster: people of the roster who do more, and further people, for the weeks in which it lacks any."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from math import ceil

from models.duty import DutyStaff, Role
from models.plan import Plan
from models.school import School
from scheduler.calendar import open_days
from scheduler.shortages.duty import Duties
from scheduler.ways_out.duty_steps import CloserDuties, DutyLimit, DutyPeople, MoreDuties
from scheduler.ways_out.steps import Step

#: So many weeks with gaps are told by their dates; for more, whoever helps is wanted all term.
FEW_WEEKS = 3


def duty_hopes(school: School, plan: Plan) -> Iterator[tuple[tuple[Step, ...], int]]:
    """Steps to take together, with how many duties that nobody has they reach at most."""
    lacking: dict[Role, list[date]] = defaultdict(list)
    role_of: dict[str, Role] = {post.post_id: post.role for post in school.posts}
    for gap in plan.gaps:
        if gap.what == "duty":
            day, _, post_id = gap.where.partition(";")
            lacking[role_of[post_id]].append(date.fromisoformat(day))
    advised = list(_advised(school)) if lacking else []
    for role, dates in lacking.items():
        present = list(_present(school, role, dates))
        yield from present
        known = {steps for steps, _ in present}
        yield from ((steps, len(dates)) for mine, steps in advised if mine == role and steps not in known)
        yield from _further(school, role, dates)


def _advised(school: School) -> Iterator[tuple[Role, tuple[Step, ...]]]:
    """The limits with which no shortage of a role's posts can be proved any more, for those of whom they are wanted."""
    role_of: dict[str, Role] = {post.post_id: post.role for post in school.posts}
    staff = {one.staff_id: one for one in school.duty_staff}
    found: dict[tuple[Role, tuple[Step, ...]], None] = {}
    for short in Duties(school, open_days(school)).shortages():
        week, gap = short.args.get("raised", ""), short.args.get("lowered", "")
        who = [staff[one] for one in str(short.args.get("who", "")).split(";") if one in staff]
        limit = int(week or 0)
        raised = tuple(sorted(one.staff_id for one in who if one.max_week < limit))
        more = {limit - one.max_week for one in who if one.max_week < limit}
        steps: list[Step] = []
        if raised:
            steps.append(MoreDuties(raised, more.pop()) if len(more) == 1 else DutyLimit(raised, limit))
        close = tuple(sorted(one.staff_id for one in who if one.min_gap > int(gap or one.min_gap)))
        steps += [CloserDuties(close, int(gap))] if close else []
        posts = str(short.args["posts"]).split(";") if steps else []
        found |= {(role_of[post], tuple(steps)): None for post in posts}
    yield from found


def _present(school: School, role: Role, dates: Sequence[date]) -> Iterator[tuple[tuple[Step, ...], int]]:
    """More of those who are there on one of the dates."""
    people = tuple(sorted(s.staff_id for s in school.duty_staff if role in s.roles and _there(school, s, dates)))
    if not people:
        return
    more, closer = MoreDuties(people), CloserDuties(people)
    weeks = Counter(day.isocalendar()[:2] for day in dates).values()
    yield (more,), sum(min(count, more.more * len(people)) for count in weeks)
    yield (closer,), len(dates)
    yield (more, closer), len(dates)


def _there(school: School, staff: DutyStaff, dates: Sequence[date]) -> bool:
    away = [(row.start, row.end) for row in school.leave if row.person_id == staff.staff_id]
    return any(not any(first <= day <= last for first, last in away) for day in dates)


def _further(school: School, role: Role, dates: Sequence[date]) -> Iterator[tuple[tuple[Step, ...], int]]:
    """One more person, as many as the worst week lacks, and as many as are enough with the limit that most of the role have."""
    weeks: dict[tuple[int, int], list[date]] = defaultdict(list)
    for day in dates:
        weeks[day.isocalendar()[:2]].append(day)
    spans = _spans(school, weeks.values())
    most = max(map(len, weeks.values()))
    yield (DutyPeople(role, spans=spans),), len(weeks)
    if most == 1:
        return
    yield (DutyPeople(role, most, spans=spans),), len(dates)
    usual = Counter(s.max_week for s in school.duty_staff if role in s.roles).most_common(1)
    if usual and usual[0][0] > 1:
        limit = min(usual[0][0], most)
        yield (DutyPeople(role, ceil(most / limit), limit, spans),), len(dates)


def _spans(school: School, weeks: Iterable[Sequence[date]]) -> tuple[tuple[date, date], ...]:
    """From the first date to the last of each week that lacks anybody; none where these are not few, or all of the term."""
    spans = tuple(sorted((min(days), max(days)) for days in weeks))
    start, end = school.term.start, school.term.end
    every = {(start + timedelta(n)).isocalendar()[:2] for n in range((end - start).days + 1)}
    return spans if len(spans) <= FEW_WEEKS and len(spans) < len(every) else ()
