"""R11 and R13 on dates, a function for each rule. Leave, weekdays, roles and posts are kept by the variables."""

from collections import Counter, defaultdict
from datetime import date

from ortools.sat.python import cp_model

from scheduler.roster.dated import Dated
from scheduler.roster.held import Held


def add_rules(dated: Dated, held: Held) -> None:
    """Every rule of the dated roster."""
    one_person_a_post(dated)
    weekly_limit(dated)
    apart(dated)
    hold(dated, held)


def one_person_a_post(dated: Dated) -> None:
    """A post has one person on a date, or is unfilled; a kind of post has as many as it has posts."""
    for place, decisions in dated.of_place.items():
        if dated.seats[place] == 1:
            dated.model.add_at_most_one(decisions)
        elif len(decisions) > dated.seats[place]:
            dated.model.add(sum(decisions) <= dated.seats[place])


def weekly_limit(dated: Dated) -> None:
    """Nobody has more duties in a week, Monday to Sunday, than their ``max_week``."""
    for staff_id, by_date in dated.of_person.items():
        person = dated.data.staff[staff_id]
        weeks: dict[date, list[cp_model.IntVar]] = defaultdict(list)
        for i, decisions in by_date.items():
            weeks[dated.data.days[i].week].extend(decisions)
        for week, decisions in weeks.items():
            limit = person.max_week - person.used.get(week, 0)
            if limit == 1:
                dated.model.add_at_most_one(decisions)
            elif len(decisions) > limit:
                dated.model.add(sum(decisions) <= limit)


def apart(dated: Dated) -> None:
    """Nobody has two posts on a date, and duties are ``min_gap`` school days apart: one in each span of that length."""
    for staff_id, by_date in dated.of_person.items():
        length = max(1, dated.data.staff[staff_id].min_gap)
        dates = list(by_date)
        last = -1
        for start in dates:
            span = [i for i in dates if start <= i < start + length]
            if span[-1] != last:
                dated.model.add_at_most_one(var for i in span for var in by_date[i])
            last = span[-1]


def hold(dated: Dated, held: Held) -> None:
    """Pins hold, and so does what was fixed: a person, or nobody."""
    empty: Counter[tuple[int, str]] = Counter()
    for (i, post), staff_id in held.items():
        kind = dated.kinds[post]
        if staff_id is None:
            empty[i, kind] += 1
        elif (staff_id, i, kind) in dated.on:
            dated.model.add(dated.on[staff_id, i, kind] == 1)
        else:
            dated.model.add_bool_or([])
    for place, n in empty.items():
        dated.model.add(sum(dated.of_place[place]) <= dated.seats[place] - n)
