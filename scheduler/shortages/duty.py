"""Duty posts against the people for them: on a date, in any few days in a row, and over the term."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cached_property

from models.duty import DutyPost, DutyStaff
from models.school import School
from models.term import Slot
from scheduler.calendar import SchoolDay
from scheduler.shortages.network import Network
from scheduler.shortages.shortage import Shortage

#: Days of a week: no limit of a week is larger.
_DAYS = 7
_FRIDAY = 5
#: A min_gap larger than any term.
_NEVER = 10**6
#: Of those for whom the limits must not stay, so many are looked for one by one.
_FEW = 8

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
        if person.max_week < 1 or weekday not in person.weekdays or post.role not in person.roles:
            return False
        if person.posts and post.post_id not in person.posts:
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

    def most(self, person: DutyStaff, days: list[SchoolDay]) -> int:
        """The most duties that max_week and min_gap leave a person on the days; taking each as early as can be is best."""
        return sum(self.shares(person, days))

    def shares(self, person: DutyStaff, days: list[SchoolDay]) -> list[int]:
        """These duties by week, of each week with one of the days."""
        last, in_week = None, dict[object, int]()
        for day in days:
            count = in_week.setdefault(day.week, 0)
            apart = last is None or day.index - last >= person.min_gap
            if apart and count < person.max_week:
                in_week[day.week], last = count + 1, day.index
        return list(in_week.values())

    # -- shortages -----------------------------------------------------------------------------------------
    def shortages(self) -> Iterator[Shortage]:
        """On single dates; then in weeks and in days in a row, and over the term, without the dates named before. With the
        limits that would do for ``who`` of the same people, if any would (``raised``, ``lowered``; blank: as they are): for the
        whole term, or, where a shortage before has such limits for one of its posts, for its own dates alone (``apart``)."""
        kinds = ("duty_day", "duty_week", "duty_run", "duty_term")
        found = [short for part in self.parts for short in part.of_part()]
        yield from sorted(found, key=lambda short: kinds.index(short.kind))

    def of_part(self) -> Iterator[Shortage]:
        """The shortages of posts that share people."""
        relieved: set[str] = set()
        for short in self._short():
            if short.kind != "duty_day":
                posts = str(short.args["posts"]).split(";")
                apart = bool(relieved & set(posts)) and short.args["times"] == 1
                among = Duties(
                    self.school, self._dates(short) if apart else self.days, self._staff, self._posts, self._told
                )
                week, gap, who = relief(among, self._staff, short.names, posts) or ("", "", ())
                relieved |= set() if apart or not who else set(posts)
                more = {"raised": week, "lowered": gap, "who": ";".join(who), "apart": int(apart)}
                short = replace(short, args=short.args | more)
            yield short

    def _dates(self, short: Shortage) -> tuple[SchoolDay, ...]:
        """The dates that a shortage names."""
        runs = [run.split("/") for run in str(short.args["runs"]).split(";")]
        return tuple(d for d in self.days if any(first <= d.date.isoformat() <= last for first, last in runs))

    def with_staff(self, staff: tuple[DutyStaff, ...]) -> "Duties":
        """The same posts and dates with other people."""
        return Duties(self.school, self.days, staff, self._posts, self._told)

    def enough_for(self, posts: Sequence[str]) -> bool:
        """Whether no shortage of any of the posts can be proved, but those that are told of single dates."""
        wanted = set(posts)
        spans = [("duty_term", [list(self.days)]), ("duty_run", self._runs())]  # the term has the limits of every week
        return not any(
            wanted & set(str(short.args["posts"]).split(";"))
            for kind, members in spans
            for _, short in self._found(members, kind)
        )

    def _short(self) -> Iterator[Shortage]:
        """``self`` remembers what is told of single dates."""
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
                args["runs"] = ";".join(_dates(places))
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
                    if day not in on.setdefault(staff_id, []):
                        on[staff_id].append(day)
        for person in self._staff:
            self._limit(network, person, on.get(person.staff_id, []))
        for deficit in network.deficits():
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
            args |= self._why(short, deficit.names, posts, on) | self._sum(short, deficit.names, deficit.available, on)
            yield Shortage(kind, kind, deficit.names, needed, deficit.available, args)

    def _needs(self, day: SchoolDay) -> list[tuple[tuple[str, ...], int]]:
        """The posts of a date, each needing one person; together those for which there are people for some alone."""
        together = self._told.get(day.index, ())
        told = {post_id for posts, _ in together for post_id in posts}
        alone = [((p.post_id,), 1) for p in self.posts_on(day.weekday) if p.post_id not in told]
        return [*alone, *together]

    def _why(
        self, span: list[SchoolDay], people: tuple[str, ...], posts: tuple[str, ...], on: dict[str, list[SchoolDay]]
    ) -> dict[str, str | int]:
        """Who of the people, or of those who would be among them, is on leave; whom min_gap keeps from serving more often
        on their dates (``gaps``), and whom max_week does (``weeks``)."""
        could = {s for day in span for post in posts for s in self.people.get((post, day.weekday), ())}
        away = sorted({s for day in span for s in self.away[day.index]} & could)
        gaps: list[str] = []
        weeks: list[str] = []
        for person in (s for s in self._staff if s.staff_id in people):
            days = on.get(person.staff_id, [])
            most = self.most(person, days)
            by_gap = self.most(person.model_copy(update={"min_gap": 1}), days) > most
            by_week = self.most(person.model_copy(update={"max_week": len(days)}), days) > most
            both = most < len(days) and not (by_gap or by_week)
            gaps += [person.staff_id] if by_gap or both else []
            weeks += [person.staff_id] if by_week or both else []
        return {"away": ";".join(away), "gaps": ";".join(gaps), "weeks": ";".join(weeks)}

    def _sum(
        self, short: list[SchoolDay], people: tuple[str, ...], available: int, on: dict[str, list[SchoolDay]]
    ) -> dict[str, str | int]:
        """How often each of the people may serve on the dates, by week, where that adds up to all there is: ``1,1;2``."""
        shares: list[list[int]] = []
        for person in (s for who in people for s in self._staff if s.staff_id == who):
            shares.append(self.shares(person, [day for day in on.get(person.staff_id, []) if day in short]))
        whole = sum(map(sum, shares)) == available
        return {"shares": ";".join(",".join(map(str, each)) for each in shares) if whole else ""}

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
            network.link(node, whole, self.most(person, members))
            network.own(node, (person.staff_id,))
        network.limit(whole, self.most(person, days))
        network.own(whole, (person.staff_id,))


def _merged(found: list[tuple[list[SchoolDay], Shortage]]) -> Iterator[Shortage]:
    """The same shortage of many spans once, with their number and weekdays and the first one's dates; single dates as
    ``runs`` of school days where somebody's leave makes them differ from others of their weekday."""
    alike: dict[object, list[tuple[list[SchoolDay], Shortage]]] = {}
    for span, short in found:
        by = ("posts", "gaps", "weeks", "away") if short.kind == "duty_day" else ("posts",)
        counts = (short.needed, short.available) if short.kind == "duty_day" else ()
        alike.setdefault((short.names, *counts, *(str(short.args[name]) for name in by)), []).append((span, short))
    for members in alike.values():
        worst = max((short for _, short in members), key=lambda s: (s.missing, s.needed))
        away = {str(short.args["away"]) for _, short in members}
        args = worst.args | {"times": len(members), "away": worst.args["away"] if len(away) == 1 else ""}
        args["worst"] = sum(short.missing == worst.missing for _, short in members)
        args["weekdays"] = ";".join(sorted({str(short.args["weekdays"]) for _, short in members}))
        if worst.kind == "duty_day" and args["away"]:
            args["runs"] = ";".join(_dates([span[0] for span, _ in members]))
            yield replace(worst, key="duty_date", args=args)
        else:
            yield replace(worst, args=args)


def relief(
    duties: Duties, staff: tuple[DutyStaff, ...], names: Sequence[str], posts: Sequence[str]
) -> tuple[int | str, int | str, tuple[str, ...]] | None:
    """The least max_week and the largest min_gap for those of the names that have less, or more, with which no shortage of
    the posts can be proved (but those told of single dates); a blank where that limit may stay as it is; then those of them
    for whom it must not stay, with none of whom less is enough. None where people are too few whatever the limits."""

    def enough(week: int, gap: int, who: Sequence[str] = names) -> bool:
        changed = tuple(
            one.model_copy(update={"max_week": max(one.max_week, week), "min_gap": min(one.min_gap, gap)})
            if one.staff_id in who
            else one
            for one in staff
        )
        return duties.with_staff(changed).enough_for(posts)

    mine = [one for one in staff if one.staff_id in names]
    if not mine or not enough(_DAYS, 1):
        return None
    week, gap = _limits(mine, enough)
    most, least = (week if isinstance(week, int) else 0), (gap if isinstance(gap, int) else _NEVER)
    # Who may do least comes last, and is taken only where those before are not enough.
    rows = sorted(mine, key=lambda one: one.max_week)[::-1]
    who = [one.staff_id for one in rows if one.max_week < most or one.min_gap > least]
    return week, gap, tuple(_needed(who, lambda some: enough(most, least, some)))


def _needed(who: list[str], enough: Callable[[Sequence[str]], bool]) -> list[str]:
    """The first of these people who are enough, and without any of whom the others are not; all of them where these are many.

    All of them are enough. The last of the shortest row from the start that is enough cannot be spared.
    """
    taken: list[str] = []
    left = list(who)
    while not taken or not enough(taken):
        low, high = 0, len(left)
        while high - low > 1:
            middle = (low + high) // 2
            low, high = (low, middle) if enough((*taken, *left[:middle])) else (middle, high)
        taken.append(left[high - 1])
        left = left[: high - 1]
        if len(taken) > _FEW:
            return who
    return [one for one in who if one in taken]


def _limits(mine: Sequence[DutyStaff], enough: Callable[[int, int], bool]) -> tuple[int | str, int | str]:
    """The limits that are enough if all of these people have them: the one or the other, or both."""
    weeks = range(min(_DAYS, *(one.max_week for one in mine)), _DAYS + 1)
    gaps = range(max(1, *(one.min_gap for one in mine)), 0, -1)  # 0 is as 1: nobody has two duties a date
    if enough(_DAYS, gaps[0]):
        return next(week for week in weeks if enough(week, gaps[0])), ""
    if enough(weeks[0], 1):
        return "", next(gap for gap in gaps if enough(weeks[0], gap))
    gap = next(gap for gap in gaps if enough(_DAYS, gap))
    return next(week for week in weeks if enough(week, gap)), gap


def _dates(days: list[SchoolDay]) -> Iterator[str]:
    """Dates in order as runs, each its first and last date with a slash between. In a run the dates, or the days from Monday to
    Friday, follow each other, so that whoever looks at a calendar counts as many; a holiday begins a new one."""
    first = last = days[0]
    for day in days[1:]:
        apart = (day.date - last.date).days
        weekend = last.date.isoweekday() == _FRIDAY and apart == _DAYS - _FRIDAY + 1
        if day.index != last.index + 1 or not (apart == 1 or weekend):
            yield f"{first.date}/{last.date}"
            first = day
        last = day
    yield f"{first.date}/{last.date}"
