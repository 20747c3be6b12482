"""R1 to R8, one breach at a time."""

from verify_cases import NO_CHILDCARE, case, new, tutored
from verify_edits import add, drop, row, school_add, school_row, settings

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
    case(
        "R1.student+R14.homework",
        "in a club and in tutoring",
        school_row("activities", "math-help", sessions_week=3),
        school_row("teachers", "T3", skills=("math-help",)),
        new("tu-wed1", "math-help", None, "wed1", "T3", None, "hall"),
        tutored("a1", "math-help", "wed1", "tu-wed1"),
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

SERVICES = (*R1, *R2, *R3, *R4, *R5, *R6, *R7, *R8)
