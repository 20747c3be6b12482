"""Where no fallback club is held: the one cause of all who have no club then, and the cells that would do."""

from models.school import School
from models.services import Activity
from scheduler.messages.names import listing
from scheduler.reasons.offer import Offers

_NAMED = 3
"""Of so many activities it is told that one cell would make them fallback clubs of that time."""


def fallbacks_then(school: School, grade: str, block_id: str) -> list[str]:
    """The fallback clubs of a grade that may run in a block."""
    clubs = (a for a in school.activity_by_id.values() if a.kind == "club" and a.fallback)
    return [a.activity_id for a in clubs if a.for_grade(grade) and a.runs_in(block_id)]


def no_fallback(offers: Offers, block_id: str) -> str:
    """The grades without a fallback club in the block, of which students have no club; and which activities would serve all of these
    students with one cell changed. Those that somebody chose are no one's to be put into unasked."""
    school, say = offers.school, offers.say
    classes = [school.class_by_id[school.student_by_id[s].class_id] for s, b in offers.held.unplaced if b == block_id]
    without = [c.grade for c in classes if not fallbacks_then(school, c.grade, block_id)]
    grades = sorted(set(without), key=lambda grade: (len(grade), grade))
    clubs = (a for a in school.activity_by_id.values() if a.kind == "club" and a.scope == "school")
    fit = [a for a in clubs if all(map(a.for_grade, grades)) and _serves(school, a, len(without))]
    asked = {club for student in school.attended for club in school.ranks(student, block_id)}
    idle = [a for a in fit if not a.fallback and a.runs_in(block_id) and a.activity_id not in asked]
    other = [a for a in fit if a.fallback and not a.runs_in(block_id)]
    ways = [say("fallback.yes", activity=a.name) for a in idle]
    ways += [say("fallback.block", activity=a.name, id=block_id) for a in other]
    told = say("advice.or").join(ways[:_NAMED] or [say("fallback.new")])
    return say("no_fallback", grades=listing(offers.lang, grades), count=len(without), ways=told)


def _serves(school: School, activity: Activity, count: int) -> bool:
    """Whether the activity's columns leave so many seats, and a teacher may lead it, as a fallback must be."""
    led = not activity.needs_skill or any(activity.activity_id in t.skills for t in school.teachers)
    seats = count if activity.max_size is None else activity.max_size * activity.max_sections
    return bool(activity.max_sections) and led and seats >= count
