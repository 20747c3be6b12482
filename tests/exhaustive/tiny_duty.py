"""Every duty roster of a tiny school, date by date."""

from datetime import timedelta

from tiny import Tiny

Blocked = frozenset[tuple[str, int, str]]
"""(person, weekday, post) that the week's work rules out."""


class Duties:
    """The roster's best (unfilled, goal) for what the week leaves open."""

    def __init__(self, tiny: Tiny) -> None:
        self.tiny = tiny
        self.staff = {s.staff_id: s for s in tiny.school.duty_staff}
        self.posts = {p.post_id: p for p in tiny.school.posts}
        self.days = [(d, w, [p for p in self.posts.values() if w in p.weekdays]) for d, w in tiny.days]
        self._known: dict[Blocked, tuple[int, int] | None] = {}

    def blocked(self, slots: dict[str, int]) -> Blocked:
        """R12: posts that bind a person while they work, or after their child must leave."""
        found: set[tuple[str, int, str]] = set()
        for person in self.staff:
            for post in self.posts.values():
                for weekday in {w for _, w, _ in self.days}:
                    meets = any(
                        slots.get(person, 0) & self.tiny.bit[s.slot_id] and w.start < s.end and s.start < w.end
                        for s in self.tiny.school.slots
                        if s.weekday == weekday
                        for w in post.windows
                    )
                    late = any(
                        w.end > c.leave_by
                        for c in self.tiny.school.childcare
                        if c.teacher_id == person and weekday in c.weekdays
                        for w in post.windows
                    )
                    if meets or late:
                        found.add((person, weekday, post.post_id))
        return frozenset(found)

    def best(self, blocked: Blocked) -> tuple[int, int] | None:
        """Fewest posts unfilled, then the least goal; None where the pins cannot hold."""
        if blocked not in self._known:
            self._known[blocked] = self._best(blocked)
        return self._known[blocked]

    def _best(self, blocked: Blocked) -> tuple[int, int] | None:
        pins = {(p.date, p.post_id, p.staff_id) for p in self.tiny.school.pin_duties}
        asked = {(d, p.post_id) for d, _, posts in self.days for p in posts}
        if any((d, p) not in asked for d, p, _ in pins):
            return None
        states: dict[tuple[object, ...], tuple[int, int]] = {(): (0, 0)}
        monday = None
        for index, (day, weekday, posts) in enumerate(self.days):
            now = day - timedelta(days=day.weekday())
            if now != monday:
                monday, states = now, _least(states, lambda e: (e[0], e[1], e[2], e[3], 0, e[5]))
            for post in posts:
                wanted = {who for d, p, who in pins if (d, p) == (day, post.post_id)}
                after: dict[tuple[object, ...], tuple[int, int]] = {}
                for state, (missing, goal) in states.items():
                    if not wanted:
                        _keep(after, state, (missing + 1, goal))
                    for person in wanted if len(wanted) == 1 else () if wanted else self.staff:
                        step = self._take(dict(_entries(state)), person, index, weekday, post.post_id, blocked)
                        if step:
                            _keep(after, step[0], (missing, goal + step[1]))
                states = after
        return min(states.values(), default=None)

    def _take(self, entries, person, index, weekday, post_id, blocked):
        """The state after one more duty, and what it adds to the goal; None where a rule forbids it."""
        who, post, (day, _, _) = self.staff[person], self.posts[post_id], self.days[index]
        _, posts, weekdays, roles, week, last = entries.get(person, (person, (), (), (), 0, None))
        if post.role not in who.roles or (who.posts and post_id not in who.posts) or weekday not in who.weekdays:
            return None
        if (person, weekday, post_id) in blocked or week >= who.max_week:
            return None
        if last is not None and (index == last or index - last < who.min_gap):
            return None
        if any(r.person_id == person and r.start <= day <= r.end for r in self.tiny.school.leave):
            return None
        n, at_post, on_day = (dict(c).get(k, 0) for c, k in ((roles, post.role), (posts, post_id), (weekdays, weekday)))
        price = 10 * (2 * (who.carry + n) + 1) + 2 * at_post + 1 + 2 * on_day + 1
        price += bool(who.wishes) and weekday not in who.wishes
        counted = (_more(posts, post_id), _more(weekdays, weekday), _more(roles, post.role))
        entries[person] = (person, *counted, week + 1, index)
        return tuple(entries[k] for k in sorted(entries)), price


def _entries(state):
    return ((entry[0], entry) for entry in state)


def _more(counts: tuple[tuple[object, int], ...], key: object) -> tuple[tuple[object, int], ...]:
    found = dict(counts)
    found[key] = found.get(key, 0) + 1
    return tuple(sorted(found.items(), key=str))


def _keep(states, state, value) -> None:
    if state not in states or value < states[state]:
        states[state] = value


def _least(states, change):
    found = {}
    for state, value in states.items():
        _keep(found, tuple(change(entry) for entry in state), value)
    return found
