"""Why a person has the duties that they have: how even the numbers are, and what keeps them from which posts and weekdays."""

from collections import Counter
from collections.abc import Iterable, Mapping

from models.duty import DutyPost, DutyStaff
from models.plan import Duty
from scheduler.explain.duty import total
from scheduler.explain.facts import Facts, Said, carried
from scheduler.explain.rhythm import held_back
from scheduler.messages import say
from scheduler.messages.names import listing, mean_text, post_name, weekday_name, weekday_names

SCHOOL_DAYS = 5


def explain_rounds(facts: Facts, person_id: str) -> Iterable[Said]:
    """Role by role: how many duties beside the others', on which weekdays and posts, and why there."""
    row = next((s for s in facts.school.duty_staff if s.staff_id == person_id), None)
    if row is None:
        return
    every = sorted(facts.held.duties_of.get(person_id, ()), key=lambda d: d.date)
    for role in row.roles:
        mine = [d for d in every if d.role == role]
        yield from _share(facts, row, role, mine)
        posts = [
            post for post in facts.school.posts if post.role == role and post.post_id in (row.posts or (post.post_id,))
        ]
        if mine:
            yield _when(facts, mine, several=len(posts) > 1)
        yield from _barred(facts, row, posts)
    yield from held_back(facts, row, fewer=_fewer(facts, row))
    if every:
        yield from _wishes(facts, row, every)
        pins = {(p.date, p.post_id) for p in facts.school.pin_duties if p.staff_id == person_id}
        fixed = sum((d.date, d.post_id) in pins for d in every)
        if fixed:
            yield facts.said("rounds.pinned", 2, count=fixed)
        yield facts.said("rounds.which", 2, date=every[0].date.isoformat())


def _fewer(facts: Facts, row: DutyStaff) -> bool:
    """Whether somebody stands higher in a role that the person has too."""
    return any(
        total(facts, other.staff_id, role) > total(facts, row.staff_id, role)
        for role in row.roles
        for other in facts.school.duty_staff
        if role in other.roles
    )


def _share(facts: Facts, row: DutyStaff, role: str, mine: list[Duty]) -> Iterable[Said]:
    """How many beside the average; from how many to how many all of the role have, with what they bring from earlier terms."""
    peers = [s for s in facts.school.duty_staff if role in s.roles]
    counts = [sum(d.role == role for d in facts.held.duties_of.get(s.staff_id, ())) for s in peers]
    name = say(facts.lang, f"reasons.role.{role}")
    if len(peers) == 1:  # there is nobody to compare with
        yield facts.said("teacher.duties_alone", 1, role=name, count=len(mine))
        yield facts.said("duty.only_one", 2)
        return
    yield facts.said(
        "teacher.duties",
        1,
        role=name,
        count=len(mine),
        average=mean_text(sum(counts), len(counts)),
        people=len(peers),
        carry=carried(facts, row.carry),
    )
    standings = [s.carry + count for s, count in zip(peers, counts, strict=True)]
    fewest, most = min(standings), max(standings)
    key = "rounds.even" if fewest < most else "rounds.same"
    key += "_carried" if any(s.carry for s in peers) else ""
    yield facts.said(key, 2, fewest=fewest, most=most, own=row.carry + len(mine))


def _when(facts: Facts, mine: list[Duty], *, several: bool) -> Said:
    """On which weekdays, and on which posts where the role has several."""
    weekdays = _counted(facts, {weekday_name(facts.lang, day): n for day, n in sorted(_by_weekday(mine).items())})
    if not several:
        return facts.said("rounds.when", 2, weekdays=weekdays)
    by_post = Counter(post_name(facts.lang, facts.school, d.post_id) for d in mine)
    return facts.said("rounds.when_posts", 2, weekdays=weekdays, posts=_counted(facts, dict(by_post.most_common())))


def _by_weekday(duties: list[Duty]) -> Counter[int]:
    return Counter(d.weekday for d in duties)


def _counted(facts: Facts, counts: Mapping[str, int]) -> str:
    return listing(facts.lang, [say(facts.lang, "explain.rounds.times", name=n, count=c) for n, c in counts.items()])


def _barred(facts: Facts, row: DutyStaff, posts: list[DutyPost]) -> Iterable[Said]:
    """The weekdays and posts that they have not, by what the tables and their own sessions say."""
    if len(set(row.weekdays)) < SCHOOL_DAYS:
        yield facts.said("rounds.weekdays", 2, weekdays=weekday_names(facts.lang, sorted(set(row.weekdays))))
    if row.posts and posts:
        names = [post_name(facts.lang, facts.school, post.post_id) for post in posts]
        yield facts.said("rounds.posts", 2, posts=listing(facts.lang, names))
    for post in posts:
        name = post_name(facts.lang, facts.school, post.post_id)
        days = [day for day in sorted(post.weekdays) if day in row.weekdays]
        engaged = [day for day in days if _engaged(facts, row.staff_id, post, day)]
        if engaged:
            yield facts.said("rounds.engaged", 2, post=name, weekdays=weekday_names(facts.lang, engaged))
        fetching = [day for day in days if day not in engaged and _fetches(facts, row.staff_id, post, day)]
        if fetching:
            yield facts.said("rounds.child", 2, post=name, weekdays=weekday_names(facts.lang, fetching))


def _engaged(facts: Facts, person: str, post: DutyPost, weekday: int) -> bool:
    """Whether a window of the post overlaps a slot in which they lead, escort or care."""
    slots = [facts.school.slot_by_id[slot_id] for slot_id in facts.held.tasks.get(person, {})]
    return any(s.weekday == weekday and any(w.overlaps(s.start, s.end) for w in post.windows) for s in slots)


def _fetches(facts: Facts, person: str, post: DutyPost, weekday: int) -> bool:
    """Whether a child of theirs must be fetched before a window of the post ends."""
    children = facts.held.children.get(person, ())
    return any(weekday in c.weekdays and any(w.end > c.leave_by for w in post.windows) for c in children)


def _wishes(facts: Facts, row: DutyStaff, every: list[Duty]) -> Iterable[Said]:
    """How many are on the weekdays that they named."""
    if row.wishes:
        inside = sum(d.weekday in row.wishes for d in every)
        names = weekday_names(facts.lang, sorted(set(row.wishes)))
        yield facts.said("rounds.wishes", 2, weekdays=names, inside=inside, outside=len(every) - inside)
