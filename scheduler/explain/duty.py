"""Why this person is on a post on a date, and not another."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from models.duty import DutyPost
from models.plan import Duty
from scheduler.calendar import SchoolDay, kind_of_day
from scheduler.explain.cost import legends
from scheduler.explain.facts import Facts, Said, carried
from scheduler.explain.swap import Found, difference, on_duty
from scheduler.explain.swapped import Told, outcome, swaps
from scheduler.messages import say
from scheduler.messages.names import listing, mean_text, post_name, weekday_name
from scheduler.reasons.cause import Cause, grouped
from scheduler.reasons.posts import why_not_on_duty

SWAPS = 4
"""So many of those who could also have come are looked at, those with fewest duties first."""


def explain_duty(facts: Facts, on: date) -> list[Said]:
    """Post by post: who, how many duties they have beside the others, who could not come and why, and the others' price."""
    head = facts.said("duty.head", date=facts.date(on))
    day = facts.held.day_of.get(on)
    if day is None:
        return [head, _no_school(facts, on)]
    posts = sorted((p for p in facts.school.posts if day.weekday in p.weekdays), key=lambda p: p.role != "lead")
    found = [head]
    if day.weekday != on.isoweekday():
        found.append(facts.said("duty.runs", 1, weekday=weekday_name(facts.lang, day.weekday)))
    if not posts:
        found.append(facts.said("duty.no_posts", 1))
    for role in dict.fromkeys(post.role for post in posts):
        mine = [post for post in posts if post.role == role]
        never = _never(facts, day, mine)
        if never:
            name = say(facts.lang, f"reasons.role.{role}")
            who = grouped(facts.lang, never.items(), facts.person)
            found.append(facts.said("duty.blocked_all", 1, role=name, who=who))
        for post in mine:
            found += _post(facts, day, post, never)
    return [*legends(facts, found), *found]


def _never(facts: Facts, day: SchoolDay, posts: Sequence[DutyPost]) -> dict[str, Cause]:
    """Those who could be on none of several posts for one and the same cause; nobody where there is one post."""
    busy = {d.staff_id for d in facts.plan.duties if d.date == day.date}
    found: dict[str, Cause] = {}
    for person in facts.school.duty_staff if len(posts) > 1 else ():
        if posts[0].role in person.roles and person.staff_id not in busy:
            causes = {why_not_on_duty(facts.offers, person, day, post) for post in posts}
            cause = causes.pop()
            if cause is not None and not causes:
                found[person.staff_id] = cause
    return found


def _no_school(facts: Facts, on: date) -> Said:
    """Why there is no school on a date."""
    term = facts.school.term
    if not term.start <= on <= term.end:
        return facts.said("duty.outside", 1, start=term.start.isoformat(), end=term.end.isoformat())
    kind = kind_of_day(on)
    if kind == "working" or any(row.date == on for row in facts.school.calendar):
        return facts.said("duty.closed", 1)
    return facts.said({"holiday": "duty.holiday", "weekend": "duty.weekend", "make-up": "duty.make_up"}[kind], 1)


def _post(facts: Facts, day: SchoolDay, post: DutyPost, never: Mapping[str, Cause]) -> Iterable[Said]:
    name = post_name(facts.lang, facts.school, post.post_id)
    role = say(facts.lang, f"reasons.role.{post.role}")
    duty = next((d for d in facts.plan.duties if (d.date, d.post_id) == (day.date, post.post_id)), None)
    if duty is None or duty.staff_id is None:
        yield facts.said("duty.nobody" if name != role else "duty.nobody_role", 1, post=name, role=role)
        where = f"{day.date.isoformat()};{post.post_id}"
        yield from (facts.said("because", 2, why=gap.reason) for gap in facts.plan.gaps if gap.where == where)
        return
    key = "duty.who" if name != role else "duty.who_has_role"
    yield facts.said(key, 1, post=name, person=facts.person(duty.staff_id), role=role)
    pinned = (duty.date, duty.post_id, duty.staff_id)
    fixed = any((p.date, p.post_id, p.staff_id) == pinned for p in facts.school.pin_duties)
    if fixed:
        yield facts.said("reason.pinned", 2)
    yield _share(facts, duty, role)
    if not fixed:  # else nobody else can
        yield from _others(facts, day, post, duty, never)


def _share(facts: Facts, duty: Duty, role: str) -> Said:
    """The person's duties in the role beside the average of all who have it."""
    mine = _count(facts, duty.staff_id or "", duty.role)
    peers = [s.staff_id for s in facts.school.duty_staff if duty.role in s.roles]
    if len(peers) == 1:  # there is nobody to compare with
        return facts.said("duty.share_alone", 2, role=role, count=mine)
    average = mean_text(sum(_count(facts, s, duty.role) for s in peers), len(peers))
    carry = carried(facts, _carry(facts, duty.staff_id or ""))
    return facts.said("duty.share", 2, role=role, count=mine, average=average, people=len(peers), carry=carry)


def _count(facts: Facts, staff_id: str, role: str) -> int:
    return sum(d.role == role for d in facts.held.duties_of.get(staff_id, ()))


def _carry(facts: Facts, staff_id: str) -> int:
    return next((s.carry for s in facts.school.duty_staff if s.staff_id == staff_id), 0)


def total(facts: Facts, staff_id: str, role: str) -> int:
    """What counts in the comparison: the duties of this term and those carried over."""
    return _carry(facts, staff_id) + _count(facts, staff_id, role)


def _others(facts: Facts, day: SchoolDay, post: DutyPost, duty: Duty, never: Mapping[str, Cause]) -> Iterable[Said]:
    """Everybody else of the role: why not, or what it would change with them. ``never``: those of whom that is told already."""
    peers = [s for s in facts.school.duty_staff if post.role in s.roles and s.staff_id != duty.staff_id]
    causes = [(s.staff_id, why_not_on_duty(facts.offers, s, day, post)) for s in peers]
    blocked = [(who, cause) for who, cause in causes if cause and who not in never]
    free = [who for who, cause in causes if cause is None]
    if not peers:
        yield facts.said("duty.only_one", 2)
    if blocked:
        yield facts.said(
            "duty.blocked_too" if never else "duty.blocked", 2, who=grouped(facts.lang, blocked, facts.person)
        )
    free.sort(key=lambda s: (total(facts, s, post.role), s))
    found = [(who, difference(facts, on_duty(facts.plan, duty, who))) for who in free[:SWAPS]]
    broken = [(who, cause) for who, cause in found if isinstance(cause, Cause)]
    looked = [(who, what) for who, what in found if not isinstance(what, Cause)]
    free = [who for who in free if who not in dict(broken)]
    if free:
        names = listing(facts.lang, [facts.person(s) for s in free], of="people")
        yield facts.said("duty.free", 2, people=names, count=len(free))
    if looked and len(free) > len(looked):
        yield _some(facts, post.role, [who for who, _ in looked], free)
    yield from _told(facts, duty, looked)
    if broken:
        yield facts.said("reason.broken", 3, who=grouped(facts.lang, broken, facts.person), count=len(broken))


def _some(facts: Facts, role: str, looked: Sequence[str], free: Sequence[str]) -> Said:
    """That only those with the fewest are looked at, and who has as few as the last of them and is not."""
    most = max(total(facts, who, role) for who in looked)
    tied = [facts.person(who) for who in free if who not in looked and total(facts, who, role) == most]
    if not tied:
        return facts.said("duty.some", 3, count=len(looked))
    return facts.said("duty.some_tied", 3, count=len(looked), names=listing(facts.lang, tied, of="people"))


def _told(facts: Facts, duty: Duty, looked: list[tuple[str, Found]]) -> Iterable[Said]:
    """What came of each swap, those of one kind together, with what everybody stands at."""
    one = duty.staff_id or ""
    now = total(facts, one, duty.role)

    def standing(person: str) -> str:
        count, carry = _count(facts, person, duty.role), _carry(facts, person)
        words = {"name": facts.person(person), "count": count, "total": count + carry, "carry": abs(carry)}
        return say(facts.lang, f"explain.standing.{'more' if carry > 0 else 'fewer' if carry else 'plain'}", **words)

    def tell(person: str, found: Found) -> Told:
        theirs = total(facts, person, duty.role)
        # One duty moved: the squares grow where theirs + 1 would be above what the other one has now.
        worse = "worse.duty" if theirs >= now else "worse.rest" if theirs == now - 1 else "worse.rest_even"
        return outcome(found, {"duty": worse}), standing(person)

    yield from swaps(facts, looked, 3, tell, standing(one))
