"""One breach at a time: the key that must be named, and the edits that plant it in the small plan."""

from collections.abc import Sequence
from dataclasses import dataclass

from small_school import Edit, add, drop, row, school_add, school_drop, school_row, session, settings

NO_CHILDCARE = (drop("childcare", "T4;1;fri2"), drop("carers", "fri2;play;T8"))
MONDAY_2 = {"slots": ("mon2",), "block": "mon2", "start": "16:50", "end": "17:30"}


@dataclass(frozen=True)
class Case:
    """``keys``: every breach that must be named and no other; ``about``: what its ``where`` must be, if told."""

    name: str
    keys: frozenset[str]
    edits: tuple[Edit, ...]
    about: str | None = None


def case(key: str, what: str, *edits: Edit, about: str | None = None) -> Case:
    """A case; ``key`` may name several breaches that cannot be had apart, joined by ``+``."""
    return Case(f"{key} {what}", frozenset(key.split("+")), edits, about)


def new(*args: object, **cells: object) -> Edit:
    """Add a session."""
    return add("sessions", **session(*args, **cells))  # type: ignore[arg-type]


def tutored(student: str, activity: str, slot: str, session_id: str) -> Edit:
    """Add a row to tutoring.csv of the plan."""
    return add("tutoring", student_id=student, activity_id=activity, slot_id=slot, session_id=session_id)


TALK = {"activity_id": "talk", "name": "talk", "kind": "tutoring"}
DRAMA = {"activity_id": "drama", "name": "drama", "kind": "strand", "grades": ("1",)}
AS_CARER = {"skills": ("childcare",)}

R1 = (
    case("R1.teacher", "leads twice", row("sessions", "hw-1B-mon1", leader_id="T1"), about="T1;mon1"),
    case("R1.teacher", "leads and escorts", row("sessions", "f-dance", escort_id="T5"), *NO_CHILDCARE),
    case(
        "R1.teacher",
        "leads and cares",
        school_row("teachers", "T7", skills=("games", "childcare")),
        row("carers", "fri2;play;T8", teacher_id="T7"),
        about="T7;fri2",
    ),
    case(
        "R1.teacher",
        "cares in two rooms",
        school_row("childcare", "T4;primary", leave_by="17:00"),
        school_row("childcare_rooms", "study", carers=1),
        add("childcare", teacher_id="T4", child=2, slot_id="fri2", room_id="study"),
        add("carers", slot_id="fri2", room_id="study", teacher_id="T8"),
        about="T8;fri2",
    ),
    case("R1.instructor", "two sessions", row("sessions", "st-1B", leader_id="E2"), about="E2;mon2"),
    case(
        "R1.student",
        "two tutoring groups",
        school_add("activities", **TALK),
        school_add("tutoring", student_id="a1", activity_id="talk"),
        school_row("teachers", "T5", skills=("chess", "talk")),
        new("tu-talk", "talk", None, "mon1", "T5", None, "gym", kind="tutoring"),
        tutored("a1", "talk", "mon1", "tu-talk"),
        about="a1;mon1",
    ),
)

R2 = (
    case("R2.pattern", "the grade has gone home", new("hw-2A-tue1", "hw2", "2A", "tue1", "T7", None, "hall")),
    case("R2.one_slot", "a block that is not its slot", row("sessions", "hw-2A-mon1", block="tue1")),
    case(
        "R2.twice",
        "two sessions of a class",
        school_row("rooms", "r1B", groups=2),
        new("hw-1B-again", "hw1", "1B", "mon1", "T5", None, "r1B", section=2),
        about="1B;mon1",
    ),
    case("R2.grade", "another grade's homework", row("sessions", "hw-2A-mon1", activity_id="hw1")),
    case("R2.blocks", "not in this slot", school_row("activities", "hw1", blocks=("mon1",)), about="hw-1A-tue1"),
)

R3 = (
    case(
        "R3.pattern",
        "in a homework slot",
        school_add("activities", **DRAMA),
        school_row("teachers", "T7", skills=("games", "drama")),
        school_row("rooms", "r1A", groups=2),
        new("st-drama", "drama", "1A", "tue1", "T7", None, "r1A", kind="strand"),
    ),
    case("R3.one_slot", "a block that is not its slot", row("sessions", "st-2A", block="tue1")),
    case(
        "R3.twice",
        "two strands in one slot",
        school_add("activities", **DRAMA),
        school_row("teachers", "T5", skills=("chess", "drama")),
        school_row("rooms", "r1A", groups=2),
        new("st-drama", "drama", "1A", "mon2", "T5", None, "r1A", kind="strand"),
        about="1A;mon2",
    ),
    case("R3.grade", "another grade's strand", school_row("activities", "reading", grades=("1",)), about="st-2A"),
    case("R3.blocks", "not in this slot", school_row("activities", "reading", blocks=("tue1",))),
    case("R3.week", "too often", school_row("activities", "reading", sessions_week=0)),
)

R4 = (
    case("R4.whole_block", "half a block", row("sessions", "f-games-1", slots=("fri1",), end="16:40")),
    case("R4.blocks", "not in this block", school_row("activities", "dance", blocks=("wed1",)), about="f-dance"),
    case(
        "R4.empty",
        "nobody in it, though none are needed",
        school_row("activities", "games", min_size=0),
        school_row("teachers", "T8", skills=("childcare", "games")),
        new("w-games-2", "games", None, "wed1", "T8", None, "hall", section=2),
    ),
    case("R4.small", "too few", school_row("activities", "chess", min_size=4, max_size=9)),
    case("R4.large", "too many", school_row("activities", "dance", max_size=3)),
    case("R4.sections", "school club", school_row("activities", "games", max_sections=1), about="games;fri"),
    case(
        "R4.sections",
        "class club",
        school_row("teachers", "T8", skills=("childcare", "paper")),
        school_row("rooms", "r1A", groups=2),
        new("w-paper-2", "paper", "1A", "wed1", "T8", None, "r1A", section=2),
        row("placements", "a3;wed1", session_id="w-paper-2"),
        about="paper;1A;wed1",
    ),
    case("R4.grade", "not its grade", school_row("activities", "paper", grades=("2",))),
    case(
        "R4.class",
        "not its class",
        row("placements", "b4;wed1", session_id="w-paper-1A"),
        drop("sessions", "w-paper-1B"),
        about="w-paper-1A;b4",
    ),
)

R5 = (
    case("R5.no_leader", "nobody", row("sessions", "hw-2A-mon1", leader_id="")),
    case("R5.skill", "a club", school_row("teachers", "T5", skills=())),
    case("R5.skill", "tutoring", school_row("teachers", "T6", skills=("reading", "games"))),
    case(
        "R5.skill", "a strand and an instructor", school_row("instructors", "E2", skills=("dance",)), about="st-2A;E2"
    ),
    case("R5.skill", "homework that asks for it", school_row("activities", "hw2", skill_needed=True)),
    case(
        "R5.teacher_only",
        "homework",
        settings(weekly_budget=None),
        school_row("instructors", "E2", available=("mon2", "tue1")),
        row("sessions", "hw-1A-tue1", leader_id="E2"),
    ),
    case(
        "R5.teacher_only",
        "tutoring",
        settings(weekly_budget=None),
        school_row("instructors", "E2", available=("mon2", "tue1"), skills=("reading", "math-help")),
        row("sessions", "tu-tue1", leader_id="E2"),
    ),
    case(
        "R5.teacher_only",
        "a fallback activity",
        settings(weekly_budget=None),
        school_row("instructors", "E2", available=("mon2", "wed1"), skills=("reading", "games")),
        row("sessions", "w-games", leader_id="E2"),
    ),
    case("R5.no_escort", "an instructor alone", row("sessions", "f-dance", escort_id=None), *NO_CHILDCARE),
    case("R5.needless_escort", "a teacher leads", row("sessions", "w-chess", escort_id="T8")),
    case("R5.needless_escort", "an instructor who needs none", row("sessions", "st-2A", escort_id="T8")),
    case(
        "R5.escort_teacher",
        "an instructor as escort",
        row("sessions", "f-dance", escort_id="E2"),
        *NO_CHILDCARE,
    ),
)

R6 = (
    case("R6.unavailable", "leads", school_row("teachers", "T1", unavailable=("wed1",)), about="T1;wed1"),
    case("R6.unavailable", "escorts", school_row("teachers", "T4", unavailable=("fri1",)), about="T4;fri1"),
    case("R6.unavailable", "cares", school_row("teachers", "T8", unavailable=("fri2",)), about="T8;fri2"),
    case("R6.available", "an instructor", school_row("instructors", "E2", available=("tue1",)), about="E2;mon2"),
    case("R6.week", "leads; a session of two slots counts two", school_row("teachers", "T6", max_sessions_week=4)),
    case("R6.week", "escorts", school_row("teachers", "T4", max_sessions_week=2), about="T4"),
    case("R6.week", "cares", school_row("teachers", "T8", max_sessions_week=0), about="T8"),
    case("R6.week", "an instructor", school_row("instructors", "E1", max_sessions_week=1), about="E1"),
    case("R6.day", "two slots of one block", school_row("teachers", "T5", max_sessions_day=1), about="T5;5"),
    case("R6.day", "escorts", school_row("teachers", "T4", max_sessions_day=1), about="T4;5"),
    case("R6.load", "day load and service", school_row("teachers", "T1", max_load=12), about="T1"),
    case("R6.visit", "comes for too little", school_row("instructors", "E1", min_sessions_visit=3), about="E1;5"),
    case("R6.budget", "too dear", settings(weekly_budget=259)),
)

R7 = (case("R7.clearance", "a day short", school_row("instructors", "E1", cleared_until="2025-10-11"), about="E1"),)

R8 = (
    case("R8.closed", "in the block's second slot", school_row("rooms", "gym", unavailable=("fri2",))),
    case("R8.tag", "no tag", school_row("rooms", "quiet", kinds=("loud",))),
    case("R8.tag", "homework that asks for one", school_row("activities", "hw2", room_kinds=("quiet",))),
    case("R8.home", "homework", row("sessions", "hw-1B-mon1", room_id="gym")),
    case("R8.home", "a strand", row("sessions", "st-1B", room_id="quiet"), school_row("rooms", "quiet", capacity=4)),
    case("R8.home", "a class club", row("sessions", "w-paper-1B", room_id="hall")),
    case("R8.capacity", "a club", school_row("rooms", "gym", capacity=3), about="f-dance;gym"),
    case("R8.capacity", "a strand: four stay", school_row("rooms", "r1B", capacity=3), about="st-1B;r1B"),
    case("R8.groups", "one at a time", school_row("rooms", "hall", groups=1)),
)

R9 = (
    case("R9.no_seat", "an escort's child", *NO_CHILDCARE, about="T4;1;fri2"),
    case(
        "R9.no_seat",
        "the second child",
        school_row("childcare", "T4;primary", leave_by="17:00"),
        about="T4;2;fri2",
    ),
    case(
        "R9.no_seat",
        "a child who may not use a room",
        school_row("teachers", "T3", skills=("reading",)),
        row("sessions", "st-2A", leader_id="T3"),
        about="T3;1;mon2",
    ),
    case("R9.may_not", "seated all the same", school_row("childcare", "T4;preschool", may_use_room=False)),
    case(
        "R9.group",
        "the other group's room",
        row("childcare", "T4;1;fri2", room_id="study"),
        drop("carers", "fri2;play;T8"),
    ),
    case("R9.closed", "a closed room", school_row("childcare_rooms", "play", slots=("mon2",))),
    case("R9.places", "full", school_row("childcare_rooms", "play", places=0), about="play;fri2"),
    case("R9.carers", "none", drop("carers", "fri2;play;T8"), about="play;fri2"),
    case(
        "R9.carers",
        "one too many",
        school_row("teachers", "T3", **AS_CARER),
        add("carers", slot_id="fri2", room_id="play", teacher_id="T3"),
        about="play;fri2",
    ),
    case(
        "R9.carers",
        "in an empty room",
        add("carers", slot_id="mon2", room_id="play", teacher_id="T8"),
        about="play;mon2",
    ),
    case("R9.carers", "where the room has its own staff", school_row("childcare_rooms", "play", carers=0)),
    case("R9.skill", "no carer", school_row("teachers", "T8", skills=())),
    case(
        "R9.needless",
        "the teacher does not work then",
        school_row("childcare", "T4;preschool", weekdays=(1, 5)),
        add("childcare", teacher_id="T4", child=1, slot_id="mon2", room_id="play"),
        add("carers", slot_id="mon2", room_id="play", teacher_id="T8"),
        about="T4;1;mon2",
    ),
    case(
        "R9.needless",
        "the slot ends in time",
        school_row("childcare_rooms", "play", slots=()),
        add("childcare", teacher_id="T4", child=1, slot_id="fri1", room_id="play"),
        add("carers", slot_id="fri1", room_id="play", teacher_id="T8"),
        about="T4;1;fri1",
    ),
)

R10 = (
    case("R10.no_row", "neither placed nor listed", drop("placements", "c3;wed1"), about="c3;wed1"),
    case(
        "R10.two",
        "two clubs of one block",
        school_row("rooms", "hall", capacity=5),
        add(
            "placements",
            student_id="a2",
            class_id="1A",
            block="wed1",
            session_id="w-games",
            activity_id="games",
            rank=0,
        ),
        about="a2;wed1",
    ),
    case(
        "R10.not_listed",
        "only on the other block's list",
        school_drop("choices", "a1;wed1;chess"),
        about="a1;wed1",
    ),
    case(
        "R4.grade+R10.fallback_grade",
        "a fallback of another grade",
        school_row("activities", "games", grades=("1",)),
    ),
    case(
        "R10.twice",
        "a fallback that the blank list serves too",
        row("placements", "b2;fri", session_id="f-games-2", activity_id="games", rank=0),
        about="b2;games",
    ),
    case(
        "R10.not_club+files.cell",
        "a strand",
        row("placements", "a3;fri", session_id="st-1A", activity_id="reading"),
        school_row("activities", "games", min_size=1),
    ),
)

R11 = (
    case("R11.no_row", "no row", drop("duties", "2025-10-09;lead"), about="2025-10-09;lead"),
    case("R11.role", "not that role", school_row("duty_staff", "P1", roles=("supervisor",))),
    case("R11.posts", "not that post", school_row("duty_staff", "P2", posts=("gate",))),
    case("R11.weekday", "not that weekday", school_row("duty_staff", "T2", weekdays=(1,)), about="2025-09-26;gate;T2"),
    case(
        "R11.weekday",
        "not the weekday whose timetable runs",
        school_row("duty_staff", "P2", weekdays=(2, 4, 7)),
        about="2025-09-28;lead;P2",
    ),
    case("R11.leave", "on leave", school_row("leave", "T9", start="2025-09-28"), about="2025-09-28;gate;T9"),
    case(
        "R11.two",
        "two posts on one date",
        row("duties", "2025-09-28;gate", staff_id="P2"),
        school_row("duty_staff", "P2", max_week=4),
        about="2025-09-28;P2",
    ),
    case(
        "R11.week",
        "a Sunday belongs to the week before it",
        school_row("duty_staff", "T9", max_week=2),
        about="2025-09-22;T9",
    ),
    case(
        "R11.gap",
        "school days from one to the next",
        school_row("duty_staff", "T9", min_gap=3),
        about="2025-09-22;2025-09-24;T9",
    ),
)

R12 = (
    case(
        "R12.service",
        "leads",
        row("duties", "2025-09-29;gate", staff_id="T2"),
        about="2025-09-29;gate;T2;mon1",
    ),
    case(
        "R12.service",
        "on the weekday whose timetable runs",
        row("duties", "2025-09-28;gate", staff_id="T2"),
        school_row("duty_staff", "T2", min_gap=1, max_week=2),
        about="2025-09-28;gate;T2;wed1",
    ),
    case(
        "R12.service",
        "escorts",
        school_add("duty_staff", staff_id="T4", roles=("supervisor",)),
        row("duties", "2025-09-26;gate", staff_id="T4"),
        about="2025-09-26;gate;T4;fri1",
    ),
    case(
        "R12.service",
        "cares",
        school_add("duty_staff", staff_id="T8", roles=("supervisor",)),
        school_row("duty_posts", "gate", windows="07:00-07:30;16:50-17:00"),
        row("duties", "2025-09-26;gate", staff_id="T8"),
        about="2025-09-26;gate;T8;fri2",
    ),
    case("R12.child", "the child must be gone", school_row("duty_posts", "gate", windows="16:00-17:01")),
)

R13 = (
    case("R13.session", "another leader", row("sessions", "hw-1A-mon1", leader_id="T5"), about="1"),
    case("R13.session", "another block", school_row("pins", "mon1", block="tue1"), about="1"),
    case("R13.session", "another activity", school_row("pins", "mon1", activity_id="hw2"), about="1"),
    case("R13.session", "another class", school_row("pins", "mon1", class_id="1B"), about="1"),
    case("R13.session", "another section", school_row("pins", "mon1", section=2), about="1"),
    case("R13.session", "another room", school_row("pins", "mon1", room_id="gym"), about="1"),
    case("R13.placement", "elsewhere", school_add("pin_placements", student_id="a2", block="fri", activity_id="dance")),
    case("R13.duty", "another person", school_row("pin_duties", "2025-09-22;lead", staff_id="P2")),
    case("R13.duty", "a closed date", school_row("pin_duties", "2025-09-22;lead", date="2025-10-01")),
)

R14 = (
    case("R14.one_slot+files.cell", "a block that is not its slot", row("sessions", "tu-mon1", block="mon2")),
    case(
        "R14.homework",
        "in a strand slot",
        school_row("teachers", "T7", skills=("games", "math-help")),
        row("sessions", "tu-mon1", leader_id="T7", **MONDAY_2),
        row("tutoring", "a1;mon1", slot_id="mon2"),
        row("tutoring", "b1;mon1", slot_id="mon2"),
    ),
    case("R14.stays", "not on that weekday", tutored("b1", "math-help", "tue1", "tu-tue1"), about="tu-tue1;b1"),
    case("R14.small", "too few", school_row("activities", "math-help", min_size=2), about="tu-tue1"),
    case("R14.large", "too many", school_row("activities", "math-help", max_size=1), about="tu-mon1"),
    case("R14.named", "not named", school_drop("tutoring", "b1;math-help"), about="tu-mon1;b1"),
    case("R14.grade", "not its grade", school_row("activities", "math-help", grades=("2",))),
    case("R14.class", "of one class only", school_row("activities", "math-help", scope="class"), about="tu-mon1"),
    case(
        "R14.sections",
        "too many groups",
        school_row("teachers", "T7", skills=("games", "math-help")),
        new("tu-mon1-2", "math-help", None, "mon1", "T7", None, "gym", section=2),
        row("tutoring", "b1;mon1", session_id="tu-mon1-2"),
        about="math-help;mon1",
    ),
    case("R14.week", "too often", school_row("activities", "math-help", sessions_week=1), about="a1;math-help"),
    case(
        "R14.day",
        "twice a weekday",
        school_row("pattern", "1;mon2", kind="homework"),
        *(row("sessions", f"st-{c}", kind="homework", activity_id="hw1") for c in ("1A", "1B")),
        school_row("teachers", "T7", skills=("games", "math-help")),
        row("sessions", "tu-tue1", leader_id="T7", weekday=1, **MONDAY_2),
        row("tutoring", "a1;tue1", slot_id="mon2"),
        about="a1;math-help;1",
    ),
    case("R14.blocks", "not in this slot", school_row("activities", "math-help", blocks=("mon1",)), about="tu-tue1"),
)

CASES: Sequence[Case] = (*R1, *R2, *R3, *R4, *R5, *R6, *R7, *R8, *R9, *R10, *R11, *R12, *R13, *R14)

#: Edits that leave the plan as good as it was: the other side of a rule's edge.
FINE: dict[str, tuple[Edit, ...]] = {
    "cleared to the last day": (school_row("instructors", "E1", cleared_until="2025-10-12"),),
    "the window ends as the slot begins": (
        school_row("duty_posts", "gate", windows="15:30-16:00"),
        row("duties", "2025-09-29;gate", staff_id="T2"),
    ),
    "the window ends as the child must go": (school_row("duty_posts", "gate", windows="16:45-17:00"),),
    "a day load above the limit, no work": (school_row("teachers", "T9", max_load=0),),
    "twice the same club with a list for each block": (
        row("placements", "c2;fri", session_id="f-games-1", activity_id="games", rank=0),
    ),
    "posts that may be filled on the Sunday as a Wednesday": (school_row("duty_staff", "T9", weekdays=(1, 3)),),
    "a class club where the class has no home room": (
        school_row("activities", "paper", grades=()),
        school_row("classes", "1B", room_id=None),
        row("sessions", "w-paper-1B", room_id="hall"),
        row("sessions", "hw-1B-mon1", room_id="hall"),
    ),
    "a class club with tags need not be at home": (
        school_row("activities", "paper", room_kinds=("big",)),
        row("sessions", "w-paper-1A", room_id="hall"),
        drop("sessions", "w-paper-1B"),
        row("placements", "b4;wed1", session_id=None, activity_id=None, rank=None),
    ),
    "homework needs no room for those in tutoring": (
        school_row("activities", "hw1", room_kinds=("small",)),
        school_row("rooms", "r1A", kinds=("small",)),
        school_add("rooms", room_id="nook", capacity=3, kinds=("small",)),
        row("sessions", "hw-1B-mon1", room_id="nook"),
    ),
    "the lead with min_gap 1 may be on the next day": (
        school_row("duty_staff", "T9", min_gap=1, max_week=3),
        row("duties", "2025-09-29;gate", staff_id="T9"),
    ),
}
