"""Duty posts against the people for them: on a date, in any few days in a row, and over the term."""

from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cached_property

from models.duty import DutyPost, DutyStaff
from models.school import School
from models.term import Slot
from scheduler.calendar import SchoolDay
from scheduler.shortages.advice import advised, posts_of
from scheduler.shortages.dated import Dated
from scheduler.shortages.network import Deficit, Network
from scheduler.shortages.served import held, most, runs, shares
from scheduler.shortages.shortage import Shortage

#: Posts of a date for which there are too few people whatever the week, and how many of them there are people for; by the
#: date's index. They are told of the date, so that a week is told only what it lacks beside them.
Told = Mapping[int, tuple[tuple[tuple[str, ...], int], ...]]


class Duties:
    """The duty roster's posts, people and open dates."""

    def __init__(
        self,
        school: School,
        days: tuple[SchoolDay, ...],
        staff: tuple[DutyStaff, ...] | None = None,
        posts: tuple[DutyPost, ...] | None = None,
        told: Told | None = None,
    ) -> None:
        """``staff`` and ``posts``: instead of the school's."""
        self.school, self.days = school, days
        self._posts = school.posts if posts is None else posts
        self._staff = tuple({s.staff_id: s for s in (school.duty_staff if staff is None else staff)}.values())
        self._told: dict[int, tuple[tuple[tuple[str, ...], int], ...]] = dict(told or {})

    def posts_on(self, weekday: int) -> tuple[DutyPost, ...]:
        """The posts of a weekday."""
        return tuple(p for p in self._posts if weekday in p.weekdays)

    @cached_property
    def people(self) -> dict[tuple[str, int], tuple[str, ...]]:
        """Who may fill (post id, weekday), leaves aside."""
        posts = [(post, weekday) for post in self._posts for weekday in post.weekdays]
        return {(p.post_id, w): tuple(s.staff_id for s in self._staff if self._may(s, p, w)) for p, w in posts}

    @cached_property
    def parts(self) -> "tuple[Duties, ...]":
        """The posts that share people, with these people: what is short in one part says nothing about another."""
        left, found = list(self._posts), list["Duties"]()
        able = {p.post_id: {s for w in p.weekdays for s in self.people[p.post_id, w]} for p in left}
        while left:
            posts, who = [left.pop(0)], set[str]()
            for post in posts:  # grows while it is read
                who |= able[post.post_id]
                near = [p for p in left if able[p.post_id] & who]
                left = [p for p in left if p not in near]
                posts += near
            kept = tuple(p for p in self._posts if p in posts)
            staff = tuple(s for s in self._staff if s.staff_id in who)
            found.append(Duties(self.school, self.days, staff, kept))
        return tuple(found)

    def _may(self, person: DutyStaff, post: DutyPost, weekday: int) -> bool:
        if weekday not in person.weekdays or not _ever(person, post):
            return False
        children = [c for c in self.school.childcare if c.teacher_id == person.staff_id and weekday in c.weekdays]
        return not any(window.end > child.leave_by for window in post.windows for child in children)

    def posts_over(self, slot: Slot) -> dict[str, tuple[str, ...]]:
        """The posts of the slot's weekday that bind a person during it, each with who may fill it, if anybody."""
        found: dict[str, tuple[str, ...]] = {}
        for post in self.posts_on(slot.weekday):
            people = self.people[post.post_id, slot.weekday]
            if people and any(window.overlaps(slot.start, slot.end) for window in post.windows):
                found[post.post_id] = people
        return found

    @cached_property
    def away(self) -> dict[int, frozenset[str]]:
        """Who is on leave on each open date, by its index; only people of the roster."""
        mine = {s.staff_id for s in self._staff}
        rows = [row for row in self.school.leave if row.person_id in mine]
        return {d.index: frozenset(r.person_id for r in rows if r.start <= d.date <= r.end) for d in self.days}

    def free(self, post: str, day: SchoolDay) -> list[str]:
        """Who may fill the post on the date."""
        return [s for s in self.people.get((post, day.weekday), ()) if s not in self.away[day.index]]

    # -- shortages -----------------------------------------------------------------------------------------
    def shortages(self) -> Iterator[Shortage]:
        """On single dates; then in weeks and in days in a row, and over the term, without the dates named before. With the
        limits that would do for ``who`` of the same people, if any would (``raised``, ``lowered``; blank: as they are), for the
        whole term or for its own dates alone (``apart``)."""
        kinds = ("duty_day", "duty_week", "duty_run", "duty_term")
        found = [short for part in self.parts for short in part.of_part()]
        yield from self._together(sorted(found, key=lambda short: kinds.index(short.kind)))

    def _together(self, found: Sequence[Shortage]) -> Iterator[Shortage]:
        """Posts of a role that have nobody on the same dates as one; those apart that nobody may be on whatever the weekday."""
        by_id = {post.post_id: post for post in self._posts}
        alike: dict[object, list[Shortage]] = {}
        for place, short in enumerate(found):
            key: object = place
            if short.kind == "duty_day" and short.available <= 0:
                posts = [by_id[one] for one in posts_of(short)]
                anybody = any(_ever(person, post) for post in posts for person in self._staff)
                same = tuple(short.args[name] for name in ("firsts", "away", "weekdays"))
                key = (short.key, posts[0].role, anybody, *same)
            alike.setdefault(key, []).append(short)
        for some in alike.values():
            needed = sum(short.needed for short in some)
            posts = ";".join(post for post in by_id if any(post in posts_of(short) for short in some))
            yield replace(some[0], needed=needed, args=some[0].args | {"posts": posts, "needed": needed})

    def of_part(self) -> Iterator[Shortage]:
        """The shortages of posts that share people."""
        found = list(self._short())
        single = [short for short, _ in found if short.kind == "duty_day"]
        yield from single
        yield from advised(self, self._staff, found[len(single) :])

    def lost(self) -> int | None:
        """How many duties of the term nobody can have, beside those that are told of single dates; none where it is not proven."""
        lost = self._dated(self.days).fewest()
        return None if lost is None else lost - sum(self._spared(self.days))

    def among(self, days: Sequence[SchoolDay]) -> "Duties":
        """The same on some of the days."""
        return Duties(self.school, tuple(days), self._staff, self._posts, self._told)

    def enough_with(self, posts: frozenset[str], staff: tuple[DutyStaff, ...]) -> bool:
        """Whether with other people no shortage of any of the posts can be proved, but those that are told of single dates."""
        return self._with(staff).enough_for(posts)

    def sure_with(self, staff: tuple[DutyStaff, ...]) -> bool:
        """Whether with other people there is a roster, date by date, but for what is told of single dates."""
        return self._with(staff)._fillable(self.days) is True

    def _with(self, staff: tuple[DutyStaff, ...]) -> "Duties":
        return Duties(self.school, self.days, staff, self._posts, self._told)

    def enough_for(self, posts: frozenset[str]) -> bool:
        """Whether no shortage of any of the posts can be proved, but those that are told of single dates."""
        spans = [("duty_term", [list(self.days)]), ("duty_run", self._runs())]  # the term has the limits of every week
        return not any(posts & posts_of(short) for kind, members in spans for _, short in self._found(members, kind))

    def _short(self) -> Iterator[tuple[Shortage, list[SchoolDay]]]:
        """Each with all days of the spans in which it is found. ``self`` remembers what is told of single dates."""
        bad: set[int] = set()
        term = list(self.days)
        spans: dict[str, list[list[SchoolDay]]] = {
            "duty_day": [[day] for day in self.days],
            "duty_week": self._weeks(),
            "duty_run": self._runs(),
            "duty_term": [term],
        }
        if not term or not list(self._of(term, "duty_term")):
            # The term's network holds the limits of every date and week; only runs across weeks can still be short.
            spans = {"duty_run": self._runs()}
        for kind, members in spans.items():
            found = self._found([[d for d in span if d.index not in bad] for span in members], kind)
            apart: list[tuple[list[SchoolDay], Shortage]] = []
            for span, short in found:
                if kind == "duty_run" and any(d.index in bad for d in span):
                    continue
                apart.append((span, short))
                if kind == "duty_run":
                    bad.update(d.index for d in span)
            for span, short in apart if kind == "duty_day" else ():
                posts = (tuple(str(short.args["posts"]).split(";")), short.available)
                self._told[span[0].index] = (*self._told.get(span[0].index, ()), posts)
            bad.update(d.index for span, _ in apart for d in span if kind != "duty_day")
            yield from _merged(apart)

    def _weeks(self) -> list[list[SchoolDay]]:
        weeks: dict[object, list[SchoolDay]] = {}
        for day in self.days:
            weeks.setdefault(day.week, []).append(day)
        return list(weeks.values())

    def _runs(self) -> list[list[SchoolDay]]:
        """The runs of school days in which a common min_gap allows one duty."""
        lengths = sorted({s.min_gap for s in self._staff if 2 <= s.min_gap <= len(self.days)})
        return [list(self.days[i : i + n]) for n in lengths for i in range(len(self.days) - n + 1)]

    def _found(self, spans: list[list[SchoolDay]], kind: str) -> list[tuple[list[SchoolDay], Shortage]]:
        """The shortages of each span, in order of time, with the first and last date on which somebody is missing; spans that
        look alike are reckoned once."""
        known: dict[object, list[Shortage]] = {}
        found: list[tuple[list[SchoolDay], Shortage]] = []
        for span in sorted((s for s in spans if s), key=lambda s: s[0].index):
            first = span[0]
            shape = tuple(
                (
                    d.weekday,
                    self.away[d.index],
                    d.index - first.index,
                    (d.week - first.week).days,
                    self._told.get(d.index),
                )
                for d in span
            )
            if shape not in known:
                known[shape] = list(self._of(span, kind))
            for short in known[shape]:
                places = [span[int(place)] for place in str(short.args["places"]).split(";")]
                args = {name: value for name, value in short.args.items() if name != "places"}
                args |= {"first": places[0].date.isoformat(), "last": places[-1].date.isoformat()}
                args["runs"] = ";".join(runs(places))
                found.append((span, replace(short, args=args)))
        return found

    def _of(self, span: list[SchoolDay], kind: str) -> Iterator[Shortage]:
        network = Network()
        on: dict[str, list[SchoolDay]] = {}
        for day in span:
            for posts, amount in self._needs(day):
                network.need(("post", day.index, posts), amount)
                for staff_id in dict.fromkeys(s for post in posts for s in self.free(post, day)):
                    network.link(("post", day.index, posts), ("on", staff_id, day.index))
                    dates = on.setdefault(staff_id, [])
                    if not dates or dates[-1] is not day:
                        dates.append(day)
        for person in self._staff:
            self._limit(network, person, on.get(person.staff_id, []))
        deficits = network.deficits()
        for deficit in deficits:
            yield self._shortage(span, kind, deficit, on)
        if not deficits and kind in ("duty_week", "duty_term"):
            yield from self._by_dates(span, kind)

    def _shortage(self, span: list[SchoolDay], kind: str, deficit: Deficit, on: dict[str, list[SchoolDay]]) -> Shortage:
        """``on``: when each could come."""
        needs = [node for node in deficit.needs if isinstance(node, tuple)]
        named = {post_id for node in needs for post_id in node[2]}
        posts = tuple(p.post_id for p in self._posts if p.post_id in named)
        told = sum(len(node[2]) for node in needs) - deficit.needed
        needed = deficit.needed + told
        dates = {node[1] for node in needs}
        places = [place for place, day in enumerate(span) if day.index in dates]
        args: dict[str, str | int] = {"posts": ";".join(posts), "people": ";".join(deficit.names)}
        args |= {"weekdays": str(span[0].weekday), "dates": len(dates), "places": ";".join(map(str, places))}
        args |= {"needed": needed, "available": deficit.available, "told": told}
        short = [span[place] for place in places]
        args |= self._why(short, deficit, posts, on)
        return Shortage(kind, kind, deficit.names, needed, deficit.available, args)

    def _by_dates(self, span: list[SchoolDay], kind: str) -> Iterator[Shortage]:
        """What flows do not see: days of the span in a row that no roster fills, date by date, as few of them as can be."""
        if not any(person.min_gap > 1 for person in self._staff) or self._fillable(span) is not False:
            return
        last = _first_with(len(span), lambda end: self._fillable(span[: end + 1]) is False)
        first = last - _first_with(last + 1, lambda back: self._fillable(span[last - back : last + 1]) is False)
        days = span[first : last + 1]
        needs = [(("post", day.index, posts), amount) for day in days for posts, amount in self._needs(day)]
        on: dict[str, list[SchoolDay]] = {}
        for day in days:
            for staff_id in dict.fromkeys(s for p in self.posts_on(day.weekday) for s in self.free(p.post_id, day)):
                on.setdefault(staff_id, []).append(day)
        needed = sum(amount for _, amount in needs)
        lost = self._dated(days).fewest()
        missing = 1 if lost is None else lost - sum(self._spared(days))
        nodes = tuple(node for node, _ in needs)
        deficit = Deficit(nodes, frozenset(nodes), tuple(sorted(on)), needed, needed - missing)
        short = self._shortage(span, kind, deficit, on)
        apart = (person.staff_id for person in self._staff if person.staff_id in on and person.min_gap > 1)
        yield replace(short, args=short.args | {"gaps": ";".join(apart)})

    def _dated(self, days: Sequence[SchoolDay]) -> Dated:
        able = [{p.post_id: self.free(p.post_id, day) for p in self.posts_on(day.weekday)} for day in days]
        return Dated(days, self._staff, able)

    def _spared(self, days: Sequence[SchoolDay]) -> list[int]:
        """So many posts of each date it is told of that nobody can fill them."""
        return [sum(len(posts) - amount for posts, amount in self._needs(day)) for day in days]

    def _fillable(self, days: Sequence[SchoolDay]) -> bool | None:
        """Whether there is a roster for the days, without what is told of single dates; none where that is not decided."""
        return self._dated(days).possible(self._spared(days))

    def _needs(self, day: SchoolDay) -> list[tuple[tuple[str, ...], int]]:
        """The posts of a date, each needing one person; together those for which there are people for some alone."""
        together = self._told.get(day.index, ())
        told = {post_id for posts, _ in together for post_id in posts}
        alone = [((p.post_id,), 1) for p in self.posts_on(day.weekday) if p.post_id not in told]
        return [*alone, *together]

    def _why(
        self, short: list[SchoolDay], deficit: Deficit, posts: tuple[str, ...], on: dict[str, list[SchoolDay]]
    ) -> dict[str, str | int]:
        """On the dates that are short: who is on leave, with the dates where these are not all on which they could serve
        (``away``, ``absences``); how often each of the people may serve, by week, where that adds up to all there is (``shares``:
        ``1,1;2``); and whom leave (``leaves``), max_week (``weeks``) and min_gap (``gaps``) keep from more."""
        dates = {day.index for day in short}
        staff = sorted(
            (s for s in self._staff if s.staff_id in deficit.names), key=lambda s: deficit.names.index(s.staff_id)
        )
        here = {s.staff_id: [day for day in on.get(s.staff_id, []) if day.index in dates] for s in staff}
        mine = [shares(s, here[s.staff_id]) for s in staff]
        whole = sum(map(sum, mine)) == deficit.available
        absent = self._absent(short, posts)
        kept = {
            s.staff_id: held(s, (here if whole else on).get(s.staff_id, []), absent.get(s.staff_id, [])) for s in staff
        }
        away = sorted(absent)
        some = [",".join(runs(absent[s])) if here.get(s) else "" for s in away]
        return {
            "away": ";".join(away),
            "absences": ";".join(some),
            "shares": ";".join(",".join(map(str, each)) for each in mine) if whole else "",
            "leaves": ";".join(s for s in kept if "leave" in kept[s]),
            "weeks": ";".join(s for s in kept if "week" in kept[s]),
            "gaps": ";".join(s for s in kept if "gap" in kept[s]),
        }

    def _absent(self, short: list[SchoolDay], posts: tuple[str, ...]) -> dict[str, list[SchoolDay]]:
        """Who is on leave, and on which of the dates on which they could serve."""
        found: dict[str, list[SchoolDay]] = {}
        for day in short:
            could = {s for post in posts for s in self.people.get((post, day.weekday), ())}
            for staff_id in self.away[day.index] & could:
                found.setdefault(staff_id, []).append(day)
        return found

    def _limit(self, network: Network, person: DutyStaff, days: list[SchoolDay]) -> None:
        """Once a date, then the week's and the term's most."""
        weeks: dict[object, list[SchoolDay]] = {}
        whole = ("who", person.staff_id)
        for day in days:
            weeks.setdefault(day.week, []).append(day)
            on = ("on", person.staff_id, day.index)
            network.link(on, ("week", person.staff_id, day.week), 1)
            network.own(on, (person.staff_id,))
        for week, members in weeks.items():
            node = ("week", person.staff_id, week)
            network.link(node, whole, most(person, members))
            network.own(node, (person.staff_id,))
        network.limit(whole, most(person, days))
        network.own(whole, (person.staff_id,))


def _merged(found: list[tuple[list[SchoolDay], Shortage]]) -> Iterator[tuple[Shortage, list[SchoolDay]]]:
    """The same shortage of many spans once, with their number and weekdays and the worst one's dates; single dates as
    ``runs`` of school days where somebody's leave makes them differ from others of their weekday."""
    alike: dict[object, list[tuple[list[SchoolDay], Shortage]]] = {}
    for span, short in found:
        by = ("posts", "away") if short.kind == "duty_day" else ("posts",)
        counts = (short.needed, short.available) if short.kind == "duty_day" else ()
        alike.setdefault((short.names, *counts, *(str(short.args[name]) for name in by)), []).append((span, short))
    for members in alike.values():
        worst = max((short for _, short in members), key=lambda s: (s.missing, s.needed))
        args = worst.args | {"times": len(members)}
        args["firsts"] = ";".join(str(short.args["first"]) for _, short in members)
        args["all"] = sum(short.missing for _, short in members)
        args["worst"] = sum(short.missing == worst.missing for _, short in members)
        args["weekdays"] = ";".join(sorted({str(short.args["weekdays"]) for _, short in members}))
        if worst.kind == "duty_day" and args["away"]:
            args["runs"] = ";".join(runs([span[0] for span, _ in members]))
            worst = replace(worst, key="duty_date")
        yield replace(worst, args=args), [day for span, _ in members for day in span]


def _first_with(count: int, holds: Callable[[int], bool]) -> int:
    """The first number below ``count`` that holds, where all after it do, and the last one does."""
    return bisect_left(range(count - 1), True, key=holds)


def _ever(person: DutyStaff, post: DutyPost) -> bool:
    """Whether the person may be on the post on any weekday."""
    able = post.role in person.roles and (not person.posts or post.post_id in person.posts)
    return able and person.max_week > 0
