"""R9 to R14, one breach at a time."""

from verify_cases import MONDAY_2, NO_CHILDCARE, case, new, tutored
from verify_edits import add, drop, row, school_add, school_drop, school_row

AS_CARER = {"skills": ("childcare",)}

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
    case(
        "R11.gap",
        "the next school day, a Monday after a Sunday that was opened",
        row("duties", "2025-09-29;gate", staff_id="T9"),
        about="2025-09-28;2025-09-29;T9",
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
    case("R13.session", "another leader", row("sessions", "hw-1A-mon1", leader_id="T5"), about="mon1;hw1;1A;1;T1;r1A"),
    case("R13.session", "another block", school_row("pins", "mon1", block="tue1"), about="tue1;hw1;1A;1;T1;r1A"),
    case(
        "R13.session", "another activity", school_row("pins", "mon1", activity_id="hw2"), about="mon1;hw2;1A;1;T1;r1A"
    ),
    case("R13.session", "another class", school_row("pins", "mon1", class_id="1B"), about="mon1;hw1;1B;1;T1;r1A"),
    case("R13.session", "another section", school_row("pins", "mon1", section=2), about="mon1;hw1;1A;2;T1;r1A"),
    case("R13.session", "another room", school_row("pins", "mon1", room_id="gym"), about="mon1;hw1;1A;1;T1;gym"),
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

PEOPLE = (*R9, *R10, *R11, *R12, *R13, *R14)
