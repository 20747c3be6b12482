"""Who else could be on the duty posts that are short, but for their own row or their child: the first to ask."""

from collections.abc import Sequence
from datetime import date

from models.duty import DutyPost, DutyStaff
from models.school import School
from scheduler.calendar import open_days
from scheduler.messages import Lang, say
from scheduler.messages.names import listing, person_name, post_name, weekday_name, weekday_names
from scheduler.shortages.shortage import Shortage

#: Of those whose row leaves the posts out, so many are named.
_NAMED = 5
#: Stretches of dates of which so many are told one by one, where an earlier advice is enough for them.
_RUNS_NAMED = 3


def left_out(shortage: Shortage, lang: Lang, school: School) -> str:
    """People of the role whose ``posts`` are without any of these, and whose child must be fetched before each of these ends; where there is nobody at all, who may have no duty in any week. Nobody on leave then."""
    posts = [post for post in school.posts if post.post_id in _ids(shortage, "posts")]
    single = shortage.kind == "duty_day"
    days = set(map(int, _ids(shortage, "weekdays"))) if single else {day for post in posts for day in post.weekdays}
    rows = [
        row
        for row in school.duty_staff
        if row.staff_id not in shortage.names and row.max_week > 0 and days & set(row.weekdays)
        if any(post.role in row.roles for post in posts) and not _on_leave(shortage, school, row)
    ]
    others = [row for row in rows if not any(_may(row, post) for post in posts)]
    wanted = [post for post in posts if any(post.role in row.roles for row in others)]
    names = listing(lang, [person_name(school, row.staff_id) for row in others], _NAMED, of="people")
    what = listing(lang, [post_name(lang, school, post.post_id) for post in wanted])
    said = say(lang, "shortages.other_posts", count=len(others), people=names, posts=what) if others else ""
    parents = [
        person_name(school, row.staff_id)
        for row in rows
        if row not in others and all(_fetches(school, row, post, days) for post in posts if _may(row, post))
    ]
    if parents:
        people = listing(lang, parents, _NAMED, of="people")
        said += say(lang, "shortages.other_children", count=len(parents), people=people)
    none = [r for r in school.duty_staff if r.max_week < 1 and any(_may(r, post) for post in posts)]
    if none and not said and not shortage.available:
        people = listing(lang, [person_name(school, row.staff_id) for row in none], _NAMED, of="people")
        said = say(lang, "shortages.other_none", count=len(none), people=people)
    return said


def off_days(shortage: Shortage, lang: Lang, school: School) -> str:
    """People for some of the posts whose ``weekdays`` are none of those whose timetable runs on the dates."""
    spans = [run.split("/") for run in _ids(shortage, "runs")]
    days = {d.weekday for d in open_days(school) if any(a <= d.date.isoformat() <= b for a, b in spans)}
    posts = [post for post in school.posts if post.post_id in _ids(shortage, "posts")]
    off = [
        person_name(school, row.staff_id)
        for row in school.duty_staff
        if row.staff_id not in shortage.names and row.max_week > 0 and not days & set(row.weekdays)
        if any(_may(row, post) for post in posts) and not _on_leave(shortage, school, row)
    ]
    blanks = {"count": len(off), "weekdays": weekday_names(lang, sorted(days))}
    people = listing(lang, off, _NAMED, of="people")
    return say(lang, "shortages.off_days", people=people, **blanks) if off else ""


def dates_between(shortage: Shortage, lang: Lang, school: School) -> str:
    """The dates of a shortage; of many stretches the first and last date alone."""
    some = _ids(shortage, "runs")
    if len(some) <= _RUNS_NAMED:
        return runs_words(some, lang, school)
    return say(lang, "shortages.dates_between", first=some[0].split("/")[0], last=some[-1].split("/")[1])


def runs_words(some: Sequence[str], lang: Lang, school: School) -> str:
    """Dates in a row, or single ones, with their weekdays, and with those of them on which another weekday's timetable runs."""
    other = {d.date: d.weekday for d in open_days(school) if d.weekday != d.date.isoweekday()}
    return listing(lang, [_run(run, other, lang) for run in some])


def _run(run: str, other: dict[date, int], lang: Lang) -> str:
    first, last = (date.fromisoformat(day) for day in run.split("/"))
    names = {"first": first.isoformat(), "start": weekday_name(lang, first.isoweekday())}
    names |= {"last": last.isoformat(), "end": weekday_name(lang, last.isoweekday())}
    moved = [(day, weekday_name(lang, weekday)) for day, weekday in other.items() if first <= day <= last]
    if first == last:
        names["other"] = say(lang, "shortages.plan_of", weekday=moved[0][1]) if moved else ""
        return say(lang, "shortages.one_date", **names)
    names["other"] = "".join(say(lang, "shortages.date_plan_of", date=day, weekday=name) for day, name in moved)
    return say(lang, "shortages.some_dates", **names)


def _may(row: DutyStaff, post: DutyPost) -> bool:
    return post.role in row.roles and (not row.posts or post.post_id in row.posts)


def _fetches(school: School, row: DutyStaff, post: DutyPost, days: set[int]) -> bool:
    """Whether the post ends after the person must fetch a child, on all of the days on which they serve."""
    ends = [window.end for window in post.windows]
    early = {
        day
        for child in school.childcare
        if child.teacher_id == row.staff_id and any(end > child.leave_by for end in ends)
        for day in child.weekdays
    }
    return days & set(row.weekdays) <= early


def _on_leave(shortage: Shortage, school: School, row: DutyStaff) -> bool:
    """On any of the dates, where these are few and named."""
    if shortage.key == "duty_day":
        return False
    spans = [run.split("/") for run in _ids(shortage, "runs")]
    away = [one for one in school.leave if one.person_id == row.staff_id]
    return any(one.start.isoformat() <= last and one.end.isoformat() >= first for one in away for first, last in spans)


def _ids(shortage: Shortage, name: str) -> list[str]:
    return [one for one in str(shortage.args.get(name, "")).split(";") if one]
