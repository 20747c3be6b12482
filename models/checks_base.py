"""What the checks look things up in: built from the raw tables, first row wins, never raising on faulty data."""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping
from difflib import SequenceMatcher, get_close_matches
from functools import cached_property
from typing import cast

from models.checks_said import said
from models.fault import Fault
from models.people import CHILDCARE_SKILL
from models.row import Row, half_width, split_list
from models.school import School
from models.services import Activity
from models.term import PatternRow, Slot

#: How many unknown ids get a nearest known one; a file of thousands of faults need not wait for all.
MOST_HINTS = 100

#: The message about a row whose key an earlier row has.
REPEATED = "files.repeated"

#: Kinds of which there are so few that a message can name them all.
_LISTED = frozenset({"grades", "blocks"})

#: So many students whose lists name a club that is gone, or leave a rank out, have one cause.
MANY = 4

_LONGEST_CODE = 8

#: Characters that are typed for each other.
_ONE_SIGN = str.maketrans("OoIli", "00111")

#: So much more than any other (of 1) the nearest is like what was typed.
_CLEARLY = 0.05

#: At least so like a known id must a name be that it may be a slip of the pen: half of the letters in common are not enough.
_LIKE = 0.75

#: The columns that say who a class and an activity are for: only a fault in these makes what others say of the row doubtful.
OF_CLASSES = frozenset({"class_id", "grade"})
OF_ACTIVITIES = frozenset({"activity_id", "kind", "grades", "blocks"})


#: Where the ids of each kind are defined: tables and columns.
DEFINED: dict[str, tuple[tuple[str, str], ...]] = {
    "slots": (("slots", "slot_id"),),
    "classes": (("classes", "class_id"),),
    "teachers": (("teachers", "teacher_id"),),
    "instructors": (("instructors", "instructor_id"),),
    "rooms": (("rooms", "room_id"),),
    "activities": (("activities", "activity_id"),),
    "students": (("students", "student_id"),),
    "blocks": (("pattern", "block"), ("pattern", "slot_id")),
    "grades": (("classes", "grade"), ("pattern", "grade")),
    "duty_posts": (("duty_posts", "post_id"),),
    "duty_staff": (("duty_staff", "staff_id"),),
}
DEFINED["skills"] = DEFINED["activities"]
DEFINED["places"] = DEFINED["blocks"] + DEFINED["slots"]
DEFINED["leaders"] = DEFINED["teachers"] + DEFINED["instructors"]
DEFINED["people"] = DEFINED["leaders"] + DEFINED["duty_staff"]


class Facts:
    """A school and what its tables say; ``partial`` are the tables with lost rows, ``lost`` the ids of these rows by table
    and column, where all of them are known."""

    def __init__(self, school: School, partial: frozenset[str], lost: Mapping[tuple[str, str], frozenset[str]]) -> None:
        self.school = school
        self.partial = partial
        self.lost = lost
        #: The columns of those rows that have the fault.
        self.faulty_columns: set[tuple[str, int | None, str | None]] = set()
        #: Rows with a fault already, by table and index: what others say about them is not worth saying.
        self.faulty: set[tuple[str, int | None]] = set()
        self.faulty_grades: set[str] = set()
        #: Slots whose weekday is likely wrong: what the rest of their block says stands without them.
        self.moved_slots: set[str] = set()
        #: Slots that run into another one: it may be their weekday that is wrong.
        self.doubted_slots: set[str] = set()
        #: Blocks of which it is not known on which weekday they are.
        self.astray_blocks: set[str] = set()
        #: Rows whose key an earlier row has, and classes of which there are two rows.
        self.repeated: set[tuple[str, int | None]] = set()
        self.twice: set[str] = set()
        self._named: dict[str, dict[str, tuple[str, ...]]] = {}
        self._divided: dict[str, dict[tuple[str, ...], str]] = {}
        self._hints: dict[tuple[str, str], str] = {}

    def note(self, fault: Fault) -> None:
        """Takes a fault that was found, so that later checks need not say what follows from it."""
        self.faulty.add((fault.table, fault.index))
        self.faulty_columns.add((fault.table, fault.index, fault.column))
        if fault.wanted == REPEATED:
            self.repeated.add((fault.table, fault.index))
            if fault.table == "classes":
                self.twice.add(fault.found)
        if fault.table == "pattern" and fault.index is not None:
            self.faulty_grades.add(self.school.pattern[fault.index].grade)

    def wrong(self, table: str, index: int | None, columns: frozenset[str]) -> bool:
        """Whether one of the columns of a row has a fault, or the row as a whole."""
        if (table, index) not in self.faulty:
            return False
        return any((table, index, column) in self.faulty_columns for column in (None, *columns))

    def sound_electives(self) -> tuple[tuple[int, PatternRow], ...]:
        """The elective rows in which nothing is wrong so far, nor with their slot's weekday, with their indexes."""
        rows = ((i, row) for i, row in self.electives if row.slot_id not in self.moved_slots)
        return tuple((i, row) for i, row in rows if ("pattern", i) not in self.faulty)

    def rows(self, table: str) -> tuple[Row, ...]:
        """The rows of a table."""
        return getattr(self.school, table)

    @cached_property
    def slots(self) -> dict[str, Slot]:
        """Slots by id; none of which another row could not be read whole."""
        rows = (s for s in reversed(self.school.slots) if not self._lost("slots", "slot_id", s.slot_id))
        return {s.slot_id: s for s in rows}

    @cached_property
    def grade_of_class(self) -> dict[str, str]:
        """The grade of each class."""
        return {c.class_id: c.grade for c in reversed(self.school.classes)}

    @cached_property
    def class_grades(self) -> frozenset[str]:
        """Grades that have a class."""
        return frozenset(c.grade for c in self.school.classes)

    @cached_property
    def planned(self) -> frozenset[str] | None:
        """Grades that have a row in the pattern, also one that could not be read whole; None where these are not all known."""
        if "pattern" in self.partial and ("pattern", "grade") not in self.lost:
            return None
        return frozenset(row.grade for row in self.school.pattern) | self.unsure_grades

    @cached_property
    def unsure_grades(self) -> frozenset[str]:
        """Grades of which a row of the pattern could not be read whole: they may have blocks that are not seen."""
        return self.lost.get(("pattern", "grade"), frozenset())

    @cached_property
    def students(self) -> dict[str, int]:
        """The row of each student."""
        return {s.student_id: index for index, s in reversed(list(enumerate(self.school.students)))}

    @cached_property
    def _rows(self) -> dict[tuple[str, str], int]:
        keys = {"classes": "class_id", "activities": "activity_id"}
        return {(t, getattr(r, key)): i for t, key in keys.items() for i, r in reversed(list(enumerate(self.rows(t))))}

    def sound_student(self, student_id: str) -> bool:
        """Whether a student is known, and nothing is wrong with their row, class or grade so far."""
        index = self.students.get(student_id)
        if index is None or ("students", index) in self.faulty or self._lost("students", "student_id", student_id):
            return False
        class_id = self.school.students[index].class_id
        if class_id in self.twice or self._lost("classes", "class_id", class_id):
            return False
        wrong = self.wrong("classes", self._rows.get(("classes", class_id)), OF_CLASSES)
        return not wrong and self.grade_of_class.get(class_id) not in self.faulty_grades

    def sound_activity(self, activity_id: str) -> Activity | None:
        """The activity, where it is known and nothing is wrong with its row so far."""
        index = self._rows.get(("activities", activity_id))
        if self._lost("activities", "activity_id", activity_id):
            return None
        return None if self.wrong("activities", index, OF_ACTIVITIES) else self.activities.get(activity_id)

    @cached_property
    def choosing(self) -> dict[str, set[str]]:
        """The students who have chosen each activity, also one that is not known."""
        found: dict[str, set[str]] = defaultdict(set)
        for row in self.school.choices:
            found[row.activity_id].add(row.student_id)
        return found

    @cached_property
    def _taught(self) -> Counter[str]:
        """How many teachers and instructors can lead each activity, also one that is not known."""
        return Counter(skill for row in (*self.school.teachers, *self.school.instructors) for skill in row.skills)

    @cached_property
    def activities(self) -> dict[str, Activity]:
        """Activities by id, with the implied homework."""
        return self.school.activity_by_id

    @cached_property
    def electives(self) -> tuple[tuple[int, PatternRow], ...]:
        """The elective rows of the pattern whose slot is known, with their indexes."""
        rows = enumerate(self.school.pattern)
        return tuple((i, row) for i, row in rows if row.kind == "elective" and row.slot_id in self.slots)

    @cached_property
    def block_slots(self) -> dict[str, frozenset[str]]:
        """The slots of each elective block; asked for once the blocks of the pattern are checked."""
        found: dict[str, set[str]] = defaultdict(set)
        for _, row in self.sound_electives():
            found[row.block_id].add(row.slot_id)
        return {block: frozenset(slots) for block, slots in found.items()}

    def block_weekdays(self, block: str) -> frozenset[int]:
        """The weekdays on which a block's slots are: one, unless the input is faulty."""
        return frozenset(self.slots[slot].weekday for slot in self.block_slots.get(block, ()))

    def grade_of_student(self, student_id: str) -> str | None:
        """A student's grade; None where student or class is not known."""
        index = self.students.get(student_id)
        return None if index is None else self.grade_of_class.get(self.school.students[index].class_id)

    def has_block(self, grade: str | None, block: str) -> bool:
        """Whether a grade has a block, for all that could be read: also in a slot, or by a row of the pattern, that could not."""
        unsure = self.planned is None or grade in self.unsure_grades
        unsure = unsure or ("pattern" in self.partial and ("pattern", "block") not in self.lost)
        return unsure or (grade, block) in self._planned_blocks

    @cached_property
    def _planned_blocks(self) -> frozenset[tuple[str, str]]:
        """Each grade with each block that a row of the pattern gives it; asked for once the blocks of the pattern are checked."""
        rows = enumerate(self.school.pattern)
        sound = (row for i, row in rows if row.kind == "elective" and ("pattern", i) not in self.faulty)
        return frozenset((row.grade, row.block_id) for row in sound)

    def _lost(self, table: str, column: str, name: str) -> bool:
        """Whether a row with this id could not be read whole: another row of the id may not be the one that counts."""
        return name in self.lost.get((table, column), ())

    def attends(self, student_id: str, block: str) -> bool:
        """Whether a known student attends a known block, for all that could be read."""
        student = self.school.students[self.students[student_id]]
        return (
            self.has_block(self.grade_of_class.get(student.class_id), block)
            and bool(self.block_weekdays(block) & set(student.weekdays))
            and (not student.blocks or block in student.blocks)
        )

    @cached_property
    def known(self) -> dict[str, dict[str, None]]:
        """The known ids of every kind that a column can name; dictionaries, to keep the order of the tables."""
        school = self.school
        ids = {
            "slots": [s.slot_id for s in school.slots],
            "classes": [c.class_id for c in school.classes],
            "teachers": [t.teacher_id for t in school.teachers],
            "instructors": [i.instructor_id for i in school.instructors],
            "rooms": [r.room_id for r in school.rooms],
            "activities": list(self.activities),
            "students": [s.student_id for s in school.students],
            "blocks": [p.block_id for p in school.pattern if p.kind == "elective"],
            "grades": [c.grade for c in school.classes] + [p.grade for p in school.pattern],
            "duty_posts": [p.post_id for p in (school.duty_posts if "duty_posts" in self.partial else school.posts)],
            "duty_staff": [s.staff_id for s in school.duty_staff],
        }
        for kind, names in ids.items():
            names += sorted(one for place in DEFINED[kind] for one in self.lost.get(place, ()))
        ids["skills"] = [*ids["activities"], CHILDCARE_SKILL]
        ids["places"] = ids["blocks"] + ids["slots"]
        ids["leaders"] = ids["teachers"] + ids["instructors"]
        ids["people"] = ids["leaders"] + ids["duty_staff"]
        return {kind: dict.fromkeys(names) for kind, names in ids.items()}

    def named(self, kind: str) -> dict[str, tuple[str, ...]]:
        """The ids of a kind by the names of what they stand for; a name that is an id itself is none."""
        if kind not in self._named:
            found: dict[str, dict[str, None]] = defaultdict(dict)
            for table, column in DEFINED[kind]:
                for row in self.rows(table):
                    name: object = getattr(row, "name", None)
                    if isinstance(name, str):
                        found[half_width(name)][str(getattr(row, column))] = None
            self._named[kind] = {name: tuple(ids) for name, ids in found.items()}
        return self._named[kind]

    def divided(self, kind: str) -> dict[tuple[str, ...], str]:
        """The names of what has ids of a kind by the parts into which a list cell divides them, where these are several."""
        if kind not in self._divided:
            parts = {cast("tuple[str, ...]", split_list(name)): name for name in self.named(kind)}
            self._divided[kind] = {part: name for part, name in parts.items() if len(part) > 1}
        return self._divided[kind]

    def all_known(self, kind: str) -> bool:
        """Whether every id of the kind is known, also those of rows that could not be read whole."""
        return all(table not in self.partial or (table, column) in self.lost for table, column in DEFINED[kind])

    def hint(self, kind: str, name: str) -> str:
        """The known id that is clearly most like ``name``; empty where none is, or where many chose each of the two: an activity
        that is gone is like another by chance."""
        key = (kind, name)
        if key not in self._hints and len(self._hints) < MOST_HINTS:
            near = said(name, self.known[kind]) if kind in ("grades", "classes") else ""
            near = near or _clearly_nearest(name[:100], self.known[kind])
            chosen = all(len(self.choosing.get(one, ())) >= MANY for one in (name, near))
            taught = all(self._taught[one] >= MANY for one in (name, near)) and not slip(name, near)
            self._hints[key] = "" if (chosen or taught) and kind in ("activities", "skills") else near
        return self._hints.get(key, "")

    def existing(self, kind: str) -> dict[str, str | int]:
        """What there is of a kind, for messages that name it all; nothing for kinds of which there is much."""
        return {"existing": ";".join(sorted(self.known[kind]))} if kind in _LISTED else {}

    def unclear_grades(self, kind: str) -> bool:
        """Whether it is not known for which grades an activity of a kind is."""
        return any(
            a.kind == kind and ("activities", index, "grades") in self.faulty_columns
            for index, a in enumerate(self.school.activities)
        )


def _clearly_nearest(name: str, known: Collection[str]) -> str:
    """What ``name`` was likeliest meant to be: the same in signs that look alike, else what is most like it by far; empty where
    others are as near, or the nearest is just another code."""
    alike = [one for one in known if one.translate(_ONE_SIGN).casefold() == name.translate(_ONE_SIGN).casefold()]
    if alike:
        return alike[0] if len(alike) == 1 else ""
    near = get_close_matches(name, known, n=2, cutoff=_LIKE)
    if not near or _other_code(name, near[0]):
        return ""
    like = [SequenceMatcher(None, one, name).ratio() for one in near]
    return near[0] if len(like) == 1 or like[0] - like[1] > _CLEARLY else ""


def _other_code(name: str, known: str) -> bool:
    """Whether two codes differ in one digit or letter, as those of two people do: to suggest one for the other misleads."""
    if len(name) != len(known) or len(name) > _LONGEST_CODE or not (name + known).isascii():
        return False
    if not any(char.isdigit() for char in name):
        return False
    differing = [{a, b} for a, b in zip(name, known, strict=True) if a.casefold() != b.casefold()]
    return len(differing) == 1


def slip(one: str, other: str) -> bool:
    """Whether one sign is another, is missing or is too much, or two have changed places."""
    if len(one) != len(other):
        short, long = sorted((one, other), key=len)
        return len(long) - len(short) == 1 and any(long[:i] + long[i + 1 :] == short for i in range(len(long)))
    return sum(map(str.__ne__, one, other)) == 1 or two_swapped(one, other)


def two_swapped(one: str, other: str) -> bool:
    """Whether two signs have changed places."""
    if len(one) != len(other):
        return False
    pairs = [(a, b) for a, b in zip(one, other, strict=True) if a != b]
    return len(pairs) == 2 and pairs[0] == pairs[1][::-1]
