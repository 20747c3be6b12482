"""Whether the tables of a school fit together: every cross-reference fault at once.

The rows are valid one by one already. Each check is a generator over plain rows that trusts no other table to be
right; it names the tables that it must see whole, so that a table with lost rows raises no false follow-ups. What
follows from a fault that an earlier check has found is not said again.
"""

from collections.abc import Callable, Iterator, Mapping

from models import (
    checks_causes,
    checks_columns,
    checks_dragged,
    checks_gone,
    checks_ids,
    checks_named,
    checks_people,
    checks_slots,
    checks_sorted,
    checks_week,
)
from models.checks_base import Facts
from models.checks_refs import empty_lists, separators, shared_ids, unknown_ids
from models.fault import Fault
from models.school import School

Check = Callable[[Facts], Iterator[Fault]]

#: Each check with the tables that it must see whole; ``school`` stands for the settings. All others say only what holds
#: whatever stood in the rows that are lost: these take evidence away, and of a grade with such a row in the pattern it is
#: not known which blocks it has not.
CHECKS: tuple[tuple[Check, frozenset[str]], ...] = (
    (checks_ids.repeated, frozenset()),
    (shared_ids, frozenset()),
    (empty_lists, frozenset()),
    (separators, frozenset()),
    (checks_ids.defined_wrong, frozenset()),
    (checks_ids.clubs_gone, frozenset()),
    (unknown_ids, frozenset()),
    (checks_week.term, frozenset({"school"})),
    (checks_week.spans, frozenset()),
    (checks_week.lone_weekdays, frozenset()),
    (checks_slots.overlaps, frozenset()),
    (checks_week.plain_blocks, frozenset()),
    (checks_week.one_block_a_slot, frozenset()),
    (checks_week.block_ids, frozenset()),
    (checks_week.block_weekdays, frozenset()),
    (checks_week.undivided, frozenset()),
    (checks_week.pattern_grades, frozenset()),
    (checks_causes.activity_kinds, frozenset()),
    (checks_causes.class_grades, frozenset()),
    (checks_week.strands, frozenset({"activities"})),
    (checks_week.homework, frozenset({"activities"})),
    (checks_week.activities, frozenset()),
    (checks_week.implied_homework, frozenset({"activities"})),
    (checks_causes.grade_blocks, frozenset()),
    (checks_causes.slot_weekdays, frozenset()),
    (checks_causes.student_rows, frozenset()),
    (checks_people.student_blocks, frozenset()),
    (checks_people.choice_clubs, frozenset()),
    (checks_people.choice_ranks, frozenset({"choices"})),
    (checks_people.tutoring, frozenset()),
    (checks_people.blank_pins, frozenset()),
    (checks_people.pin_placements, frozenset()),
    (checks_people.pin_dates, frozenset({"school"})),
)


#: The tables of students, and those in which they are named.
_OF_STUDENTS = frozenset({"students", "choices", "tutoring", "pin_placements"})


def faults(
    school: School, partial: frozenset[str] = frozenset(), lost: Mapping[tuple[str, str], frozenset[str]] | None = None
) -> list[Fault]:
    """Every fault of how the tables fit together; none where the school can be planned for.

    ``partial`` names tables of which rows were lost in reading (``school`` for the settings). ``lost``: the ids of such
    rows by table and column, for each column in which they could all be read.
    """
    unread = dict(lost or {})
    found = list(checks_columns.swapped(Facts(school, partial, unread)))
    school = checks_columns.put_right(school, found)
    by_name = list(checks_named.names_for_ids(Facts(school, partial, unread)))
    found += by_name
    school = checks_named.put_right(school, by_name)
    before = Facts(school, partial, unread)
    if shuffled := [*checks_sorted.sorted_alone(before)] or [*checks_sorted.moved(before)]:
        found += shuffled
        school = school.replaced(**dict.fromkeys(_OF_STUDENTS, ()))  # nobody can say what else is wrong in these
        partial |= _OF_STUDENTS
    found += checks_ids.empty_tables(Facts(school, partial, unread))
    found += checks_columns.unmatched(Facts(school, partial, unread))
    partial |= {fault.table for fault in found if fault.wanted in (checks_ids.EMPTY, *checks_columns.UNMATCHED)}
    lacking = list(checks_gone.gone(Facts(school, partial, unread)))
    found += lacking
    for fault in lacking:  # these rows are known to be, and what is in them is not
        place = (fault.table, str(fault.column))
        unread[place] = unread.get(place, frozenset()) | frozenset(str(fault.args["existing"]).split(";"))
        partial |= {fault.table}
    dragged = list(checks_dragged.dragged(Facts(school, partial, unread)))
    school, partial, unread, kept = checks_dragged.without(school, partial, unread, dragged)
    facts = Facts(school, partial, unread)
    for check, needs in CHECKS:
        if not needs & partial:
            for fault in check(facts):
                found.append(checks_dragged.back(fault, kept))
                facts.note(fault)
    return found + dragged
