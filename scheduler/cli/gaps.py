"""What a plan lacks, on screen: the like together, the worst first. ``gaps.csv`` has a row for each."""

import re
from collections import Counter
from collections.abc import Sequence
from datetime import date
from itertools import accumulate
from pathlib import Path

from models.plan import Gap, Plan
from models.school import School
from scheduler.cli.printing import item
from scheduler.messages import Lang, say
from scheduler.messages.names import (
    activity_name,
    block_name,
    class_name,
    date_name,
    listing,
    post_name,
    sentences,
    slot_name,
    timetable_of,
    weekday_name,
)
from scheduler.reasons import advised, bare, times_of, what_to_do

_SHOWN = 10
_OF_CLASSES = ("homework", "strand")
_PLACES = 3
_CAUSES = 8
_LONGEST: dict[Lang, int] = {"zh": 300, "en": 500}
"""Characters of a reason; the same takes more of them in English."""
_WEIGHTS = {"homework": 100, "strand": 100, "duty": 100, "placement": 10, "tutoring": 10}
"""What each is worth in the goal coverage."""


def gap_lines(plan: Plan, lang: Lang, file: Path | None = None, school: School | None = None) -> list[str]:
    """A line for each group of gaps that are alike; of many the worst, and how many more are in ``file``.

    With the ``school`` slots, blocks, posts and activities have their names; students have their ids.
    """
    plan = bare(school, plan, lang) if school else plan
    first = []
    if still_open(plan):
        first = [say(lang, "cli.gaps_open")]
        rows = tuple(gap.model_copy(update={"reason": advised(gap.reason, lang)}) for gap in plan.gaps)
        plan = plan.model_copy(update={"gaps": rows})
    groups = [_by_time(group, school) for group in _groups(plan).values()]
    groups.sort(key=lambda group: -sum(_WEIGHTS[gap.what] for gap in group))
    lines = [*first, *(item(_words(plan, group, lang, school)) for group in groups[:_SHOWN])]
    rest = sum(len(group) for group in groups[_SHOWN:])
    if rest and file:
        lines.append(say(lang, "cli.more_gaps", count=rest, file=file))
    elif rest:
        lines.append(say(lang, "cli.more_gaps_there", count=rest))
    return lines


def cause_lines(plan: Plan, lang: Lang, school: School) -> list[str]:
    """A line for each cause of what a plan lacks of which there is no file to look it up in: the worst causes, and how many gaps more."""
    groups: dict[tuple[str, str, str], list[Gap]] = {}
    for (what, like), group in _groups(bare(school, plan, lang)).items():
        for gap in group:
            reason = _alone(advised(gap.reason, lang), lang)
            groups.setdefault((what, like, reason), []).append(gap.model_copy(update={"reason": reason}))
    causes = sorted(groups.values(), key=lambda group: -sum(_WEIGHTS[gap.what] for gap in group))
    lines = [_words(plan, _by_time(group, school), lang, school) for group in causes[:_CAUSES]]
    rest = sum(len(group) for group in causes[_CAUSES:])
    return [*lines, say(lang, "cli.more_causes", count=rest)] if rest else lines


def still_open(plan: Plan) -> bool:
    """Whether there may be a plan that lacks less: the search ended before that was decided."""
    return any(score.goal == "coverage" and score.value > score.bound for score in plan.scores)


def _groups(plan: Plan) -> dict[tuple[str, str], list[Gap]]:
    """Duties of a role, places in a block, sessions of a tutoring, and whatever has the same reason."""
    roles = {(duty.date.isoformat(), duty.post_id): duty.role for duty in plan.duties}
    found: dict[tuple[str, str], list[Gap]] = {}
    for gap in plan.gaps:
        first, _, second = gap.where.partition(";")
        like = {"duty": roles.get((first, second), ""), "placement": second, "tutoring": second}.get(
            gap.what, gap.reason
        )
        found.setdefault((gap.what, like), []).append(gap)
    return found


def _by_time(group: list[Gap], school: School | None) -> list[Gap]:
    """Sessions of each class in the order of the week; all others as they are."""
    if school is None or group[0].what not in _OF_CLASSES:
        return group
    times = {slot_id: (slot.weekday, slot.start) for slot_id, slot in school.slot_by_id.items()}
    never = max(times.values())
    parts = [(gap.where.partition(";"), gap) for gap in group]
    return [gap for _, gap in sorted(parts, key=lambda one: (one[0][0], times.get(one[0][2], never)))]


def _words(plan: Plan, group: Sequence[Gap], lang: Lang, school: School | None) -> str:
    first = group[0]
    if first.what == "placement":
        return _placements(group, lang, school)
    if first.what == "tutoring" and len(group) > 1:
        return _tutoring(group, lang, school)
    what = say(lang, f"cli.gap_{first.what}")
    if len(group) == 1:
        place = gap_place(first, lang, school)
        key = "cli.gap_one_class" if first.what in _OF_CLASSES else "cli.gap_one"
        return say(lang, key, what=what, place=place, reason=_brief(first.reason, lang))
    if first.what == "duty":
        roles = {(duty.date.isoformat(), duty.post_id): duty.role for duty in plan.duties}
        day, _, post = first.where.partition(";")
        if (day, post) in roles:
            what = say(lang, "cli.gap_of_role", what=what, role=say(lang, f"reasons.role.{roles[day, post]}"))
    places = list(dict.fromkeys(gap_place(gap, lang, school) for gap in group))
    alike = all(gap.reason == first.reason for gap in group)
    blanks = {"places": listing(lang, places, _PLACES), "reason": _brief(first.reason, lang)}
    return say(lang, "cli.gap_group" if alike else "cli.gap_group_as", what=what, count=len(group), **blanks)


def _placements(group: Sequence[Gap], lang: Lang, school: School | None) -> str:
    """Students without a club in the same block."""
    students = list(dict.fromkeys(gap.where.partition(";")[0] for gap in group))
    first, block = group[0], group[0].where.partition(";")[2]
    named = block_name(lang, school, block) if school else block
    reason, alike = first.reason, all(gap.reason == first.reason for gap in group)
    common = {_first_sentence(gap.reason) for gap in group}
    if alike or len(common) == 1:  # a cause of all of them is told once, and no one's own beside it
        who = listing(lang, students, _PLACES, "people")
        reason = reason if alike else say(lang, "cli.gap_common", reason=common.pop())
    else:
        clubs = _chosen(students, block, lang, school) if school else ""
        who = say(lang, "cli.gap_such_wanted" if clubs else "cli.gap_such_as", who=students[0], clubs=clubs)
    reason = _brief(reason, lang)
    return say(lang, "cli.gap_places", block=named, count=len(students), students=who, reason=reason)


def _first_sentence(reason: str) -> str:
    return re.split(r"(?<=。)|(?<=\.) ", reason, maxsplit=1)[0]


def _tutoring(group: Sequence[Gap], lang: Lang, school: School | None) -> str:
    """Sessions of one tutoring, of which a student may lack several."""
    students = list(dict.fromkeys(gap.where.partition(";")[0] for gap in group))
    what = group[0].where.partition(";")[2]
    named = activity_name(lang, school, what) if school else what
    who = listing(lang, students, _PLACES, "people")
    blanks = {"activity": named, "count": len(group), "students": len(students), "who": who}
    alike = all(gap.reason == group[0].reason for gap in group)
    reason = _brief(group[0].reason, lang)
    return say(lang, "cli.gap_tutored" if alike else "cli.gap_tutored_as", reason=reason, **blanks)


def _chosen(students: Sequence[str], block: str, lang: Lang, school: School) -> str:
    """The clubs that most of them chose for the block, with how many did; none that only one did."""
    counts = Counter(club for one in students for club in school.ranks(one, block))
    most = [(club, count) for club, count in counts.most_common(_PLACES) if count > 1]
    return listing(lang, [say(lang, "cli.gap_chosen", club=activity_name(lang, school, c), count=n) for c, n in most])


def gap_place(gap: Gap, lang: Lang, school: School | None) -> str:
    """Where a gap is: class and slot, date and post, student and activity or block."""
    first, _, second = gap.where.partition(";")
    if school is None:
        return gap.where
    name = {"duty": post_name, "tutoring": activity_name, "placement": block_name}.get(gap.what, slot_name)
    if gap.what == "duty":
        day = date.fromisoformat(first)
        plain = say(lang, "changes.date", date=first, weekday=weekday_name(lang, day.isoweekday()))
        first = date_name(lang, school, day) if timetable_of(school, day) else plain
    elif gap.what in _OF_CLASSES:
        first = class_name(lang, first)
    key = "cli.gap_place"
    if gap.what != "duty":
        key = "cli.gap_place_class" if gap.what in _OF_CLASSES else "cli.gap_place_student"
    return say(lang, key, first=first, second=name(lang, school, second))


def _brief(reason: str, lang: Lang) -> str:
    """A reason that names a whole staff is cut on screen, but for what to do; ``gaps.csv`` has all of it."""
    longest = _LONGEST[lang]
    if len(reason) <= longest:
        return reason
    times = times_of(reason, lang)
    if len(times) > 1:  # each of them has what to do with it
        return _first_times(times, longest * 3 // 2, lang)
    told, step = what_to_do(reason, lang)
    if not told or len(step) > longest:
        return say(lang, "cli.gap_cut", reason=_cut(reason, longest, lang))
    room = max(longest - len(step), longest // 2)
    if len(told) <= room:
        return reason
    return say(lang, "cli.gap_cut_next", reason=_cut(told, room, lang), next=step)


def _alone(reason: str, lang: Lang) -> str:
    """A reason that is told here or nowhere: a long one without some of its names, but with what to do."""
    longest = _LONGEST[lang]
    if len(reason) <= longest:
        return reason
    told, step = what_to_do(reason, lang)
    step = step if told and len(step) <= longest // 2 else ""
    mark = say(lang, "cli.cause_cut", reason="", next=step)
    kept = _cut(told if step else reason, longest - len(mark), lang)
    return say(lang, "cli.cause_cut", reason=kept, next=step).rstrip()


def _first_times(times: Sequence[str], most: int, lang: Lang) -> str:
    """As many times as have room, each with all that is told of it: one at least."""
    lengths = accumulate(map(len, times))
    count = max(2, sum(length <= most for length in lengths))
    kept = sentences(lang, [one.strip() for one in times[:count]])
    return kept if count >= len(times) else say(lang, "cli.gap_times_cut", reason=kept)


def _cut(reason: str, most: int, lang: Lang) -> str:
    """At the end of a sentence, where that leaves half of it; else of a group of names, or at a name, where there is one."""
    parts = re.split(r"(?<=。)|(?<=\. )", reason[:most])
    ends = ["".join(parts[:-1]).strip(), reason[:most].rpartition(say(lang, "reasons.join"))[0]]
    kept = next((end for end in ends if len(end) >= most // 2), "")
    return kept or reason[:most].rpartition(say(lang, "names.comma"))[0] or reason[:most]
